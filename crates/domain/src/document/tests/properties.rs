//! What holds for any input, and for any valid document.

use proptest::prelude::*;

use crate::document::decode::decode;
use crate::document::validate::validate;
use crate::document::{BirthDate, Document, Draft, defaults, example};
use crate::json::Json;
use crate::personal::Personal;

const MARK: &str = "Zzyxmarker";

/// Keys and texts of the contract among others, so that arbitrary JSON reaches deep into the reader.
const KEYS: &[&str] = &[
    "lpaType",
    "channel",
    "donor",
    "attorneys",
    "trustCorporations",
    "signatories",
    "certificateProvider",
    "uid",
    "peopleToNotify",
    "independentWitness",
    "authorisedSignatory",
    "signedAt",
    "dateOfBirth",
    "address",
    "identityCheck",
    "country",
    "status",
    "appointmentType",
    "checkedAt",
    "restrictionsAndConditionsImages",
    "filename",
    "data",
    "DONOR",
    "whenTheLpaCanBeUsedIsDefault",
    "certificateProviderNotRelatedConfirmedAt",
    "email",
    "howAttorneysMakeDecisions",
    "x",
];
const TEXTS: &[&str] = &[
    "",
    "online",
    "paper",
    "active",
    "replacement",
    "inactive",
    "property-and-affairs",
    "jointly",
    "GB",
    "1970-01-24",
    "0001-01-01T00:00:00Z",
    "2024-01-10T23:00:00.5+01:00",
    "AAAA",
    "a\0b",
    "../x",
    "é",
];

fn any_json() -> impl Strategy<Value = Json> {
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::Bool),
        any::<i64>().prop_map(|number| Json::Number(number.into())),
        proptest::sample::select(TEXTS).prop_map(Json::from),
        any::<String>().prop_map(Json::String),
    ];
    leaf.prop_recursive(5, 60, 8, |inner| {
        let key = proptest::sample::select(KEYS).prop_map(str::to_owned);
        prop_oneof![
            1 => proptest::collection::vec(inner.clone(), 0..4).prop_map(Json::Array),
            4 => proptest::collection::vec((key, inner), 0..10).prop_map(Json::Object),
        ]
    })
}

/// Replaces every text that a person may have written, leaving uids, dates and moments, so that reading succeeds.
fn mark(json: &mut Json, key: &str) {
    let kept = ["uid", "dateOfBirth", "filename", "data"].contains(&key) || key.ends_with("At");
    match json {
        Json::String(text) if !kept => MARK.clone_into(text),
        Json::Array(items) => items.iter_mut().for_each(|item| mark(item, key)),
        Json::Object(members) => members.iter_mut().for_each(|(key, value)| mark(value, key)),
        _ => {}
    }
}

fn written(document: &Document) -> Vec<u8> {
    serde_json::to_vec(document).unwrap()
}

fn read_back(document: &Document) -> Document {
    decode(&Json::parse(&written(document)).unwrap()).unwrap().document
}

/// A malformed date of birth is written as `""` (contract section 4.1), so it reads back as absent.
fn without_malformed_dates(document: &mut Document) {
    let dates = document.attorneys.iter_mut().flatten().map(|each| &mut each.date_of_birth);
    for date in dates.chain([&mut document.donor.date_of_birth]) {
        if *date.expose() == BirthDate::Malformed {
            *date = Personal::default();
        }
    }
}

/// What must hold for any JSON: it is refused with pointers, or judged the same twice and unchanged by a trip through
/// the store.
pub(super) fn holds(json: &Json) {
    match decode(json) {
        Ok(decoded) => {
            let mut document = decoded.document;
            defaults::apply(&mut document);
            assert_eq!(validate(&document), validate(&document.clone()));
            without_malformed_dates(&mut document);
            assert_eq!(written(&read_back(&document)), written(&document));
            assert_eq!(read_back(&document), document);
        }
        Err(problems) => {
            assert!(!problems.is_empty());
            assert!(problems.iter().all(|each| each.source.is_empty() || each.source.starts_with('/')));
        }
    }
    drop(Draft::from_json(json).map(Draft::complete));
}

proptest! {
    #[test]
    fn any_json_is_read_or_refused_with_pointers_and_never_panics(json in any_json()) {
        holds(&json);
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        if let Ok(json) = Json::parse(&bytes) {
            drop(decode(&json));
        }
    }

    #[test]
    fn a_valid_document_reads_back_as_it_was(variant in any::<u64>(), text in "[^\0]{0,40}") {
        let mut document = example::lpa_document(variant);
        document.restrictions_and_conditions = text.as_str().into();
        document.donor.address.line3 = text.as_str().into();
        document.donor.first_names = format!("x{text}").into();
        prop_assert_eq!(read_back(&document), document.clone());
        prop_assert_eq!(written(&read_back(&document)), written(&document));
        prop_assert_eq!(validate(&document), []);
    }

    #[test]
    fn defaults_twice_are_defaults_once_and_never_refused(
        variant in any::<u64>(), forget in proptest::array::uniform4(any::<bool>())
    ) {
        let mut document = example::lpa_document(variant);
        if forget[0] { document.how_replacement_attorneys_make_decisions = crate::Choice::Unset;
            document.how_replacement_attorneys_make_decisions_details = Personal::default(); }
        if forget[1] { document.when_the_lpa_can_be_used = crate::Choice::Unset; }
        if forget[2] { document.life_sustaining_treatment_option = crate::Choice::Unset; }
        if forget[3] && document.how_attorneys_make_decisions.is(crate::document::HowDecisions::Jointly) {
            document.how_attorneys_make_decisions = crate::Choice::Unset;
        }
        defaults::apply(&mut document);
        prop_assert_eq!(validate(&document), []);
        let once = document.clone();
        defaults::apply(&mut document);
        prop_assert_eq!(document, once);
    }

    #[test]
    fn debug_shows_nothing_that_a_person_wrote(variant in any::<u64>()) {
        let mut json = example::json(variant);
        let born = example::lpa_document(variant).donor.date_of_birth;
        mark(&mut json, "");
        let decoded = decode(&json).unwrap();
        prop_assert!(String::from_utf8_lossy(&written(&decoded.document)).contains(MARK));
        let draft = Draft::from_json(&json).unwrap();
        let shown = format!("{decoded:?} {decoded:#?} {draft:?} {:?}", draft.donor());
        prop_assert!(!shown.contains(MARK));
        let BirthDate::On(date) = *born.expose() else { panic!("examples have dates") };
        prop_assert!(!shown.contains(&date.to_string()));
    }
}
