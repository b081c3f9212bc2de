//! Once the faults have ended and time has passed, everything is settled, or parked and counted.

use lpa_domain::Outcome;

use super::{Invariant, Violation};
use crate::evidence::Evidence;

pub(super) fn check(evidence: &Evidence) -> Vec<Violation> {
    let mut broken = Vec::new();
    let mut say =
        |text: String| broken.push(Violation::new(Invariant::EverythingEnds, format_args!("{text}")));
    if !evidence.all_answered {
        say("not every caller had an answer in the end".to_owned());
    }
    let (mut held, mut parked) = (0, 0);
    for (uid, line) in evidence.lines() {
        let is_parked = |(_, outcome): &(_, &Outcome)| matches!(outcome, Outcome::Parked { .. });
        let first_parked = line.iter().position(is_parked);
        for (place, (operation, outcome)) in line.iter().enumerate() {
            match outcome {
                Outcome::Parked { .. } => parked += 1,
                Outcome::Held if first_parked.is_some_and(|parked| parked < place) => held += 1,
                Outcome::Held => say(format!("{} of {uid} is still held", operation.id)),
                _ => {}
            }
        }
    }
    let counted = evidence.backlog.map(|backlog| (backlog.held, backlog.parked));
    if counted != Some((held, parked)) {
        say(format!("{held} wait and {parked} are parked, and the journal counts {counted:?}"));
    }
    broken
}
