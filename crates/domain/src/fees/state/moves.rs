//! What arrives for a claim, and what comes of it in each state.

use jiff::civil::Date;
use thiserror::Error;

use super::{Appealed, Asked, Decided, EvidenceAwaited, InReview, NotNewer, TooLate};
use crate::fees::claim::Claim;
use crate::fees::decision::Decision;
use crate::fees::parameters::IN_FORCE;

/// A claim and how it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimCase {
    claim: Claim,
    revision: u32,
    state: State,
    evidence: Vec<String>,
}

/// How a claim stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// It was made.
    Asked(Asked),
    /// Evidence is awaited.
    EvidenceAwaited(EvidenceAwaited),
    /// A caseworker has it.
    InReview(InReview),
    /// It is decided.
    Decided(Decided),
    /// It is decided, and appealed.
    Appealed(Appealed),
}

/// What arrives for a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Move {
    /// It is claimed otherwise: the facts of the earlier claim go with it.
    Revised(Claim),
    /// Something must be shown.
    EvidenceAsked,
    /// Evidence came, under its id.
    EvidenceReceived(String),
    /// A caseworker took it up.
    Reviewed,
    /// It is decided.
    Decided(Decision),
    /// It is appealed on that day.
    Appealed(Date),
}

/// What others are to be told, once for each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Happening {
    /// A claim was made or made otherwise: one for each revision.
    Claimed {
        /// Which, from 1.
        revision: u32,
    },
    /// Something must be shown.
    EvidenceAsked,
    /// Evidence came: one for each id.
    EvidenceReceived(String),
    /// It is decided: one for each version.
    Decided {
        /// Which.
        version: u32,
    },
    /// It is appealed.
    Appealed,
}

/// Why a move is not made.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum IllegalMove {
    /// A decided claim is changed by another decision alone.
    #[error("the claim is decided: only another decision, with a higher version, changes that")]
    IsDecided,
    /// There is no decision yet that could be appealed.
    #[error("the claim is not decided yet: there is nothing to appeal")]
    NotDecided,
    /// The decision is not newer.
    #[error(transparent)]
    NotNewer(#[from] NotNewer),
    /// The appeal came too late.
    #[error(transparent)]
    TooLate(#[from] TooLate),
    /// The decision is on another claim.
    #[error("the decision answers a claim for another relief")]
    OtherClaim,
}

impl ClaimCase {
    /// A claim that was just made, and what is told of it: always exactly one thing.
    pub fn made(claim: Claim) -> (Self, Happening) {
        let case = Self { claim, revision: 1, state: State::Asked(Asked), evidence: Vec::new() };
        (case, Happening::Claimed { revision: 1 })
    }

    /// What is claimed.
    pub const fn claim(&self) -> &Claim {
        &self.claim
    }

    /// How it stands.
    pub const fn state(&self) -> &State {
        &self.state
    }

    /// The decision that holds.
    pub const fn decision(&self) -> Option<&Decision> {
        match &self.state {
            State::Decided(decided) => Some(decided.decision()),
            State::Appealed(appealed) => Some(appealed.decision()),
            State::Asked(_) | State::EvidenceAwaited(_) | State::InReview(_) => None,
        }
    }

    /// The claim after `arrived`, and what is to be told; nothing is told twice. What came before changes nothing again.
    pub fn after(&self, arrived: &Move) -> Result<(Self, Option<Happening>), IllegalMove> {
        if self.has_seen(arrived) {
            return Ok((self.clone(), None));
        }
        let mut next = self.clone();
        next.state = self.state_after(arrived)?;
        let told = match arrived {
            Move::Revised(claim) => {
                (next.claim, next.revision, next.evidence) =
                    (claim.clone(), self.revision.saturating_add(1), Vec::new());
                Some(Happening::Claimed { revision: next.revision })
            }
            Move::EvidenceReceived(id) => {
                next.evidence.push(id.clone());
                Some(Happening::EvidenceReceived(id.clone()))
            }
            Move::EvidenceAsked => Some(Happening::EvidenceAsked),
            Move::Reviewed => None,
            Move::Decided(decision) => Some(Happening::Decided { version: decision.version }),
            Move::Appealed(_) => Some(Happening::Appealed),
        };
        Ok((next, told))
    }

    fn has_seen(&self, arrived: &Move) -> bool {
        match arrived {
            Move::Revised(claim) => *claim == self.claim,
            Move::EvidenceReceived(id) => self.evidence.contains(id),
            Move::EvidenceAsked => matches!(self.state, State::EvidenceAwaited(_)),
            Move::Reviewed => matches!(self.state, State::InReview(_)),
            Move::Decided(decision) => self.decision() == Some(decision),
            Move::Appealed(_) => matches!(self.state, State::Appealed(_)),
        }
    }

    fn state_after(&self, arrived: &Move) -> Result<State, IllegalMove> {
        if let Move::Decided(decision) = arrived {
            return self.decided(decision.clone());
        }
        match (self.state.clone(), arrived) {
            (State::Decided(decided), Move::Appealed(on)) => {
                Ok(State::Appealed(decided.appeal(&IN_FORCE, *on)?))
            }
            (State::Decided(_) | State::Appealed(_), _) => Err(IllegalMove::IsDecided),
            (_, Move::Appealed(_)) => Err(IllegalMove::NotDecided),
            (_, Move::Revised(_)) => Ok(State::Asked(Asked)),
            (State::Asked(asked), Move::EvidenceAsked) => Ok(State::EvidenceAwaited(asked.await_evidence())),
            (State::InReview(review), Move::EvidenceAsked) => {
                Ok(State::EvidenceAwaited(review.ask_for_more()))
            }
            (State::EvidenceAwaited(awaited), Move::EvidenceReceived(_) | Move::Reviewed) => {
                Ok(State::InReview(awaited.evidence_received()))
            }
            (State::Asked(asked), Move::EvidenceReceived(_) | Move::Reviewed) => {
                Ok(State::InReview(asked.review()))
            }
            (state, Move::EvidenceAsked | Move::EvidenceReceived(_) | Move::Reviewed | Move::Decided(_)) => {
                Ok(state)
            }
        }
    }

    fn decided(&self, decision: Decision) -> Result<State, IllegalMove> {
        if decision.answers != self.claim.relief() {
            return Err(IllegalMove::OtherClaim);
        }
        Ok(State::Decided(match self.state.clone() {
            State::Asked(asked) => asked.review().decide(decision),
            State::EvidenceAwaited(awaited) => awaited.decide(decision),
            State::InReview(review) => review.decide(decision),
            State::Decided(decided) => decided.decide_again(decision)?,
            State::Appealed(appealed) => appealed.decide(decision)?,
        }))
    }
}
