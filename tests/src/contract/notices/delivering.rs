//! Delivering: one at a time, until it is told.

use lpa_domain::LeasedNotice;
use lpa_ports::JournalError;

use super::{Journals, applied, due, ended};
use crate::samples::{at, operation_id};

pub(super) async fn a_notice_is_leased_to_one_at_a_time_and_again_when_the_lease_has_run_out(
    house: &Journals,
) {
    let journal = house.open().await;
    ended(&*journal, 1, &applied(), at(5)).await;
    let first = due(&*journal, at(10), 9).await;
    assert_eq!((first.len(), first[0].attempts), (1, 0));
    assert_eq!(due(&*journal, at(69), 9).await, []);
    let again = due(&*journal, at(70), 9).await;
    assert_eq!((again[0].notice.id(), again[0].attempts), (first[0].notice.id(), 1));
    assert_ne!(again[0].lease.token, first[0].lease.token);
}

pub(super) async fn what_was_told_is_due_no_more(house: &Journals) {
    let journal = house.open().await;
    ended(&*journal, 1, &applied(), at(5)).await;
    let [leased] = <[LeasedNotice; 1]>::try_from(due(&*journal, at(10), 9).await).unwrap();
    journal.told(&leased.lease, at(11)).await.unwrap();
    assert_eq!(due(&*journal, at(1_000), 9).await, []);
    assert!(matches!(journal.told(&leased.lease, at(12)).await, Err(JournalError::LeaseLost)));
}

pub(super) async fn what_was_put_off_is_due_again_at_its_time(house: &Journals) {
    let journal = house.open().await;
    ended(&*journal, 1, &applied(), at(5)).await;
    let [leased] = <[LeasedNotice; 1]>::try_from(due(&*journal, at(10), 9).await).unwrap();
    journal.put_off(&leased.lease, at(40)).await.unwrap();
    assert_eq!(due(&*journal, at(39), 9).await, []);
    assert_eq!(due(&*journal, at(40), 9).await.len(), 1);
}

pub(super) async fn an_old_lease_tells_nothing(house: &Journals) {
    let journal = house.open().await;
    ended(&*journal, 1, &applied(), at(5)).await;
    let [old] = <[LeasedNotice; 1]>::try_from(due(&*journal, at(10), 9).await).unwrap();
    let [new] = <[LeasedNotice; 1]>::try_from(due(&*journal, at(70), 9).await).unwrap();
    assert!(matches!(journal.told(&old.lease, at(71)).await, Err(JournalError::LeaseLost)));
    assert!(matches!(journal.put_off(&old.lease, at(71)).await, Err(JournalError::LeaseLost)));
    journal.told(&new.lease, at(72)).await.unwrap();
}

pub(super) async fn no_more_than_the_limit_are_leased_oldest_first(house: &Journals) {
    let journal = house.open().await;
    for n in 1..=3 {
        ended(&*journal, n, &applied(), at(9)).await;
    }
    let leased = due(&*journal, at(10), 2).await;
    let about: Vec<_> = leased.iter().map(|each| each.notice.receipt.id).collect();
    assert_eq!(about, [operation_id(1), operation_id(2)]);
}
