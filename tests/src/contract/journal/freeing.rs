//! Freeing keys: a refusal that judges nothing leaves the key as it was.

use lpa_domain::{Backlog, Entry, Lease, Outcome, Recorded, Refusal, Task};
use lpa_ports::{Journal, JournalError};
use uuid::Uuid;

use super::{Journals, applied, late, leased};
use crate::samples::{at, entry, keyed, lpa_uid, operation_id};

fn away() -> Outcome {
    Outcome::Refused { refusal: Refusal::register_away() }
}

/// The `n`-th entry; all of them say the same under one key.
fn under_the_key(n: u32) -> Entry {
    Entry { fingerprint: [3; 32], ..keyed(entry(n, lpa_uid(1)), "make", "k-1") }
}

/// The same, answered from the start.
fn turned_away(n: u32) -> Entry {
    let task = Task::Answered { label: "REGISTER".to_owned(), outcome: away() };
    Entry { task, ..under_the_key(n) }
}

async fn settled(journal: &dyn Journal, n: u32) -> Lease {
    let lease = leased(journal, &under_the_key(n)).await;
    journal.settle(&lease, &away(), at(2)).await.unwrap();
    lease
}

pub(super) async fn settled_by_a_refusal_that_judges_nothing_an_operation_gives_its_key_back(
    house: &Journals,
) {
    let journal = house.open().await;
    settled(&*journal, 1).await;
    let receipt = journal.receipt(operation_id(1)).await.unwrap().unwrap();
    assert_eq!((receipt.outcome, receipt.settled_at), (away(), Some(at(2))));
    // Again and again, and at last it is done.
    settled(&*journal, 2).await;
    let lease = leased(&*journal, &under_the_key(3)).await;
    journal.settle(&lease, &applied(1), at(2)).await.unwrap();
    let Recorded::Repeat(receipt) = journal.record(&under_the_key(4), Some(late())).await.unwrap() else {
        panic!("a repeat")
    };
    assert_eq!((receipt.id, receipt.outcome), (operation_id(3), applied(1)));
}

pub(super) async fn its_id_is_not_given_back(house: &Journals) {
    let journal = house.open().await;
    settled(&*journal, 1).await;
    let receipt = journal.receipt(operation_id(1)).await.unwrap().unwrap();
    assert_eq!(journal.record(&under_the_key(1), Some(late())).await.unwrap(), Recorded::Repeat(receipt));
}

pub(super) async fn a_key_that_was_given_back_stays_so_after_reopening(house: &Journals) {
    let journal = house.open().await;
    settled(&*journal, 1).await;
    drop(journal);
    leased(&*house.open().await, &under_the_key(2)).await;
}

pub(super) async fn a_lost_lease_gives_no_key_back(house: &Journals) {
    let journal = house.open().await;
    let lease = leased(&*journal, &under_the_key(1)).await;
    let lost = Lease { token: Uuid::from_u128(0xdead_beef), ..lease };
    let settled = journal.settle(&lost, &away(), at(2)).await;
    assert!(matches!(settled, Err(JournalError::LeaseLost)), "{settled:?}");
    let settled = journal.settle(&lease, &away(), late()).await;
    assert!(matches!(settled, Err(JournalError::LeaseLost)), "{settled:?}");
    assert!(matches!(journal.record(&under_the_key(2), Some(late())).await.unwrap(), Recorded::Repeat(_)));
}

pub(super) async fn answered_by_a_refusal_that_judges_nothing_an_entry_is_not_written(house: &Journals) {
    let journal = house.open().await;
    for n in 1..=2 {
        assert_eq!(journal.record(&turned_away(n), Some(late())).await.unwrap(), Recorded::Answered);
        assert_eq!(journal.receipt(operation_id(n.into())).await.unwrap(), None);
    }
    assert_eq!(journal.backlog().await.unwrap(), Backlog::default());
    leased(&*journal, &under_the_key(1)).await;
}

pub(super) async fn a_repeat_is_recognised_whatever_it_would_be_answered(house: &Journals) {
    let journal = house.open().await;
    let lease = leased(&*journal, &under_the_key(1)).await;
    journal.settle(&lease, &applied(1), at(2)).await.unwrap();
    let first = journal.receipt(operation_id(1)).await.unwrap().unwrap();
    for n in [1, 2] {
        let again = journal.record(&turned_away(n), Some(late())).await.unwrap();
        assert_eq!(again, Recorded::Repeat(first.clone()), "by id and by key");
    }
    let other = Entry { fingerprint: [4; 32], ..turned_away(3) };
    assert_eq!(journal.record(&other, Some(late())).await.unwrap(), Recorded::KeyReused);
}
