//! Absence is never said of an LPA whose creation was acknowledged.

use lpa_domain::Outcome;

use super::{Invariant, Violation};
use crate::evidence::Evidence;
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
            })?;
            let text =
                format_args!("{} was acknowledged by {} and said to be absent", sight.uid, creation.id);
            Some(Violation::new(Invariant::AbsenceIsTrue, text))
        })
        .collect()
}
