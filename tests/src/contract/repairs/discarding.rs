//! Giving an operation up.

use std::sync::Arc;

use lpa_domain::{Discard, Outcome, Recorded, Verdict, Version};
use lpa_ports::JournalError;

use super::{
    Houses, Kept, claimed, claimed_ids, discard, discarding, ids, late, list, outcome, parked, parking,
    postponed, recorded, release, trail,
};
use crate::samples::{at, entry, lpa_uid, operation_id};

const fn applied() -> Outcome {
    Outcome::Applied { version: Version(1), answer: None }
}

pub(super) async fn a_discarded_operation_is_settled_and_says_so(house: &Houses) {
    let kept = house.open().await;
    parked(&*kept, 1, 1).await;
    let repaired = discard(&*kept, 1).await;
    assert_eq!((repaired.verdict, repaired.may_have_been_applied), (Verdict::Done, false));
    let receipt = kept.receipt(operation_id(1)).await.unwrap().unwrap();
    assert_eq!((&receipt.outcome, receipt.settled_at), (&Outcome::Discarded, Some(at(30))));
    assert_eq!(repaired.receipt, receipt);
    assert_eq!(kept.backlog().await.unwrap(), lpa_domain::Backlog::default());
    assert_eq!(claimed(&*kept, late()).await, []);
    // Sent again, it is recognised, and not done.
    let again = kept.record(&entry(1, lpa_uid(1)), Some(late())).await.unwrap();
    assert_eq!(again, Recorded::Repeat(receipt));
}

pub(super) async fn the_next_in_line_comes_to_its_turn_after_a_discard(house: &Houses) {
    let kept = house.open().await;
    parked(&*kept, 1, 1).await;
    for n in [2, 3] {
        recorded(&*kept, n, 1).await;
    }
    assert_eq!(claimed(&*kept, at(29)).await, []);
    discard(&*kept, 1).await;
    assert_eq!(claimed_ids(&*kept, at(31)).await, [operation_id(2)]);
}

pub(super) async fn a_discard_in_the_middle_of_a_line_frees_nobody(house: &Houses) {
    let kept = house.open().await;
    let lease = recorded(&*kept, 1, 1).await.unwrap();
    for n in [2, 3] {
        recorded(&*kept, n, 1).await;
    }
    assert_eq!(discard(&*kept, 2).await.verdict, Verdict::Done);
    assert_eq!(claimed(&*kept, at(31)).await, []);
    assert!(kept.settle(&lease, &applied(), at(31)).await.unwrap().more);
    assert_eq!(claimed_ids(&*kept, at(31)).await, [operation_id(3)]);
}

pub(super) async fn an_operation_behind_a_parked_one_can_be_discarded_and_the_parked_one_stays(
    house: &Houses,
) {
    let kept = house.open().await;
    parked(&*kept, 1, 1).await;
    for n in [2, 3] {
        recorded(&*kept, n, 1).await;
    }
    discard(&*kept, 2).await;
    assert_eq!(claimed(&*kept, late()).await, []);
    assert_eq!(ids(&list(&*kept).await), [1, 3].map(operation_id));
    assert_eq!(outcome(&*kept, 1).await, parking(false));
}

pub(super) async fn a_discard_asked_twice_says_what_became_of_it(house: &Houses) {
    let kept = house.open().await;
    parked(&*kept, 1, 1).await;
    let first = discard(&*kept, 1).await;
    let again = kept.discard(&Discard { at: at(31), ..discarding(1) }).await.unwrap().unwrap();
    assert_eq!((again.verdict, &again.receipt), (Verdict::Settled, &first.receipt));
    let released = release(&*kept, 1).await;
    assert_eq!((released.verdict, released.receipt), (Verdict::Settled, first.receipt));
    assert_eq!(trail(&*kept, 1).await, ["recorded", "parked", "discarded"]);
}

pub(super) async fn what_is_applied_is_not_discarded(house: &Houses) {
    let kept = house.open().await;
    let lease = recorded(&*kept, 1, 1).await.unwrap();
    kept.settle(&lease, &applied(), at(2)).await.unwrap();
    let repaired = discard(&*kept, 1).await;
    assert_eq!((repaired.verdict, repaired.receipt.outcome), (Verdict::Settled, applied()));
    assert_eq!(trail(&*kept, 1).await, ["recorded", "applied"]);
}

pub(super) async fn a_lease_in_force_wins_over_a_discard(house: &Houses) {
    let kept = house.open().await;
    let lease = recorded(&*kept, 1, 1).await.unwrap();
    let acknowledged = Discard { acknowledged: true, ..discarding(1) };
    let repaired = kept.discard(&acknowledged).await.unwrap().unwrap();
    assert_eq!((repaired.verdict, repaired.receipt.outcome), (Verdict::BeingForwarded, Outcome::Held));
    kept.settle(&lease, &applied(), at(31)).await.unwrap();
    assert_eq!(outcome(&*kept, 1).await, applied());
}

