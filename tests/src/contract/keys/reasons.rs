//! What is sealed beside the operations: reasons of the audit trail, and copies.

use lpa_domain::{Author, Claim, Discard, Outcome, Reason, Release, TrailEntry, Version};
use lpa_ports::KeysError;

use super::rotating::{EIGHT, SEVEN, leased, listed, reseal_all};
use super::{Sealed, SealedJournal, key};
use crate::contract::copies::copy;
use crate::samples::{at, operation_id};

fn case_manager() -> Author {
    "urn:opg:sirius:users:34".parse().unwrap()
}

async fn parked(journal: &dyn SealedJournal, n: u32) {
    let lease = leased(journal, n).await;
    let parked = Outcome::Parked { reason: "it cannot be read".to_owned(), in_doubt: false };
    journal.settle(&lease, &parked, at(5)).await.unwrap();
}

async fn discard(journal: &dyn SealedJournal, n: u128) {
    let reason = Reason::kept("Mrs Vone sent it twice");
    let discard = Discard { id: operation_id(n), by: case_manager(), reason, acknowledged: true, at: at(30) };
    journal.discard(&discard).await.unwrap().unwrap();
}

async fn trail(journal: &dyn SealedJournal, n: u128) -> Vec<TrailEntry> {
    journal.dossier(operation_id(n)).await.unwrap().unwrap().trail
}

fn reasons(trail: &[TrailEntry]) -> Vec<&str> {
    trail.iter().filter_map(|entry| entry.reason.as_ref()).map(Reason::expose).collect()
}

pub(super) async fn a_reason_needs_its_key_until_it_is_sealed_anew_and_is_told_as_before(house: &Sealed) {
    let journal = house.open().await;
    parked(&*journal, 1).await;
    discard(&*journal, 1).await;
    let before = trail(&*journal, 1).await;
    assert_eq!(reasons(&before), ["it cannot be read", "Mrs Vone sent it twice"]);
    journal.rotate(key(EIGHT)).await.unwrap();
    let refused = journal.retire(key(SEVEN)).await;
    assert!(matches!(refused, Err(KeysError::StillNeeded { records: 1, .. })), "{refused:?}");
    assert!(reseal_all(&*journal).await > 0);
    assert_eq!(listed(&*journal).await, [(EIGHT, 1), (SEVEN, 0)]);
    journal.retire(key(SEVEN)).await.unwrap();
    assert_eq!(trail(&*journal, 1).await, before);
}

pub(super) async fn why_it_was_parked_is_told_after_a_rotation_and_a_release(house: &Sealed) {
    let journal = house.open().await;
    parked(&*journal, 1).await;
    journal.rotate(key(EIGHT)).await.unwrap();
    // What was sealed with the key of before is taken over as it stands.
    let reason = Some(Reason::kept("the register was mended"));
    let release = Release { id: operation_id(1), by: case_manager(), reason, at: at(20) };
    journal.release(&release).await.unwrap().unwrap();
    // Nothing of the operation itself is sealed any more: why it was parked is all that needs the key of before.
    let all = Claim { uid: None, now: at(21), until: at(30), limit: 10 };
    let claimed = journal.claim(all).await.unwrap();
    let applied = Outcome::Applied { version: Version(1), answer: None };
    journal.settle(&claimed[0].lease, &applied, at(22)).await.unwrap();
    assert_eq!(listed(&*journal).await, [(EIGHT, 1), (SEVEN, 1)]);
    reseal_all(&*journal).await;
    assert_eq!(listed(&*journal).await, [(EIGHT, 1), (SEVEN, 0)]);
    journal.retire(key(SEVEN)).await.unwrap();
    let trail = trail(&*journal, 1).await;
    assert_eq!(reasons(&trail), ["it cannot be read", "the register was mended"]);
}

pub(super) async fn a_repair_after_a_rotation_elsewhere_is_sealed_with_the_new_key(house: &Sealed) {
    let (journal, operator) = (house.open().await, house.open().await);
    leased(&*journal, 1).await;
    operator.rotate(key(EIGHT)).await.unwrap();
    let lease_over = at(200_000);
    let reason = Reason::kept("Mrs Vone sent it twice");
    let discard =
        Discard { id: operation_id(1), by: case_manager(), reason, acknowledged: true, at: lease_over };
    journal.discard(&discard).await.unwrap().unwrap();
    assert_eq!(listed(&*operator).await, [(EIGHT, 1), (SEVEN, 0)]);
    assert_eq!(reasons(&trail(&*operator, 1).await), ["Mrs Vone sent it twice"]);
}

pub(super) async fn reasons_are_sealed_anew_as_much_as_it_is_told_at_once(house: &Sealed) {
    let journal = house.open().await;
    let mut before = Vec::new();
    for n in 1..=5 {
        leased(&*journal, n).await;
        let reason = Reason::kept("Mrs Vone sent it twice");
        let (id, by) = (operation_id(n.into()), case_manager());
        let discard = Discard { id, by, reason, acknowledged: true, at: at(200_000) };
        journal.discard(&discard).await.unwrap().unwrap();
        before.push(trail(&*journal, n.into()).await);
    }
    journal.rotate(key(EIGHT)).await.unwrap();
    assert_eq!(listed(&*journal).await, [(EIGHT, 0), (SEVEN, 5)]);
    // What is discarded holds no content any more: nothing but reasons is left to be sealed.
    for (done, left) in [(2, 3), (2, 1), (1, 0), (0, 0)] {
        assert_eq!(journal.reseal(2).await.unwrap(), done);
        assert_eq!(listed(&*journal).await, [(EIGHT, 5 - left), (SEVEN, left)]);
    }
    for (n, before) in (1..).zip(before) {
        assert_eq!(trail(&*journal, n).await, before);
    }
}

pub(super) async fn copies_never_need_an_earlier_key(house: &Sealed) {
    let (journal, operator) = (house.open().await, house.open().await);
    let (first, second) = (copy(1, 1, 10), copy(2, 1, 10));
    journal.keep(std::slice::from_ref(&first), 10).await.unwrap();
    operator.rotate(key(EIGHT)).await.unwrap();
    assert_eq!(operator.last_known(&[first.uid]).await.unwrap(), [], "it is seen again");
    journal.keep(std::slice::from_ref(&second), 10).await.unwrap();
    operator.retire(key(SEVEN)).await.unwrap();
    assert_eq!(operator.last_known(&[second.uid]).await.unwrap(), [second]);
}
