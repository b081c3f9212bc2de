//! Sealing anew: what an earlier key sealed comes to be sealed with the one of today, beside all other work.

use futures::future::join_all;
use lpa_domain::{Claim, Content, Outcome, Personal, Problem, Refusal, Version};

use super::rotating::{EIGHT, SEVEN, leased, listed, reseal_all};
use super::{Sealed, key};
use crate::samples::{at, author, entry, holding, keyed, lpa_uid, operation_id, state};

pub(super) async fn whatever_was_recorded_comes_back_after_sealing_anew(house: &Sealed) {
    let journal = house.open().await;
    let answer = Some(Personal::new(b"the answer".to_vec()));
    let outcomes = [
        Outcome::Applied { version: Version(7), answer },
        Outcome::Refused { refusal: Refusal::invalid_update(vec![Problem::new("/type", "odd")]) },
        Outcome::Parked { reason: "it cannot be read".to_owned(), in_doubt: false },
        Outcome::Superseded,
    ];
    for (n, outcome) in (1..).zip(&outcomes) {
        let lease = leased(&*journal, n).await;
        journal.settle(&lease, outcome, at(5)).await.unwrap();
    }
    let held = keyed(entry(9, lpa_uid(9)), "make", "k");
    journal.record(&held, Some(at(6))).await.unwrap();
    journal.rotate(key(EIGHT)).await.unwrap();
    // Superseded keeps its content; of the parked one the audit trail may keep the reason, too.
    assert!(reseal_all(&*journal).await >= 5);
    assert_eq!(listed(&*journal).await, [(EIGHT, 5), (SEVEN, 0)]);
    drop(journal);
    let journal = house.open().await;
    for (n, outcome) in (1..).zip(outcomes) {
        let receipt = journal.receipt(operation_id(n)).await.unwrap().unwrap();
        assert_eq!(receipt.outcome, outcome);
    }
    let all = Claim { uid: None, now: at(10), until: at(20), limit: 10 };
    let claimed = journal.claim(all).await.unwrap();
    assert_eq!(claimed.len(), 1);
    assert_eq!(lpa_domain::Task::Forward(claimed[0].operation.clone()), held.task);
}

pub(super) async fn content_of_a_superseded_state_outlives_its_key(house: &Sealed) {
    let journal = house.open().await;
    let first = state(1, lpa_uid(1), 1);
    for operation in [first.clone(), state(2, lpa_uid(1), 2)] {
        journal.record(&holding(operation), None).await.unwrap();
    }
    journal.rotate(key(EIGHT)).await.unwrap();
    assert_eq!(listed(&*journal).await, [(EIGHT, 0), (SEVEN, 2)]);
    assert_eq!(reseal_all(&*journal).await, 2);
    journal.retire(key(SEVEN)).await.unwrap();
    assert_eq!(listed(&*journal).await, [(EIGHT, 2)]);
    let told = journal.reveal(operation_id(1), &author(), at(9)).await.unwrap();
    assert_eq!(told, Some(Content::Kept(Box::new(first))));
}

pub(super) async fn what_was_leased_before_a_rotation_is_settled_after_it(house: &Sealed) {
    let (journal, operator) = (house.open().await, house.open().await);
    let leases = [leased(&*journal, 1).await, leased(&*journal, 2).await];
    operator.rotate(key(EIGHT)).await.unwrap();
    assert_eq!(reseal_all(&*operator).await, 2);
    let parked = Outcome::Parked { reason: "why".to_owned(), in_doubt: false };
    journal.settle(&leases[0], &parked, at(5)).await.unwrap();
    let refused = Outcome::Refused { refusal: Refusal::unknown_lpa() };
    journal.settle(&leases[1], &refused, at(5)).await.unwrap();
    assert_eq!(journal.receipt(operation_id(1)).await.unwrap().unwrap().outcome, parked);
    assert_eq!(journal.receipt(operation_id(2)).await.unwrap().unwrap().outcome, refused);
    assert_eq!(listed(&*journal).await, [(EIGHT, 2), (SEVEN, 0)]);
}

