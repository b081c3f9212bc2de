//! Rotating: another key seals, everything can still be read, and the old one can be done without.

use lpa_domain::{Claim, Lease, Recorded};
use lpa_ports::{KeyUse, KeysError};

use super::{Sealed, SealedJournal, key};
use crate::samples::{at, entry, lpa_uid};

pub(super) const SEVEN: u8 = 7;
pub(super) const EIGHT: u8 = 8;
pub(super) const SIX: u8 = 6;

pub(super) async fn leased(journal: &dyn SealedJournal, n: u32) -> Lease {
    match journal.record(&entry(n, lpa_uid(n.into())), Some(at(100_000))).await.unwrap() {
        Recorded::Leased(lease) => lease,
        other => panic!("leased at once, not {other:?}"),
    }
}

/// Which keys are listed, with how many records.
pub(super) async fn listed(journal: &dyn SealedJournal) -> Vec<(u8, u64)> {
    let name = |used: KeyUse| {
        let named = [SEVEN, EIGHT, SIX].into_iter().find(|byte| key(*byte) == used.key);
        (named.unwrap(), used.records)
    };
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

pub(super) async fn keys_are_listed_with_the_one_that_seals_first_and_then_the_newest(house: &Sealed) {
    let (journal, operator) = (house.open().await, house.open().await);
    leased(&*journal, 1).await;
    for (n, byte) in [(2, EIGHT), (3, SIX)] {
        operator.rotate(key(byte)).await.unwrap();
        leased(&*journal, n).await;
    }
    for journal in [&journal, &operator, &house.open().await] {
        assert_eq!(listed(&**journal).await, [(SIX, 1), (EIGHT, 1), (SEVEN, 1)]);
    }
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
    // What was found to be done for one key is not done for the other.
    journal.rotate(key(SEVEN)).await.unwrap();
    assert_eq!(reseal_all(&*journal).await, 4);
    assert_eq!(listed(&*journal).await, [(SEVEN, 4), (EIGHT, 0)]);
}
