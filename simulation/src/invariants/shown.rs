//! What is shown is what the register had, and not older than what was told.

use lpa_domain::fees::About;
use lpa_domain::{HistoryEntry, Lpa, Outcome};

use super::{Invariant, Violation};
use crate::evidence::Evidence;
use crate::ledger::{Seen, Sight, Told};

pub(super) fn check(evidence: &Evidence) -> Vec<Violation> {
    let made = evidence.answers.iter().filter_map(|answer| match &answer.told {
        Told::Receipt(receipt, Some(lpa)) => Some((receipt, lpa)),
        _ => None,
    });
    let untrue = made.filter(|(receipt, lpa)| {
        let told = matches!(receipt.outcome, Outcome::Applied { version, .. } if version == lpa.version);
        !told || !is_true(evidence, lpa)
    });
    let mut broken: Vec<Violation> = untrue
        .map(|(receipt, _)| broken(format_args!("{} was answered with another LPA", receipt.id)))
        .collect();
    broken.extend(evidence.sights.iter().filter_map(|sight| untrue_sight(evidence, sight)));
    broken
}

fn broken(text: std::fmt::Arguments<'_>) -> Violation {
    Violation::new(Invariant::ShownIsTrue, text)
}

/// Whether the register ever had the LPA like this.
fn is_true(evidence: &Evidence, lpa: &Lpa) -> bool {
    evidence.version(lpa.uid, lpa.version.0).is_some_and(|made| made.lpa == *lpa)
}

fn untrue_sight(evidence: &Evidence, sight: &Sight) -> Option<Violation> {
    let uid = sight.uid;
    let told = told_before(evidence, sight);
    let is_content = matches!(sight.seen, Seen::Lpa(_) | Seen::Static(_) | Seen::History(_));
    if is_content && evidence.deleted.get(&uid).is_some_and(|gone| *gone < sight.sent) {
        return Some(broken(format_args!("{uid} was shown after it was deleted")));
    }
    match &sight.seen {
        Seen::Lpa(lpa) if !is_true(evidence, lpa) => Some(broken(format_args!("{uid} was never like this"))),
        Seen::Lpa(lpa) if lpa.version.0 < told => {
            Some(broken(format_args!("{uid} was shown in version {} after {told} was told", lpa.version)))
        }
        Seen::Static(lpa) if lpa.version.0 != 1 || !is_true(evidence, lpa) => {
            Some(broken(format_args!("{uid}: the static copy is not the LPA as it was created")))
        }
        Seen::History(entries) if !is_history(evidence, entries, told) => {
            Some(broken(format_args!("{uid}: the history that was shown is not what happened")))
        }
        _ => None,
    }
}

/// The latest version of the LPA that somebody had been told of when this was asked.
fn told_before(evidence: &Evidence, sight: &Sight) -> u64 {
    let told =
        evidence.told().filter(|(answer, receipt)| receipt.uid == sight.uid && answer.came <= sight.sent);
    // Drafts and fees have versions of their own.
    let beside =
        |label: &str| matches!(label, "DRAFT" | "DELETE_DRAFT") || About::from_label(label).is_some();
    let told = told.filter(|(_, receipt)| !beside(&receipt.label));
    let versions = told.filter_map(|(_, receipt)| match receipt.outcome {
        Outcome::Applied { version, .. } => Some(version.0),
        _ => None,
    });
    versions.max().unwrap_or_default()
}

fn is_history(evidence: &Evidence, entries: &[HistoryEntry], told: u64) -> bool {
    let true_ones = entries.iter().rev().zip(1..).all(|(entry, version)| {
        evidence.version(entry.uid, version).is_some_and(|made| made.entry == *entry)
    });
    true_ones && u64::try_from(entries.len()).is_ok_and(|shown| shown >= told)
}
