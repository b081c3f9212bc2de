//! What a fee is asked for: everything that the answer hangs on, and nothing else (invariant 4).

use super::claim::Claims;
use super::decision::Decisions;
use super::evidence::Policy;
use super::invitation::Repeat;
use super::period::Made;
use super::prompt::Signals;
use crate::document::LpaType;

/// An application, as far as its fee hangs on it. Nobody is named in it.
///
/// What if it were made on another day, or with another claim? Ask again with that changed: the answer hangs on nothing else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Application {
    /// When it was made.
    pub made: Made,
    /// What it is for.
    pub asked: Asked,
    /// The claims to pay less.
    pub claims: Claims,
    /// What was decided on them.
    pub decisions: Decisions,
    /// Whose rules say what evidence is accepted.
    pub policy: Policy,
    /// What else was noticed, for the prompts. No fee hangs on it.
    pub signals: Signals,
}

/// What an application is for: one instrument, one fee. Two LPAs are two applications.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// To register an LPA.
    Lpa {
        /// What kind of LPA.
        lpa_type: LpaType,
        /// Whether it is said to be a repeat application.
        repeat: Repeat,
    },
    /// To register an EPA. There are no repeat applications for it.
    Epa,
    /// To be given an office copy.
    Copy(Instrument),
}

crate::words! {
    /// What an office copy is of.
    pub enum Instrument {
        /// A lasting power of attorney.
        Lpa = "lpa",
        /// An enduring power of attorney.
        Epa = "epa",
    }
}

impl Application {
    /// A first application for an LPA, with no claim.
    pub fn first(lpa_type: LpaType, made: Made) -> Self {
        Self {
            made,
            asked: Asked::Lpa { lpa_type, repeat: Repeat::NotClaimed },
            claims: Claims::default(),
            decisions: Decisions::default(),
            policy: Policy::Form,
            signals: Signals::default(),
        }
    }
}
