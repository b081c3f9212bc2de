//! Repeating: at most once by id, however often it is asked.

use futures::future::join_all;
use lpa_domain::{UpdateKind, Version};

use super::{Registers, assert_same, created, email, lpa, standing};
use crate::samples::{EMAIL, creation, document, update};

pub(super) async fn an_operation_applied_again_answers_as_made_then_even_when_the_lpa_has_moved_on(
    house: &Registers,
) {
    let register = created(house).await;
    let second = email(2, EMAIL, "second@example.com");
    let made = register.apply(&second).await.unwrap().into_lpa().unwrap();
    register.apply(&email(3, "second@example.com", "third@example.com")).await.unwrap();
    let last =
        register.apply(&update(4, lpa(), UpdateKind::DonorWithdrawLpa)).await.unwrap().into_lpa().unwrap();
    assert_same(&register.apply(&second).await.unwrap().into_lpa().unwrap(), &made);
    assert_same(&standing(&*register).await, &last);
    assert_eq!(register.history(lpa()).await.unwrap().unwrap().len(), 4);
}

pub(super) async fn a_creation_applied_again_answers_as_it_was_created(house: &Registers) {
    let register = house.open().await;
    let creation = creation(1, lpa(), document());
    let made = register.apply(&creation).await.unwrap().into_lpa().unwrap();
    assert_same(&register.apply(&creation).await.unwrap().into_lpa().unwrap(), &made);
    register.apply(&update(2, lpa(), UpdateKind::DonorWithdrawLpa)).await.unwrap();
    assert_same(&register.apply(&creation).await.unwrap().into_lpa().unwrap(), &made);
    assert_eq!(standing(&*register).await.version, Version(2));
}

pub(super) async fn an_operation_applied_by_many_at_once_is_applied_once(house: &Registers) {
    let register = created(house).await;
    let apply = || {
        let register = register.clone();
        let operation = email(2, EMAIL, "second@example.com");
        tokio::spawn(async move { register.apply(&operation).await.unwrap().into_lpa().unwrap() })
    };
    let tasks: Vec<_> = (0..6).map(|_| apply()).collect();
    for made in join_all(tasks).await {
        assert_eq!(made.unwrap().version, Version(2));
    }
    assert_eq!(register.history(lpa()).await.unwrap().unwrap().len(), 2);
}

pub(super) async fn an_operation_is_remembered_after_reopening(house: &Registers) {
    let register = created(house).await;
    let second = email(2, EMAIL, "second@example.com");
    let made = register.apply(&second).await.unwrap().into_lpa().unwrap();
    drop(register);
    let register = house.open().await;
    assert_same(&register.apply(&second).await.unwrap().into_lpa().unwrap(), &made);
    assert_eq!(register.history(lpa()).await.unwrap().unwrap().len(), 2);
}
