//! The register is what the journal's operations make of it, in the journal's order, when nothing goes wrong.

use std::collections::BTreeSet;
use std::iter::Peekable;
use std::slice::Iter;

use lpa_domain::operation::conduct::Sort;
use lpa_domain::{
    Act, Decision, Lpa, LpaDecision, LpaUid, Operation, OperationId, Outcome, Profile, Refusal, Version,
    decide,
};

use super::drafts::{Played, Replay};
use super::{Invariant, Violation, fees};
use crate::evidence::Evidence;
use crate::load::is_outsider;
use crate::register::Made;

pub(super) fn check(evidence: &Evidence) -> Vec<Violation> {
    let mut broken = Vec::new();
    for (uid, versions) in &evidence.versions {
        broken.extend(once(*uid, versions));
    }
    let lines = evidence.lines();
    for (uid, line) in &lines {
        let versions = evidence.versions.get(uid).map(Vec::as_slice).unwrap_or_default();
        let beside = (Replay::of(evidence, *uid), fees::Replay::of(evidence, *uid));
        broken.extend(as_without_faults((*uid, evidence.lost_power), line, versions, beside));
    }
    for uid in evidence.versions.keys().filter(|uid| !lines.contains_key(uid) && !is_outsider(**uid)) {
        broken.push(unlike(format_args!("{uid} is in the register and nobody asked for it")));
    }
    broken.extend(scans(evidence));
    broken
}

pub(super) fn unlike(text: std::fmt::Arguments<'_>) -> Violation {
    Violation::new(Invariant::AsWithoutFaults, text)
}

fn once(uid: LpaUid, versions: &[Made]) -> Option<Violation> {
    let ids: BTreeSet<_> = versions.iter().map(|made| made.entry.id).collect();
    let rises = (1..).zip(versions).all(|(n, made)| made.lpa.version.0 == n && made.entry.version.0 == n);
    let text = format_args!("{uid}: {} operations in {} versions", ids.len(), versions.len()).to_string();
    let is_broken = ids.len() != versions.len() || !rises;
    is_broken.then(|| Violation::new(Invariant::AtMostOnce, format_args!("{text}, rising by one: {rises}")))
}

/// Plays the operations again, and compares every outcome and every version.
fn as_without_faults(
    (uid, lost_power): (LpaUid, bool),
    line: &[(&Operation, &Outcome)],
    versions: &[Made],
    (draft, fee): (Replay<'_>, fees::Replay<'_>),
) -> Option<Violation> {
    let made = versions.iter().peekable();
    let mut played = Playing { uid, lost_power, made, draft, fee, current: None, given_up: Vec::new() };
    for place in 0..line.len() {
        loop {
            match played.step(&line[place..]) {
                Step::Fits => break,
                Step::Waits => return played.ends(),
                // What was given up in doubt may have arrived before it.
                Step::Unlike(violation) => match played.arrives_late() {
                    Some(Ok(())) => {}
                    Some(Err(violation)) => return Some(violation),
                    None => return Some(violation),
                },
            }
        }
    }
    played.ends()
}

/// How far the operations of one LPA have been played again.
struct Playing<'e> {
    uid: LpaUid,
    /// Whether the journal may have forgotten that something was applied.
    lost_power: bool,
    /// The versions that are still to come.
    made: Peekable<Iter<'e, Made>>,
    draft: Replay<'e>,
    fee: fees::Replay<'e>,
    current: Option<Lpa>,
    /// What was given up by a person and has not been seen in the register so far.
    given_up: Vec<&'e Operation>,
}

enum Step {
    /// It became what it should.
    Fits,
    /// It is parked, or waits: nothing after it was done.
    Waits,
    Unlike(Violation),
}