pub(super) async fn a_lease_that_has_run_out_leaves_doubt(house: &Houses) {
    let kept = house.open().await;
    kept.record(&entry(1, lpa_uid(1)), Some(at(30))).await.unwrap();
    let repaired = discard(&*kept, 1).await;
    assert_eq!((repaired.verdict, repaired.may_have_been_applied), (Verdict::InDoubt, true));
    let acknowledged = Discard { acknowledged: true, ..discarding(1) };
    let repaired = kept.discard(&acknowledged).await.unwrap().unwrap();
    assert_eq!((repaired.verdict, repaired.may_have_been_applied), (Verdict::Done, true));
    let dossier = kept.dossier(operation_id(1)).await.unwrap().unwrap();
    assert!(dossier.standing.may_have_been_applied);
}

pub(super) async fn what_is_in_doubt_is_discarded_only_when_that_is_acknowledged(house: &Houses) {
    let kept = house.open().await;
    let lease = recorded(&*kept, 1, 1).await.unwrap();
    kept.settle(&lease, &parking(true), at(5)).await.unwrap();
    let repaired = discard(&*kept, 1).await;
    assert_eq!((repaired.verdict, repaired.receipt.outcome), (Verdict::InDoubt, parking(true)));
    let acknowledged = Discard { acknowledged: true, ..discarding(1) };
    let repaired = kept.discard(&acknowledged).await.unwrap().unwrap();
    assert_eq!((repaired.verdict, repaired.receipt.outcome), (Verdict::Done, Outcome::Discarded));
    assert!(repaired.may_have_been_applied);
}

pub(super) async fn a_discard_that_was_not_done_leaves_no_trace(house: &Houses) {
    let kept = house.open().await;
    let lease = recorded(&*kept, 1, 1).await.unwrap();
    discard(&*kept, 1).await;
    kept.settle(&lease, &parking(true), at(31)).await.unwrap();
    discard(&*kept, 1).await;
    assert_eq!(trail(&*kept, 1).await, ["recorded", "parked"]);
    assert_eq!(list(&*kept).await[0].since, at(31));
}

pub(super) async fn an_old_lease_settles_nothing_after_a_discard(house: &Houses) {
    let kept = house.open().await;
    let Recorded::Leased(lease) = kept.record(&entry(1, lpa_uid(1)), Some(at(30))).await.unwrap() else {
        panic!("leased")
    };
    let acknowledged = Discard { acknowledged: true, ..discarding(1) };
    kept.discard(&acknowledged).await.unwrap();
    // As the old holder sees it, with a clock that is behind.
    let settled = kept.settle(&lease, &applied(), at(29)).await;
    assert!(matches!(settled, Err(JournalError::LeaseLost)), "{settled:?}");
    assert!(matches!(kept.postpone(&lease, &postponed(at(90))).await, Err(JournalError::LeaseLost)));
    assert_eq!(outcome(&*kept, 1).await, Outcome::Discarded);
}

pub(super) async fn of_a_settlement_and_a_discard_at_once_one_is_written(house: &Houses) {
    let kept = house.open().await;
    for n in 1..=8_u32 {
        let Recorded::Leased(lease) = kept.record(&entry(n, lpa_uid(n.into())), Some(at(30))).await.unwrap()
        else {
            panic!("leased")
        };
        let (settling, giving_up) = (Arc::clone(&kept), Arc::clone(&kept));
        // The one who discards takes the lease for run out, the one who settles does not yet.
        let settling = tokio::spawn(async move { settling.settle(&lease, &applied(), at(29)).await });
        let giving_up = tokio::spawn(async move { given_up(&*giving_up, n.into()).await });
        let (settled, verdict) = (settling.await.unwrap(), giving_up.await.unwrap());
        assert_eq!(settled.is_ok(), verdict == Verdict::Settled, "{settled:?}, {verdict:?}");
        let expected = if settled.is_ok() { applied() } else { Outcome::Discarded };
        assert_eq!(outcome(&*kept, n.into()).await, expected);
    }
}

async fn given_up(kept: &dyn Kept, n: u128) -> Verdict {
    let acknowledged = Discard { acknowledged: true, ..discarding(n) };
    kept.discard(&acknowledged).await.unwrap().unwrap().verdict
}

pub(super) async fn discards_survive_reopening(house: &Houses) {
    let kept = house.open().await;
    parked(&*kept, 1, 1).await;
    recorded(&*kept, 2, 1).await;
    discard(&*kept, 1).await;
    drop(kept);
    let kept = house.open().await;
    assert_eq!(outcome(&*kept, 1).await, Outcome::Discarded);
    assert_eq!(claimed_ids(&*kept, at(31)).await, [operation_id(2)]);
}

pub(super) async fn a_parked_operation_that_is_given_up_makes_another_notice(house: &Houses) {
    let kept = house.open().await;
    parked(&*kept, 1, 1).await;
    release(&*kept, 1).await;
    parked(&*kept, 2, 2).await;
    discard(&*kept, 2).await;
    // The beginning of the transaction that reads is in the next one's past.
    let noted = async || {
        let cursor = lpa_domain::NoticeCursor { transaction: 0, number: 0 };
        let noted = kept.after(cursor, 9).await.unwrap();
        (noted.len() >= 3).then(|| noted.iter().map(|notice| notice.receipt.id).collect::<Vec<_>>())
    };
    let told = crate::until("all are noted", std::time::Duration::from_secs(10), noted).await;
    assert_eq!(told, [1, 2, 2].map(operation_id));
}
