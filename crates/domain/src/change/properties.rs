//! What holds of every update, however odd.

use proptest::prelude::*;
use proptest::sample::select;

use super::sample::{self, ATTORNEY, NOW, REPLACEMENT, instant, moment};
use crate::choice::{Choice, Words};
use crate::document::{BirthDate, Channel, HowDecisions, IndependentWitness, example};
use crate::lpa::status::Status;
use crate::operation::{Act, Change, Operation, Update, UpdateKind};
use crate::{Json, Lpa, LpaDecision, Personal, Profile, Refusal, Version, decide, examine};

/// Segments of real keys and of broken ones.
const SEGMENTS: [&str; 34] = [
    "donor",
    "certificateProvider",
    "attorneys",
    "trustCorporations",
    "authorisedSignatory",
    "independentWitness",
    "signatories",
    "address",
    "identityCheck",
    "status",
    "signedAt",
    "firstNames",
    "lastName",
    "dateOfBirth",
    "email",
    "mobile",
    "line1",
    "country",
    "channel",
    "contactLanguagePreference",
    "restrictionsAndConditions",
    "howAttorneysMakeDecisions",
    "howAttorneysMakeDecisionsDetails",
    "0",
    "1",
    "+1",
    "00",
    "-1",
    "9223372036854775808",
    "",
    "~1",
    "é",
    ATTORNEY,
    REPLACEMENT,
];

/// Keys that some act carries.
const KEYS: [&str; 38] = [
    "/status",
    "/signedAt",
    "/restrictionsAndConditions",
    "/donor/firstNames",
    "/donor/lastName",
    "/donor/email",
    "/donor/otherNamesKnownBy",
    "/donor/dateOfBirth",
    "/donor/address/line1",
    "/donor/address/country",
    "/donor/identityCheck/type",
    "/donor/identityCheck/checkedAt",
    "/certificateProvider/signedAt",
    "/certificateProvider/email",
    "/certificateProvider/address/town",
    "/certificateProvider/channel",
    "/certificateProvider/identityCheck/type",
    "/certificateProvider/identityCheck/checkedAt",
    "/attorneys/0/status",
    "/attorneys/1/status",
    "/attorneys/0/signedAt",
    "/attorneys/0/mobile",
    "/attorneys/0/email",
    "/attorneys/1/email",
    "/attorneys/0/cannotMakeJointDecisions",
    "/attorneys/0/dateOfBirth",
    "/trustCorporations/0/signatories/0/firstNames",
    "/trustCorporations/0/signatories/0/signedAt",
    "/trustCorporations/0/contactLanguagePreference",
    "/trustCorporations/0/name",
    "/independentWitness/phone",
    "/authorisedSignatory/lastName",
    "/howAttorneysMakeDecisions",
    "/howAttorneysMakeDecisionsDetails",
    "/howReplacementAttorneysStepIn",
    "/howReplacementAttorneysStepInDetails",
    "/howReplacementAttorneysMakeDecisions",
    "/whenTheLpaCanBeUsed",
];

/// Values that some field accepts.
const VALUES: [&str; 22] = [
    "null",
    "\"\"",
    "\"x\"",
    "\"GB\"",
    "\"en\"",
    "\"online\"",
    "\"paper\"",
    "true",
    "false",
    "7",
    "[]",
    "{\"a\":1}",
    "\"2026-01-13T22:00:00+01:00\"",
    "\"0001-01-01T00:00:00Z\"",
    "\"1970-01-24\"",
    "\"one-login\"",
    "\"active\"",
    "\"removed\"",
    "\"cannot-register\"",
    "\"jointly\"",
    "\"jointly-for-some-severally-for-others\"",
    "\"another-way\"",
];

fn lpas() -> impl Strategy<Value = Lpa> {
    let document = prop_oneof![
        Just(sample::lpa().document),
        Just(sample::signed().document),
        (0..60_u64).prop_map(example::lpa_document),
    ];
    let status = prop_oneof![
        Just(Status::InProgress),
        Just(Status::StatutoryWaitingPeriod),
        select(<Status as Words>::ALL),
    ];
    (document, status, any::<bool>(), any::<bool>(), 1..9_u64).prop_map(
        |(mut document, status, paper, rich, version)| {
            if paper {
                document.channel = Channel::Paper.into();
            }
            if rich {
                document.how_attorneys_make_decisions = HowDecisions::JointlyForSomeSeverallyForOthers.into();
                document.independent_witness = Some(IndependentWitness::default());
                document.donor.date_of_birth = Personal::new(BirthDate::parse("1970-01-24"));
            }
            Lpa { document, status, version: Version(version), ..sample::lpa() }
        },
    )
}

fn json() -> impl Strategy<Value = Json> {
    prop_oneof![
        8 => select(&VALUES[..]).prop_map(|text| Json::parse(text.as_bytes()).unwrap()),
        1 => ".*".prop_map(Json::String),
    ]
}

