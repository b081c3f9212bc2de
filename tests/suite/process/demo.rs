//! `demo`: the whole story, with figures.

use std::path::Path;

use lpa_domain::document::example;
use lpa_tests::binary::Binary;
use serde_json::Value;

use super::causeway;

/// Plays it and returns the object at the end: every promise must have been kept.
fn played(binary: &Binary, arguments: &[&str]) -> Value {
    let said = binary.run([&["demo", "--json"], arguments].concat());
    assert_eq!(said.code, Some(0), "{}", said.err);
    let figures: Value = serde_json::from_str(said.out.lines().last().unwrap()).unwrap();
    for name in ["accepted", "applied", "refused", "heldAtPeak", "lost", "duplicated", "outOfOrder"] {
        assert!(figures[name].is_u64(), "{name}: {figures}");
    }
    for name in ["lost", "duplicated", "outOfOrder"] {
        assert_eq!(figures[name], 0, "{name}: {figures}");
    }
    figures
}

#[test]
fn the_demo_holds_work_and_keeps_every_promise() {
    let figures = played(&causeway(), &["--lpas", "20", "--seconds", "4"]);
    assert!(figures["heldAtPeak"].as_u64() > Some(0), "{figures}");
    assert!(figures["applied"].as_u64() > Some(20), "{figures}");
}

#[test]
fn the_demo_plays_documents_of_ones_own() {
    let binary = causeway();
    let dir = binary.home().join("input");
    std::fs::create_dir(&dir).unwrap();
    std::fs::write(dir.join("document.json"), example::bytes(2)).unwrap();
    std::fs::write(dir.join("update.json"), r#"{"type":"DONOR_WITHDRAW_LPA","changes":[]}"#).unwrap();
    let figures = played(&binary, &["--input", dir.to_str().unwrap(), "--seconds", "2"]);
    // The document on an LPA of its own, and once more for the update.
    assert_eq!((&figures["applied"], &figures["lpas"]), (&3.into(), &2.into()), "{figures}");
}

#[test]
fn the_demo_plays_the_contracts_own_examples_where_they_are_at_hand() {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/contracts/lpa-store");
    if !dir.exists() {
        return;
    }
    let figures = played(&causeway(), &["--input", dir.to_str().unwrap(), "--seconds", "4"]);
    assert!(figures["applied"].as_u64() > Some(1), "{figures}");
}