impl<'e> Playing<'e> {
    /// Plays the first operation of the rest of a line.
    fn step(&mut self, rest: &[(&'e Operation, &Outcome)]) -> Step {
        let Some(&(operation, outcome)) = rest.first() else { return Step::Waits };
        if operation.act.on_draft().is_some() {
            return self.step_of_draft(operation, rest);
        }
        if matches!(operation.act, Act::Fee(_)) {
            let played = self.fee.play(operation, outcome);
            return self.step_beside(operation, played);
        }
        let id = operation.id;
        let is_next = self.made.peek().is_some_and(|next| next.entry.id == id);
        let decided = self.decide_lpa(operation);
        match (outcome, decided) {
            (Outcome::Refused { refusal }, Err(expected)) if *refusal == expected => Step::Fits,
            // A decision about the status that met a register that was away: nothing was judged, and nothing done.
            (Outcome::Refused { .. }, _)
                if outcome.frees_key() && operation.act.sort() == Sort::StatusDecision && !is_next =>
            {
                Step::Fits
            }
            // Given up by a person; if it was in doubt, a late message may still bring it.
            (Outcome::Discarded, _) if !is_next => {
                self.given_up.push(operation);
                Step::Fits
            }
            // Parked after its answer was garbled: it may have been applied.
            (Outcome::Parked { .. } | Outcome::Held, _) if !is_next => Step::Waits,
            // Applied; that was forgotten in a power cut, and it waits behind what was parked when it was carried again.
            (Outcome::Held, Ok(decision)) if is_next && self.lost_power => {
                let told = decision.lpa.version;
                self.takes(id, decision, told).map_or(Step::Fits, Step::Unlike)
            }
            (Outcome::Applied { .. } | Outcome::Parked { .. } | Outcome::Discarded, Ok(decision))
                if is_next =>
            {
                let told = match outcome {
                    Outcome::Applied { version, .. } => *version,
                    _ => decision.lpa.version,
                };
                self.takes(id, decision, told).map_or(Step::Fits, Step::Unlike)
            }
            (outcome, decided) => {
                let should = if decided.is_ok() { "applied" } else { "refused" };
                let (uid, state) = (self.uid, outcome.state());
                Step::Unlike(unlike(format_args!(
                    "{uid}: {id} is {state} and should be {should}, next: {is_next}"
                )))
            }
        }
    }

    fn step_of_draft(&mut self, operation: &'e Operation, rest: &[(&Operation, &Outcome)]) -> Step {
        let played = self.draft.play(rest, self.decide(operation));
        self.step_beside(operation, played)
    }

    /// What playing something beside the LPA came to.
    fn step_beside(&mut self, operation: &'e Operation, played: Played) -> Step {
        match played {
            Played::AsItShould => Step::Fits,
            Played::GivenUp => {
                self.given_up.push(operation);
                Step::Fits
            }
            Played::Stopped => Step::Waits,
            Played::Otherwise(how) => {
                Step::Unlike(unlike(format_args!("{}: {} {how}", self.uid, operation.id)))
            }
        }
    }

    fn decide(&self, operation: &Operation) -> Result<Decision, Refusal> {
        let current = self.draft.current(self.current.as_ref());
        decide(current, operation, operation.requested_at, Profile::Compatible)
    }

    fn decide_lpa(&self, operation: &Operation) -> Result<LpaDecision, Refusal> {
        self.decide(operation)?.into_lpa().ok_or_else(Refusal::no_drafts)
    }

    /// The next version was made by this decision; what is wrong with it.
    fn takes(&mut self, id: OperationId, decision: LpaDecision, told: Version) -> Option<Violation> {
        let (uid, next) = (self.uid, self.made.next()?);
        if next.lpa != decision.lpa || told != decision.lpa.version {
            return Some(unlike(format_args!("{uid}: {id} made another version than it should")));
        }
        if next.entry.changes != decision.changes {
            return Some(unlike(format_args!("{uid}: {id} has another history than it should")));
        }
        self.current = Some(decision.lpa);
        None
    }

    /// The next version, of the LPA, of its draft or of its fee, was made by an operation that had been given up before.
    fn arrives_late(&mut self) -> Option<Result<(), Violation>> {
        let next = [self.made.peek().map(|next| next.entry.id), self.draft.next(), self.fee.next()];
        let place = self.given_up.iter().position(|operation| next.contains(&Some(operation.id)))?;
        let operation = self.given_up.swap_remove(place);
        let id = operation.id;
        if operation.act.on_draft().is_some() || matches!(operation.act, Act::Fee(_)) {
            return match self.step(&[(operation, &Outcome::Discarded)]) {
                Step::Fits => Some(Ok(())),
                Step::Waits => None,
                Step::Unlike(violation) => Some(Err(violation)),
            };
        }
        let decision = self.decide_lpa(operation).ok()?;
        let told = decision.lpa.version;
        Some(self.takes(id, decision, told).map_or(Ok(()), Err))
    }

    fn ends(mut self) -> Option<Violation> {
        while let Some(arrived) = self.arrives_late() {
            if let Err(violation) = arrived {
                return Some(violation);
            }
        }
        let (uid, more) = (self.uid, self.made.count() + self.draft.left() + self.fee.left());
        (more > 0).then(|| unlike(format_args!("{uid}: {more} versions that no operation made")))
    }
}

/// The scans that a document names are there.
fn scans(evidence: &Evidence) -> Vec<Violation> {
    let mut broken = Vec::new();
    for (operation, _) in evidence.lines().into_values().flatten() {
        let Act::Create(document) = &operation.act else { continue };
        let images = document.restrictions_and_conditions_images.iter();
        for image in images.chain(&document.how_attorneys_make_decisions_details_images) {
            if !image.hash.parse().is_ok_and(|hash| evidence.scans.contains(&hash)) {
                let text = format_args!("{} names a scan that is not kept", operation.id);
                broken.push(Violation::new(Invariant::ScansAreKept, text));
            }
        }
    }
    broken
}
