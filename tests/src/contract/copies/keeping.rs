//! Keeping: the greatest of each LPA, and no more than so many.

use futures::future::join_all;
use lpa_domain::LastKnown;

use super::{PLENTY, Stores, copy, known, tombstone};
use crate::samples::lpa_uid;

pub(super) async fn a_newer_version_replaces_an_older_one_and_never_the_other_way_round(house: &Stores) {
    let copies = house.open().await;
    for (seen, stays) in [(2, 2), (1, 2), (3, 3), (2, 3)] {
        copies.keep(&[copy(1, seen, 10 - i64::try_from(seen).unwrap())], PLENTY).await.unwrap();
        assert_eq!(known(&*copies, 1).await.unwrap().version.0, stays);
    }
}

pub(super) async fn of_one_version_the_later_sight_is_kept(house: &Stores) {
    let copies = house.open().await;
    for second in [5, 9, 7] {
        copies.keep(&[copy(1, 1, second)], PLENTY).await.unwrap();
    }
    assert_eq!(known(&*copies, 1).await, Some(copy(1, 1, 9)));
}

pub(super) async fn a_tombstone_replaces_a_copy_and_is_not_replaced_by_one_that_it_buries(house: &Stores) {
    let copies = house.open().await;
    copies.keep(&[copy(1, 3, 50)], PLENTY).await.unwrap();
    copies.keep(&[tombstone(1, 3, 10)], PLENTY).await.unwrap();
    for version in 1..=3 {
        copies.keep(&[copy(1, version, 99)], PLENTY).await.unwrap();
        assert_eq!(known(&*copies, 1).await, Some(tombstone(1, 3, 10)), "{version}");
    }
}

/// Every order of four things seen of one LPA, two of them in one call.
pub(super) async fn whatever_the_order_of_arrival_the_greatest_is_kept(house: &Stores) {
    let copies = house.open().await;
    let seen = |n| [copy(n, 1, 40), copy(n, 2, 10), tombstone(n, 2, 5), copy(n, 2, 30)];
    for n in 0..24 {
        let mut left: Vec<LastKnown> = seen(n).into();
        let mut order = Vec::new();
        let mut place = usize::try_from(n).unwrap();
        while !left.is_empty() {
            order.push(left.remove(place % left.len()));
            place /= left.len() + 1;
        }
        copies.keep(&order[..1], PLENTY).await.unwrap();
        copies.keep(&order[1..3], PLENTY).await.unwrap();
        copies.keep(&order[3..], PLENTY).await.unwrap();
        assert_eq!(known(&*copies, n).await, Some(tombstone(n, 2, 5)), "{order:?}");
    }
}

pub(super) async fn however_many_arrive_at_once_the_greatest_is_kept(house: &Stores) {
    let copies = house.open().await;
    let keep = |version| {
        let copies = copies.clone();
        tokio::spawn(async move {
            // The order in which the LPAs are named differs too: nobody may wait for the other for ever.
            let mut seen = [copy(1, version, 1), copy(2, version, 1)];
            seen.rotate_left(usize::try_from(version % 2).unwrap());
            copies.keep(&seen, PLENTY).await.unwrap();
        })
    };
    for done in join_all((1..=20).map(keep)).await {
        done.unwrap();
    }
    for n in [1, 2] {
        assert_eq!(known(&*copies, n).await, Some(copy(n, 20, 1)));
    }
}

pub(super) async fn no_more_are_kept_than_were_asked_for_the_oldest_go_first(house: &Stores) {
    let copies = house.open().await;
    // Seen in another order than that of their age.
    let seen: Vec<_> =
        (1..=6).map(|n| copy(n, 1, [0, 50, 10, 40, 20, 60, 30][usize::try_from(n).unwrap()])).collect();
    copies.keep(&seen[..3], PLENTY).await.unwrap();
    copies.keep(&seen[3..], 3).await.unwrap();
    let uids: Vec<_> = (1..=6).map(lpa_uid).collect();
    let mut left: Vec<_> = copies.last_known(&uids).await.unwrap().iter().map(|one| one.uid).collect();
    left.sort_unstable();
    let mut youngest = [1, 3, 5].map(lpa_uid);
    youngest.sort_unstable();
    assert_eq!(left, youngest);
}

pub(super) async fn copies_go_before_tombstones(house: &Stores) {
    let copies = house.open().await;
    copies.keep(&[tombstone(1, 1, 1), copy(2, 1, 80), copy(3, 1, 90)], 2).await.unwrap();
    assert_eq!(known(&*copies, 1).await, Some(tombstone(1, 1, 1)));
    assert_eq!((known(&*copies, 2).await, known(&*copies, 3).await), (None, Some(copy(3, 1, 90))));
}

pub(super) async fn keeping_nothing_keeps_what_there_is(house: &Stores) {
    let copies = house.open().await;
    copies.keep(&[copy(1, 1, 1)], PLENTY).await.unwrap();
    copies.keep(&[], PLENTY).await.unwrap();
    assert!(known(&*copies, 1).await.is_some());
}
