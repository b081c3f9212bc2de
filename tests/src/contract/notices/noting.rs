//! Noting: what makes a notice, and what it says.

use jiff::SignedDuration;
use lpa_domain::{Claim, Outcome, Postponement, Recorded};

use super::{Journals, applied, due, ended, refused, the_one};
use crate::samples::{at, author, entry, lpa_uid, operation_id};

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
