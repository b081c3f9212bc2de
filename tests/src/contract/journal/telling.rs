//! Telling: receipts, what waits, how much is held.

use lpa_domain::{Backlog, Outcome, Receipt};

use super::{Journals, applied, claim_one, leased, parked, until, waits};
use crate::samples::{at, entry, lpa_uid, operation_id};

pub(super) async fn an_unknown_operation_has_no_receipt(house: &Journals) {
    let journal = house.open().await;
    assert_eq!(journal.receipt(operation_id(1)).await.unwrap(), None);
}

pub(super) async fn a_new_operation_is_held(house: &Journals) {
    let journal = house.open().await;
    leased(&*journal, &entry(1, lpa_uid(1))).await;
    waits(&*journal, &entry(2, lpa_uid(1))).await;
    for n in [1_u32, 2] {
        let held = Receipt {
            id: operation_id(n.into()),
            uid: lpa_uid(1),
            label: "DONOR_WITHDRAW_LPA".to_owned(),
            requested_at: at(n.into()),
            settled_at: None,
            outcome: Outcome::Held,
        };
        assert_eq!(journal.receipt(held.id).await.unwrap(), Some(held));
    }
}

pub(super) async fn the_first_unsettled_operation_of_an_lpa_is_waiting(house: &Journals) {
    let journal = house.open().await;
    assert_eq!(journal.waiting(lpa_uid(1)).await.unwrap(), None);
    let first = leased(&*journal, &entry(1, lpa_uid(1))).await;
    waits(&*journal, &entry(2, lpa_uid(1))).await;
    assert_eq!(journal.waiting(lpa_uid(1)).await.unwrap().unwrap().id, operation_id(1));
    assert_eq!(journal.waiting(lpa_uid(2)).await.unwrap(), None);
    journal.settle(&first, &applied(1), at(5)).await.unwrap();
    assert_eq!(journal.waiting(lpa_uid(1)).await.unwrap().unwrap().id, operation_id(2));
    let second = claim_one(&*journal, at(6)).await.lease;
    journal.settle(&second, &applied(2), at(7)).await.unwrap();
    assert_eq!(journal.waiting(lpa_uid(1)).await.unwrap(), None);
}

pub(super) async fn a_parked_operation_is_waiting(house: &Journals) {
    let journal = house.open().await;
    let lease = leased(&*journal, &entry(1, lpa_uid(1))).await;
    waits(&*journal, &entry(2, lpa_uid(1))).await;
    journal.settle(&lease, &parked(), at(5)).await.unwrap();
    let waiting = journal.waiting(lpa_uid(1)).await.unwrap().unwrap();
    assert_eq!((waiting.id, waiting.outcome), (operation_id(1), parked()));
}

pub(super) async fn an_empty_backlog_is_empty(house: &Journals) {
    let journal = house.open().await;
    assert_eq!(journal.backlog().await.unwrap(), Backlog { held: 0, parked: 0, oldest_held: None });
}

pub(super) async fn the_backlog_counts_held_and_parked_and_names_the_oldest_held(house: &Journals) {
    let journal = house.open().await;
    let first = leased(&*journal, &entry(1, lpa_uid(1))).await;
    let second = leased(&*journal, &entry(2, lpa_uid(2))).await;
    let third = leased(&*journal, &entry(3, lpa_uid(3))).await;
    waits(&*journal, &entry(4, lpa_uid(1))).await;
    let tell = async || journal.backlog().await.unwrap();
    assert_eq!(tell().await, Backlog { held: 4, parked: 0, oldest_held: Some(at(1)) });
    journal.settle(&first, &applied(1), at(9)).await.unwrap();
    assert_eq!(tell().await, Backlog { held: 3, parked: 0, oldest_held: Some(at(2)) });
    journal.settle(&second, &parked(), at(9)).await.unwrap();
    assert_eq!(tell().await, Backlog { held: 2, parked: 1, oldest_held: Some(at(3)) });
    journal.postpone(&third, &until(at(99))).await.unwrap();
    assert_eq!(tell().await, Backlog { held: 2, parked: 1, oldest_held: Some(at(3)) });
}