fn keys() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => select(&KEYS[..]).prop_map(str::to_owned),
        2 => prop::collection::vec(select(&SEGMENTS[..]), 0..6).prop_map(|segments| format!("/{}", segments.join("/"))),
        1 => ".*",
    ]
}

/// A change, and whether its `old` is to be made true.
fn changes() -> impl Strategy<Value = Vec<(Change, bool)>> {
    let change = (keys(), prop::option::weighted(0.9, json()), prop::option::weighted(0.9, json()));
    let change = change.prop_map(|(key, old, new)| Change { key, old, new });
    prop::collection::vec((change, prop::bool::weighted(0.8)), 0..5)
}

fn kinds() -> impl Strategy<Value = Choice<UpdateKind>> {
    prop_oneof![
        20 => select(<UpdateKind as Words>::ALL).prop_map(Choice::Is),
        1 => ".{0,4}".prop_map(|word| Choice::parse(&word)),
    ]
}

const AT: &str = "\"2026-01-13T22:00:00Z\"";

/// Changes that some LPA among ours accepts, by kind.
const FITTING: [(&str, &[(&str, &str)]); 13] = [
    ("ATTORNEY_SIGN", &[("/attorneys/1/signedAt", AT), ("/attorneys/1/mobile", "\"1\"")]),
    ("ATTORNEY_DECISIONS", &[("/attorneys/0/cannotMakeJointDecisions", "true")]),
    (
        "CERTIFICATE_PROVIDER_SIGN",
        &[
            ("/certificateProvider/signedAt", AT),
            ("/certificateProvider/contactLanguagePreference", "\"cy\""),
        ],
    ),
    (
        "CERTIFICATE_PROVIDER_CONFIRM_IDENTITY",
        &[
            ("/certificateProvider/identityCheck/type", "\"one-login\""),
            ("/certificateProvider/identityCheck/checkedAt", AT),
        ],
    ),
    ("CHANGE_ATTORNEYS", &[("/attorneys/0/status", "\"removed\""), ("/attorneys/1/status", "\"active\"")]),
    ("CORRECTION", &[("/donor/firstNames", "\"Sam\""), ("/donor/address/line1", "\"1 Road\"")]),
    (
        "DONOR_CONFIRM_IDENTITY",
        &[("/donor/identityCheck/type", "\"one-login\""), ("/donor/identityCheck/checkedAt", AT)],
    ),
    ("OPG_STATUS_CHANGE", &[("/status", "\"cannot-register\"")]),
    ("PAPER_ATTORNEY_ACCESS_ONLINE", &[("/attorneys/0/email", "\"a@example.com\"")]),
    ("PAPER_CERTIFICATE_PROVIDER_ACCESS_ONLINE", &[("/certificateProvider/email", "\"b@example.com\"")]),
    (
        "POST_REGISTRATION_CORRECTION",
        &[("/donor/lastName", "\"Smith\""), ("/restrictionsAndConditions", "\"\"")],
    ),
    ("SEVER_RESTRICTIONS_AND_CONDITIONS", &[("/restrictionsAndConditions", "\"\"")]),
    (
        "TRUST_CORPORATION_SIGN",
        &[
            ("/trustCorporations/0/contactLanguagePreference", "\"en\""),
            ("/trustCorporations/0/signatories/0/firstNames", "\"Sam\""),
            ("/trustCorporations/0/signatories/0/lastName", "\"Smith\""),
            ("/trustCorporations/0/signatories/0/professionalTitle", "\"President\""),
            ("/trustCorporations/0/signatories/0/signedAt", AT),
        ],
    ),
];

/// A kind with changes: half of them made to fit, and then sometimes spoilt by one change more.
fn sent() -> impl Strategy<Value = (Choice<UpdateKind>, Vec<(Change, bool)>)> {
    let fitting =
        (select(&FITTING[..]), prop::option::weighted(0.2, changes())).prop_map(|((kind, fitting), more)| {
            let fit = |(key, new): &(&str, &str)| {
                let new = Some(Json::parse(new.as_bytes()).unwrap());
                (Change { key: (*key).to_owned(), old: None, new }, true)
            };
            (Choice::parse(kind), fitting.iter().map(fit).chain(more.into_iter().flatten()).collect())
        });
    prop_oneof![fitting, (kinds(), prop_oneof![Just(Vec::new()), changes()])]
}

fn operation(lpa: &Lpa, kind: Choice<UpdateKind>, changes: Vec<(Change, bool)>, actor: usize) -> Operation {
    let object = serde_json::to_value(lpa).unwrap();
    let truly = |mut change: Change, truthful: bool| {
        if truthful {
            let old = object.pointer(&change.key).cloned().unwrap_or_default();
            change.old = Some(Json::parse(old.to_string().as_bytes()).unwrap());
        }
        change
    };
    let changes = changes.into_iter().map(|(change, truthful)| truly(change, truthful)).collect();
    let attorneys = lpa.document.attorneys().iter().map(|each| each.uid.as_str());
    let corporations = lpa.document.trust_corporations.iter().map(|each| each.uid.as_str());
    let uid = attorneys.chain(corporations).nth(actor).unwrap_or("34");
    Operation { act: Act::Update(Update { kind, changes }), ..sample::by(&sample::actor(uid), "", &[]) }
}

