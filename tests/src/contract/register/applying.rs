//! Applying: judged by the domain, whole or not at all.

use lpa_domain::{Document, Operation, Profile, Refusal, RefusalCode, UpdateKind, Version, decide_lpa};

use super::{Registers, assert_same, created, email, judged, lpa, refusal, standing};
use crate::samples::{EMAIL, at, creation, document, lpa_uid, operation_id, update};

pub(super) async fn a_creation_is_applied_as_it_was_judged(house: &Registers) {
    let register = house.open().await;
    let operation = creation(1, lpa(), document());
    let expected = judged(None, &operation);
    assert_same(&register.apply(&operation).await.unwrap().into_lpa().unwrap(), &expected);
    assert_same(&standing(&*register).await, &expected);
    assert_same(&register.static_copy(lpa()).await.unwrap().unwrap(), &expected);
}

pub(super) async fn an_update_is_judged_on_the_lpa_as_it_stands(house: &Registers) {
    let register = created(house).await;
    let operation = email(2, EMAIL, "second@example.com");
    let expected = judged(Some(&standing(&*register).await), &operation);
    assert_same(&register.apply(&operation).await.unwrap().into_lpa().unwrap(), &expected);
    assert_same(&standing(&*register).await, &expected);
    // What was true before is not true now (contract section 5.2, item 3).
    let late = register.apply(&email(3, EMAIL, "third@example.com")).await.unwrap_err();
    assert_eq!(refusal(&late).errors[0].detail, "does not match existing value");
}

pub(super) async fn versions_begin_at_1_and_rise_by_one(house: &Registers) {
    let register = created(house).await;
    assert_eq!(standing(&*register).await.version, Version::FIRST);
    let texts = [EMAIL, "a@example.com", "b@example.com", "c@example.com"];
    for (n, pair) in (2..).zip(texts.windows(2)) {
        register.apply(&email(n, "not so", "x@example.com")).await.unwrap_err();
        let applied = register.apply(&email(n + 100, pair[0], pair[1])).await.unwrap();
        assert_eq!(applied.clone().into_lpa().unwrap().version, Version(n.into()));
        assert_eq!(standing(&*register).await.version, Version(n.into()));
    }
}

pub(super) async fn a_refused_creation_leaves_nothing(house: &Registers) {
    let register = house.open().await;
    let error = register.apply(&creation(1, lpa(), Document::default())).await.unwrap_err();
    let operation = creation(1, lpa(), Document::default());
    let expected = decide_lpa(None, &operation, operation.requested_at, Profile::Compatible).unwrap_err();
    assert_eq!((refusal(&error), expected.code), (&expected, RefusalCode::InvalidDocument));
    assert_eq!(register.lpa(lpa()).await.unwrap(), None);
    assert_eq!(register.history(lpa()).await.unwrap(), None);
    assert_eq!(register.static_copy(lpa()).await.unwrap(), None);
    register.apply(&creation(2, lpa(), document())).await.unwrap();
}

pub(super) async fn a_refused_update_leaves_nothing(house: &Registers) {
    let register = created(house).await;
    let before = (standing(&*register).await, register.history(lpa()).await.unwrap());
    // Two changes of which one is wrong: neither is made.
    let mut half = email(2, EMAIL, "second@example.com");
    let lpa_domain::Act::Update(update) = &mut half.act else { panic!("an update") };
    update.changes.push(crate::samples::edit("/donor/firstNames", "not so", "Berta"));
    let error = register.apply(&half).await.unwrap_err();
    assert_eq!(refusal(&error).code, RefusalCode::InvalidUpdate);
    assert_eq!((standing(&*register).await, register.history(lpa()).await.unwrap()), before);
}

pub(super) async fn a_second_creation_is_refused_and_changes_nothing(house: &Registers) {
    let register = created(house).await;
    let before = standing(&*register).await;
    let error = register.apply(&creation(2, lpa(), document())).await.unwrap_err();
    assert_eq!(refusal(&error), &Refusal::already_exists());
    assert_same(&standing(&*register).await, &before);
    assert_eq!(register.history(lpa()).await.unwrap().unwrap().len(), 1);
}

pub(super) async fn an_update_of_an_unknown_lpa_is_refused(house: &Registers) {
    let register = created(house).await;
    let operation = update(2, lpa_uid(2), UpdateKind::DonorWithdrawLpa);
    let error = register.apply(&operation).await.unwrap_err();
    assert_eq!(refusal(&error), &Refusal::unknown_lpa());
    assert_eq!(register.lpa(lpa_uid(2)).await.unwrap(), None);
    assert_eq!(register.history(lpa_uid(2)).await.unwrap(), None);
}

pub(super) async fn what_was_refused_is_applied_under_another_id_when_its_time_has_come(house: &Registers) {
    let register = house.open().await;
    let withdrawal = update(2, lpa(), UpdateKind::DonorWithdrawLpa);
    register.apply(&withdrawal).await.unwrap_err();
    register.apply(&creation(1, lpa(), document())).await.unwrap();
    register.apply(&Operation { id: operation_id(3), ..withdrawal }).await.unwrap();
    let history = register.history(lpa()).await.unwrap().unwrap();
    assert_eq!((history[0].kind.as_str(), history.len()), ("DONOR_WITHDRAW_LPA", 2));
}

pub(super) async fn updated_at_moves_with_every_version_even_when_the_clocks_disagree(house: &Registers) {
    let register = created(house).await;
    let before = standing(&*register).await.updated_at;
    let mut behind = update(2, lpa(), UpdateKind::DonorWithdrawLpa);
    behind.requested_at = at(-3_600);
    let after = register.apply(&behind).await.unwrap().into_lpa().unwrap().updated_at;
    assert!(after > before, "{before} {after}");
    assert_eq!(register.history(lpa()).await.unwrap().unwrap()[0].applied, after.instant());
}

pub(super) async fn what_was_applied_survives_reopening(house: &Registers) {
    let register = created(house).await;
    let made =
        register.apply(&update(2, lpa(), UpdateKind::DonorWithdrawLpa)).await.unwrap().into_lpa().unwrap();
    let before = (register.history(lpa()).await.unwrap(), register.static_copy(lpa()).await.unwrap());
    drop(register);
    let register = house.open().await;
    assert_same(&standing(&*register).await, &made);
    let after = (register.history(lpa()).await.unwrap(), register.static_copy(lpa()).await.unwrap());
    assert_eq!(after, before);
}
