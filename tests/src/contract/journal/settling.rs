//! Settling: once, by the holder of the lease, for ever.

use futures::future::join_all;
use lpa_domain::{Claim, Lease, Outcome, Personal, Problem, Recorded, Refusal, Settled, Version};
use lpa_ports::{Journal, JournalError};
use uuid::Uuid;

use super::{Journals, applied, claim, claim_all, claim_one, ids, late, leased, parked, until, waits};
use crate::samples::{at, entry, keyed, lpa_uid, operation_id};

pub(super) async fn an_applied_operation_says_so_in_its_receipt(house: &Journals) {
    let journal = house.open().await;
    let lease = leased(&*journal, &entry(1, lpa_uid(1))).await;
    journal.settle(&lease, &applied(7), at(2)).await.unwrap();
    let receipt = journal.receipt(operation_id(1)).await.unwrap().unwrap();
    assert_eq!((receipt.outcome, receipt.settled_at), (applied(7), Some(at(2))));
    assert_eq!((receipt.uid, receipt.requested_at), (lpa_uid(1), at(1)));
    assert_eq!(receipt.label, "DONOR_WITHDRAW_LPA");
}

pub(super) async fn a_refused_operation_says_why_in_its_receipt(house: &Journals) {
    let journal = house.open().await;
    let lease = leased(&*journal, &entry(1, lpa_uid(1))).await;
    let problems = vec![Problem::new("/type", "\"odd\" <é>"), Problem::new("/changes/0/old", "\u{1f980}")];
    let outcome = Outcome::Refused { refusal: Refusal::invalid_update(problems) };
    journal.settle(&lease, &outcome, at(2)).await.unwrap();
    let receipt = journal.receipt(operation_id(1)).await.unwrap().unwrap();
    assert_eq!((receipt.outcome, receipt.settled_at), (outcome, Some(at(2))));
}

pub(super) async fn every_settled_outcome_frees_the_line(house: &Journals) {
    let journal = house.open().await;
    let refused = Outcome::Refused { refusal: Refusal::unknown_lpa() };
    let outcomes = [applied(1), refused, Outcome::Superseded, Outcome::Discarded];
    for n in 1..=5 {
        journal.record(&entry(n, lpa_uid(1)), Some(at(10))).await.unwrap();
    }
    for (n, outcome) in (1..).zip(outcomes) {
        let next = claim_one(&*journal, at(10)).await;
        assert_eq!(next.lease.id, operation_id(n));
        journal.settle(&next.lease, &outcome, at(11)).await.unwrap();
        assert_eq!(journal.receipt(operation_id(n)).await.unwrap().unwrap().outcome, outcome);
    }
    assert_eq!(claim_one(&*journal, at(10)).await.lease.id, operation_id(5));
}

pub(super) async fn a_parked_operation_blocks_its_line_and_no_other(house: &Journals) {
    let journal = house.open().await;
    let lease = leased(&*journal, &entry(1, lpa_uid(1))).await;
    waits(&*journal, &entry(2, lpa_uid(1))).await;
    journal.settle(&lease, &parked(), at(2)).await.unwrap();
    let receipt = journal.receipt(operation_id(1)).await.unwrap().unwrap();
    assert_eq!((receipt.outcome, receipt.settled_at), (parked(), None));
    waits(&*journal, &entry(3, lpa_uid(1))).await;
    assert_eq!(claim_all(&*journal, late()).await, []);
    let of_this_lpa = Claim { uid: Some(lpa_uid(1)), ..claim(late()) };
    assert_eq!(journal.claim(of_this_lpa).await.unwrap(), []);
    leased(&*journal, &entry(4, lpa_uid(2))).await;
}

