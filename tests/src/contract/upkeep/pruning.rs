//! Pruning: what is over, and nothing else; and weighing what is not.

use lpa_domain::{Outcome, Recorded, Task};

use super::{Kept, KeptJournal, applied, leased, settled};
use crate::samples::{at, entry, holding, keyed, lpa_uid, operation_id, state};

async fn known(journal: &dyn KeptJournal, n: u128) -> bool {
    journal.receipt(operation_id(n)).await.unwrap().is_some()
}

pub(super) async fn what_was_settled_before_the_moment_is_unknown_again(house: &Kept) {
    let journal = house.open().await;
    settled(&*journal, &entry(1, lpa_uid(1)), at(10)).await;
    settled(&*journal, &entry(2, lpa_uid(2)), at(20)).await;
    assert_eq!(journal.prune(at(10), 100).await.unwrap(), 0);
    assert_eq!(journal.prune(at(20), 100).await.unwrap(), 1);
    assert!(!known(&*journal, 1).await && known(&*journal, 2).await);
    assert_eq!(journal.prune(at(20), 100).await.unwrap(), 0);
}

pub(super) async fn what_was_settled_longest_ago_goes_first(house: &Kept) {
    let journal = house.open().await;
    for (n, when) in [(1, 30), (2, 10), (3, 20)] {
        settled(&*journal, &entry(n, lpa_uid(n.into())), at(when)).await;
    }
    assert_eq!(journal.prune(at(100), 2).await.unwrap(), 2);
    assert!(known(&*journal, 1).await && !known(&*journal, 2).await && !known(&*journal, 3).await);
    assert_eq!(journal.prune(at(100), 2).await.unwrap(), 1);
    assert_eq!(journal.prune(at(100), 2).await.unwrap(), 0);
}

pub(super) async fn what_is_held_or_parked_stays_however_old(house: &Kept) {
    let journal = house.open().await;
    leased(&*journal, &entry(1, lpa_uid(1))).await;
    let lease = leased(&*journal, &entry(2, lpa_uid(2))).await;
    let parked = Outcome::Parked { reason: "it cannot be read".to_owned(), in_doubt: false };
    journal.settle(&lease, &parked, at(2)).await.unwrap();
    assert_eq!(journal.prune(at(1_000_000), 100).await.unwrap(), 0);
    let backlog = journal.backlog().await.unwrap();
    assert_eq!((backlog.held, backlog.parked), (1, 1));
    assert_eq!(journal.receipt(operation_id(2)).await.unwrap().unwrap().outcome, parked);
}

pub(super) async fn what_was_answered_at_once_is_pruned_like_the_rest(house: &Kept) {
    let journal = house.open().await;
    let mut answered = keyed(entry(1, lpa_uid(1)), "make", "k");
    answered.task = Task::Answered { label: "ISSUE_UID".to_owned(), outcome: applied() };
    assert_eq!(journal.record(&answered, Some(at(9))).await.unwrap(), Recorded::Answered);
    assert_eq!(journal.prune(at(1), 100).await.unwrap(), 0);
    assert_eq!(journal.prune(at(2), 100).await.unwrap(), 1);
    assert_eq!(journal.record(&answered, Some(at(9))).await.unwrap(), Recorded::Answered);
}

pub(super) async fn a_line_goes_on_when_its_past_is_pruned(house: &Kept) {
    let journal = house.open().await;
    settled(&*journal, &entry(1, lpa_uid(1)), at(2)).await;
    let second = leased(&*journal, &entry(2, lpa_uid(1))).await;
    assert_eq!(journal.record(&entry(3, lpa_uid(1)), Some(at(9))).await.unwrap(), Recorded::Waiting);
    assert_eq!(journal.prune(at(3), 100).await.unwrap(), 1);
    assert!(journal.settle(&second, &applied(), at(4)).await.unwrap().more);
    assert_eq!(journal.waiting(lpa_uid(1)).await.unwrap().unwrap().id, operation_id(3));
}

pub(super) async fn a_repeat_of_what_was_pruned_is_recorded_anew(house: &Kept) {
    let journal = house.open().await;
    let entry = keyed(entry(1, lpa_uid(1)), "make", "k");
    settled(&*journal, &entry, at(2)).await;
    assert!(matches!(journal.record(&entry, Some(at(9))).await.unwrap(), Recorded::Repeat(_)));
    assert_eq!(journal.prune(at(3), 100).await.unwrap(), 1);
    settled(&*journal, &entry, at(4)).await;
    assert_eq!(journal.prune(at(5), 100).await.unwrap(), 1, "a second time under the same id");
}

pub(super) async fn what_was_pruned_stays_so_after_reopening(house: &Kept) {
    let journal = house.open().await;
    settled(&*journal, &entry(1, lpa_uid(1)), at(2)).await;
    assert_eq!(journal.prune(at(3), 100).await.unwrap(), 1);
    drop(journal);
    let journal = house.open().await;
    assert!(!known(&*journal, 1).await);
    assert_eq!(journal.prune(at(3), 100).await.unwrap(), 0);
}

pub(super) async fn bytes_grow_with_what_is_recorded_and_shrink_when_it_is_settled(house: &Kept) {
    let journal = house.open().await;
    assert_eq!(journal.held_bytes().await.unwrap(), 0);
    let first = leased(&*journal, &entry(1, lpa_uid(1))).await;
    let one = journal.held_bytes().await.unwrap();
    assert!(one > 100, "{one}");
    leased(&*journal, &entry(2, lpa_uid(2))).await;
    assert!(journal.held_bytes().await.unwrap() >= 2 * one);
    journal.settle(&first, &applied(), at(2)).await.unwrap();
    let left = journal.held_bytes().await.unwrap();
    assert!(left > 0 && left < 2 * one, "{left}");
}

pub(super) async fn a_superseded_state_weighs_nothing_and_is_pruned_in_time(house: &Kept) {
    let journal = house.open().await;
    let held = async |n: u32| {
        journal.record(&holding(state(n, lpa_uid(1), n.into())), None).await.unwrap();
        journal.held_bytes().await.unwrap()
    };
    let (one, two) = (held(1).await, held(2).await);
    assert!(one > 100 && one == two, "{one}, {two}");
    // What is superseded is settled when the later one is asked for.
    assert_eq!(journal.prune(at(2), 100).await.unwrap(), 0);
    assert_eq!(journal.prune(at(3), 100).await.unwrap(), 1);
    assert!(!known(&*journal, 1).await && known(&*journal, 2).await);
    assert_eq!(held(4).await, one);
}
