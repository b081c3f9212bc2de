//! Matters as they are told, and when they hold.

use jiff::civil::date;

use super::*;
use crate::json::Json;
use crate::records::{FactId, Says, ToldFact};

fn read(told: &str) -> Result<Matter, Vec<String>> {
    let json = Json::parse(told.as_bytes()).unwrap();
    let author = "urn:opg:sirius:users:34".parse().unwrap();
    let told = ToldFact::read(FactId(uuid::Uuid::from_u128(7)), author, &json);
    told.map_err(|problems| problems.into_iter().map(|problem| problem.source.into_owned()).collect()).map(
        |told| {
            let Says::Matter(matter) = told.says else { panic!("a matter") };
            *matter
        },
    )
}

#[test]
fn every_kind_has_its_terms_and_answers_a_question_of_its_own() {
    for (terms, kind) in MATTERS.iter().zip(MatterKind::ALL) {
        assert_eq!((terms.kind, MatterKind::answering(terms.answers)), (*kind, Some(*kind)));
    }
    assert_eq!(MATTERS.len(), MatterKind::ALL.len());
}

#[test]
fn a_matter_is_read_as_it_is_written() {
    let person = r#"{ "lastName": "Quenby", "forenames": "Ottoline", "dateOfBirth": "1941-02-03" }"#;
    for kind in MatterKind::ALL {
        let of = match kind.terms().concerns {
            Concerns::Person | Concerns::PersonOrLpa => format!(r#""of": {person}"#),
            Concerns::PersonOfDonor => format!(r#""of": {person}, "donor": {person}"#),
            Concerns::Lpa => r#""uid": "M-7890-0400-4003""#.to_owned(),
        };
        let told = format!(
            r#"{{ "version": 1, "kind": "{}", {of}, "lpaType": "personal-welfare", "since": "2024-02-29", "until": "2025-01-01" }}"#,
            kind.word()
        );
        let matter = read(&told).unwrap();
        let mut again = matter.written();
        again["version"] = 1.into();
        assert_eq!(read(&again.to_string()), Ok(matter.clone()), "{kind:?}");
        let kept = Json::parse(matter.said.written().to_string().as_bytes()).unwrap();
        let uid = matter.said.uid.map(|uid| uid.to_string());
        assert_eq!(Said::restore(kind.word(), uid.as_deref(), &kept), Some(matter.said));
        assert!(!matter.said.written().to_string().contains("Quenby"));
    }
}

#[test]
fn everything_that_is_wrong_with_a_matter_is_said_at_once() {
    let wrong = r#"{ "version": 1, "kind": "donor-removal", "of": { "lastName": "-", "dateOfBirth": "1941-02-31" },
        "since": "2025-01-01", "until": "2024-01-01", "lpaType": "both" }"#;
    let all = ["/of/forenames", "/of/dateOfBirth", "/of/lastName", "/donor", "/lpaType", "/until"];
    assert_eq!(read(wrong).unwrap_err(), all);
    let places = |rest: &str| read(&format!(r#"{{ "version": 1, {rest} }}"#)).unwrap_err();
    assert_eq!(places(r#""kind": "hold""#), ["/of"]);
    assert_eq!(places(r#""kind": "objection""#), ["/uid"]);
    assert_eq!(places(r#""kind": "false-vouch""#), ["/of", "/since"]);
    assert_eq!(places(r#""kind": "rumour""#), ["/kind"]);
    let nobody = r#""kind": "death", "of": { "lastName": "Quenby", "forenames": "Ottoline" }"#;
    assert_eq!(places(nobody), ["/of/dateOfBirth"]);
    let donor = r#""kind": "objection", "uid": "M-7890-0400-4003", "donor": { "lastName": "Quenby" }"#;
    assert_eq!(places(donor), ["/donor"]);
}

fn said(kind: MatterKind, since: Option<Date>, until: Option<Date>) -> Said {
    Said { kind, uid: None, lpa_type: None, since, until }
}

#[test]
fn a_matter_holds_from_its_first_day_until_it_is_over() {
    let hold = said(MatterKind::Hold, Some(date(2025, 3, 1)), Some(date(2025, 6, 1)));
    let days = [date(2025, 2, 28), date(2025, 3, 1), date(2025, 5, 31), date(2025, 6, 1)];
    assert_eq!(days.map(|day| hold.holds_on(day)), [false, true, true, false]);
    assert!(said(MatterKind::Hold, None, None).holds_on(date(2025, 1, 1)));
}

/// safeguarding.md T280: four years and eleven months ago, and five years and one.
#[test]
fn a_false_vouch_counts_for_five_years() {
    let vouch = said(MatterKind::FalseVouch, Some(date(2021, 3, 1)), None);
    assert!(vouch.holds_on(date(2026, 2, 1)) && !vouch.holds_on(date(2026, 4, 1)));
    assert!(vouch.holds_on(date(2026, 2, 28)) && !vouch.holds_on(date(2026, 3, 1)));
}

#[test]
fn the_docs_have_every_kind_as_it_is() {
    let docs = include_str!("../../../../../docs/records.md");
    for (name, table) in written::tables() {
        let whole = format!("<!-- begin {name} -->\n\n{table}\n<!-- end {name} -->");
        assert!(docs.contains(&whole), "{name}: run `cargo xtask docs`");
    }
}