/// An LPA and an update of it.
fn updates() -> impl Strategy<Value = (Lpa, Operation)> {
    (lpas(), sent(), 0..4_usize).prop_map(|(lpa, (kind, changes), actor)| {
        let operation = operation(&lpa, kind, changes, actor);
        (lpa, operation)
    })
}

fn judged(lpa: &Lpa, operation: &Operation) -> Result<LpaDecision, Refusal> {
    let decided = decide(Some(lpa), operation, instant(NOW), Profile::Compatible);
    decided.map(|decision| decision.into_lpa().unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn every_update_is_answered_and_a_yes_moves_the_lpa_on((lpa, operation) in updates()) {
        let answer = judged(&lpa, &operation);
        prop_assert_eq!(&answer, &judged(&lpa, &operation));
        match answer {
            Ok(LpaDecision { lpa: after, changes }) => {
                prop_assert_eq!(after.version, lpa.version.next());
                prop_assert!(after.updated_at > lpa.updated_at);
                prop_assert_eq!(after.uid, lpa.uid);
                let moved = (&after.document, after.status) != (&lpa.document, lpa.status);
                prop_assert!(changes.is_empty() || moved, "the history shows a change that did not happen");
                let stored = serde_json::to_vec(&after).unwrap();
                let restored = Lpa::restore(&stored, after.version, after.kept.clone()).unwrap();
                prop_assert_eq!(serde_json::to_vec(&restored).unwrap(), stored);
            }
            Err(refusal) => prop_assert!(!refusal.errors.is_empty()),
        }
    }

    #[test]
    fn what_is_refused_unseen_is_refused_in_every_state((lpa, operation) in updates()) {
        if let Err(refusal) = examine(operation.uid, &operation.act) {
            prop_assert_eq!(judged(&lpa, &operation), Err(refusal));
        }
    }

    #[test]
    fn what_was_taken_back_or_ended_never_comes_back((lpa, operation) in updates()) {
        use Status::{CannotRegister, DoNotRegister, Expired, InProgress, Registered, StatutoryWaitingPeriod};
        let open = [InProgress, StatutoryWaitingPeriod, Registered];
        if let Ok(decision) = judged(&lpa, &operation) {
            let after = decision.lpa.status;
            prop_assert!(open.contains(&lpa.status) || !open.contains(&after));
            if lpa.status != after && !open.contains(&lpa.status) {
                prop_assert!([DoNotRegister, Expired].contains(&lpa.status));
                prop_assert!([CannotRegister, Expired].contains(&after));
            }
        }
    }

    #[test]
    fn restrictions_change_only_when_the_history_says_so((lpa, operation) in updates()) {
        // W1
        if let Ok(decision) = judged(&lpa, &operation) {
            let kept = decision.lpa.document.restrictions_and_conditions == lpa.document.restrictions_and_conditions;
            let said = decision.changes.iter().any(|change| change.key == "/restrictionsAndConditions");
            prop_assert_eq!(kept, !said);
        }
    }

    #[test]
    fn a_signature_is_never_replaced_by_another_act_of_signing(lpa in lpas(), at in 0..2_usize) {
        let key = format!("/attorneys/{at}/signedAt");
        let sign = Change { key, old: None, new: Some("2026-03-01T00:00:00Z".into()) };
        let sign = operation(&lpa, UpdateKind::AttorneySign.into(), vec![(sign, true)], 0);
        if let Ok(once) = judged(&lpa, &sign) {
            let signed = once.lpa.document.attorneys()[at].signed_at;
            prop_assert_eq!(signed, Some(moment("2026-03-01T00:00:00Z")));
            prop_assert_eq!(lpa.document.attorneys()[at].signed_at, None);
            let Act::Update(update) = &sign.act else { unreachable!() };
            prop_assert_eq!(once.changes, update.changes.clone());
            prop_assert!(judged(&once.lpa, &sign).is_err());
        }
    }
}

#[test]
fn the_generator_reaches_a_yes_of_every_kind() {
    // A property that is never put to the test proves nothing.
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let mut reached = std::collections::BTreeSet::new();
    for _ in 0..6_000 {
        let (lpa, operation) = updates().new_tree(&mut runner).unwrap().current();
        if judged(&lpa, &operation).is_ok() {
            reached.insert(operation.act.label().to_owned());
        }
    }
    let never: Vec<&str> = <UpdateKind as Words>::ALL
        .iter()
        .map(|kind| kind.word())
        .filter(|word| !reached.contains(*word))
        .collect();
    assert_eq!(never, [""; 0]);
}
