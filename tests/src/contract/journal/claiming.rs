//! Claiming: whose turn it is, and leases.

use std::collections::BTreeSet;

use futures::future::join_all;
use lpa_domain::{Claim, Postponement};

use super::{Journals, applied, claim, claim_all, claim_one, ids, late, leased, until, waits};
use crate::samples::{at, entry, lpa_uid, operation_id};

pub(super) async fn a_leased_operation_is_claimed_only_after_its_lease_has_run_out(house: &Journals) {
    let journal = house.open().await;
    journal.record(&entry(1, lpa_uid(1)), Some(at(30))).await.unwrap();
    assert_eq!(claim_all(&*journal, at(29)).await, []);
    assert_eq!(claim_one(&*journal, at(30)).await.lease.until, at(90));
    assert_eq!(claim_all(&*journal, at(89)).await, []);
    assert_eq!(claim_one(&*journal, at(90)).await.lease.id, operation_id(1));
}

pub(super) async fn each_lease_has_another_token(house: &Journals) {
    let journal = house.open().await;
    let mut tokens = BTreeSet::from([leased(&*journal, &entry(1, lpa_uid(1))).await.token]);
    for turn in 1..=3 {
        let now = late() + jiff::SignedDuration::from_secs(60 * turn);
        assert!(tokens.insert(claim_one(&*journal, now).await.lease.token), "claim {turn}");
    }
    assert!(tokens.insert(leased(&*journal, &entry(2, lpa_uid(2))).await.token));
}

pub(super) async fn only_the_first_of_each_line_is_claimed_oldest_first(house: &Journals) {
    let journal = house.open().await;
    for (n, lpa) in [(1, 3), (2, 3), (3, 1), (4, 2), (5, 1)] {
        journal.record(&entry(n, lpa_uid(lpa)), Some(at(10))).await.unwrap();
    }
    let claimed = claim_all(&*journal, at(10)).await;
    assert_eq!(ids(&claimed), [1, 3, 4].map(operation_id));
    assert_eq!(claimed[1].operation.uid, lpa_uid(1));
}

pub(super) async fn order_is_that_of_recording_whatever_the_clocks_said(house: &Journals) {
    let journal = house.open().await;
    for n in [3, 2, 1] {
        journal.record(&entry(n, lpa_uid(1)), Some(at(10))).await.unwrap();
    }
    for n in [3, 2, 1] {
        let next = claim_one(&*journal, at(10)).await;
        assert_eq!(next.lease.id, operation_id(n));
        journal.settle(&next.lease, &applied(1), at(11)).await.unwrap();
    }
}

pub(super) async fn no_more_than_the_limit_are_claimed(house: &Journals) {
    let journal = house.open().await;
    for n in 1..=5 {
        journal.record(&entry(n, lpa_uid(n.into())), Some(at(10))).await.unwrap();
    }
    let two = Claim { limit: 2, ..claim(at(10)) };
    assert_eq!(ids(&journal.claim(two).await.unwrap()), [1, 2].map(operation_id));
    assert_eq!(ids(&journal.claim(two).await.unwrap()), [3, 4].map(operation_id));
    assert_eq!(ids(&journal.claim(two).await.unwrap()), [operation_id(5)]);
    assert_eq!(journal.claim(Claim { limit: 0, ..claim(late()) }).await.unwrap(), []);
}

pub(super) async fn a_claim_for_one_lpa_gets_only_that_one(house: &Journals) {
    let journal = house.open().await;
    for (n, lpa) in [(1, 1), (2, 2), (3, 2)] {
        journal.record(&entry(n, lpa_uid(lpa)), Some(at(10))).await.unwrap();
    }
    let of = |lpa| Claim { uid: Some(lpa_uid(lpa)), ..claim(at(10)) };
    assert_eq!(ids(&journal.claim(of(2)).await.unwrap()), [operation_id(2)]);
    assert_eq!(journal.claim(of(2)).await.unwrap(), []);
    assert_eq!(journal.claim(of(3)).await.unwrap(), []);
    assert_eq!(ids(&claim_all(&*journal, at(10)).await), [operation_id(1)]);
}

pub(super) async fn many_claimers_at_once_get_each_operation_once(house: &Journals) {
    let journal = house.open().await;
    for n in 1..=12 {
        journal.record(&entry(n, lpa_uid(n.into())), Some(at(20))).await.unwrap();
    }
    let take_three = || {
        let journal = journal.clone();
        tokio::spawn(async move { journal.claim(Claim { limit: 3, ..claim(at(20)) }).await.unwrap() })
    };
    let tasks: Vec<_> = (0..8).map(|_| take_three()).collect();
    let mut claimed: Vec<_> =
        join_all(tasks).await.into_iter().flat_map(|each| ids(&each.unwrap())).collect();
    // At once, a take_three may pass over what another is just claiming: what is left is claimed now.
    claimed.extend(ids(&claim_all(&*journal, at(20)).await));
    claimed.sort_unstable();
    assert_eq!(claimed, (1..=12).map(operation_id).collect::<Vec<_>>());
}

pub(super) async fn attempts_count_the_claims_before(house: &Journals) {
    let journal = house.open().await;
    let lease = leased(&*journal, &entry(1, lpa_uid(1))).await;
    waits(&*journal, &entry(2, lpa_uid(1))).await;
    journal.settle(&lease, &applied(1), at(5)).await.unwrap();
    for (claims, now) in [(0, at(10)), (1, at(70)), (2, at(130))] {
        let next = claim_one(&*journal, now).await;
        assert_eq!((next.lease.id, next.attempts), (operation_id(2), claims));
    }
}

pub(super) async fn a_postponed_operation_is_not_claimed_before_its_time(house: &Journals) {
    let journal = house.open().await;
    let lease = leased(&*journal, &entry(1, lpa_uid(1))).await;
    journal.postpone(&lease, &until(at(40))).await.unwrap();
    assert_eq!(claim_all(&*journal, at(39)).await, []);
    let again = claim_one(&*journal, at(40)).await;
    assert_eq!(again.operation.id, operation_id(1));
    journal.postpone(&again.lease, &until(at(50))).await.unwrap();
    assert_eq!(claim_all(&*journal, at(49)).await, []);
    assert_eq!(claim_one(&*journal, at(50)).await.attempts, again.attempts + 1);
}

pub(super) async fn nothing_overtakes_a_postponed_operation(house: &Journals) {
    let journal = house.open().await;
    let lease = leased(&*journal, &entry(1, lpa_uid(1))).await;
    journal.postpone(&lease, &until(at(40))).await.unwrap();
    waits(&*journal, &entry(2, lpa_uid(1))).await;
    assert_eq!(claim_all(&*journal, at(39)).await, []);
    assert_eq!(ids(&claim_all(&*journal, at(40)).await), [operation_id(1)]);
}

pub(super) async fn failures_that_are_counted_are_told_with_the_next_lease(house: &Journals) {
    let journal = house.open().await;
    let mut lease = leased(&*journal, &entry(1, lpa_uid(1))).await;
    let mut counted = 0;
    for attempt in 1..=24 {
        let postponement = Postponement { counted: attempt % 2 == 0, ..until(at(attempt)) };
        counted += u32::from(postponement.counted);
        journal.postpone(&lease, &postponement).await.unwrap();
        let next = claim_one(&*journal, at(attempt)).await;
        assert_eq!(next.failures, counted, "attempt {attempt}");
        lease = next.lease;
    }
}
