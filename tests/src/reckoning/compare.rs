//! The comparison: pure.

use std::collections::{BTreeMap, BTreeSet};

use super::{Difference, Holdings, Made, Promise};

/// Everything that does not agree.
pub fn differences(promises: &[Promise], held: &Holdings) -> Vec<Difference> {
    let by_operation = by_operation(held);
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    for promise in promises {
        let first = seen.insert(&promise.operation);
        found.extend(kept(promise, held, &by_operation).filter(|_| first));
    }
    found.extend(out_of_order(promises, &by_operation));
    found.extend(unpromised(promises, held));
    found.extend(gaps(held));
    found.extend(told_elsewhere(held));
    found
}

/// The versions that each operation has made.
type ByOperation<'held> = BTreeMap<&'held str, Vec<&'held Made>>;

fn by_operation(held: &Holdings) -> ByOperation<'_> {
    let mut made: ByOperation<'_> = BTreeMap::new();
    for version in &held.versions {
        made.entry(&version.operation).or_default().push(version);
    }
    made
}

/// What one promise came to.
fn kept(promise: &Promise, held: &Holdings, made: &ByOperation<'_>) -> Option<Difference> {
    let operation = promise.operation.clone();
    let made = made.get(operation.as_str()).map_or(&[][..], Vec::as_slice);
    let Some(told) = held.receipts.get(&operation) else { return Some(Difference::Forgotten(operation)) };
    match (told.state.as_str(), made) {
        (_, [_, _, ..]) => Some(Difference::Twice(operation)),
        ("applied", []) => Some(Difference::Lost(operation)),
        ("applied", [made]) if told.version != Some(receipted(made)) || promise.uid != made.uid => {
            Some(Difference::OtherVersion(operation))
        }
        ("applied", [_]) => None,
        // A state that was on its way when the journal left it out: a later one stands above it.
        ("superseded", [made]) if made.is_state() => None,
        (state, _) if promise.done => Some(Difference::Revoked(operation, state.to_owned())),
        ("refused" | "superseded" | "discarded", []) => None,
        ("refused" | "superseded" | "discarded", [_]) => Some(Difference::DoneAllTheSame(operation)),
        (state, _) => Some(Difference::Unsettled(operation, state.to_owned())),
    }
}

/// The version that a receipt gives.
fn receipted(made: &Made) -> u64 {
    if made.is_tombstone() { 0 } else { made.version }
}

fn out_of_order(promises: &[Promise], made: &ByOperation<'_>) -> Vec<Difference> {
    let mut last: BTreeMap<(&str, &str, &str), (u64, &str)> = BTreeMap::new();
    let (mut found, mut seen) = (Vec::new(), BTreeSet::new());
    // Promised again later, it is still of its first place.
    for promise in promises.iter().filter(|promise| seen.insert(&promise.operation)) {
        let Some([made]) = made.get(promise.operation.as_str()).map(Vec::as_slice) else { continue };
        let line = (promise.uid.as_str(), promise.caller.as_str(), made.line());
        if let Some((version, before)) = last.insert(line, (made.version, &promise.operation))
            && version > made.version
        {
            found.push(Difference::OutOfOrder(before.to_owned(), promise.operation.clone()));
        }
    }
    found
}

fn unpromised<'a>(promises: &'a [Promise], held: &'a Holdings) -> impl Iterator<Item = Difference> + 'a {
    let known: BTreeSet<&str> = promises.iter().map(|promise| promise.operation.as_str()).collect();
    let nobodys = held.versions.iter().filter(move |made| !known.contains(made.operation.as_str()));
    nobodys.map(|made| Difference::Unpromised(made.clone()))
}

fn gaps(held: &Holdings) -> Vec<Difference> {
    let mut versions: BTreeMap<(&str, &str), Vec<u64>> = BTreeMap::new();
    for made in &held.versions {
        versions.entry((&made.uid, made.line())).or_default().push(made.version);
    }
    let mut found = Vec::new();
    for ((uid, _), mut versions) in versions {
        versions.sort_unstable();
        let last = versions.len() as u64;
        if !versions.into_iter().eq(1..=last) {
            found.push(Difference::Gap(uid.to_owned()));
        }
    }
    found
}

/// Whether history, audit trail and outbox tell of the same versions as the register holds.
fn told_elsewhere(held: &Holdings) -> Vec<Difference> {
    let mut found = Vec::new();
    let announces = |made: &Made, announced: &Made| {
        (&made.uid, made.version, &made.kind) == (&announced.uid, announced.version, &announced.kind)
    };
    for made in &held.versions {
        // The history is that of the LPA.
        if made.is_in_history() && !held.history.contains(made) {
            found.push(Difference::NotInHistory(made.clone()));
        }
        if !held.audit.contains(made) {
            found.push(Difference::NotAudited(made.clone()));
        }
        let times = held.outbox.iter().filter(|announced| announces(made, announced)).count();
        if times != 1 {
            found.push(Difference::Announced(made.clone(), times));
        }
    }
    for announced in &held.outbox {
        if !held.versions.iter().any(|made| announces(made, announced)) {
            found.push(Difference::AnnouncedInVain(announced.uid.clone(), announced.version));
        }
    }
    found
}
