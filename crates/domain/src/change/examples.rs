//! The published example updates, each on the published example LPA. They are beside the repository where the
//! contracts are checked out; skipped otherwise. The other cases kept for the fuzzer are replayed here too.

use std::path::{Path, PathBuf};

use super::sample::{self, actor, decided};
use crate::document::decode::decode;
use crate::operation::read::read_update;
use crate::{Act, Json, Lpa, Operation, Status};

fn beside(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)
}

fn published(name: &str) -> Option<Json> {
    let bytes = std::fs::read(beside("../shared/contracts/lpa-store").join(name)).ok()?;
    Some(Json::parse(&bytes).unwrap())
}

fn example(author: &str, update: &Json) -> Operation {
    Operation { act: Act::Update(read_update(update).unwrap()), ..sample::by(author, "", &[]) }
}

#[test]
fn the_published_updates_are_answered_as_they_should_be() {
    let Some(json) = published("example-lpa.json") else { return };
    let lpa = Lpa { document: decode(&json).unwrap().document, ..sample::lpa() };
    let attorney = actor(lpa.document.attorneys()[0].uid.as_str());
    for (name, problem) in [
        ("attorney-opt-out.json", None),
        ("attorney-sign.json", None),
        ("attorney_decisions.json", Some("/attorneys/0/cannotMakeJointDecisions")), // decides jointly
        ("certificate-provider-confirm-identity.json", None),
        ("certificate-provider-opt-out.json", None),
        ("certificate-provider-sign.json", None),
        ("change-attorneys.json", Some("/changes/1/key")), // has one attorney only
        ("correction.json", Some("/changes/7/old")),       // another donor; see below
        ("donor-confirm-identity.json", None),
        ("donor-withdraw-lpa.json", None),
        ("opg-status-change.json", None),
        ("paper-certificate-provider-access-online.json", Some("/channel")), // is online already
        ("sever-restrictions-and-conditions.json", None),
        ("statutory-waiting-period.json", Some("/type")), // nobody has signed yet
        ("trust-corporation-sign.json", None),
    ] {
        let operation = example(&attorney, &published(name).unwrap());
        let answer = decided(&lpa, &operation).map(|_| ()).map_err(|problems| problems[0].0.clone());
        assert_eq!(answer.err().as_deref(), problem, "{name}");
    }
}

#[test]
fn the_published_correction_has_an_impossible_key() {
    // W16
    let (Some(json), Some(correction)) = (published("example-lpa.json"), published("correction.json")) else {
        return;
    };
    let lpa = Lpa { document: decode(&json).unwrap().document, ..sample::lpa() };
    let problems = decided(&lpa, &example("urn:opg:sirius:users:34", &correction)).unwrap_err();
    assert!(problems.contains(&("/changes/2".to_owned(), "unexpected change provided".to_owned())));
}

#[test]
fn every_case_kept_for_the_fuzzer_is_answered() {
    let Ok(files) = std::fs::read_dir(beside("fuzz/seeds/update")) else { return };
    for file in files {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        let Ok(update) = Json::parse(&bytes).map_err(drop).and_then(|json| read_update(&json).map_err(drop))
        else {
            continue;
        };
        for status in [Status::InProgress, Status::Registered] {
            let lpa = Lpa { status, ..sample::signed() };
            let operation = Operation { act: Act::Update(update.clone()), ..sample::update("", &[]) };
            if let Ok(decision) = decided(&lpa, &operation) {
                assert_eq!(decision.lpa.version, lpa.version.next());
            }
        }
    }
}
