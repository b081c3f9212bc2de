//! What of a document nobody may find in a log.

use std::collections::BTreeSet;

use serde_json::Value;

/// Every text of a document but those from closed lists and those that stand for numbers.
pub fn texts(document: &Value) -> BTreeSet<String> {
    let mut texts = BTreeSet::new();
    collect(document, "", &mut texts);
    texts
}

fn collect(value: &Value, name: &str, into: &mut BTreeSet<String>) {
    let closed = ["status", "channel", "appointmentType", "language", "contactLanguagePreference", "country"];
    match value {
        Value::Object(members) => members.iter().for_each(|(name, value)| collect(value, name, into)),
        Value::Array(items) => items.iter().for_each(|item| collect(item, name, into)),
        Value::String(text) if text.len() > 2 && !closed.contains(&name) && !text.contains('-') => {
            into.insert(text.clone());
        }
        Value::String(text) if ["dateOfBirth", "uid", "email"].contains(&name) => {
            into.insert(text.clone());
        }
        _ => {}
    }
}
