//! Repeating: at most once by id, and each answer for good.

use lpa_domain::{RefusalCode, Version};
use lpa_ports::Applied;

use super::{Registers, applied, assert_is, latest, lpa, refused, state};
use crate::samples::{creation, deletion, document};

pub(super) async fn a_state_applied_again_answers_as_then(house: &Registers) {
    let register = house.open().await;
    let (first, second) = (state(1, 1), state(2, 2));
    applied(&*register, &first).await;
    applied(&*register, &second).await;
    for _again in 0..2 {
        assert_eq!(applied(&*register, &first).await, Applied::Draft(Version(1)));
        assert_eq!(applied(&*register, &second).await, Applied::Draft(Version(2)));
    }
    assert_is(&latest(&*register).await, &second);
    assert_eq!(latest(&*register).await.version, Version(2));
    applied(&*register, &deletion(3, lpa())).await;
    assert_eq!(applied(&*register, &second).await, Applied::Draft(Version(2)));
}

pub(super) async fn a_state_that_came_too_late_came_too_late_for_good(house: &Registers) {
    let register = house.open().await;
    applied(&*register, &state(2, 2)).await;
    let late = state(1, 1);
    assert_eq!(applied(&*register, &late).await, Applied::Superseded);
    assert_eq!(applied(&*register, &late).await, Applied::Superseded);
    // Judged again it would be refused now.
    applied(&*register, &deletion(3, lpa())).await;
    assert_eq!(applied(&*register, &late).await, Applied::Superseded);
}

pub(super) async fn a_deletion_applied_again_answers_as_then(house: &Registers) {
    let register = house.open().await;
    applied(&*register, &state(1, 1)).await;
    for _again in 0..2 {
        assert_eq!(applied(&*register, &deletion(2, lpa())).await, Applied::Tombstone);
    }
    assert_eq!(refused(&*register, &deletion(3, lpa())).await, RefusalCode::Deleted);
}

pub(super) async fn what_was_refused_of_a_draft_is_refused_again_in_the_same_words(house: &Registers) {
    let register = house.open().await;
    register.apply(&creation(1, lpa(), document())).await.unwrap();
    for _again in 0..2 {
        assert_eq!(refused(&*register, &state(2, 2)).await, RefusalCode::Executed);
        assert_eq!(refused(&*register, &deletion(3, lpa())).await, RefusalCode::Executed);
    }
}

pub(super) async fn what_was_answered_is_remembered_after_reopening(house: &Registers) {
    let register = house.open().await;
    applied(&*register, &state(2, 2)).await;
    applied(&*register, &state(1, 1)).await;
    applied(&*register, &deletion(3, lpa())).await;
    drop(register);
    let register = house.open().await;
    assert_eq!(applied(&*register, &state(2, 2)).await, Applied::Draft(Version(1)));
    assert_eq!(applied(&*register, &state(1, 1)).await, Applied::Superseded);
    assert_eq!(applied(&*register, &deletion(3, lpa())).await, Applied::Tombstone);
}
