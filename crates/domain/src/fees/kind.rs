//! First or repeat: the kind chooses the base fee, and nothing else does.

use jiff::civil::Date;

use super::code::Code;
use super::evidence::Missing;
use super::invitation::{Invitation, Invited, Repeat, RepeatClaim, Terms};
use super::trace::Trace;
use crate::Known;
use crate::document::LpaType;
use crate::records::Answer;

/// The kind of an application.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The first.
    First,
    /// A repeat, on OPG's terms.
    Repeat(Terms),
}

/// The kind, as far as it is known.
pub(super) enum Found {
    /// It is this.
    Is(Kind),
    /// It is a repeat if what is missing says so, on these terms if they are known.
    Open { missing: Missing, terms: Known<Terms> },
}

impl Repeat {
    /// What kind of application for an LPA this is.
    pub(super) fn kind(&self, lpa_type: LpaType, made_on: Date, trace: &mut Trace) -> Found {
        match self {
            Self::NotClaimed => Found::Is(Kind::First),
            Self::Claimed(claim) => claim.kind(lpa_type, made_on, trace),
        }
    }
}

impl RepeatClaim {
    fn kind(&self, lpa_type: LpaType, made_on: Date, trace: &mut Trace) -> Found {
        let missing = match (self.invited, self.reference, self.terms) {
            (Invited::By(invitation), ..) => return by(&invitation, lpa_type, made_on, trace),
            (Invited::Answered(Answer::No), ..) => {
                trace.note(Code::RepNotInvited);
                return Found::Is(Kind::First);
            }
            (Invited::Answered(Answer::Yes), Known::Known(_), Known::Known(terms)) => {
                return repeat(terms, trace);
            }
            (_, Known::Unknown | Known::Absent, _) => Missing::RepeatReference,
            (_, _, Known::Unknown | Known::Absent) => Missing::RepeatTerms,
            (Invited::NotAsked | Invited::Answered(_), ..) => Missing::RepeatAnswer,
        };
        trace.note(Code::RepUnanswered);
        Found::Open { missing, terms: self.terms }
    }
}

fn by(invitation: &Invitation, lpa_type: LpaType, made_on: Date, trace: &mut Trace) -> Found {
    if invitation.lpa_type != lpa_type {
        trace.note(Code::RepOtherType);
        return Found::Is(Kind::First);
    }
    if made_on > invitation.expires_on {
        trace.note(Code::RepExpired);
        return Found::Is(Kind::First);
    }
    repeat(invitation.terms, trace)
}

fn repeat(terms: Terms, trace: &mut Trace) -> Found {
    if terms == Terms::NoFee {
        trace.note(Code::RepNoFee);
    }
    Found::Is(Kind::Repeat(terms))
}
