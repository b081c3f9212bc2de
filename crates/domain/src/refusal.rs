//! The business "no": why an operation is not done.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::problem::Problem;

/// Why an operation was refused: a stable code, and every problem found.
///
/// A refusal is an answer, not a failure: asked again in the same state, the answer is the same. The one exception is
/// [`RefusalCode::RegisterAway`], which judges nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// The stable code of the kind of refusal.
    pub code: RefusalCode,
    /// Every problem found, in the order of the contract. Empty but for [`RefusalCode::InvalidDocument`],
    /// [`RefusalCode::InvalidUpdate`] and [`RefusalCode::InvalidFee`].
    #[serde(default)]
    pub errors: Vec<Problem>,
}

/// The kinds of refusal. The words are stable: callers may match on them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RefusalCode {
    /// The document breaks the rules for creating an LPA (contract section 4).
    InvalidDocument,
    /// An LPA with this UID exists already (contract section 4.4).
    AlreadyExists,
    /// The register holds no LPA with this UID.
    UnknownLpa,
    /// The update breaks the rules of its type (contract section 5), or the state of the LPA forbids it (section 6).
    InvalidUpdate,
    /// The LPA is executed: its draft is closed (our reading of integration.md J12).
    Executed,
    /// The draft was deleted, and its UID is retired (integration.md J13).
    Deleted,
    /// The system behind the register's port keeps no drafts.
    NoDrafts,
    /// What is told of a fee cannot be read, or contradicts what was told before.
    InvalidFee,
    /// The system behind the register's port keeps no fees.
    NoFees,
    /// It may only be done while the register is there, and the register is away (integration.md 8.5, last row). Not a
    /// judgement: asked again later, it may well be done.
    RegisterAway,
}

impl RefusalCode {
    /// Every code.
    pub const ALL: [Self; 10] = [
        Self::InvalidDocument,
        Self::AlreadyExists,
        Self::UnknownLpa,
        Self::InvalidUpdate,
        Self::Executed,
        Self::Deleted,
        Self::NoDrafts,
        Self::InvalidFee,
        Self::NoFees,
        Self::RegisterAway,
    ];

    /// The word on the wire.
    pub const fn word(self) -> &'static str {
        match self {
            Self::InvalidDocument => "invalid-document",
            Self::AlreadyExists => "already-exists",
            Self::UnknownLpa => "unknown-lpa",
            Self::InvalidUpdate => "invalid-update",
            Self::Executed => "executed",
            Self::Deleted => "deleted",
            Self::NoDrafts => "no-drafts",
            Self::InvalidFee => "invalid-fee",
            Self::NoFees => "no-fees",
            Self::RegisterAway => "register-away",
        }
    }
}

impl Refusal {
    /// The document breaks the rules.
    pub const fn invalid_document(errors: Vec<Problem>) -> Self {
        Self { code: RefusalCode::InvalidDocument, errors }
    }

    /// The update breaks the rules, or the state of the LPA forbids it.
    pub const fn invalid_update(errors: Vec<Problem>) -> Self {
        Self { code: RefusalCode::InvalidUpdate, errors }
    }

    /// An LPA with this UID exists already.
    pub const fn already_exists() -> Self {
        Self { code: RefusalCode::AlreadyExists, errors: Vec::new() }
    }

    /// The register holds no LPA with this UID.
    pub const fn unknown_lpa() -> Self {
        Self { code: RefusalCode::UnknownLpa, errors: Vec::new() }
    }

    /// The LPA is executed: its draft is closed.
    pub const fn executed() -> Self {
        Self { code: RefusalCode::Executed, errors: Vec::new() }
    }

    /// The draft was deleted, and its UID is retired.
    pub const fn deleted() -> Self {
        Self { code: RefusalCode::Deleted, errors: Vec::new() }
    }

    /// No drafts are kept there.
    pub const fn no_drafts() -> Self {
        Self { code: RefusalCode::NoDrafts, errors: Vec::new() }
    }

    /// What is told of a fee cannot be read, or contradicts what was told before.
    pub const fn invalid_fee(errors: Vec<Problem>) -> Self {
        Self { code: RefusalCode::InvalidFee, errors }
    }

    /// No fees are kept there.
    pub const fn no_fees() -> Self {
        Self { code: RefusalCode::NoFees, errors: Vec::new() }
    }

    /// It may only be done while the register is there.
    pub const fn register_away() -> Self {
        Self { code: RefusalCode::RegisterAway, errors: Vec::new() }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "refused ({}, {} problems)", self.code.word(), self.errors.len())
    }
}

impl std::error::Error for Refusal {}
