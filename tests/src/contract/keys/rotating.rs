//! Rotating: another key seals, everything can still be read, and the old one can be done without.

use futures::future::join_all;
use lpa_domain::{Claim, Lease, Outcome, Personal, Problem, Recorded, Refusal, Version};
use lpa_ports::{KeyUse, KeysError};

use super::{Sealed, SealedJournal, key};
use crate::samples::{at, entry, keyed, lpa_uid, operation_id};

pub(super) const SEVEN: u8 = 7;
pub(super) const EIGHT: u8 = 8;

pub(super) async fn leased(journal: &dyn SealedJournal, n: u32) -> Lease {
    match journal.record(&entry(n, lpa_uid(n.into())), Some(at(100_000))).await.unwrap() {
        Recorded::Leased(lease) => lease,
        other => panic!("leased at once, not {other:?}"),
    }
}

/// Which keys are listed, with how many records.
pub(super) async fn listed(journal: &dyn SealedJournal) -> Vec<(u8, u64)> {
    let name = |used: KeyUse| (if used.key == key(SEVEN) { SEVEN } else { EIGHT }, used.records);
    journal.keys().await.unwrap().into_iter().map(name).collect()
}

pub(super) async fn reseal_all(journal: &dyn SealedJournal) -> u64 {
    let mut all = 0;
    loop {
        match journal.reseal(10).await.unwrap() {
            0 => return all,
            more => all += more,
        }
    }
}

pub(super) async fn a_new_journal_is_sealed_with_the_newest_key_and_needs_no_other(house: &Sealed) {
    let journal = house.open().await;
    leased(&*journal, 1).await;
    assert_eq!(listed(&*journal).await, [(SEVEN, 1)]);
    assert_eq!(reseal_all(&*journal).await, 0);
}

pub(super) async fn after_a_rotation_everyone_seals_with_the_new_key(house: &Sealed) {
    let (one, other) = (house.open().await, house.open().await);
    leased(&*one, 1).await;
    leased(&*other, 2).await;
    one.rotate(key(EIGHT)).await.unwrap();
    leased(&*one, 3).await;
    leased(&*other, 4).await;
    assert_eq!(listed(&*other).await, [(EIGHT, 2), (SEVEN, 2)]);
    let all = Claim { uid: None, now: at(100_001), until: at(100_002), limit: 10 };
    assert_eq!(other.claim(all).await.unwrap().len(), 4, "each reads what the other sealed");
}

pub(super) async fn a_rotation_survives_reopening(house: &Sealed) {
    let journal = house.open().await;
    leased(&*journal, 1).await;
    journal.rotate(key(EIGHT)).await.unwrap();
    drop(journal);
    let journal = house.open().await;
    leased(&*journal, 2).await;
    assert_eq!(listed(&*journal).await, [(EIGHT, 1), (SEVEN, 1)]);
}

pub(super) async fn a_key_that_was_not_given_does_not_seal(house: &Sealed) {
    let journal = house.open().await;
    leased(&*journal, 1).await;
    assert!(matches!(journal.rotate(key(9)).await, Err(KeysError::NotGiven(_))));
    leased(&*journal, 2).await;
    assert_eq!(listed(&*journal).await, [(SEVEN, 2)]);
}

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
    // Superseded leaves nothing that is sealed; of the parked one the audit trail may keep the reason, too.
    assert!(reseal_all(&*journal).await >= 4);
    assert_eq!(listed(&*journal).await, [(EIGHT, 4), (SEVEN, 0)]);
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

pub(super) async fn a_key_is_retired_only_when_nothing_is_sealed_with_it(house: &Sealed) {
    let journal = house.open().await;
    leased(&*journal, 1).await;
    journal.rotate(key(EIGHT)).await.unwrap();
    match journal.retire(key(SEVEN)).await {
        Err(KeysError::StillNeeded { key: needed, records }) => {
            assert_eq!((needed, records), (key(SEVEN), 1));
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(listed(&*journal).await, [(EIGHT, 0), (SEVEN, 1)]);
    reseal_all(&*journal).await;
    journal.retire(key(SEVEN)).await.unwrap();
    assert_eq!(listed(&*journal).await, [(EIGHT, 1)]);
    journal.retire(key(SEVEN)).await.unwrap();
}

pub(super) async fn the_key_that_seals_is_never_retired(house: &Sealed) {
    let journal = house.open().await;
    assert!(matches!(journal.retire(key(SEVEN)).await, Err(KeysError::Seals(_))));
    journal.rotate(key(EIGHT)).await.unwrap();
    assert!(matches!(journal.retire(key(EIGHT)).await, Err(KeysError::Seals(_))));
    assert_eq!(listed(&*journal).await, [(EIGHT, 0), (SEVEN, 0)]);
}

pub(super) async fn a_key_can_come_back(house: &Sealed) {
    let journal = house.open().await;
    for (n, byte) in (1..).zip([SEVEN, EIGHT, SEVEN, EIGHT]) {
        journal.rotate(key(byte)).await.unwrap();
        leased(&*journal, n).await;
    }
    assert_eq!(listed(&*journal).await, [(EIGHT, 2), (SEVEN, 2)]);
    assert_eq!(reseal_all(&*journal).await, 2);
    assert_eq!(listed(&*journal).await, [(EIGHT, 4), (SEVEN, 0)]);
}
