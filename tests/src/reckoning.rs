//! What callers were promised, compared with what is held: register, history, audit, outbox and receipts.

mod compare;
mod holdings;
#[cfg(test)]
mod tests;

use std::fmt;

use serde_json::Value;

pub use compare::differences;
pub use holdings::Holdings;

/// What one caller was told of one operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Promise {
    /// Its id.
    pub operation: String,
    /// Which LPA.
    pub uid: String,
    /// Whose promise it is: what one caller was promised of one LPA happens in the order of the promises.
    pub caller: String,
    /// Whether the caller was told that it is done, and not only that it will be.
    pub done: bool,
}

/// What a receipt says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// `held`, `applied`, `refused`, `parked`, …
    pub state: String,
    /// Of what was applied.
    pub version: Option<u64>,
}

impl Told {
    /// Reads a receipt.
    pub fn of(receipt: &Value) -> Self {
        let state = receipt["state"].as_str().unwrap_or_default().to_owned();
        Self { state, version: receipt["version"].as_u64() }
    }
}

/// One version of one LPA, of its draft or of its fee, wherever it is held.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Made {
    /// Which LPA.
    pub uid: String,
    /// The version.
    pub version: u64,
    /// What made it; unknown to the outbox.
    pub operation: String,
    /// `CREATE`, the update type, `DRAFT`, `DELETE_DRAFT`, `FEE_CLAIM`, …
    pub kind: String,
}

impl Made {
    /// Whether it is a state of a draft.
    fn is_state(&self) -> bool {
        self.line() == "draft"
    }

    /// What its versions are counted with: the LPA, its draft, or its fee.
    fn line(&self) -> &'static str {
        match self.kind.as_str() {
            "DRAFT" => "draft",
            kind if kind.starts_with("FEE_") => "fee",
            _ => "lpa",
        }
    }

    /// Whether the history of the LPA tells of it.
    fn is_in_history(&self) -> bool {
        self.line() == "lpa" && !self.is_tombstone()
    }

    /// Whether it is a tombstone: it stands in the place of the LPA's first version, and receipts give it none.
    fn is_tombstone(&self) -> bool {
        self.kind == "DELETE_DRAFT"
    }
}

/// Something that does not agree. Empty is what is hoped for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Difference {
    /// No receipt answers for what was promised.
    Forgotten(String),
    /// It was promised, and is neither applied nor refused.
    Unsettled(String, String),
    /// It was promised as done, or its receipt says so, and the register does not hold it.
    Lost(String),
    /// The caller was told that it is done, and the receipt says otherwise.
    Revoked(String, String),
    /// The receipt says that it was not done, and the register holds it.
    DoneAllTheSame(String),
    /// The register holds it more than once.
    Twice(String),
    /// The receipt names another version than the register.
    OtherVersion(String),
    /// One caller's promises were kept in another order.
    OutOfOrder(String, String),
    /// The register holds what nobody was promised.
    Unpromised(Made),
    /// The versions of an LPA are not one after the other.
    Gap(String),
    /// The history does not tell of it.
    NotInHistory(Made),
    /// The audit trail does not tell of it.
    NotAudited(Made),
    /// The outbox does not announce it exactly once.
    Announced(Made, usize),
    /// The outbox announces what did not happen.
    AnnouncedInVain(String, u64),
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:?}")
    }
}
