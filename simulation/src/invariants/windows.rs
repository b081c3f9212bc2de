//! Windows stand as they were announced, and in a window nothing is done that the table refuses. That nobody is called in
//! one, and that its end is told, is looked at while it happens.

use lpa_domain::operation::conduct::Sort;
use lpa_domain::window::{Amendment, Announcement, Calendar, WindowStep};
use lpa_domain::{Outcome, Task, Window, WindowEntry};

use super::{Invariant, Violation};
use crate::evidence::Evidence;
use crate::ledger::{Answer, Seen, Sight, Told};
use causeway::use_cases::last_known::Standing;

pub(super) fn check(evidence: &Evidence) -> Vec<Violation> {
    let lost = evidence.windows_told.iter().filter(|told| !stands(evidence, told)).map(|told| {
        let text = format_args!("{} was {:?} until {}, and that is not noted", told.id, told.step, told.end);
        Violation::new(Invariant::WindowsStand, text)
    });
    let mut broken: Vec<Violation> = lost.collect();
    broken.extend(impossible(&evidence.windows));
    broken.extend(evidence.sights.iter().filter_map(shown_in_window));
    broken.extend(evidence.answers.iter().filter_map(|answer| held_in_window(evidence, answer)));
    broken
}

/// Whether what was told of a window was noted.
fn stands(evidence: &Evidence, told: &Window) -> bool {
    evidence.windows.iter().any(|entry| {
        (entry.id, entry.step, entry.start, entry.end) == (told.id, told.step, told.start, told.end)
            && (&entry.by, entry.at) == (&told.changed_by, told.changed_at)
    })
}

/// An entry that the rules would not have noted after those before it.
fn impossible(entries: &[WindowEntry]) -> Option<Violation> {
    let mut calendar = Calendar::default();
    for entry in entries {
        let WindowEntry { id, start, end, by, at, .. } = entry;
        let decided = match entry.step {
            WindowStep::Announced => {
                let reason = entry.reason.clone();
                calendar.announce(Announcement { id: *id, start: *start, end: *end, reason }, by, *at)
            }
            WindowStep::Extended => calendar.amend(*id, Amendment::Extend(*end), by, *at),
            WindowStep::Ended => calendar.amend(*id, Amendment::End, by, *at),
            WindowStep::Cancelled => calendar.amend(*id, Amendment::Cancel, by, *at),
        };
        if decided.as_ref().ok().and_then(Option::as_ref) != Some(entry) {
            let text = format_args!("{id} was {:?}, which the calendar before it does not allow", entry.step);
            return Some(Violation::new(Invariant::WindowsStand, text));
        }
        calendar.read([entry.clone()]);
    }
    None
}

/// Content, or an absence, told while the register may not be asked.
fn shown_in_window(sight: &Sight) -> Option<Violation> {
    let refused = match &sight.seen {
        Seen::Lpa(_) | Seen::Static(_) | Seen::History(_) | Seen::Absent | Seen::Held(_) => true,
        Seen::Standings(standings, _) => standings.iter().any(|(_, standing)| {
            matches!(standing, Standing::Now(_) | Standing::Unknown | Standing::Held(_))
        }),
        Seen::Backlog(_) | Seen::CannotSay | Seen::Receipt(..) => false,
    };
    let text = format_args!("{} was shown as it is now, in a window", sight.uid).to_string();
    let is_broken = refused && sight.from.in_window;
    is_broken.then(|| Violation::new(Invariant::TableIsKept, format_args!("{text}")))
}

/// A decision about the status that was taken in and held in a window.
fn held_in_window(evidence: &Evidence, answer: &Answer) -> Option<Violation> {
    let Told::Receipt(receipt, _) = &answer.told else { return None };
    let kept = evidence.kept(receipt.id)?;
    let Task::Forward(operation) = &kept.entry.task else { return None };
    // What was sent before may have been taken in before.
    let asked = &evidence.asked[answer.asked];
    let is_repeat = |other: &Answer| {
        let same_key = asked.keyed.is_some() && evidence.asked[other.asked].keyed == asked.keyed;
        other.sent < answer.sent && (other.asked == answer.asked || same_key)
    };
    let is_first = !evidence.answers.iter().any(is_repeat);
    let is_held = receipt.outcome == Outcome::Held && operation.act.sort() == Sort::StatusDecision;
    let is_broken = is_held && answer.from.in_window && is_first;
    let text = format_args!("{} decides about a status, and was held in a window", receipt.id).to_string();
    is_broken.then(|| Violation::new(Invariant::TableIsKept, format_args!("{text}")))
}
