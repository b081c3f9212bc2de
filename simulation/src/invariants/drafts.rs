//! A draft is what the acts on it make of it: the latest state stays, and nothing comes after a tombstone.

use std::collections::BTreeSet;

use lpa_domain::{Current, Decision, DraftDecision, Lpa, LpaUid, Operation, OperationId, Outcome, Refusal};

use super::register::unlike;
use super::{Invariant, Violation};
use crate::evidence::Evidence;
use crate::register::OneDraft;

/// Whatever order the acts arrived in; without asking the rules.
pub(super) fn check(evidence: &Evidence) -> Vec<Violation> {
    let lines = evidence.lines();
    let mut broken: Vec<Violation> = lines.values().flat_map(|line| wrongly_superseded(line)).collect();
    for (uid, draft) in &evidence.drafts {
        let ids: BTreeSet<_> = draft.states.iter().map(|kept| kept.order.id()).collect();
        let rises = (1..).zip(&draft.states).all(|(n, kept)| kept.version.0 == n);
        if ids.len() != draft.states.len() || !rises {
            let text = format_args!("{uid}: {} acts in {} states of a draft", ids.len(), draft.states.len());
            broken.push(Violation::new(Invariant::AtMostOnce, text));
        }
        let line = lines.get(uid).map(Vec::as_slice).unwrap_or_default();
        broken.extend(ends_right(*uid, line, draft));
    }
    broken
}

/// What is superseded has a later one beside it.
fn wrongly_superseded(line: &[(&Operation, &Outcome)]) -> Vec<Violation> {
    let latest = line.iter().filter_map(|(operation, _)| operation.draft_order()).max();
    let of_draft = line.iter().filter(|(operation, _)| operation.act.on_draft().is_some());
    let superseded = of_draft.filter(|(_, outcome)| **outcome == Outcome::Superseded);
    let wrongly = superseded.filter(|(operation, _)| {
        let order = operation.draft_order();
        order.is_none() || order == latest
    });
    let say = |(operation, _): &(&Operation, &Outcome)| {
        unlike(format_args!("{} is superseded, and no state of its draft is later", operation.id))
    };
    wrongly.map(say).collect()
}

fn ends_right(uid: LpaUid, line: &[(&Operation, &Outcome)], draft: &OneDraft) -> Option<Violation> {
    if let Some((_, states)) = draft.buried {
        return (draft.states.len() > states)
            .then(|| unlike(format_args!("{uid}: a state after the tombstone")));
    }
    let applied = line.iter().filter(|(_, outcome)| matches!(outcome, Outcome::Applied { .. }));
    let greatest = applied.filter_map(|(operation, _)| operation.draft_order()).max();
    let last = draft.states.last().map(|kept| kept.order);
    // What was not settled as applied may have reached the register all the same.
    (greatest > last).then(|| unlike(format_args!("{uid}: the draft is not its latest state")))
}

/// The acts on one draft, played again in the journal's order.
pub(super) struct Replay<'e> {
    draft: Option<&'e OneDraft>,
    played: usize,
    is_buried: bool,
}

/// What playing one act came to.
pub(super) enum Played {
    AsItShould,
    /// A person gave it up, and it has not reached the register so far.
    GivenUp,
    /// It did not reach the register, and nothing behind it did.
    Stopped,
    Otherwise(String),
}

impl<'e> Replay<'e> {
    pub(super) fn of(evidence: &'e Evidence, uid: LpaUid) -> Self {
        Self { draft: evidence.drafts.get(&uid), played: 0, is_buried: false }
    }

    /// What the next operation is judged on.
    pub(super) fn current<'a>(&'a self, lpa: Option<&'a Lpa>) -> Current<'a> {
        match lpa {
            Some(lpa) => Current::Lpa(lpa),
            None if self.is_buried => Current::Tombstone,
            None => {
                let played = self.draft.and_then(|draft| draft.states[..self.played].last());
                played.map_or(Current::Nothing, Current::Draft)
            }
        }
    }

    /// Plays the first act of the rest of a line.
    pub(super) fn play(
        &mut self,
        rest: &[(&Operation, &Outcome)],
        decided: Result<Decision, Refusal>,
    ) -> Played {
        let Some(((operation, outcome), later)) = rest.split_first() else { return Played::Stopped };
        let next = self.draft.and_then(|draft| draft.states.get(self.played));
        let next = next.filter(|kept| kept.order.id() == operation.id);
        let buries = self.draft.and_then(|draft| draft.buried).is_some_and(|(id, _)| id == operation.id);
        let reached = next.is_some() || buries;
        match (outcome, decided) {
            (Outcome::Refused { refusal }, Err(expected)) if *refusal == expected && !reached => {
                Played::AsItShould
            }
            (Outcome::Discarded, _) if !reached => Played::GivenUp,
            (Outcome::Parked { .. } | Outcome::Held, _) if !reached => Played::Stopped,
            (Outcome::Superseded, Ok(Decision::Draft(DraftDecision::Superseded))) => Played::AsItShould,
            // The journal left it out, for a later act on the same draft was there.
            (Outcome::Superseded, _) if !reached && is_overtaken(operation, later) => Played::AsItShould,
            (outcome, Ok(Decision::Draft(DraftDecision::Keep(kept)))) if next == Some(&*kept) => {
                self.played += 1;
                let told = matches!(outcome, Outcome::Applied { version, .. } if *version == kept.version);
                done(told || is_undecided(outcome))
            }
            (outcome, Ok(Decision::Draft(DraftDecision::Bury))) if buries => {
                self.is_buried = true;
                let told = matches!(outcome, Outcome::Applied { version, .. } if version.0 == 0);
                done(told || is_undecided(outcome))
            }
            (outcome, decided) => Played::Otherwise(format!(
                "is {} and reached the register: {reached}; judged: {}",
                outcome.state(),
                decided.map_or("no", |_| "yes"),
            )),
        }
    }

    /// The operation that made the next state.
    pub(super) fn next(&self) -> Option<OperationId> {
        let draft = self.draft?;
        match draft.states.get(self.played) {
            Some(kept) => Some(kept.order.id()),
            None => draft.buried.filter(|_| !self.is_buried).map(|(id, _)| id),
        }
    }

    /// What the register holds of the draft and no act has made.
    pub(super) fn left(&self) -> usize {
        let held = self.draft.map_or(0, |draft| draft.states.len() + usize::from(draft.buried.is_some()));
        held - self.played - usize::from(self.is_buried)
    }
}

pub(super) fn done(is_told: bool) -> Played {
    if is_told { Played::AsItShould } else { Played::Otherwise("was told something else".to_owned()) }
}

/// It may have reached the register, and nobody was told that it did.
pub(super) const fn is_undecided(outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::Parked { .. } | Outcome::Held | Outcome::Discarded)
}

fn is_overtaken(operation: &Operation, later: &[(&Operation, &Outcome)]) -> bool {
    later.iter().any(|(other, _)| other.draft_order() > operation.draft_order())
}
