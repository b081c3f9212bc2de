//! Assessing: each state once, whatever stops in between.

use lpa_domain::approval::{Assessed, DueDrafts, LedgerEntry};

use super::{Desks, assessed, due, keep};
use crate::samples::{at, deletion, lpa_uid};

fn entry(state: &str) -> LedgerEntry {
    LedgerEntry { section: "donor".into(), state: state.into(), digest: "5b1d".into(), since: at(3) }
}

pub(super) async fn a_state_that_is_kept_is_due_until_it_is_noted(house: &Desks) {
    let desk = house.open().await;
    assert_eq!(due(&*desk, 0).await, []);
    keep(&*desk, 1, lpa_uid(1)).await;
    keep(&*desk, 2, lpa_uid(2)).await;
    assert_eq!(due(&*desk, 10).await, [lpa_uid(1), lpa_uid(2)]);
    desk.approvals().note(&assessed(1, 11, &[])).await.unwrap();
    assert_eq!(due(&*desk, 20).await, [lpa_uid(2)]);
}

pub(super) async fn a_later_state_is_due_again(house: &Desks) {
    let desk = house.open().await;
    keep(&*desk, 1, lpa_uid(1)).await;
    assert_eq!(due(&*desk, 10).await, [lpa_uid(1)]);
    // It comes while the first is assessed.
    keep(&*desk, 2, lpa_uid(1)).await;
    desk.approvals().note(&assessed(1, 11, &[])).await.unwrap();
    assert_eq!(due(&*desk, 12).await, [lpa_uid(1)]);
    desk.approvals().note(&assessed(2, 13, &[])).await.unwrap();
    assert_eq!(due(&*desk, 30).await, []);
}

pub(super) async fn whoever_takes_a_draft_has_it_alone_until_the_lease_ends(house: &Desks) {
    let desk = house.open().await;
    keep(&*desk, 1, lpa_uid(1)).await;
    assert_eq!(due(&*desk, 10).await, [lpa_uid(1)]);
    assert_eq!(due(&*desk, 19).await, []);
    assert_eq!(due(&*desk, 20).await, [lpa_uid(1)]);
    let few = DueDrafts { now: at(60), until: at(70), limit: 0 };
    assert_eq!(desk.approvals().due(few).await.unwrap(), []);
}

pub(super) async fn what_is_to_be_looked_at_again_is_due_then(house: &Desks) {
    let desk = house.open().await;
    keep(&*desk, 1, lpa_uid(1)).await;
    let again = Assessed { again: Some(at(50)), ..assessed(1, 11, &[]) };
    desk.approvals().note(&again).await.unwrap();
    assert_eq!(due(&*desk, 49).await, []);
    assert_eq!(due(&*desk, 50).await, [lpa_uid(1)]);
}

pub(super) async fn a_draft_that_is_deleted_is_due_no_more(house: &Desks) {
    let desk = house.open().await;
    keep(&*desk, 1, lpa_uid(1)).await;
    desk.register().apply(&deletion(2, lpa_uid(1))).await.unwrap();
    assert_eq!(due(&*desk, 10).await, []);
}

pub(super) async fn a_ledger_is_read_as_it_was_noted(house: &Desks) {
    let desk = house.open().await;
    assert_eq!(desk.approvals().ledger(lpa_uid(1)).await.unwrap(), []);
    keep(&*desk, 1, lpa_uid(1)).await;
    assert_eq!(desk.approvals().ledger(lpa_uid(1)).await.unwrap(), []);
    let ledger = vec![entry("waits"), entry("approved-so-far")];
    desk.approvals().note(&Assessed { ledger: ledger.clone(), ..assessed(1, 11, &[]) }).await.unwrap();
    assert_eq!(desk.approvals().ledger(lpa_uid(1)).await.unwrap(), ledger);
    assert_eq!(desk.approvals().ledger(lpa_uid(2)).await.unwrap(), []);
}

pub(super) async fn an_earlier_state_noted_late_changes_nothing(house: &Desks) {
    let desk = house.open().await;
    for n in 1..=2 {
        keep(&*desk, n, lpa_uid(1)).await;
    }
    let second = Assessed { ledger: vec![entry("waits")], ..assessed(2, 11, &[1]) };
    desk.approvals().note(&second).await.unwrap();
    desk.approvals().note(&assessed(1, 12, &[2])).await.unwrap();
    assert_eq!(desk.approvals().ledger(lpa_uid(1)).await.unwrap(), [entry("waits")]);
    assert!(desk.approvals().referral(super::id(1)).await.unwrap().unwrap().gone_at.is_none());
    assert_eq!(desk.approvals().referral(super::id(2)).await.unwrap(), None);
}

pub(super) async fn approvals_survive_reopening(house: &Desks) {
    let desk = house.open().await;
    keep(&*desk, 1, lpa_uid(1)).await;
    desk.approvals().note(&Assessed { ledger: vec![entry("waits")], ..assessed(1, 11, &[1]) }).await.unwrap();
    drop(desk);
    let desk = house.open().await;
    assert_eq!(due(&*desk, 30).await, []);
    assert_eq!(desk.approvals().ledger(lpa_uid(1)).await.unwrap(), [entry("waits")]);
    assert!(desk.approvals().referral(super::id(1)).await.unwrap().is_some());
}