pub(super) async fn sealing_anew_does_as_much_as_it_is_told_and_comes_to_an_end(house: &Sealed) {
    let journal = house.open().await;
    for n in 1..=5 {
        leased(&*journal, n).await;
    }
    journal.rotate(key(EIGHT)).await.unwrap();
    for (done, left) in [(2, 3), (2, 1), (1, 0), (0, 0), (0, 0)] {
        assert_eq!(journal.reseal(2).await.unwrap(), done);
        assert_eq!(listed(&*journal).await, [(EIGHT, 5 - left), (SEVEN, left)]);
    }
}

pub(super) async fn what_is_recorded_and_settled_while_it_is_sealed_anew_stays_right(house: &Sealed) {
    let (journal, operator) = (house.open().await, house.open().await);
    let mut leases = Vec::new();
    for n in 1..=40 {
        leases.push(leased(&*journal, n).await);
    }
    let parked = Outcome::Parked { reason: "why".to_owned(), in_doubt: false };
    let settling = join_all(leases.iter().map(|lease| journal.settle(lease, &parked, at(5))));
    let recording = join_all((41..=80).map(|n| leased(&*journal, n)));
    let rotating = async {
        operator.rotate(key(EIGHT)).await.unwrap();
        reseal_all(&*operator).await;
    };
    let (settled, _, ()) = tokio::join!(settling, recording, rotating);
    assert!(settled.iter().all(Result::is_ok));
    // What changed while it was looked at is found when it is looked at again.
    reseal_all(&*operator).await;
    assert_eq!(listed(&*journal).await, [(EIGHT, 80), (SEVEN, 0)]);
    for n in 1..=40 {
        assert_eq!(journal.receipt(operation_id(n)).await.unwrap().unwrap().outcome, parked);
    }
    let all = Claim { uid: None, now: at(100_001), until: at(100_002), limit: 100 };
    assert_eq!(journal.claim(all).await.unwrap().len(), 40);
}

pub(super) async fn whoever_seals_anew_seals_with_the_key_that_the_journal_says(house: &Sealed) {
    let (journal, operator) = (house.open().await, house.open().await);
    for n in 1..=3 {
        leased(&*journal, n).await;
    }
    operator.rotate(key(EIGHT)).await.unwrap();
    // It was told of no rotation.
    assert_eq!(reseal_all(&*journal).await, 3);
    assert_eq!(listed(&*operator).await, [(EIGHT, 3), (SEVEN, 0)]);
}

/// So many are settled while they are sealed anew, each from the other end: they meet in the middle.
const MEETING: u32 = 120;

pub(super) async fn what_was_settled_meanwhile_is_not_put_back_and_is_sealed_anew_too(house: &Sealed) {
    let (journal, operator) = (house.open().await, house.open().await);
    let leases = join_all((1..=MEETING).map(|n| leased(&*journal, n))).await;
    operator.rotate(key(EIGHT)).await.unwrap();
    let parked = Outcome::Parked { reason: "why".to_owned(), in_doubt: false };
    let settling = async {
        for lease in leases.iter().rev() {
            journal.settle(lease, &parked, at(5)).await.unwrap();
        }
    };
    let sealing_anew = async {
        // Whatever is looked at is looked at in one piece.
        while journal.reseal(MEETING).await.unwrap() > 0 {}
    };
    tokio::join!(sealing_anew, settling);
    reseal_all(&*journal).await;
    assert_eq!(listed(&*journal).await, [(EIGHT, MEETING.into()), (SEVEN, 0)]);
    for n in 1..=MEETING {
        let receipt = journal.receipt(operation_id(n.into())).await.unwrap().unwrap();
        assert_eq!(receipt.outcome, parked, "{n}");
    }
}
