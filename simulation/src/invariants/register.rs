//! The register is what the journal's operations make of it, in the journal's order, when nothing goes wrong.

use std::collections::BTreeSet;

use lpa_domain::operation::conduct::Sort;
use lpa_domain::{Act, Decision, Lpa, LpaUid, Operation, Outcome, Profile, decide};

use super::drafts::{Played, Replay};
use super::{Invariant, Violation};
use crate::evidence::Evidence;
use crate::register::Made;

pub(super) fn check(evidence: &Evidence) -> Vec<Violation> {
    let mut broken = Vec::new();
    for (uid, versions) in &evidence.versions {
        broken.extend(once(*uid, versions));
    }
    let lines = evidence.lines();
    for (uid, line) in &lines {
        let versions = evidence.versions.get(uid).map(Vec::as_slice).unwrap_or_default();
        broken.extend(as_without_faults(*uid, line, versions, Replay::of(evidence, *uid)));
    }
    for uid in evidence.versions.keys().filter(|uid| !lines.contains_key(uid)) {
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
    uid: LpaUid,
    line: &[(&Operation, &Outcome)],
    versions: &[Made],
    mut draft: Replay<'_>,
) -> Option<Violation> {
    let mut made = versions.iter();
    let mut current: Option<Lpa> = None;
    for (place, (operation, outcome)) in line.iter().enumerate() {
        let id = operation.id;
        let standing = draft.current(current.as_ref());
        let decided = decide(standing, operation, operation.requested_at, Profile::Compatible);
        if operation.act.on_draft().is_some() {
            match draft.play(&line[place..], decided) {
                Played::AsItShould => continue,
                Played::Stopped => break,
                Played::Otherwise(how) => return Some(unlike(format_args!("{uid}: {id} {how}"))),
            }
        }
        let decided = decided.map(Decision::into_lpa);
        let is_next = made.as_slice().first().is_some_and(|next| next.entry.id == id);
        match (outcome, decided) {
            (Outcome::Refused { refusal }, Err(expected)) if *refusal == expected => {}
            // A decision about the status that met a register that was away: nothing was judged, and nothing done.
            (Outcome::Refused { .. }, _)
                if outcome.frees_key() && operation.act.sort() == Sort::StatusDecision && !is_next => {}
            // Parked after its answer was garbled: it may have been applied.
            (Outcome::Parked { .. } | Outcome::Held, _) if !is_next => break,
            (Outcome::Applied { .. } | Outcome::Parked { .. }, Ok(Some(decision))) if is_next => {
                let next = made.next()?;
                let version_told = match outcome {
                    Outcome::Applied { version, .. } => *version,
                    _ => decision.lpa.version,
                };
                if next.lpa != decision.lpa || version_told != decision.lpa.version {
                    return Some(unlike(format_args!("{uid}: {id} made another version than it should")));
                }
                if next.entry.changes != decision.changes {
                    return Some(unlike(format_args!("{uid}: {id} has another history than it should")));
                }
                current = Some(decision.lpa);
            }
            (outcome, decided) => {
                let should = if decided.is_ok() { "applied" } else { "refused" };
                let state = outcome.state();
                return Some(unlike(format_args!(
                    "{uid}: {id} is {state} and should be {should}, next: {is_next}"
                )));
            }
        }
    }
    let more = made.as_slice().len() + draft.left();
    (more > 0).then(|| unlike(format_args!("{uid}: {more} versions that no operation made")))
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
