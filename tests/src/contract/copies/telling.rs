//! Telling: what was kept, and when it was true.

use super::{PLENTY, Stores, copy, known, tombstone};
use crate::samples::lpa_uid;

pub(super) async fn of_what_was_never_seen_nothing_is_known(house: &Stores) {
    let copies = house.open().await;
    copies.keep(&[copy(1, 1, 1)], PLENTY).await.unwrap();
    assert_eq!(known(&*copies, 2).await, None);
    assert_eq!(copies.last_known(&[]).await.unwrap(), []);
}

pub(super) async fn what_was_kept_is_told_as_it_was_given(house: &Stores) {
    let copies = house.open().await;
    // Every status, one of them with its date of registration; and a tombstone.
    for version in 1..=8 {
        copies.keep(&[copy(version, version, 7)], PLENTY).await.unwrap();
        assert_eq!(known(&*copies, version).await, Some(copy(version, version, 7)));
    }
    copies.keep(&[tombstone(9, 4, 8)], PLENTY).await.unwrap();
    assert_eq!(known(&*copies, 9).await, Some(tombstone(9, 4, 8)));
}

pub(super) async fn of_many_named_those_that_are_known_are_told_once(house: &Stores) {
    let copies = house.open().await;
    let seen: Vec<_> = (1..=150).map(|n| copy(n, 1, 1)).collect();
    copies.keep(&seen, PLENTY).await.unwrap();
    let named: Vec<_> = (1..=300).chain(1..=300).map(lpa_uid).collect();
    let mut told: Vec<_> = copies.last_known(&named).await.unwrap();
    told.sort_unstable_by_key(|one| one.uid);
    let mut all = seen;
    all.sort_unstable_by_key(|one| one.uid);
    assert_eq!(told, all);
}

pub(super) async fn what_was_kept_is_there_after_reopening(house: &Stores) {
    let copies = house.open().await;
    copies.keep(&[copy(1, 2, 3), tombstone(2, 2, 3)], PLENTY).await.unwrap();
    drop(copies);
    let reopened = house.open().await;
    assert_eq!(known(&*reopened, 1).await, Some(copy(1, 2, 3)));
    assert_eq!(known(&*reopened, 2).await, Some(tombstone(2, 2, 3)));
}
