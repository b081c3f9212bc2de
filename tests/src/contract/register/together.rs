//! Together: many operations in one call, each with an answer of its own.

use std::sync::Arc;

use futures::future::join;
use lpa_domain::{Operation, Refusal, UpdateKind, Version};
use lpa_ports::{Applied, RegisterError};

use super::{Registers, assert_same, refusal};
use crate::samples::{EMAIL, correction, creation, document, edit, lpa_uid, update};

/// More than one statement would take by itself.
const MANY: u32 = 40;

fn creations() -> Vec<Operation> {
    (1..=MANY).map(|n| creation(n, lpa_uid(n.into()), document())).collect()
}

fn corrections() -> Vec<Operation> {
    let correct = |n: u32| {
        let new = format!("{n}@example.com");
        correction(1_000 + n, lpa_uid(n.into()), vec![edit("/donor/email", EMAIL, &new)])
    };
    (1..=MANY).map(correct).collect()
}

fn versions(answers: Vec<Result<Applied, RegisterError>>) -> Vec<Version> {
    answers.into_iter().map(|answer| answer.unwrap().into_lpa().unwrap().version).collect()
}

pub(super) async fn operations_of_different_lpas_are_each_applied_as_if_alone(house: &Registers) {
    let register = house.open().await;
    assert_eq!(versions(register.apply_together(&creations()).await), [Version(1); MANY as usize]);
    let answers = register.apply_together(&corrections()).await;
    for (n, answer) in (1..=MANY).zip(answers) {
        let lpa = answer.unwrap().into_lpa().unwrap();
        assert_eq!((lpa.uid, lpa.version), (lpa_uid(n.into()), Version(2)));
        assert_eq!(lpa.document.donor.email.as_str(), format!("{n}@example.com"));
        assert_same(&register.lpa(lpa.uid).await.unwrap().unwrap(), &lpa);
        let history = register.history(lpa.uid).await.unwrap().unwrap();
        let kinds: Vec<_> = history.iter().map(|entry| entry.kind.as_str()).collect();
        assert_eq!(kinds, ["CORRECTION", "CREATE"]);
    }
}

pub(super) async fn what_is_refused_together_leaves_the_others_applied(house: &Registers) {
    let register = house.open().await;
    register.apply(&creation(1, lpa_uid(1), document())).await.unwrap();
    let unknown = update(4, lpa_uid(4), UpdateKind::DonorWithdrawLpa);
    let asked = [
        creation(2, lpa_uid(2), document()),
        creation(3, lpa_uid(1), document()),
        unknown,
        correction(5, lpa_uid(5), Vec::new()),
        creation(6, lpa_uid(6), document()),
    ];
    let answers = register.apply_together(&asked).await;
    assert!(answers[0].is_ok() && answers[4].is_ok());
    assert_eq!(refusal(answers[1].as_ref().unwrap_err()), &Refusal::already_exists());
    assert_eq!(refusal(answers[2].as_ref().unwrap_err()), &Refusal::unknown_lpa());
    assert!(matches!(answers[3], Err(RegisterError::Refused(_))));
    assert_eq!(register.lpas(&[lpa_uid(2), lpa_uid(4), lpa_uid(6)]).await.unwrap().len(), 2);
}

pub(super) async fn what_was_applied_before_is_answered_as_made_then(house: &Registers) {
    let register = house.open().await;
    versions(register.apply_together(&creations()).await);
    versions(register.apply_together(&corrections()).await);
    assert_eq!(versions(register.apply_together(&creations()).await), [Version(1); MANY as usize]);
    assert_eq!(versions(register.apply_together(&corrections()).await), [Version(2); MANY as usize]);
    assert_eq!(register.history(lpa_uid(1)).await.unwrap().unwrap().len(), 2);
}

pub(super) async fn together_and_alone_at_once_each_operation_is_applied_once(house: &Registers) {
    let register = house.open().await;
    versions(register.apply_together(&creations()).await);
    let (mut backwards, corrections) = (corrections(), corrections());
    backwards.reverse();
    let other = house.open().await;
    let alone = {
        let (register, corrections) = (Arc::clone(&register), corrections.clone());
        tokio::spawn(async move {
            for correction in &corrections {
                assert_eq!(register.apply(correction).await.unwrap().into_lpa().unwrap().version, Version(2));
            }
        })
    };
    let (one, two) = join(register.apply_together(&corrections), other.apply_together(&backwards)).await;
    alone.await.unwrap();
    assert_eq!(versions(one), [Version(2); MANY as usize]);
    assert_eq!(versions(two), [Version(2); MANY as usize]);
    for n in 1..=MANY {
        assert_eq!(register.history(lpa_uid(n.into())).await.unwrap().unwrap().len(), 2, "{n}");
    }
}

pub(super) async fn none_together_is_no_answer(house: &Registers) {
    assert!(house.open().await.apply_together(&[]).await.is_empty());
}
