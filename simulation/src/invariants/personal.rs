//! No line of the log holds personal data.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;
use std::sync::LazyLock;

use lpa_domain::document::example;
use serde_json::Value;

use super::{Invariant, Violation};
use crate::evidence::Evidence;

/// The examples that a history may use.
const VARIANTS: RangeInclusive<u64> = 1..=61;

pub(super) fn check(evidence: &Evidence) -> Vec<Violation> {
    let Some(log) = &evidence.log else { return Vec::new() };
    let found = PERSONAL.iter().filter(|value| log.contains(value.as_str())).count();
    if found == 0 {
        return Vec::new();
    }
    let text = format_args!("{found} personal values are in the log");
    vec![Violation::new(Invariant::NothingPersonal, text)]
}

/// Every text of the example documents that says something of a person.
static PERSONAL: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    let mut found = BTreeSet::new();
    for variant in VARIANTS {
        if let Ok(document) = serde_json::from_slice(&example::bytes(variant)) {
            collect(&document, "", &mut found);
        }
    }
    found
});

/// Texts but those from closed lists, and those that stand for numbers or moments.
fn collect(value: &Value, name: &str, into: &mut BTreeSet<String>) {
    let closed = ["status", "channel", "appointmentType", "language", "contactLanguagePreference", "country"];
    match value {
        Value::Object(members) => members.iter().for_each(|(name, value)| collect(value, name, into)),
        Value::Array(items) => items.iter().for_each(|item| collect(item, name, into)),
        Value::String(text) => {
            let says_something = text.len() > 3 && !closed.contains(&name) && !text.contains('-');
            if says_something || ["dateOfBirth", "uid", "email"].contains(&name) {
                into.insert(text.clone());
            }
        }
        _ => {}
    }
}
