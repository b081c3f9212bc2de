//! Repeat applications: OPG invites to one, and nobody works it out.

use jiff::Span;
use jiff::civil::Date;

use super::answer::Answer;
use super::parameters::{Parameter, Parameters};
use crate::Known;
use crate::document::LpaType;
use crate::lpa::reference::Reference;

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

    /// What OPG's records answer to `question` when this is the invitation for the reference that it names.
    pub fn answer(&self, question: &Question) -> Answer {
        let same = self.reference == question.reference
            && self.lpa_type == question.lpa_type
            && self.terms == question.terms
            && question.made_on <= self.expires_on;
        if same { Answer::Yes } else { Answer::No }
    }
}

/// What is asked of OPG's records: is this a valid invitation for this donor? Who the donor is, the asker adds. The answer is
/// yes, no or cannot say; of the application that could not be registered nothing is learnt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Question {
    /// The application that could not be registered.
    pub reference: Reference,
    /// What kind of LPA is applied for now.
    pub lpa_type: LpaType,
    /// What the applicant says that OPG's letter says.
    pub terms: Terms,
    /// When the new application is made.
    pub made_on: Date,
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
    /// What to ask the records; `None` as long as the claim does not say enough.
    pub fn question(&self, lpa_type: LpaType, made_on: Date) -> Option<Question> {
        let (reference, terms) = self.reference.zip(self.terms).known()?;
        Some(Question { reference, lpa_type, terms, made_on })
    }
}
