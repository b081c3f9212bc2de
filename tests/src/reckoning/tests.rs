//! The comparison is not forgetful: whatever is taken away, added or changed is seen.

use super::{Difference, Holdings, Made, Promise, Told, differences};

fn made(uid: &str, version: u64, operation: &str) -> Made {
    Made { uid: uid.into(), version, operation: operation.into(), kind: "CORRECTION".into() }
}

fn promise(uid: &str, operation: &str, done: bool) -> Promise {
    Promise { operation: operation.into(), uid: uid.into(), caller: "one".into(), done }
}

fn told(state: &str, version: Option<u64>) -> Told {
    Told { state: state.into(), version }
}

/// Two LPAs; of the first `a` was done at once, `b` later, and `c` refused.
fn kept() -> (Vec<Promise>, Holdings) {
    let promises = vec![
        promise("1", "a", true),
        promise("1", "b", false),
        promise("1", "c", false),
        promise("2", "d", true),
    ];
    let versions = vec![made("1", 1, "a"), made("1", 2, "b"), made("2", 1, "d")];
    let receipts = [("a", Some(1)), ("b", Some(2)), ("d", Some(1))]
        .map(|(operation, version)| (operation.to_owned(), told("applied", version)));
    let mut receipts: std::collections::BTreeMap<_, _> = receipts.into();
    receipts.insert("c".into(), told("refused", None));
    let (history, audit) = (versions.iter().cloned().collect(), versions.iter().cloned().collect());
    let outbox = versions.iter().map(|each| Made { operation: String::new(), ..each.clone() }).collect();
    (promises, Holdings { receipts, versions, history, audit, outbox })
}

#[track_caller]
fn seen(spoil: impl FnOnce(&mut Vec<Promise>, &mut Holdings), expected: &Difference) {
    let (mut promises, mut held) = kept();
    spoil(&mut promises, &mut held);
    let found = differences(&promises, &held);
    assert!(found.contains(expected), "{found:?}");
}

#[test]
fn what_was_kept_differs_in_nothing() {
    let (promises, held) = kept();
    assert_eq!(differences(&promises, &held), []);
}

#[test]
fn a_repeated_promise_of_the_same_operation_is_one_promise() {
    let (mut promises, held) = kept();
    promises.insert(2, promises[0].clone());
    assert_eq!(differences(&promises, &held), []);
}

#[test]
fn what_is_lost_is_seen() {
    seen(|_, held| drop(held.versions.remove(1)), &Difference::Lost("b".into()));
    seen(|_, held| drop(held.receipts.remove("b")), &Difference::Forgotten("b".into()));
    seen(|_, held| drop(held.history.pop_last()), &Difference::NotInHistory(made("2", 1, "d")));
    seen(|_, held| drop(held.audit.pop_first()), &Difference::NotAudited(made("1", 1, "a")));
    seen(|_, held| drop(held.outbox.remove(0)), &Difference::Announced(made("1", 1, "a"), 0));
    seen(|_, held| drop(held.versions.remove(0)), &Difference::Gap("1".into()));
}

#[test]
fn what_is_there_twice_or_was_never_promised_is_seen() {
    seen(|_, held| held.versions.push(made("1", 3, "b")), &Difference::Twice("b".into()));
    seen(|_, held| held.outbox.push(held.outbox[0].clone()), &Difference::Announced(made("1", 1, "a"), 2));
    seen(|_, held| held.versions.push(made("1", 3, "e")), &Difference::Unpromised(made("1", 3, "e")));
    seen(|_, held| held.outbox.push(made("3", 1, "")), &Difference::AnnouncedInVain("3".into(), 1));
}

#[test]
fn what_was_told_otherwise_is_seen() {
    let set = |operation: &'static str, state: &'static str, version| {
        move |_: &mut Vec<Promise>, held: &mut Holdings| {
            held.receipts.insert(operation.into(), told(state, version));
        }
    };
    seen(set("a", "refused", None), &Difference::Revoked("a".into(), "refused".into()));
    seen(set("b", "refused", None), &Difference::DoneAllTheSame("b".into()));
    seen(set("b", "held", None), &Difference::Unsettled("b".into(), "held".into()));
    seen(set("c", "parked", None), &Difference::Unsettled("c".into(), "parked".into()));
    seen(set("b", "applied", Some(3)), &Difference::OtherVersion("b".into()));
    seen(set("c", "applied", Some(3)), &Difference::Lost("c".into()));
}

#[test]
fn another_order_than_that_of_one_callers_promises_is_seen() {
    seen(|promises, _| promises.swap(0, 1), &Difference::OutOfOrder("b".into(), "a".into()));
    let (mut promises, held) = kept();
    promises[1].caller = "another".into();
    promises.swap(0, 1);
    assert_eq!(differences(&promises, &held), []);
}

/// An LPA with a draft of two states before it, and a draft that was deleted.
fn with_drafts() -> (Vec<Promise>, Holdings) {
    let of = |kind: &str, made: Made| Made { kind: kind.into(), ..made };
    let (mut promises, mut held) = kept();
    let drafts = [
        of("DRAFT", made("1", 1, "e")),
        of("DRAFT", made("1", 2, "f")),
        of("DRAFT", made("3", 1, "g")),
        of("DELETE_DRAFT", made("3", 1, "h")),
    ];
    for (draft, version) in drafts.into_iter().zip([1, 2, 1, 0]) {
        promises.push(promise(&draft.uid, &draft.operation, false));
        held.receipts.insert(draft.operation.clone(), told("applied", Some(version)));
        held.outbox.push(Made { operation: String::new(), ..draft.clone() });
        held.audit.insert(draft.clone());
        held.versions.push(draft);
    }
    (promises, held)
}

#[test]
fn drafts_and_tombstones_are_counted_apart_and_stand_in_no_history() {
    let (promises, held) = with_drafts();
    assert_eq!(differences(&promises, &held), []);
}

#[test]
fn what_is_wrong_with_a_draft_is_seen() {
    let seen = |spoil: &dyn Fn(&mut Holdings), expected: Difference| {
        let (promises, mut held) = with_drafts();
        spoil(&mut held);
        let found = differences(&promises, &held);
        assert!(found.contains(&expected), "{found:?}");
    };
    let lose =
        |id: &'static str| move |held: &mut Holdings| held.versions.retain(|made| made.operation != id);
    seen(&lose("e"), Difference::Gap("1".into()));
    seen(&lose("h"), Difference::Lost("h".into()));
    let version = |held: &mut Holdings| drop(held.receipts.insert("h".into(), told("applied", Some(1))));
    seen(&version, Difference::OtherVersion("h".into()));
    let refused = |held: &mut Holdings| drop(held.receipts.insert("f".into(), told("refused", None)));
    seen(&refused, Difference::DoneAllTheSame("f".into()));
    seen(&|held| drop(held.outbox.pop()), Difference::Announced(with_drafts().1.versions[6].clone(), 0));
}
