//! The fee of one application, as far as it was told: what is asked of it, what was decided, what was paid.
//!
//! Everything told is kept, in the order in which it came. What is told again changes nothing; decisions and payments come to
//! the same in whatever order they come. Our reading: fees go on whatever becomes of the draft or of
//! the LPA, because money has moved.

#[cfg(test)]
mod tests;
mod written;

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::application::{Application, Asked};
use super::claim::{Claimed, Claims, Relief};
use super::decision::{Decision, Decisions};
use super::event::FeeEvent;
use super::invitation::{Invited, Repeat, RepeatClaim};
use super::ledger::{Entry, Ledger};
use super::parameters::{IN_FORCE, Parameter};
use super::period::Period;
use super::prompt::Signals;
use super::read::Asking;
use super::state::{ClaimCase, IllegalMove, Move};
use super::told::{Applied, Evidence, FeeAct, PreviousFee, Support, Told};
use crate::author::Author;
use crate::choice::Words as _;
use crate::ids::{OperationId, Version};
use crate::lpa::uid::LpaUid;
use crate::operation::Operation;
use crate::problem::Problem;
use crate::records::{Question, Subject};
use crate::refusal::Refusal;

/// More than is ever told of one application.
const MOST: u64 = 1000;

/// One thing told, as the register keeps it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FeeRecord {
    /// Of which LPA's fee.
    pub uid: LpaUid,
    /// How many things have been told of it, this one included.
    pub version: Version,
    /// Which operation told it.
    pub id: OperationId,
    /// Who told it.
    pub author: Author,
    /// When it was asked for.
    pub requested_at: Timestamp,
    /// What was told.
    pub act: FeeAct,
    /// What others are told of it, each once.
    pub events: Vec<FeeEvent>,
}

/// A yes to something told of a fee.
#[derive(Clone, Debug, PartialEq)]
pub enum FeeDecision {
    /// It is kept.
    Keep(Box<FeeRecord>),
    /// It was told before: nothing is changed, and nobody is told again.
    Known,
}

/// The fee of one application.
#[derive(Clone, Debug, PartialEq)]
pub struct FeeAccount {
    uid: LpaUid,
    told: u64,
    applied: Option<Applied>,
    cases: BTreeMap<Relief, Claiming>,
    repeat: Option<SaidRepeat>,
    evidence: Vec<String>,
    decisions: Decisions,
    ledger: Ledger,
}

/// A claim, and how it was told last.
#[derive(Clone, Debug, PartialEq)]
struct Claiming {
    case: ClaimCase,
    claimed: Claimed,
    support: Support,
}

/// That the application is a repeat, as it was said last.
#[derive(Clone, Debug, PartialEq)]
struct SaidRepeat {
    claim: RepeatClaim,
    previous_fee: Option<PreviousFee>,
    support: Support,
}

/// What comes of something told.
enum Came {
    New(Vec<FeeEvent>),
    Known,
}

impl FeeAccount {
    /// Of an application of which nothing was told.
    pub const fn new(uid: LpaUid) -> Self {
        Self {
            uid,
            told: 0,
            applied: None,
            cases: BTreeMap::new(),
            repeat: None,
            evidence: Vec::new(),
            decisions: Decisions::none(),
            ledger: Ledger::none(),
        }
    }

