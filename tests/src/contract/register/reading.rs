//! Reading: the LPA, the list, the history, the static copy.

use std::collections::BTreeSet;
use std::sync::Arc;

use lpa_domain::{Lpa, LpaUid, UpdateKind, Version};
use lpa_ports::Register;

use super::{Registers, assert_same, created, email, lpa, standing};
use crate::samples::{EMAIL, at, author, creation, document, lpa_uid, operation_id, update};

pub(super) async fn an_unknown_lpa_is_none(house: &Registers) {
    let register = created(house).await;
    assert_eq!(register.lpa(lpa_uid(2)).await.unwrap(), None);
    assert_eq!(register.history(lpa_uid(2)).await.unwrap(), None);
    assert_eq!(register.static_copy(lpa_uid(2)).await.unwrap(), None);
}

pub(super) async fn the_list_leaves_out_what_is_unknown(house: &Registers) {
    let register = created(house).await;
    let found = register.lpas(&[lpa_uid(2), lpa(), lpa_uid(3)]).await.unwrap();
    assert_eq!(uids(&found), [lpa()]);
    assert_same(&found[0], &standing(&*register).await);
    assert_eq!(register.lpas(&[lpa_uid(3)]).await.unwrap(), []);
}

pub(super) async fn the_list_names_each_lpa_once_in_the_order_first_named(house: &Registers) {
    let register = house.open().await;
    for n in 1..=4 {
        register.apply(&creation(n, lpa_uid(n.into()), document())).await.unwrap();
    }
    let [one, two, three, four] = [1, 2, 3, 4].map(lpa_uid);
    let found = register.lpas(&[three, one, three, lpa_uid(9), four, one, two, three]).await.unwrap();
    assert_eq!(uids(&found), [three, one, four, two]);
}

pub(super) async fn the_list_of_none_is_empty(house: &Registers) {
    let register = created(house).await;
    assert_eq!(register.lpas(&[]).await.unwrap(), []);
}

pub(super) async fn history_is_newest_first_and_ends_with_the_creation(house: &Registers) {
    let register = three_operations(house).await;
    let history = register.history(lpa()).await.unwrap().unwrap();
    let told: Vec<_> = history.iter().map(|entry| (entry.kind.as_str(), entry.version.0)).collect();
    assert_eq!(told, [("DONOR_WITHDRAW_LPA", 3), ("CORRECTION", 2), ("CREATE", 1)]);
    assert_eq!(history[1].author, author());
    assert_eq!((history[2].uid, history[2].applied, &history[2].changes[..]), (lpa(), at(1), &[][..]));
}

/// Today's store gives its entries ids of their own (contract section 5.1).
pub(super) async fn the_history_names_operations_by_their_ids(house: &Registers) {
    let register = three_operations(house).await;
    let history = register.history(lpa()).await.unwrap().unwrap();
    let told: Vec<_> = history.iter().map(|entry| entry.id).collect();
    assert_eq!(told, [3, 2, 1].map(operation_id));
    let others = [creation(4, lpa_uid(2), document()), creation(5, lpa_uid(3), document())];
    for answer in register.apply_together(&others).await {
        let uid = answer.unwrap().into_lpa().unwrap().uid;
        let other = others.iter().find(|other| other.uid == uid).unwrap();
        assert_eq!(register.history(uid).await.unwrap().unwrap()[0].id, other.id);
    }
}

async fn three_operations(house: &Registers) -> Arc<dyn Register> {
    let register = created(house).await;
    register.apply(&email(2, EMAIL, "second@example.com")).await.unwrap();
    register.apply(&update(3, lpa(), UpdateKind::DonorWithdrawLpa)).await.unwrap();
    register
}

/// Today's store keys its history by the second and loses entries (contract section 9, W3).
pub(super) async fn updates_in_one_instant_do_not_collide(house: &Registers) {
    let register = created(house).await;
    let address = |n: u32| if n == 1 { EMAIL.to_owned() } else { format!("{n}@example.com") };
    for n in 2..=30 {
        let mut operation = email(n, &address(n - 1), &address(n));
        operation.requested_at = at(1);
        register.apply(&operation).await.unwrap();
    }
    let history = register.history(lpa()).await.unwrap().unwrap();
    let versions: Vec<Version> = history.iter().map(|entry| entry.version).collect();
    assert_eq!(versions, (1..=30).rev().map(Version).collect::<Vec<_>>());
    let distinct: BTreeSet<_> = history.iter().map(|entry| entry.id).collect();
    assert_eq!(distinct.len(), 30);
}

pub(super) async fn the_static_copy_never_changes(house: &Registers) {
    let register = created(house).await;
    let executed = register.static_copy(lpa()).await.unwrap().unwrap();
    register.apply(&email(2, EMAIL, "second@example.com")).await.unwrap();
    register.apply(&update(3, lpa(), UpdateKind::DonorWithdrawLpa)).await.unwrap();
    assert_same(&register.static_copy(lpa()).await.unwrap().unwrap(), &executed);
    assert_eq!(executed.version, Version::FIRST);
}

fn uids(found: &[Lpa]) -> Vec<LpaUid> {
    found.iter().map(|lpa| lpa.uid).collect()
}
