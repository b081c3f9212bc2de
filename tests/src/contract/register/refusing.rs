//! Refusing: what was refused stays refused under its id, so that what comes late cannot be applied after all.

use std::sync::Arc;

use futures::future::join_all;
use lpa_domain::{Document, Operation, Refusal, RefusalCode, UpdateKind};
use lpa_ports::{Register, RegisterError};

use super::{Registers, assert_same, email, lpa, refusal, standing};
use crate::samples::{EMAIL, creation, document, lpa_uid, operation_id, update};

pub(super) async fn what_was_refused_is_refused_again_in_the_same_words_whatever_has_changed_since(
    house: &Registers,
) {
    let register = house.open().await;
    let early = update(2, lpa(), UpdateKind::DonorWithdrawLpa);
    let unknown = refused(&*register, &early).await;
    assert_eq!(unknown, Refusal::unknown_lpa());
    register.apply(&creation(1, lpa(), document())).await.unwrap();
    assert_eq!(refused(&*register, &early).await, unknown);

    let mistaken = email(3, "second@example.com", "third@example.com");
    let mismatch = refused(&*register, &mistaken).await;
    register.apply(&email(4, EMAIL, "second@example.com")).await.unwrap();
    let before = standing(&*register).await;
    assert_eq!(refused(&*register, &mistaken).await, mismatch);
    assert_same(&standing(&*register).await, &before);
    // It was right after all: under another id it is applied.
    register.apply(&Operation { id: operation_id(5), ..mistaken }).await.unwrap();
}

pub(super) async fn a_creation_refused_for_its_document_is_refused_for_it_again_when_the_lpa_exists(
    house: &Registers,
) {
    let register = house.open().await;
    let empty = creation(1, lpa(), Document::default());
    let invalid = refused(&*register, &empty).await;
    assert_eq!(invalid.code, RefusalCode::InvalidDocument);
    register.apply(&creation(2, lpa(), document())).await.unwrap();
    assert_eq!(refused(&*register, &empty).await, invalid);
}

pub(super) async fn what_was_refused_together_is_refused_again_alone_and_the_other_way_round(
    house: &Registers,
) {
    let register = house.open().await;
    let withdrawals = [1, 2, 3].map(|n| update(n, lpa_uid(n.into()), UpdateKind::DonorWithdrawLpa));
    refused(&*register, &withdrawals[0]).await;
    for answer in register.apply_together(&withdrawals).await {
        assert_eq!(refusal(&answer.unwrap_err()), &Refusal::unknown_lpa());
    }
    let creations = [11, 12, 13].map(|n| creation(n, lpa_uid(u64::from(n) - 10), document()));
    for answer in register.apply_together(&creations).await {
        answer.unwrap();
    }
    for answer in register.apply_together(&withdrawals).await {
        assert_eq!(refusal(&answer.unwrap_err()), &Refusal::unknown_lpa());
    }
    for withdrawal in &withdrawals {
        assert_eq!(refused(&*register, withdrawal).await, Refusal::unknown_lpa());
    }
    assert_eq!(register.history(lpa_uid(2)).await.unwrap().unwrap().len(), 1);
}

pub(super) async fn a_refusal_is_remembered_after_reopening(house: &Registers) {
    let register = house.open().await;
    let early = update(2, lpa(), UpdateKind::DonorWithdrawLpa);
    let words = refused(&*register, &early).await;
    register.apply(&creation(1, lpa(), document())).await.unwrap();
    drop(register);
    assert_eq!(refused(&*house.open().await, &early).await, words);
}

/// Two processes may have the same operation in hand: one judges it before the LPA is there, the other after.
pub(super) async fn an_operation_that_comes_before_and_after_its_time_at_once_is_applied_or_refused_for_good(
    house: &Registers,
) {
    const RACES: u32 = 24;
    let (one, other) = (house.open().await, house.open().await);
    for race in 1..=RACES {
        let uid = lpa_uid(race.into());
        let early = update(race * 10 + 1, uid, UpdateKind::DonorWithdrawLpa);
        let apply = |register: &Arc<dyn Register>, operation: &Operation| {
            let (register, operation) = (Arc::clone(register), operation.clone());
            tokio::spawn(async move { register.apply(&operation).await })
        };
        let making = apply(&one, &creation(race * 10, uid, document()));
        let asked = [&one, &other, &one, &other].map(|register| apply(register, &early));
        making.await.unwrap().unwrap();
        let answers: Vec<_> = join_all(asked).await.into_iter().map(Result::unwrap).collect();
        let again = one.apply(&early).await;
        let versions = one.history(uid).await.unwrap().unwrap().len();
        for answer in answers.iter().chain([&again]) {
            match answer {
                Ok(_) => assert_eq!(versions, 2, "race {race}: {answers:?}"),
                Err(error) => assert_eq!((refusal(error), versions), (&Refusal::unknown_lpa(), 1), "{race}"),
            }
        }
    }
}

async fn refused(register: &dyn Register, operation: &Operation) -> Refusal {
    match register.apply(operation).await {
        Err(RegisterError::Refused(refusal)) => refusal,
        other => panic!("refused, not {other:?}"),
    }
}