    /// As everything that is kept makes it, oldest first. What cannot be read was kept by a later version of Causeway. What
    /// was judged once by the prices of its day is not judged again by those of another.
    pub fn of<'r>(uid: LpaUid, kept: impl IntoIterator<Item = &'r FeeAct>) -> Result<Self, Vec<Problem>> {
        let mut account = Self::new(uid);
        for act in kept {
            account.take(act.read(uid)?).map_err(|refusal| refusal.errors)?;
        }
        Ok(account)
    }

    /// How many things were told of it.
    pub const fn version(&self) -> Option<Version> {
        if self.told == 0 { None } else { Some(Version(self.told)) }
    }

    /// What to ask OPG's records, once it is known who the donor is: nothing, unless the application is said to be a repeat and
    /// enough is told of it.
    pub fn question(&self, donor: Subject) -> Option<Question> {
        let Applied { made, lpa_type, .. } = self.applied?;
        self.repeat.as_ref()?.claim.question(lpa_type, made.on, donor)
    }

    /// Whether somebody said that the application is a repeat.
    pub const fn is_said_to_be_repeat(&self) -> bool {
        self.repeat.is_some()
    }

    /// What is owed, as far as it was told what is applied for; without that nothing can be said. Whether OPG invited to a repeat is
    /// for its records to say, at the moment at which it matters: `invited` is their answer.
    pub fn asking(&self, invited: Invited) -> Option<Asking> {
        let applied = self.applied?;
        let cases = self.cases.values();
        let claims = cases.fold(Claims::default(), |claims, each| claims.with_dated(each.claimed.clone()));
        let asked = match (applied.asked(), &self.repeat) {
            (Asked::Lpa { lpa_type, .. }, Some(said)) => {
                Asked::Lpa { lpa_type, repeat: Repeat::Claimed(RepeatClaim { invited, ..said.claim }) }
            }
            (asked, _) => asked,
        };
        let (decisions, signals) = (self.decisions.clone(), Signals::default());
        let application =
            Application { made: applied.made, asked, claims, decisions, policy: applied.policy, signals };
        Some(Asking { application, ledger: self.ledger.clone(), what_if: Vec::new() })
    }

    /// Judges one thing told: what is to be kept, or why not.
    pub fn decide(&self, operation: &Operation, act: &FeeAct) -> Result<FeeDecision, Refusal> {
        let told = act.read(self.uid).map_err(Refusal::invalid_fee)?;
        let wrong = self.on_other_prices(&told);
        let mut after = self.clone();
        let Came::New(events) = after.take(told)? else { return Ok(FeeDecision::Known) };
        if let Some(refusal) = wrong {
            return Err(refusal);
        }
        if after.told > MOST {
            return Err(problem("", "more is told of one application than any has: nothing more is kept"));
        }
        Ok(FeeDecision::Keep(Box::new(FeeRecord {
            uid: self.uid,
            version: Version(after.told),
            id: operation.id,
            author: operation.author.clone(),
            requested_at: operation.requested_at,
            act: act.clone(),
            events,
        })))
    }

    /// Why something cannot be told of an application that has, or would have, other prices than those on which a claim was
    /// decided.
    fn on_other_prices(&self, told: &Told) -> Option<Refusal> {
        match told {
            Told::Application(applied) => {
                let period = period_of(*applied);
                let parts = self.decisions.iter().any(|decision| Some(decision.period) != period);
                parts
                    .then(|| problem("/madeOn", "a claim was decided on other prices than those of this day"))
            }
            Told::Decision(decision) => {
                let parts = self.applied.is_some_and(|applied| period_of(applied) != Some(decision.period));
                parts.then(|| problem("/period", "the application has the prices of another period"))
            }
            Told::Claim { .. } | Told::Repeat { .. } | Told::Evidence(_) | Told::Money(_) => None,
        }
    }

    fn take(&mut self, told: Told) -> Result<Came, Refusal> {
        let came = match told {
            Told::Application(applied) => self.apply(applied),
            Told::Claim { claimed, support } => self.claim(*claimed, support)?,
            Told::Repeat { claim, previous_fee, support } => {
                self.say_repeat(SaidRepeat { claim, previous_fee, support })
            }
            Told::Evidence(evidence) => self.show(&evidence),
            Told::Decision(decision) => self.decide_claim(&decision)?,
            Told::Money(entry) => self.enter(&entry)?,
        };
        if let Came::New(_) = came {
            self.told += 1;
        }
        Ok(came)
    }

    /// Told otherwise, it is corrected: our reading.
    fn apply(&mut self, applied: Applied) -> Came {
        if self.applied == Some(applied) {
            return Came::Known;
        }
        self.applied = Some(applied);
        Came::New(Vec::new())
    }

    fn claim(&mut self, claimed: Claimed, support: Support) -> Result<Came, Refusal> {
        let relief = claimed.claim.relief();
        let case = match self.cases.get(&relief) {
            Some(before) if before.claimed == claimed && before.support == support => return Ok(Came::Known),
            Some(before) if before.case.decision().is_some() => {
                return Err(problem("/claim", IllegalMove::IsDecided.to_string()));
            }
            Some(before) => moved(&before.case, &Move::Revised(claimed.claim.clone()))?,
            None => ClaimCase::made(claimed.claim.clone()).0,
        };
        let event = FeeEvent::claimed(self.uid, &claimed, &support);
        let case = self.supported(&case)?;
        self.cases.insert(relief, Claiming { case, claimed, support });
        Ok(Came::New(vec![event]))
    }

    /// A claim that was just made, or made otherwise, waits for its evidence; what came before it counts.
    fn supported(&self, case: &ClaimCase) -> Result<ClaimCase, Refusal> {
        let waiting = moved(case, &Move::EvidenceAsked)?;
        let seen = |case, id: &String| moved(&case, &Move::EvidenceReceived(id.clone()));
        self.evidence.iter().try_fold(waiting, seen)
    }

    fn say_repeat(&mut self, said: SaidRepeat) -> Came {
        if self.repeat.as_ref() == Some(&said) {
            return Came::Known;
        }
        let event = FeeEvent::repeated(self.uid, &said.claim, said.previous_fee, &said.support);
        self.repeat = Some(said);
        Came::New(vec![event])
    }

    /// Evidence is of the application: every claim that is not decided has it. After a decision it is kept, and changes nothing.
    fn show(&mut self, evidence: &Evidence) -> Came {
        let id = evidence.id();
        if self.evidence.iter().any(|known| known == id) {
            return Came::Known;
        }
        self.evidence.push(id.to_owned());
        for claiming in self.cases.values_mut() {
            if let Ok((case, _told)) = claiming.case.after(&Move::EvidenceReceived(id.to_owned())) {
                claiming.case = case;
            }
        }
        Came::New(vec![FeeEvent::evidence(self.uid, evidence)])
    }

    /// A decision that a higher version has overtaken is kept, and nobody is told of it.
    fn decide_claim(&mut self, decision: &Decision) -> Result<Came, Refusal> {
        if self.decisions.iter().any(|known| known == decision) {
            return Ok(Came::Known);
        }
        let Some(claiming) = self.cases.get_mut(&decision.answers) else {
            let detail = format!("no claim for {} was told: tell the claim first", decision.answers.word());
            return Err(problem("/answers", detail));
        };
        let all = self.decisions.iter().cloned().chain([decision.clone()]);
        let decisions = Decisions::of(all).map_err(|problems| at("/version", problems))?;
        let events = match claiming.case.after(&Move::Decided(decision.clone())) {
            Ok((case, _told)) => {
                claiming.case = case;
                FeeEvent::decided(self.uid, decision).into_iter().collect()
            }
            Err(IllegalMove::NotNewer(_)) => Vec::new(),
            Err(illegal) => return Err(problem("", illegal.to_string())),
        };
        self.decisions = decisions;
        Ok(Came::New(events))
    }

    fn enter(&mut self, entry: &Entry) -> Result<Came, Refusal> {
        if self.ledger.iter().any(|known| known == entry) {
            return Ok(Came::Known);
        }
        let all = self.ledger.iter().cloned().chain([entry.clone()]);
        self.ledger = Ledger::of(all).map_err(|problems| at("/reference", problems))?;
        Ok(Came::New(FeeEvent::moved(self.uid, entry).into_iter().collect()))
    }
}

fn period_of(applied: Applied) -> Option<Period> {
    IN_FORCE.at(Parameter::Period, applied.made.on).map(Period::of)
}

fn moved(case: &ClaimCase, arrived: &Move) -> Result<ClaimCase, Refusal> {
    case.after(arrived).map(|(case, _told)| case).map_err(|illegal| problem("/claim", illegal.to_string()))
}

fn problem(place: &'static str, detail: impl Into<std::borrow::Cow<'static, str>>) -> Refusal {
    Refusal::invalid_fee(vec![Problem::new(place, detail)])
}

/// The same problems, where they stand in what was told.
fn at(place: &'static str, problems: Vec<Problem>) -> Refusal {
    let here = problems.into_iter().map(|each| Problem::new(place, each.detail));
    Refusal::invalid_fee(here.collect())
}
