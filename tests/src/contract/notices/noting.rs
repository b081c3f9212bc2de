//! Noting: what makes a notice, and what it says.

use jiff::SignedDuration;
use lpa_domain::{Claim, Operation, Outcome, Postponement, Recorded};

use super::{Journals, applied, due, ended, refused, the_one};
use crate::samples::{at, author, entry, holding, lpa_uid, operation_id, state};

pub(super) async fn what_ends_at_once_makes_no_notice(house: &Journals) {
    let journal = house.open().await;
    let soon = at(1) + SignedDuration::from_millis(99);
    ended(&*journal, 1, &applied(), soon).await;
    assert_eq!(due(&*journal, at(9), 9).await, []);
}

pub(super) async fn what_ends_later_than_its_caller_waits_makes_a_notice(house: &Journals) {
    let journal = house.open().await;
    let later = at(1) + SignedDuration::from_millis(100);
    let id = ended(&*journal, 1, &applied(), later).await;
    assert_eq!(the_one(&*journal).await.receipt.id, id);
}

pub(super) async fn what_was_claimed_again_makes_a_notice_however_soon_it_ends(house: &Journals) {
    let journal = house.open().await;
    let recorded = journal.record(&entry(1, lpa_uid(1)), Some(at(100_000))).await.unwrap();
    let Recorded::Leased(lease) = recorded else { panic!("leased at once, not {recorded:?}") };
    let cause = "the register is away".to_owned();
    let postponement = Postponement { at: at(1), until: at(1), cause, counted: false, in_doubt: false };
    journal.postpone(&lease, &postponement).await.unwrap();
    let claim = Claim { uid: None, now: at(1), until: at(90), limit: 1 };
    let again = journal.claim(claim).await.unwrap().pop().unwrap();
    journal.settle(&again.lease, &applied(), at(1)).await.unwrap();
    assert_eq!(the_one(&*journal).await.receipt.id, lease.id);
}

pub(super) async fn what_is_held_makes_no_notice(house: &Journals) {
    let journal = house.open().await;
    journal.record(&entry(1, lpa_uid(1)), Some(at(2))).await.unwrap();
    let claim = Claim { uid: None, now: at(9), until: at(90), limit: 1 };
    assert_eq!(journal.claim(claim).await.unwrap().len(), 1);
    assert_eq!(due(&*journal, at(9), 9).await, []);
}

pub(super) async fn a_notice_says_who_asked_and_what_became_of_it(house: &Journals) {
    let journal = house.open().await;
    ended(&*journal, 1, &refused(), at(5)).await;
    let notice = the_one(&*journal).await;
    assert_eq!(notice.author, author());
    assert_eq!(Some(notice.receipt), journal.receipt(operation_id(1)).await.unwrap());
}

pub(super) async fn a_parked_operation_makes_a_notice(house: &Journals) {
    let journal = house.open().await;
    let id = ended(&*journal, 1, &Outcome::Parked { reason: "why".to_owned(), in_doubt: false }, at(5)).await;
    assert_eq!(the_one(&*journal).await.receipt.id, id);
}

pub(super) async fn a_state_that_is_superseded_while_it_waits_makes_a_notice_however_soon(house: &Journals) {
    let journal = house.open().await;
    let first = state(1, lpa_uid(1), 1);
    let soon = first.requested_at + SignedDuration::from_millis(1);
    let second = Operation { requested_at: soon, ..state(2, lpa_uid(1), 2) };
    for operation in [first, second] {
        assert_eq!(journal.record(&holding(operation), None).await.unwrap(), Recorded::Waiting);
    }
    let notice = the_one(&*journal).await;
    assert_eq!((notice.receipt.id, &notice.receipt.outcome), (operation_id(1), &Outcome::Superseded));
    assert_eq!(notice.author, author());
}
