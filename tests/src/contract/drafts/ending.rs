//! Ending: by a tombstone, or by the LPA itself.

use lpa_domain::{Operation, RefusalCode, UpdateKind, Version};
use lpa_ports::{Applied, Drafted, Register};

use super::{Registers, applied, assert_is, latest, lpa, refused, state, town};
use crate::contract::register::refusal;
use crate::samples::{at, creation, deletion, document, draft_state, lpa_uid, update};

/// Whatever may be asked of the first LPA, under numbers from `n` on.
fn anything(n: u32) -> [Operation; 4] {
    let withdrawal = update(n + 1, lpa(), UpdateKind::DonorWithdrawLpa);
    [creation(n, lpa(), document()), withdrawal, state(n + 2, 900), deletion(n + 3, lpa())]
}

async fn assert_is_retired(register: &dyn Register, n: u32) {
    assert_eq!(register.draft(lpa()).await.unwrap(), Some(Drafted::Tombstone));
    for operation in anything(n) {
        assert_eq!(refused(register, &operation).await, RefusalCode::Deleted, "{}", operation.act.label());
    }
    for operation in anything(n + 100) {
        let together = [operation, creation(n + 200, lpa_uid(2), document())];
        let answers = register.apply_together(&together).await;
        assert_eq!(refusal(answers[0].as_ref().unwrap_err()).code, RefusalCode::Deleted);
    }
    assert_eq!(register.draft(lpa()).await.unwrap(), Some(Drafted::Tombstone));
    assert_eq!(register.lpa(lpa()).await.unwrap(), None);
    assert_eq!(register.lpas(&[lpa()]).await.unwrap(), []);
    assert_eq!(register.history(lpa()).await.unwrap(), None);
    assert_eq!(register.static_copy(lpa()).await.unwrap(), None);
}

pub(super) async fn a_deletion_leaves_a_tombstone_and_retires_the_uid(house: &Registers) {
    let register = house.open().await;
    applied(&*register, &state(1, 1)).await;
    assert_eq!(applied(&*register, &deletion(2, lpa())).await, Applied::Tombstone);
    assert_is_retired(&*register, 10).await;
}

pub(super) async fn a_deletion_wins_over_a_state_known_later(house: &Registers) {
    let register = house.open().await;
    applied(&*register, &state(500, 500)).await;
    assert_eq!(applied(&*register, &deletion(1, lpa())).await, Applied::Tombstone);
    assert_is_retired(&*register, 600).await;
}

pub(super) async fn a_uid_without_a_draft_can_be_retired(house: &Registers) {
    let register = house.open().await;
    assert_eq!(applied(&*register, &deletion(1, lpa())).await, Applied::Tombstone);
    assert_is_retired(&*register, 10).await;
}

pub(super) async fn an_lpa_is_created_as_if_there_were_no_draft(house: &Registers) {
    let register = house.open().await;
    for n in 1..=3 {
        applied(&*register, &state(n, n.into())).await;
    }
    let made = applied(&*register, &creation(4, lpa(), document())).await.into_lpa().unwrap();
    assert_eq!(made.version, Version(1));
    let withdrawal = update(5, lpa(), UpdateKind::DonorWithdrawLpa);
    assert_eq!(applied(&*register, &withdrawal).await.into_lpa().unwrap().version, Version(2));
    let history = register.history(lpa()).await.unwrap().unwrap();
    let kinds: Vec<_> = history.iter().map(|entry| entry.kind.as_str()).collect();
    assert_eq!(kinds, ["DONOR_WITHDRAW_LPA", "CREATE"]);
}

pub(super) async fn an_executed_lpa_closes_its_draft(house: &Registers) {
    let register = house.open().await;
    let last = state(1, 1);
    applied(&*register, &last).await;
    let made = applied(&*register, &creation(2, lpa(), document())).await.into_lpa().unwrap();
    assert_eq!(refused(&*register, &state(3, 3)).await, RefusalCode::Executed);
    assert_eq!(refused(&*register, &state(4, 0)).await, RefusalCode::Executed);
    assert_eq!(refused(&*register, &deletion(5, lpa())).await, RefusalCode::Executed);
    assert_is(&latest(&*register).await, &last);
    assert_eq!(register.lpa(lpa()).await.unwrap(), Some(made));
    assert_eq!(register.history(lpa()).await.unwrap().unwrap().len(), 1);
}

pub(super) async fn acts_on_drafts_are_answered_together_as_alone(house: &Registers) {
    let register = house.open().await;
    applied(&*register, &deletion(1, lpa_uid(5))).await;
    applied(&*register, &draft_state(2, lpa_uid(4), at(2), town("Later"))).await;
    let asked = [
        draft_state(11, lpa_uid(1), at(1), town("Testham")),
        creation(12, lpa_uid(2), document()),
        deletion(13, lpa_uid(3)),
        draft_state(14, lpa_uid(4), at(1), town("Earlier")),
        draft_state(15, lpa_uid(5), at(1), town("Too late")),
    ];
    for _again in 0..2 {
        let mut answers = register.apply_together(&asked).await;
        let refused = answers.pop().unwrap().unwrap_err();
        assert_eq!(refusal(&refused).code, RefusalCode::Deleted);
        let answers: Vec<Applied> = answers.into_iter().map(Result::unwrap).collect();
        assert_eq!(answers[0], Applied::Draft(Version(1)));
        assert!(matches!(&answers[1], Applied::Lpa(lpa) if lpa.version == Version(1)));
        assert_eq!(answers[2..], [Applied::Tombstone, Applied::Superseded]);
    }
    assert_eq!(register.draft(lpa_uid(3)).await.unwrap(), Some(Drafted::Tombstone));
}

pub(super) async fn a_tombstone_survives_reopening(house: &Registers) {
    let register = house.open().await;
    applied(&*register, &deletion(1, lpa())).await;
    drop(register);
    assert_is_retired(&*house.open().await, 10).await;
}