pub(super) async fn a_settled_operation_never_changes_again(house: &Journals) {
    let journal = house.open().await;
    let lease = leased(&*journal, &entry(1, lpa_uid(1))).await;
    journal.settle(&lease, &applied(1), at(2)).await.unwrap();
    for outcome in [applied(2), parked(), Outcome::Discarded] {
        assert_lost(&*journal, &lease, &outcome).await;
    }
    assert!(matches!(journal.postpone(&lease, &until(at(9))).await, Err(JournalError::LeaseLost)));
    let receipt = journal.receipt(operation_id(1)).await.unwrap().unwrap();
    assert_eq!((receipt.outcome, receipt.settled_at), (applied(1), Some(at(2))));
    assert_eq!(claim_all(&*journal, late()).await, []);
}

pub(super) async fn a_parked_operation_is_not_settled_by_its_old_lease(house: &Journals) {
    let journal = house.open().await;
    let lease = leased(&*journal, &entry(1, lpa_uid(1))).await;
    journal.settle(&lease, &parked(), at(2)).await.unwrap();
    assert_lost(&*journal, &lease, &applied(1)).await;
    assert_eq!(journal.receipt(operation_id(1)).await.unwrap().unwrap().outcome, parked());
    assert_eq!(journal.backlog().await.unwrap().parked, 1);
}

pub(super) async fn a_lease_that_has_run_out_settles_nothing(house: &Journals) {
    let journal = house.open().await;
    let Recorded::Leased(lease) = journal.record(&entry(1, lpa_uid(1)), Some(at(30))).await.unwrap() else {
        panic!("leased at once")
    };
    let settled = journal.settle(&lease, &applied(1), at(30)).await;
    assert!(matches!(settled, Err(JournalError::LeaseLost)), "{settled:?}");
    assert_eq!(journal.receipt(operation_id(1)).await.unwrap().unwrap().outcome, Outcome::Held);
    journal.settle(&lease, &applied(1), at(29)).await.unwrap();
}

pub(super) async fn an_old_lease_settles_nothing_once_the_operation_is_claimed_again(house: &Journals) {
    let journal = house.open().await;
    let Recorded::Leased(old) = journal.record(&entry(1, lpa_uid(1)), Some(at(30))).await.unwrap() else {
        panic!("leased at once")
    };
    let new = claim_one(&*journal, at(30)).await.lease;
    // As the old holder sees it, with a clock that is behind.
    let settled = journal.settle(&old, &parked(), at(29)).await;
    assert!(matches!(settled, Err(JournalError::LeaseLost)), "{settled:?}");
    assert!(matches!(journal.postpone(&old, &until(at(900))).await, Err(JournalError::LeaseLost)));
    journal.settle(&new, &applied(1), at(31)).await.unwrap();
    assert_eq!(journal.receipt(operation_id(1)).await.unwrap().unwrap().outcome, applied(1));
}

pub(super) async fn a_lease_that_was_never_given_settles_nothing(house: &Journals) {
    let journal = house.open().await;
    let lease = leased(&*journal, &entry(1, lpa_uid(1))).await;
    let other = leased(&*journal, &entry(2, lpa_uid(2))).await;
    let made_up = Uuid::from_u128(0xdead_beef);
    assert_lost(&*journal, &Lease { token: made_up, ..lease }, &applied(1)).await;
    assert_lost(&*journal, &Lease { token: other.token, ..lease }, &applied(1)).await;
    assert_lost(&*journal, &Lease { id: operation_id(9), ..lease }, &applied(1)).await;
    assert_eq!(journal.backlog().await.unwrap().held, 2);
}

pub(super) async fn of_two_settlements_at_once_one_is_written(house: &Journals) {
    let journal = house.open().await;
    let lease = leased(&*journal, &entry(1, lpa_uid(1))).await;
    let settle = |version| {
        let journal = journal.clone();
        tokio::spawn(async move { journal.settle(&lease, &applied(version), at(2)).await.map(|_| version) })
    };
    let answers = join_all((1..=6).map(settle).collect::<Vec<_>>()).await;
    let written: Vec<u64> = answers.into_iter().filter_map(|answer| answer.unwrap().ok()).collect();
    let [version] = written[..] else { panic!("exactly one was written: {written:?}") };
    assert_eq!(journal.receipt(operation_id(1)).await.unwrap().unwrap().outcome, applied(version));
}

