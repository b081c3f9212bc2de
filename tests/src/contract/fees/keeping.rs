//! Keeping: as it was told, in its order, and beside the LPA.

use lpa_domain::fees::About;
use lpa_domain::{RefusalCode, Version};
use lpa_ports::Applied;

use super::{Registers, applied, assert_is, claim, decision, lpa, told};
use crate::contract::register::refusal;
use crate::samples::{creation, deletion, document, fee, lpa_uid, payment};

pub(super) async fn everything_told_is_kept_as_it_was_told_in_its_order(house: &Registers) {
    let register = house.open().await;
    let lodged = r#"{"madeOn":"2026-02-01","lpaType":"personal-welfare","madeBasis":"lodged"}"#;
    let shown = format!(r#"{{"path":"{}/evidence/1"}}"#, lpa());
    let all = [
        fee(1, lpa(), About::Application, lodged),
        claim(2),
        fee(3, lpa(), About::Evidence, &shown),
        decision(4, 1, "granted"),
        payment(5, lpa(), "p", 9200),
        fee(6, lpa(), About::Refund, r#"{"reference":"r","amountPence":9200}"#),
    ];
    for (version, operation) in (1..).zip(&all) {
        assert_eq!(applied(&*register, operation).await, Applied::Fee(Version(version)));
    }
    let records = told(&*register).await;
    assert_eq!(records.len(), all.len());
    for ((version, record), operation) in (1..).zip(&records).zip(&all) {
        assert_eq!(record.version, Version(version));
        assert_is(record, operation);
    }
    let events: Vec<_> = records.iter().flat_map(|record| &record.events).collect();
    let kinds: Vec<_> = events.iter().map(|event| event.detail_type.as_str()).collect();
    let expected = [
        "reduced-fee-requested",
        "reduced-fee-evidence-received",
        "reduced-fee-approved",
        "payment-received",
    ];
    assert_eq!(kinds, expected);
}

pub(super) async fn where_nothing_was_told_there_is_nothing(house: &Registers) {
    let register = house.open().await;
    register.apply(&creation(1, lpa(), document())).await.unwrap();
    assert_eq!(told(&*register).await, []);
}

pub(super) async fn each_fee_is_its_own(house: &Registers) {
    let register = house.open().await;
    for (n, uid) in [(1, lpa_uid(1)), (2, lpa_uid(2))] {
        assert_eq!(applied(&*register, &payment(n, uid, "p", 9200)).await, Applied::Fee(Version(1)));
    }
    assert_eq!(told(&*register).await.len(), 1);
}

/// Money has moved: our reading.
pub(super) async fn a_fee_goes_on_whatever_becomes_of_the_draft_or_the_lpa(house: &Registers) {
    let register = house.open().await;
    let (kept, retired) = (lpa_uid(1), lpa_uid(2));
    applied(&*register, &payment(1, kept, "a", 9200)).await;
    applied(&*register, &creation(2, kept, document())).await;
    assert_eq!(applied(&*register, &payment(3, kept, "b", 1)).await, Applied::Fee(Version(2)));
    applied(&*register, &deletion(4, retired)).await;
    assert_eq!(applied(&*register, &payment(5, retired, "c", 9200)).await, Applied::Fee(Version(1)));
}

pub(super) async fn a_fee_is_no_lpa_and_no_draft(house: &Registers) {
    let register = house.open().await;
    applied(&*register, &payment(1, lpa(), "p", 9200)).await;
    assert_eq!(register.lpa(lpa()).await.unwrap(), None);
    assert_eq!(register.draft(lpa()).await.unwrap(), None);
    assert_eq!(register.history(lpa()).await.unwrap(), None);
    assert!(matches!(applied(&*register, &creation(2, lpa(), document())).await, Applied::Lpa(_)));
    assert_eq!(register.history(lpa()).await.unwrap().unwrap().len(), 1);
}

pub(super) async fn fees_are_answered_together_as_alone(house: &Registers) {
    let register = house.open().await;
    let uids = [lpa_uid(1), lpa_uid(2), lpa_uid(3)];
    let first = payment(1, uids[0], "p", 9200);
    applied(&*register, &first).await;
    let refund = fee(3, uids[2], About::Refund, r#"{"reference":"r","amountPence":1}"#);
    let together = [payment(2, uids[0], "q", 1), creation(4, uids[1], document()), refund];
    let answers = register.apply_together(&together).await;
    assert_eq!(answers[0].as_ref().unwrap(), &Applied::Fee(Version(2)));
    assert!(matches!(answers[1].as_ref().unwrap(), Applied::Lpa(_)));
    assert_eq!(refusal(answers[2].as_ref().unwrap_err()).code, RefusalCode::InvalidFee);
}

pub(super) async fn fees_survive_reopening(house: &Registers) {
    let register = house.open().await;
    applied(&*register, &payment(1, lpa(), "p", 9200)).await;
    applied(&*register, &claim(2)).await;
    let before = told(&*register).await;
    drop(register);
    let register = house.open().await;
    assert_eq!(told(&*register).await, before);
    assert_eq!(applied(&*register, &claim(2)).await, Applied::Fee(Version(2)));
}
