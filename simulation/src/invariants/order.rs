//! What was acknowledged before something else was sent comes before it; and callers are answered in time.

use std::collections::BTreeMap;

use lpa_domain::OperationId;

use super::{Invariant, Violation};
use crate::evidence::Evidence;
use crate::ledger::Told;

pub(super) fn check(evidence: &Evidence) -> Vec<Violation> {
    let mut broken = in_order(evidence);
    broken.extend(in_time(evidence));
    broken
}

fn in_order(evidence: &Evidence) -> Vec<Violation> {
    let places: BTreeMap<OperationId, usize> =
        evidence.kept.iter().enumerate().map(|(place, kept)| (kept.entry.id, place)).collect();
    // First sent and first acknowledged, by operation.
    let mut spans = BTreeMap::new();
    for (answer, receipt) in evidence.told() {
        let sent =
            evidence.answers.iter().filter(|other| other.asked == answer.asked).map(|other| other.sent);
        let first_sent = sent.min().unwrap_or(answer.sent);
        spans.entry(receipt.id).or_insert((receipt.uid, first_sent, answer.came));
    }
    let mut broken = Vec::new();
    for (before, (uid, _, came)) in &spans {
        for (after, (other, sent, _)) in &spans {
            let overtaken = uid == other && came < sent && places.get(before) > places.get(after);
            if overtaken && places.contains_key(after) {
                let text =
                    format_args!("{before} was acknowledged before {after} was sent, and recorded after it");
                broken.push(Violation::new(Invariant::InOrder, text));
            }
        }
    }
    broken
}

fn in_time(evidence: &Evidence) -> Vec<Violation> {
    let answered = evidence.answers.iter().filter(|answer| !matches!(answer.told, Told::Nothing));
    let late = answered.filter(|answer| answer.came.saturating_sub(answer.sent) > evidence.longest_wait());
    late.map(|answer| {
        let waited = answer.came.saturating_sub(answer.sent).as_millis();
        let text = format_args!("#{} was answered after {waited} ms", answer.asked);
        Violation::new(Invariant::AnsweredInTime, text)
    })
    .collect()
}
