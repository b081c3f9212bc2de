//! Any bytes as the body of an update: refused or applied, judged the same twice, a version moved on, and nothing that the
//! store could not read back. Cases found here are kept in `seeds/update`, which an ordinary test of lpa-domain replays.

#![no_main]

use libfuzzer_sys::fuzz_target;
use lpa_domain::document::example;
use lpa_domain::operation::read::read_update;
use lpa_domain::{Act, Json, Lpa, Operation, OperationId, Profile, Status, Timestamp, decide_lpa, examine};

fuzz_target!(|bytes: &[u8]| {
    let Ok(json) = Json::parse(bytes) else { return };
    let Ok(update) = read_update(&json) else { return };
    let operation = operation(Act::Update(update));
    let unseen = examine(&operation.act);
    for (variant, status) in
        [(1, Status::InProgress), (2, Status::Registered), (4, Status::StatutoryWaitingPeriod)]
    {
        let lpa = Lpa { status, ..created(variant) };
        let judge = || decide_lpa(Some(&lpa), &operation, Timestamp::UNIX_EPOCH, Profile::Strict);
        let answer = judge();
        assert_eq!(answer, judge());
        if let Err(refusal) = &unseen {
            assert_eq!(answer.as_ref(), Err(refusal));
        }
        let Ok(decision) = answer else { continue };
        assert_eq!(decision.lpa.version, lpa.version.next());
        assert!(decision.lpa.updated_at > lpa.updated_at);
        let stored = serde_json::to_vec(&decision.lpa).expect("an LPA can be written");
        let restored = Lpa::restore(&stored, decision.lpa.version, decision.lpa.kept.clone());
        let restored = restored.expect("what was written can be read");
        assert_eq!(serde_json::to_vec(&restored).expect("an LPA can be written"), stored);
    }
});

fn created(variant: u64) -> Lpa {
    let creation = operation(Act::Create(Box::new(example::lpa_document(variant))));
    decide_lpa(None, &creation, Timestamp::UNIX_EPOCH, Profile::Strict).expect("the examples are valid").lpa
}

fn operation(act: Act) -> Operation {
    let author = "urn:opg:poas:sirius:users:34".parse().expect("a URN");
    let uid = "M-1234-5678-9018".parse().expect("a UID");
    let id = OperationId("00000000-0000-4000-8000-000000000000".parse().expect("a UUID"));
    Operation { id, uid, idempotency_key: None, author, requested_at: Timestamp::UNIX_EPOCH, act }
}
