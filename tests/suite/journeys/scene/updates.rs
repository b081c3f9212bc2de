//! Updates as clients write them.

use serde_json::{Value, json};

/// One field changed.
pub(crate) fn change(key: &str, old: impl Into<Value>, new: impl Into<Value>) -> Value {
    json!({ "key": key, "old": old.into(), "new": new.into() })
}

/// An update of this type.
pub(crate) fn update(kind: &str, changes: &[Value]) -> Value {
    json!({ "type": kind, "changes": changes })
}

/// The donor's email address corrected.
pub(crate) fn correct(old: &str, new: &str) -> Value {
    update("CORRECTION", &[change("/donor/email", old, new)])
}
