//! One thing that is wrong, and where.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

/// One thing that is wrong with what a caller sent: the JSON pointer it is about, and what is wrong there in words
/// meant for a person. Never holds the value itself.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Problem {
    /// JSON pointer into what the caller sent, such as `/donor/uid` or `/changes/0/old`.
    pub source: Cow<'static, str>,
    /// What is wrong there.
    pub detail: Cow<'static, str>,
}

impl Problem {
    /// A problem at `source`.
    pub fn new(source: impl Into<Cow<'static, str>>, detail: impl Into<Cow<'static, str>>) -> Self {
        Self { source: source.into(), detail: detail.into() }
    }
}