pub(super) async fn a_postponed_lease_settles_nothing(house: &Journals) {
    let journal = house.open().await;
    let lease = leased(&*journal, &entry(1, lpa_uid(1))).await;
    journal.postpone(&lease, &until(at(40))).await.unwrap();
    assert_lost(&*journal, &lease, &applied(1)).await;
    assert_eq!(journal.receipt(operation_id(1)).await.unwrap().unwrap().outcome, Outcome::Held);
}

pub(super) async fn a_lost_lease_postpones_nothing(house: &Journals) {
    let journal = house.open().await;
    let lease = leased(&*journal, &entry(1, lpa_uid(1))).await;
    journal.postpone(&lease, &until(at(40))).await.unwrap();
    assert!(matches!(journal.postpone(&lease, &until(at(80))).await, Err(JournalError::LeaseLost)));
    assert_eq!(ids(&claim_all(&*journal, at(40)).await), [operation_id(1)]);
}

pub(super) async fn settling_tells_whether_more_waits(house: &Journals) {
    let journal = house.open().await;
    let first = leased(&*journal, &entry(1, lpa_uid(1))).await;
    let other = leased(&*journal, &entry(2, lpa_uid(2))).await;
    waits(&*journal, &entry(3, lpa_uid(1))).await;
    assert_eq!(journal.settle(&other, &applied(1), at(5)).await.unwrap(), Settled { more: false });
    assert_eq!(journal.settle(&first, &applied(1), at(5)).await.unwrap(), Settled { more: true });
    let last = claim_one(&*journal, at(6)).await.lease;
    assert_eq!(journal.settle(&last, &applied(2), at(7)).await.unwrap(), Settled { more: false });
    leased(&*journal, &entry(4, lpa_uid(1))).await;
}

pub(super) async fn the_answer_is_kept_for_a_request_with_a_key(house: &Journals) {
    let journal = house.open().await;
    let first = keyed(entry(1, lpa_uid(1)), "make", "k-1");
    let lease = leased(&*journal, &first).await;
    let body = Personal::new("{\"lastName\":\"Spûst \u{1f980}\"}\n\0\u{7f}".as_bytes().to_vec());
    let outcome = Outcome::Applied { version: Version(1), answer: Some(body) };
    journal.settle(&lease, &outcome, at(2)).await.unwrap();
    let Recorded::Repeat(receipt) = journal.record(&first, Some(late())).await.unwrap() else {
        panic!("a repeat")
    };
    assert_eq!(receipt.outcome, outcome);
    drop(journal);
    let reopened = house.open().await;
    assert_eq!(reopened.receipt(operation_id(1)).await.unwrap().unwrap().outcome, outcome);
}

pub(super) async fn settlements_survive_reopening(house: &Journals) {
    let journal = house.open().await;
    let refused = Outcome::Refused { refusal: Refusal::already_exists() };
    for (n, outcome) in [(1, &refused), (2, &parked())] {
        let lease = leased(&*journal, &entry(n, lpa_uid(n.into()))).await;
        journal.settle(&lease, outcome, at(5)).await.unwrap();
    }
    drop(journal);
    let journal = house.open().await;
    assert_eq!(journal.receipt(operation_id(1)).await.unwrap().unwrap().outcome, refused);
    assert_eq!(journal.receipt(operation_id(2)).await.unwrap().unwrap().outcome, parked());
    assert_eq!(claim_all(&*journal, late()).await, []);
    waits(&*journal, &entry(3, lpa_uid(2))).await;
    leased(&*journal, &entry(4, lpa_uid(1))).await;
}

async fn assert_lost(journal: &dyn Journal, lease: &Lease, outcome: &Outcome) {
    let settled = journal.settle(lease, outcome, at(3)).await;
    assert!(matches!(settled, Err(JournalError::LeaseLost)), "{settled:?}");
}
