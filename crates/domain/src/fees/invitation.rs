//! Repeat applications: OPG invites to one, and nobody works it out.

use jiff::Span;
use jiff::civil::Date;

use super::parameters::{Parameter, Parameters};
use crate::Known;
use crate::document::LpaType;
use crate::lpa::reference::Reference;
use crate::records::{Answer, Question, Subject};

/// OPG's invitation to apply once more for an LPA that could not be registered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Invitation {
    /// The application that could not be registered.
    pub reference: Reference,
    /// What kind of LPA it was: the new one must be of the same kind, our reading.
    pub lpa_type: LpaType,
    /// What is paid.
    pub terms: Terms,
    /// The last day on which the new application may be made.
    pub expires_on: Date,
}

crate::words! {
    /// What is paid for a repeat application.
    pub enum Terms {
        /// The fee for a repeat application, at the prices of the day on which that is made.
        HalfFee = "half-fee",
        /// Nothing: on what legal ground is not known.
        NoFee = "no-fee",
    }
}

impl Invitation {
    /// The last day, when OPG sets none: three months of the calendar after its letter, our reading. `None` when there
    /// were no repeat applications then.
    pub fn usual_expiry(parameters: &Parameters, letter_on: Date) -> Option<Date> {
        let months = parameters.at(Parameter::RepeatWindow, letter_on)?.number();
        letter_on.checked_add(Span::new().try_months(i64::try_from(months).ok()?).ok()?).ok()
    }

    /// Whether it is one to apply so, on that day.
    pub fn invites(&self, reference: Reference, lpa_type: LpaType, terms: Terms, made_on: Date) -> bool {
        self.reference == reference
            && self.lpa_type == lpa_type
            && self.terms == terms
            && made_on <= self.expires_on
    }
}

/// Whether somebody claims that an application is a repeat.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Repeat {
    /// Nobody does.
    #[default]
    NotClaimed,
    /// Somebody does.
    Claimed(RepeatClaim),
}

/// What is said of a repeat application.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RepeatClaim {
    /// The application that could not be registered.
    pub reference: Known<Reference>,
    /// What OPG's letter says. What was paid then is never asked: it decides nothing.
    pub terms: Known<Terms>,
    /// Whether OPG did invite.
    pub invited: Invited,
}

/// What is known of the invitation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Invited {
    /// The records have not been asked yet.
    NotAsked,
    /// What the records answered.
    Answered(Answer),
    /// The invitation itself: inside OPG, where it is at hand.
    By(Invitation),
}

impl RepeatClaim {
    /// What to ask the records about this donor; `None` as long as the claim does not say enough.
    pub fn question(&self, lpa_type: LpaType, made_on: Date, donor: Subject) -> Option<Question> {
        let (reference, terms) = self.reference.zip(self.terms).known()?;
        Some(Question::RepeatInvitation { reference, lpa_type, terms, made_on, donor })
    }
}

impl Invited {
    /// Whether the records have yet to say.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::NotAsked | Self::Answered(Answer::CannotSay | Answer::Probable))
    }

    /// Of whether OPG did invite: `not-asked`, `yes`, `no` or `cannot-say`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::NotAsked => "not-asked",
            Self::By(_) | Self::Answered(Answer::Yes) => "yes",
            Self::Answered(Answer::No) => "no",
            // An invitation is of one reference: it is the donor's, or it is not.
            Self::Answered(Answer::CannotSay | Answer::Probable) => "cannot-say",
        }
    }
}
