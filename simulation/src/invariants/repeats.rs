//! A repeat is answered as the first time, and nothing else is taken for one.

use std::collections::BTreeMap;

use lpa_domain::{OperationId, Outcome, Receipt};

use super::{Invariant, Violation};
use crate::evidence::Evidence;
use crate::ledger::{Asked, Told, Wish};

pub(super) fn check(evidence: &Evidence) -> Vec<Violation> {
    let mut broken = one_receipt_one_wish(evidence);
    broken.extend(wrongly_refused(evidence));
    broken.extend(bodies(evidence));
    broken
}

fn broken(text: std::fmt::Arguments<'_>) -> Violation {
    Violation::new(Invariant::RepeatsAgree, text)
}

/// Every receipt belongs to one wish; every wish that can be repeated has one receipt.
fn one_receipt_one_wish(evidence: &Evidence) -> Vec<Violation> {
    let mut wishes: BTreeMap<OperationId, usize> = BTreeMap::new();
    let mut receipts: BTreeMap<usize, OperationId> = BTreeMap::new();
    let mut found = Vec::new();
    for (answer, receipt) in evidence.told() {
        let first = *wishes.entry(receipt.id).or_insert(answer.asked);
        if first != answer.asked && !is_same(&evidence.asked[first], &evidence.asked[answer.asked]) {
            found.push(broken(format_args!("{} answers #{first} and #{}", receipt.id, answer.asked)));
        }
        // Turned away in the end, and nothing judged: the wish may be made again as if it had never been.
        if evidence.kept(receipt.id).is_some_and(|kept| kept.outcome.frees_key()) {
            continue;
        }
        let known = *receipts.entry(answer.asked).or_insert(receipt.id);
        if known != receipt.id {
            found.push(broken(format_args!("#{} has {known} and {}", answer.asked, receipt.id)));
        }
    }
    found
}

/// Whether the second of two wishes is a repeat of the first.
fn is_same(first: &Asked, second: &Asked) -> bool {
    first.keyed.is_some() && first.keyed == second.keyed && first.wish == second.wish
}

/// `key reused` may only be said when the key was used for something else.
fn wrongly_refused(evidence: &Evidence) -> Vec<Violation> {
    let refused = evidence.answers.iter().filter(|answer| matches!(answer.told, Told::KeyReused));
    let wrongly = refused.filter(|answer| {
        let asked = &evidence.asked[answer.asked];
        let earlier = evidence.asked.iter();
        !earlier
            .filter(|other| asked.keyed.is_some() && other.keyed == asked.keyed)
            .any(|other| other.wish != asked.wish)
    });
    wrongly.map(|answer| broken(format_args!("#{} was refused as a reused key", answer.asked))).collect()
}

/// Under a key an applied update is answered with the same bytes for ever: the LPA as it made it.
fn bodies(evidence: &Evidence) -> Vec<Violation> {
    let updates = evidence.told().filter(|(answer, _)| {
        let asked = &evidence.asked[answer.asked];
        asked.keyed.is_some() && matches!(asked.wish, Wish::Update(..))
    });
    updates
        .filter(|(_, receipt)| !has_its_body(evidence, receipt))
        .map(|(answer, receipt)| {
            broken(format_args!("#{}: {} without the body that was first answered", answer.asked, receipt.id))
        })
        .collect()
}

fn has_its_body(evidence: &Evidence, receipt: &Receipt) -> bool {
    let Outcome::Applied { version, answer } = &receipt.outcome else { return true };
    let made = evidence.version(receipt.uid, version.0);
    let body = made.and_then(|made| serde_json::to_vec(&made.lpa).ok());
    answer.as_ref().map(lpa_domain::Personal::expose) == body.as_ref()
}
