//! Failures, and what was answered beside them.

use jiff::SignedDuration;
use uuid::Uuid;

use super::*;

const ONE: OperationId = OperationId(Uuid::from_u128(1));
const OTHER: OperationId = OperationId(Uuid::from_u128(2));

fn fails(blame: &mut Blame, id: OperationId) -> bool {
    let begun = blame.begin();
    blame.failed(id, begun)
}

#[test]
fn alone_nobody_is_blamed_however_often_it_fails() {
    let mut blame = Blame::default();
    for _ in 0..100 {
        assert!(!fails(&mut blame, ONE) && !fails(&mut blame, OTHER));
    }
    assert!(!blame.is_at_fault(ONE) && blame.fails_often(ONE));
}

#[test]
fn one_alone_is_known_to_fail_until_another_does_or_it_has_ended() {
    let mut blame = Blame::default();
    assert!(!blame.is_of_one());
    fails(&mut blame, ONE);
    fails(&mut blame, ONE);
    assert!(blame.is_of_one());
    fails(&mut blame, OTHER);
    assert!(!blame.is_of_one());
    blame.ended(OTHER);
    assert!(blame.is_of_one());
}

#[test]
fn it_is_blamed_when_another_was_answered_while_it_was_tried() {
    let mut blame = Blame::default();
    let begun = blame.begin();
    blame.answered(1);
    assert!(blame.failed(ONE, begun));
}

#[test]
fn it_is_blamed_once_for_what_was_answered_between_two_attempts() {
    let mut blame = Blame::default();
    assert!(!fails(&mut blame, ONE));
    assert!(!blame.is_at_fault(ONE));
    blame.answered(2);
    assert!(blame.is_at_fault(ONE));
    assert!(fails(&mut blame, ONE));
    assert!(!fails(&mut blame, ONE), "nothing was answered since");
}

#[test]
fn what_was_answered_before_its_first_attempt_says_nothing() {
    let mut blame = Blame::default();
    blame.answered(1);
    assert!(!fails(&mut blame, ONE));
}

#[test]
fn what_has_ended_is_forgotten() {
    let mut blame = Blame::default();
    fails(&mut blame, ONE);
    blame.answered(1);
    blame.ended(ONE);
    assert!(!blame.is_at_fault(ONE) && !fails(&mut blame, ONE));
}

#[test]
fn what_rests_can_be_waited_for_and_what_is_not_claimable_then_has_gone() {
    let at: Timestamp = "2026-03-02T09:00:00Z".parse().unwrap();
    let (later, mut blame) = (at + SignedDuration::from_secs(1), Blame::default());
    fails(&mut blame, ONE);
    blame.rests(ONE, later);
    assert!(blame.is_resting(ONE, at) && blame.is_any_resting(at));
    assert!(!blame.is_resting(ONE, later) && !blame.is_any_resting(later));
    assert!(!blame.is_any_resting(at), "it was forgotten");
}
