//! What people do about operations is done, and nothing else is; and it stands in the audit trail.

use lpa_domain::choice::Choice;
use lpa_domain::{AuditEvent, Dossier, Outcome, Task, Verdict};

use super::{Invariant, Violation};
use crate::evidence::Evidence;
use crate::journal::Kept;
use crate::ledger::{Mended, Repair};

pub(super) fn check(evidence: &Evidence) -> Vec<Violation> {
    let mut broken: Vec<Violation> =
        evidence.repairs.iter().filter_map(|repair| unaudited(evidence, repair)).collect();
    broken.extend(evidence.dossiers.values().filter_map(|dossier| invented(evidence, dossier)));
    broken.extend(evidence.kept.iter().filter_map(|kept| not_given_up(evidence, kept)));
    broken.extend(evidence.repairs.iter().filter_map(|repair| unacknowledged(evidence, repair)));
    broken.extend(evidence.dossiers.values().filter_map(not_released));
    broken.extend(hidden(evidence));
    broken
}

fn is_done(repair: &Repair) -> Option<bool> {
    repair.answer.as_ref().map(|answer| match answer {
        Mended::Repaired(repaired) => repaired.verdict == Verdict::Done,
        Mended::Shown => true,
        Mended::Nothing => false,
    })
}

/// How many lines the audit trail has of it.
fn lines_of(evidence: &Evidence, repair: &Repair) -> usize {
    let trail = evidence.dossiers.get(&repair.id).map(|dossier| &dossier.trail);
    let is_it = |line: &&lpa_domain::TrailEntry| {
        line.event == Choice::Is(repair.event) && line.by.as_ref() == Some(&repair.by)
    };
    trail.map_or(0, |trail| trail.iter().filter(is_it).count())
}

/// What was done has one line; what was not has none; of what nobody knows it has one at most.
fn unaudited(evidence: &Evidence, repair: &Repair) -> Option<Violation> {
    let lines = lines_of(evidence, repair);
    let is_right = match is_done(repair) {
        Some(done) => lines == usize::from(done),
        None => lines <= 1,
    };
    let text =
        format_args!("{}: {lines} lines of {:?} by {}", repair.id, repair.event, repair.by).to_string();
    (!is_right).then(|| Violation::new(Invariant::RepairsAreAudited, format_args!("{text}")))
}

/// A line that tells of what nobody asked for.
fn invented(evidence: &Evidence, dossier: &Dossier) -> Option<Violation> {
    let of_people = [AuditEvent::Released, AuditEvent::Discarded, AuditEvent::Revealed].map(Choice::Is);
    let id = dossier.standing.receipt.id;
    let line = dossier.trail.iter().filter(|line| of_people.contains(&line.event)).find(|line| {
        let asked = |repair: &Repair| {
            repair.id == id && Choice::Is(repair.event) == line.event && Some(&repair.by) == line.by.as_ref()
        };
        !evidence.repairs.iter().any(asked)
    })?;
    let text = format_args!("{id}: {} that nobody asked for", line.event.word()).to_string();
    Some(Violation::new(Invariant::RepairsAreAudited, format_args!("{text}")))
}

/// Given up, applied, and not said to be in doubt. What a power cut made the journal forget, it cannot say.
fn not_given_up(evidence: &Evidence, kept: &Kept) -> Option<Violation> {
    let id = kept.entry.id;
    let in_doubt = evidence.dossiers.get(&id).is_some_and(|dossier| dossier.standing.may_have_been_applied);
    if kept.outcome != Outcome::Discarded || in_doubt || evidence.forgotten_doubt.contains(&id) {
        return None;
    }
    let made = evidence.versions.get(&kept.entry.uid)?;
    made.iter().find(|made| made.entry.id == id)?;
    let text = format_args!("{id} was given up without doubt, and is in the register");
    Some(Violation::new(Invariant::DiscardedStays, text))
}

/// Given up although it may have been applied, by somebody who did not say that they know it.
fn unacknowledged(evidence: &Evidence, repair: &Repair) -> Option<Violation> {
    let dossier = evidence.dossiers.get(&repair.id)?;
    let done = repair.event == AuditEvent::Discarded && lines_of(evidence, repair) > 0;
    let in_doubt = dossier.standing.may_have_been_applied;
    if done && in_doubt && !repair.acknowledged {
        let text = format_args!("{} was given up in doubt, and nobody was asked", repair.id);
        return Some(Violation::new(Invariant::DiscardedStays, text));
    }
    match &repair.answer {
        Some(Mended::Repaired(repaired)) if done && repaired.may_have_been_applied != in_doubt => {
            let text = format_args!("{} was given up, and its doubt was told wrongly", repair.id);
            Some(Violation::new(Invariant::DiscardedStays, text))
        }
        _ => None,
    }
}

/// Released, and parked as if it had not been.
fn not_released(dossier: &Dossier) -> Option<Violation> {
    let parked = matches!(dossier.standing.receipt.outcome, Outcome::Parked { .. });
    let turns = [AuditEvent::Released, AuditEvent::Parked].map(Choice::Is);
    let latest = dossier.trail.iter().rev().find(|line| turns.contains(&line.event))?;
    let is_left = parked && latest.event == Choice::Is(AuditEvent::Released);
    let text = format_args!("{} was released and is still parked", dossier.standing.receipt.id).to_string();
    is_left.then(|| Violation::new(Invariant::ReleasedGoesOn, format_args!("{text}")))
}

/// The list is what is not settled.
fn hidden(evidence: &Evidence) -> Option<Violation> {
    let is_unsettled =
        |kept: &&Kept| matches!(kept.entry.task, Task::Forward(_)) && !kept.outcome.is_settled();
    let unsettled: Vec<&Kept> = evidence.kept.iter().filter(is_unsettled).collect();
    let ahead = |place: usize| {
        let before = unsettled[..place].iter();
        before.filter(|other| other.entry.uid == unsettled[place].entry.uid).count()
    };
    let is_same = unsettled.len() == evidence.unsettled.len()
        && unsettled.iter().zip(&evidence.unsettled).enumerate().all(|(place, (kept, listed))| {
            (kept.entry.id, &kept.outcome) == (listed.receipt.id, &listed.receipt.outcome)
                && usize::try_from(listed.ahead).is_ok_and(|listed| listed == ahead(place))
        });
    let text = format_args!("{} are not settled, {} are listed", unsettled.len(), evidence.unsettled.len());
    let text = text.to_string();
    (!is_same).then(|| Violation::new(Invariant::UnsettledIsShown, format_args!("{text}")))
}
