//! Nothing is set aside for a person because the register was away.

use lpa_domain::{OperationId, Outcome};

use super::{Invariant, Violation};
use crate::evidence::Evidence;
use crate::journal::Kept;
use crate::register::{Attempt, Step};

pub(super) fn check(evidence: &Evidence) -> Vec<Violation> {
    evidence.kept.iter().filter_map(|kept| without_cause(evidence, kept)).collect()
}

/// How often it has failed, if that is why it is parked.
pub(crate) fn failures_of(reason: &str) -> Option<usize> {
    reason.strip_prefix("failed ")?.split(' ').next()?.parse().ok()
}

fn without_cause(evidence: &Evidence, kept: &Kept) -> Option<Violation> {
    let Outcome::Parked { reason, .. } = &kept.outcome else { return None };
    let id = kept.entry.id;
    let Some(told) = failures_of(reason) else {
        let is_strange = |attempt: &&Attempt| attempt.id == id && attempt.step == Step::Strange;
        let text =
            format_args!("{id} is parked, and its answers were none that a person must look at").to_string();
        let found = evidence.attempts.iter().find(is_strange);
        return found.is_none().then(|| Violation::new(Invariant::ParkedForCause, format_args!("{text}")));
    };
    let found = failures_beside_others(&evidence.attempts, id);
    let text =
        format_args!("{id} is parked for {told} failures, and at {found} others were answered").to_string();
    (found < told).then(|| Violation::new(Invariant::ParkedForCause, format_args!("{text}")))
}

/// At how many of its failures its process had been answered for another LPA since the attempt before it began. Of the last
/// failure of a process it is not known when it was judged: whatever that process was answered later counts for it.
fn failures_beside_others(attempts: &[Attempt], id: OperationId) -> usize {
    let Some(uid) = attempts.iter().find(|attempt| attempt.id == id).map(|attempt| attempt.uid) else {
        return 0;
    };
    let mut processes: Vec<&str> = attempts.iter().map(|attempt| attempt.process.as_str()).collect();
    processes.sort_unstable();
    processes.dedup();
    let of = |process: &&str| {
        let of_it = attempts.iter().filter(|attempt| attempt.process == **process);
        counted(of_it.filter(|attempt| attempt.id == id || attempt.uid != uid), id)
    };
    processes.iter().map(of).sum()
}

fn counted<'a>(attempts: impl Iterator<Item = &'a Attempt>, id: OperationId) -> usize {
    let (mut answered, mut begun, mut counted) = (0, Vec::new(), 0);
    let judge = |begun: &[usize], answered: usize| {
        let since = begun.len().checked_sub(2).and_then(|before| begun.get(before)).or(begun.last());
        usize::from(since.is_some_and(|since| answered > *since))
    };
    for attempt in attempts {
        match attempt.step {
            Step::Begun if attempt.id == id => {
                counted += judge(&begun, answered);
                begun.push(answered);
            }
            Step::Done if attempt.id != id => answered += 1,
            _ => {}
        }
    }
    counted + judge(&begun, answered)
}
