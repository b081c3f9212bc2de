//! The examples keep what they promise.

use super::{bytes, json, lpa_document};
use crate::document::decode::decode;
use crate::document::validate::validate;
use crate::document::{Channel, HowDecisions, LpaType};
use crate::json::Json;

#[test]
fn every_example_is_valid() {
    for variant in 0..500 {
        assert_eq!(validate(&lpa_document(variant)), [], "variant {variant}");
    }
    assert_eq!(validate(&lpa_document(u64::MAX)), []);
}

#[test]
fn every_body_reads_back_as_its_document_with_a_scan_on_paper() {
    for variant in 0..500 {
        assert_eq!(Json::parse(&bytes(variant)).unwrap(), json(variant));
        let decoded = decode(&json(variant)).unwrap();
        assert_eq!(decoded.document, lpa_document(variant), "variant {variant}");
        let scans = usize::from(decoded.document.channel.is(Channel::Paper));
        assert_eq!(decoded.restrictions_images.len(), scans);
        assert!(decoded.restrictions_images.iter().all(|scan| scan.bytes.starts_with(b"\x89PNG")));
    }
}

#[test]
fn the_shapes_vary() {
    let all: Vec<_> = (0..500).map(lpa_document).collect();
    let some = |what: &dyn Fn(&crate::Document) -> bool| all.iter().filter(|each| what(each)).count() >= 10;
    for kind in [LpaType::PersonalWelfare, LpaType::PropertyAndAffairs] {
        for channel in [Channel::Paper, Channel::Online] {
            assert!(some(&|each| each.lpa_type.is(kind) && each.channel.is(channel)));
        }
    }
    for count in 1..=4 {
        assert!(some(&|each| each.active_count() == count));
    }
    assert!(some(&|each| each.replacement_count() > 1));
    assert!(some(&|each| !each.trust_corporations.is_empty()));
    assert!(some(&|each| each.independent_witness.is_some() && each.authorised_signatory.is_some()));
    assert!(some(&|each| each.people_to_notify.len() > 1));
    let mixed = HowDecisions::JointlyForSomeSeverallyForOthers;
    assert!(some(&|each| each.how_attorneys_make_decisions.is(mixed) && each.replacement_count() > 1)); // W14
    assert!(some(&|each| each.language.word() == "cy"));
}
