//! No UID is issued twice, and one key has one UID.

use std::collections::BTreeMap;

use super::{Invariant, Violation};
use crate::evidence::Evidence;
use crate::ledger::Told;

pub(super) fn check(evidence: &Evidence) -> Vec<Violation> {
    let mut broken = Vec::new();
    let mut issued_to = BTreeMap::new();
    let mut issued = BTreeMap::new();
    for answer in &evidence.answers {
        let Told::Uid(uid) = answer.told else { continue };
        let first = *issued_to.entry(uid).or_insert(answer.asked);
        let keyed = &evidence.asked[answer.asked].keyed;
        if first != answer.asked && (keyed.is_none() || *keyed != evidence.asked[first].keyed) {
            let text = format_args!("{uid} was issued to #{first} and to #{}", answer.asked);
            broken.push(Violation::new(Invariant::UidsOnce, text));
        }
        let Some(keyed) = keyed else { continue };
        let known = *issued.entry(keyed).or_insert(uid);
        if known != uid {
            let text = format_args!("#{} was issued {known} and {uid} under one key", answer.asked);
            broken.push(Violation::new(Invariant::UidsOnce, text));
        }
    }
    broken
}
