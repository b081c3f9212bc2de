//! Who was told `held` is told the rest.

use std::collections::BTreeSet;

use lpa_domain::operation::notice::was_told_at_once;
use lpa_domain::{OperationId, Outcome};

use super::{Invariant, Violation};
use crate::evidence::Evidence;
use crate::ledger::Wish;

pub(super) fn check(evidence: &Evidence) -> Vec<Violation> {
    // Another Causeway asks again itself; when it asked is said by its own clock.
    let told =
        evidence.told().filter(|(answer, _)| !matches!(evidence.asked[answer.asked].wish, Wish::Native(_)));
    let held = told.filter(|(_, receipt)| receipt.outcome == Outcome::Held);
    let held: BTreeSet<OperationId> = held.map(|(_, receipt)| receipt.id).collect();
    // When the journal's answer was lost, nobody here knew that it had ended; who asks for the receipt is told.
    let untold = held.into_iter().filter(|id| !evidence.unsure.contains(id) && !is_told(evidence, *id));
    let say = |id| {
        Violation::new(Invariant::TheRestIsTold, format_args!("{id} was told held and never how it ended"))
    };
    untold.map(say).collect()
}

fn is_told(evidence: &Evidence, id: OperationId) -> bool {
    let Some(kept) = evidence.kept(id).filter(|kept| kept.outcome != Outcome::Held) else { return true };
    // Given up by a person so soon, or so soon by a clock that is behind: journals take its caller for told.
    let given_up_at = kept.settled_at.filter(|_| kept.outcome == Outcome::Discarded);
    if given_up_at.is_some_and(|at| was_told_at_once(kept.entry.requested_at, at)) {
        return true;
    }
    let mut notices = evidence.told_afterwards.iter();
    notices.any(|notice| notice.receipt.id == id && notice.receipt.outcome == kept.outcome)
}
