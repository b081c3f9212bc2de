//! The engine, with rules made for it.

mod sample;

use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;
use crate::json::Json;
use sample::{BESIDE, Sheet, rule};

#[test]
fn what_is_not_told_is_named_and_nothing_is_guessed() {
    static ASKS: Rule = Rule {
        reads: &[Topic::Donor.text(Text::LastName)],
        decide: |view| {
            view.donor().text(Text::LastName)?;
            Ok(Verdict::Satisfied)
        },
        ..rule()
    };
    let outcome = Sheet::new("{}").ask(&ASKS);
    let Outcome::Undetermined(missing) = outcome else { panic!("{outcome:?}") };
    let needs: Vec<_> = missing.needs().map(Need::pointer).collect();
    assert_eq!(needs, [Some("/donor/lastName".to_owned())]);
    let told = Sheet::new(r#"{ "donor": { "lastName": null } }"#);
    assert_eq!(told.ask(&ASKS), Outcome::Decided(Verdict::Satisfied), "there is none: that is known");
}

#[test]
fn a_rule_sees_nothing_that_it_does_not_declare() {
    static PEEPS: Rule = Rule {
        reads: &[Topic::Donor.text(Text::LastName)],
        decide: |view| {
            view.donor().text(Text::FirstNames)?;
            Ok(Verdict::Satisfied)
        },
        ..rule()
    };
    let outcome = Sheet::new(r#"{ "donor": { "firstNames": "Ada" } }"#).ask(&PEEPS);
    let Outcome::Undetermined(missing) = outcome else { panic!("{outcome:?}") };
    let undeclared = Need::Undeclared(Topic::Donor.text(Text::FirstNames));
    assert_eq!(missing.needs().collect::<Vec<_>>(), [undeclared]);
}

static EACH_LAST_NAME: Rule = Rule {
    scope: Scope::Each(&[Topic::Attorney]),
    reads: &[Topic::Attorney.text(Text::LastName), Topic::Donor.text(Text::LastName)],
    decide: |view| {
        let same = view.subject().text(Text::LastName)? == view.donor().text(Text::LastName)?;
        Ok(if same { Verdict::NeedsConfirmation("Is it so?") } else { Verdict::Satisfied })
    },
    ..rule()
};

const TWO: &str =
    r#"{ "donor": { "lastName": "Bell" }, "attorneys": [ { "lastName": "Bell" }, { "firstNames": "Cy" } ] }"#;

#[test]
fn each_is_decided_whatever_is_not_known_of_another() {
    let findings = Sheet::new(TWO).assess(&EACH_LAST_NAME);
    assert!(matches!(findings[0].outcome, Outcome::NeedsConfirmation(..)));
    assert!(matches!(findings[1].outcome, Outcome::Undetermined(_)));
    assert_eq!(findings[1].about, Some((Topic::Attorney, 1)));
    let nobody = Sheet::new(r#"{ "attorneys": [] }"#).assess(&EACH_LAST_NAME);
    assert_eq!(nobody[0].outcome, Outcome::Decided(Verdict::NotApplicable));
    let untold = Sheet::new("{}").assess(&EACH_LAST_NAME);
    assert_eq!(untold[0].needs().collect::<Vec<_>>(), [Need::List(Topic::Attorney)]);
}

fn asked(sheet: &Sheet) -> Digest {
    match sheet.assess(&EACH_LAST_NAME)[0].outcome {
        Outcome::NeedsConfirmation(_, digest) => digest,
        ref other => panic!("{other:?}"),
    }
}

#[test]
fn a_confirmation_holds_until_something_that_was_compared_changes() {
    let sheet = Sheet::new(TWO);
    let confirmed = sheet.confirming(asked(&sheet));
    assert!(matches!(confirmed.assess(&EACH_LAST_NAME)[0].outcome, Outcome::Confirmed(..)));

    let other = r#"{ "donor": { "lastName": "Bell", "firstNames": "Ada" }, "attorneys": [ { "lastName": "Bell", "firstNames": "Bo" }, { "lastName": "Orr" } ] }"#;
    let still = Sheet::new(other).confirming(asked(&sheet));
    assert!(
        matches!(still.assess(&EACH_LAST_NAME)[0].outcome, Outcome::Confirmed(..)),
        "nothing compared has changed"
    );

    let spelt = TWO.replace("Bell", "Bello");
    let changed = Sheet::new(&spelt).confirming(asked(&sheet));
    assert!(matches!(changed.assess(&EACH_LAST_NAME)[0].outcome, Outcome::NeedsConfirmation(..)));
}

#[test]
fn a_confirmation_of_one_is_none_of_another() {
    let both = r#"{ "donor": { "lastName": "Bell" }, "attorneys": [ { "lastName": "Bell" }, { "lastName": "Bell" } ] }"#;
    let sheet = Sheet::new(both);
    let findings = sheet.confirming(asked(&sheet)).assess(&EACH_LAST_NAME);
    assert!(matches!(findings[0].outcome, Outcome::Confirmed(..)));
    assert!(matches!(findings[1].outcome, Outcome::NeedsConfirmation(..)));
}

static DECEASED: Rule = Rule {
    reads: &[Topic::Donor.recorded(Question::Deceased)],
    disclosure: Disclosure::N4,
    decide: |view| {
        Ok(match view.donor().recorded(Question::Deceased)? {
            Recorded::Strong => Verdict::Violated("A death is recorded."),
            Recorded::Probable => Verdict::Refer("A death may be recorded."),
            _ => Verdict::Satisfied,
        })
    },
    ..rule()
};

#[test]
fn records_that_cannot_be_asked_count_against_nobody() {
    let away = Sheet::new("{}").answering(Question::Deceased, Recorded::CannotSay);
    assert!(matches!(away.ask(&DECEASED), Outcome::Unavailable(_)));
    assert!(matches!(Sheet::new("{}").ask(&DECEASED), Outcome::Undetermined(_)), "nobody asked");
}

#[test]
fn what_is_only_probable_leaves_no_trace_for_a_caller() {
    let shown = |answer| {
        let sheet = Sheet::new("{}").answering(Question::Deceased, answer);
        sheet.assessment(&DECEASED).shown(Audience::Caller)
    };
    assert_eq!(shown(Recorded::Probable), shown(Recorded::No));
    assert_ne!(shown(Recorded::Strong), shown(Recorded::No));
}

#[test]
fn a_caller_is_told_to_stop_and_never_why() {
    let sheet = Sheet::new("{}").answering(Question::Deceased, Recorded::Strong);
    let assessment = sheet.assessment(&DECEASED);
    let shown = serde_json::to_string(&assessment.shown(Audience::Caller)).unwrap();
    for word in ["death", "S01", "deceased", "\"donor\",\"state\":\"cannot-stand\""] {
        assert!(!shown.contains(word), "{word} in {shown}");
    }
    assert!(shown.contains("contact the Office of the Public Guardian"));
    let opg = serde_json::to_string(&assessment.shown(Audience::Opg)).unwrap();
    assert!(opg.contains("A death is recorded."));
}

#[test]
fn what_did_not_change_is_not_asked_again() {
    static ASKED: AtomicUsize = AtomicUsize::new(0);
    static COUNTS: Rule = Rule {
        reads: &[Topic::Donor.text(Text::LastName)],
        decide: |view| {
            ASKED.fetch_add(1, Ordering::Relaxed);
            view.donor().text(Text::LastName)?;
            Ok(Verdict::Satisfied)
        },
        ..rule()
    };
    let again = |before: &str, now: &str| {
        let (before, now) = (Sheet::new(before), Sheet::new(now));
        let assessed = before.assessment(&COUNTS);
        let so_far = ASKED.load(Ordering::Relaxed);
        let again = now.assessment_after(&before, &assessed, &COUNTS);
        let asked = ASKED.load(Ordering::Relaxed) - so_far;
        assert_eq!(again, now.assessment(&COUNTS));
        asked
    };
    let bell = r#"{ "donor": { "lastName": "Bell" } }"#;
    let other = r#"{ "donor": { "lastName": "Bell", "firstNames": "Ada" }, "attorneys": [ {} ] }"#;
    assert_eq!(again(bell, other), 0, "it reads nothing of this");
    assert_eq!(again(bell, r#"{ "donor": { "lastName": "Orr" } }"#), 1);
    assert_eq!(again(bell, "{}"), 1, "it is not told any more");
}

#[test]
fn relations_are_told_for_a_pair_and_read_from_either_end() {
    static EMPLOYED: Rule = Rule {
        reads: &[Topic::CertificateProvider.related(Topic::Donor, Relation::EmployeeOf)],
        decide: |view| {
            let Some(provider) = view.optional(Topic::CertificateProvider)? else {
                return Ok(Verdict::NotApplicable);
            };
            let is = provider.is_related(view.donor(), Relation::EmployeeOf)?;
            Ok(if is { Verdict::Violated("Choose another.") } else { Verdict::Satisfied })
        },
        ..rule()
    };
    let told = |pair: &str| {
        let beside = format!(r#"{{ "relations": [ {pair} ] }}"#);
        Sheet::new(r#"{ "certificateProvider": {} }"#).beside(&beside).ask(&EMPLOYED)
    };
    let violated = Outcome::Decided(Verdict::Violated("Choose another."));
    assert_eq!(
        told(r#"{ "one": "certificateProvider", "other": "donor", "are": ["employee-of"] }"#),
        violated
    );
    assert_eq!(
        told(r#"{ "one": "donor", "other": "certificateProvider", "are": ["employer-of"] }"#),
        violated
    );
    let none = told(r#"{ "one": "donor", "other": "certificateProvider", "are": [] }"#);
    assert_eq!(none, Outcome::Decided(Verdict::Satisfied));
    let of_another = told(r#"{ "one": "donor", "other": "attorneys/0", "are": [] }"#);
    assert!(matches!(of_another, Outcome::Undetermined(_)));
}

#[test]
fn everything_wrong_in_the_circumstances_is_said_at_once() {
    let told = r#"{ "donor": { "canSign": "yes", "mobile": 7 }, "attorneys": {}, "voucher": { "attempts": -1 },
        "relations": [ { "one": "donor", "other": "moon", "are": [] } ] }"#;
    let problems = Sheet::new("{}").beside(told).problems();
    let mut sources: Vec<&str> = problems.iter().map(|problem| problem.source.as_ref()).collect();
    sources.sort_unstable();
    let all = ["/attorneys", "/donor/canSign", "/donor/mobile", "/relations/0/other", "/voucher/attempts"];
    assert_eq!(sources, all);
}

#[test]
fn what_nobody_reads_is_said() {
    let told = r#"{ "donor": { "shoeSize": 43, "canSign": true }, "weather": "fine", "voucher": { "address": { "line1": "1", "moat": true } } }"#;
    let sheet = Sheet::new("{}").beside(told);
    assert_eq!(sheet.ignored(), ["/donor/shoeSize", "/weather", "/voucher/address/moat"]);
}

#[test]
fn every_key_has_one_place_in_a_topic_and_a_number_of_its_own() {
    let mut numbers = std::collections::BTreeMap::new();
    for place in Topic::ALL.iter().flat_map(|topic| topic.places()) {
        let key = *numbers.entry(place.key.number()).or_insert(place.key);
        assert_eq!(key, place.key, "two keys have one number");
        assert!(place.key.number() < key::KEYS, "{:?}", place.key);
    }
    for topic in Topic::ALL {
        for place in topic.places() {
            let same =
                topic.places().iter().filter(|other| other.key == place.key || other.member == place.member);
            assert_eq!(same.count(), 1, "{topic:?} {}", place.member);
        }
        assert!(topic.places().len() <= 64, "a bit for each");
    }
}

#[test]
fn a_digest_is_read_as_it_is_written() {
    let sheet = Sheet::new(TWO);
    let digest = asked(&sheet);
    assert_eq!(Digest::parse(&digest.to_string()), Some(digest));
    for text in ["", "00", &"+0".repeat(32), &"é".repeat(32), &"0".repeat(65)] {
        assert_eq!(Digest::parse(text), None);
    }
    assert_eq!(format!("{digest:?}"), "[personal]");
    assert!(Json::parse(BESIDE.as_bytes()).is_ok());
}
