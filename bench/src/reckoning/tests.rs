//! The comparison is able to fail.

use super::*;

fn uid(n: u64) -> LpaUid {
    uid_of(n).unwrap()
}

/// Two LPAs: three operations of the first, one of the second.
fn accepted() -> Accepted {
    let mut accepted = Accepted::default();
    for (lpa, operation) in [(1, 11), (1, 12), (2, 21), (1, 13)] {
        accepted.add(uid(lpa), Uuid::from_u128(operation));
    }
    accepted
}

fn made(lpa: u64, version: u64, operation: u128) -> Made {
    Made { uid: uid(lpa), version, operation: Uuid::from_u128(operation) }
}

fn done() -> Vec<Made> {
    vec![made(1, 1, 11), made(1, 2, 12), made(1, 3, 13), made(2, 1, 21)]
}

#[track_caller]
fn seen(register: Vec<Made>, expected: Reckoned) {
    let reckoned = accepted().reckon(register);
    assert_eq!(reckoned, Reckoned { accepted: 4, ..expected });
    assert!(!reckoned.agrees(), "{reckoned}");
}

#[test]
fn what_was_done_once_and_in_order_agrees() {
    let reckoned = accepted().reckon(done());
    assert_eq!(reckoned, Reckoned { accepted: 4, ..Reckoned::default() });
    assert!(reckoned.agrees());
}

#[test]
fn what_is_lost_is_seen() {
    let without =
        |at: usize| done().into_iter().enumerate().filter(|(n, _)| *n != at).map(|(_, made)| made).collect();
    let lost = Reckoned { lost: 1, ..Reckoned::default() };
    seen(without(2), lost);
    seen(without(3), lost);
    seen(without(1), Reckoned { broken: 1, ..lost });
    seen(Vec::new(), Reckoned { lost: 4, ..lost });
}

#[test]
fn what_was_done_again_or_never_asked_for_is_seen() {
    let with = |more| done().into_iter().chain([more]).collect();
    seen(with(made(2, 2, 21)), Reckoned { repeated: 1, ..Reckoned::default() });
    seen(with(made(2, 2, 22)), Reckoned { strange: 1, ..Reckoned::default() });
    seen(with(made(3, 1, 31)), Reckoned { strange: 1, ..Reckoned::default() });
    seen(with(made(3, 1, 13)), Reckoned { strange: 1, ..Reckoned::default() });
}

#[test]
fn another_order_is_seen() {
    let register = vec![made(1, 1, 11), made(1, 2, 13), made(1, 3, 12), made(2, 1, 21)];
    seen(register, Reckoned { disordered: 1, ..Reckoned::default() });
}
