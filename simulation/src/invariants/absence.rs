//! Absence is never said of an LPA whose creation was acknowledged. One that was held behind a deletion of its draft is
//! refused in the end, and there is no LPA.

use lpa_domain::{OperationId, Outcome, Refusal};

use super::{Invariant, Violation};
use crate::evidence::Evidence;
use crate::journal::Kept;
use crate::ledger::Seen;

pub(super) fn check(evidence: &Evidence) -> Vec<Violation> {
    let absent = evidence.sights.iter().filter(|sight| matches!(sight.seen, Seen::Absent));
    absent
        .filter_map(|sight| {
            let (_, creation) = evidence.told().find(|(answer, receipt)| {
                receipt.uid == sight.uid
                    && receipt.label == "CREATE"
                    && answer.came <= sight.sent
                    && !matches!(receipt.outcome, Outcome::Refused { .. })
                    && !was_retired(evidence, receipt.id)
            })?;
            let text =
                format_args!("{} was acknowledged by {} and said to be absent", sight.uid, creation.id);
            Some(Violation::new(Invariant::AbsenceIsTrue, text))
        })
        .collect()
}

fn was_retired(evidence: &Evidence, id: OperationId) -> bool {
    let deleted =
        |kept: &Kept| matches!(&kept.outcome, Outcome::Refused { refusal } if *refusal == Refusal::deleted());
    evidence.kept(id).is_some_and(deleted)
}
