//! At once: one order, whoever tells.

use std::sync::Arc;

use futures::future::join_all;
use lpa_domain::{Operation, OperationId, RefusalCode, Version};
use lpa_ports::{Applied, Register, RegisterError};

use super::{Registers, applied, claim, decision, lpa, told};
use crate::contract::dropped::drop_after;
use crate::contract::register::refusal;
use crate::samples::payment;

async fn at_once(house: &Registers, asked: &[Operation]) -> Vec<Result<Applied, RegisterError>> {
    let registers: Vec<Arc<dyn Register>> = join_all(asked.iter().map(|_each| house.open())).await;
    join_all(registers.iter().zip(asked).map(|(register, operation)| register.apply(operation))).await
}

pub(super) async fn of_payments_at_once_none_is_lost_and_each_counts_once(house: &Registers) {
    let payments: Vec<_> = (1..=8).map(|n| payment(n, lpa(), &format!("p{}", n % 4), 100)).collect();
    let answers = at_once(house, &payments).await;
    let kept = answers.iter().filter(|answer| matches!(answer, Ok(Applied::Fee(_)))).count();
    let superseded = answers.iter().filter(|answer| matches!(answer, Ok(Applied::Superseded))).count();
    assert_eq!((kept, superseded), (4, 4));
    let register = house.open().await;
    let versions: Vec<_> = told(&*register).await.iter().map(|record| record.version.0).collect();
    assert_eq!(versions, [1, 2, 3, 4]);
}

pub(super) async fn of_two_decisions_of_one_version_at_once_exactly_one_is_kept(house: &Registers) {
    let register = house.open().await;
    applied(&*register, &claim(1)).await;
    let answers = at_once(house, &[decision(2, 1, "granted"), decision(3, 1, "refused")]).await;
    let (kept, refused): (Vec<_>, Vec<_>) = answers.into_iter().partition(Result::is_ok);
    assert_eq!((kept.len(), refused.len()), (1, 1));
    assert_eq!(refusal(refused[0].as_ref().unwrap_err()).code, RefusalCode::InvalidFee);
    assert_eq!(told(&*register).await.len(), 2);
}

pub(super) async fn something_told_by_many_at_once_is_kept_once(house: &Registers) {
    let same: Vec<_> = (0..8).map(|_each| payment(1, lpa(), "p", 9200)).collect();
    for answer in at_once(house, &same).await {
        assert_eq!(answer.unwrap(), Applied::Fee(Version(1)));
    }
    assert_eq!(told(&*house.open().await).await.len(), 1);
}

pub(super) async fn a_dropped_call_about_a_fee_happens_whole_or_not_at_all(house: &Registers) {
    let register = house.open().await;
    for polls in 1..=12 {
        let operation = payment(polls, lpa(), &format!("p{polls}"), 100);
        drop_after(polls, register.apply(&operation)).await;
        let before: Vec<OperationId> = told(&*register).await.iter().map(|record| record.id).collect();
        applied(&*register, &operation).await;
        let after: Vec<OperationId> = told(&*register).await.iter().map(|record| record.id).collect();
        assert_eq!(after.iter().filter(|id| **id == operation.id).count(), 1);
        assert!(after.starts_with(&before));
        assert_eq!(after.len(), usize::try_from(polls).unwrap());
    }
}
