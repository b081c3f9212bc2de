//! Of the states of a draft the last one wins: what is superseded has a later one beside it.

use lpa_domain::{LpaUid, Operation, Outcome};

use super::{Invariant, Violation};
use crate::evidence::Evidence;

pub(super) fn check(evidence: &Evidence) -> Vec<Violation> {
    let lines = evidence.lines();
    lines.into_iter().flat_map(|(uid, line)| wrongly_superseded(uid, &line)).collect()
}

fn wrongly_superseded(uid: LpaUid, line: &[(&Operation, &Outcome)]) -> Vec<Violation> {
    let superseded = line.iter().filter(|(_, outcome)| **outcome == Outcome::Superseded);
    let latest = line.iter().filter_map(|(operation, _)| operation.draft_order()).max();
    let wrongly = superseded.filter(|(operation, _)| {
        let order = operation.draft_order();
        order.is_none() || order == latest
    });
    let say = |(operation, _): &(&Operation, &Outcome)| {
        let text = format_args!("{uid}: {} is superseded, and no state of its draft is later", operation.id);
        Violation::new(Invariant::AsWithoutFaults, text)
    };
    wrongly.map(say).collect()
}
