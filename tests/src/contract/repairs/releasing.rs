//! Having an operation tried again.

use lpa_domain::{Outcome, Postponement, Recorded, Release, Verdict, Version};

use super::{
    Houses, claimed, claimed_ids, discarding, late, list, outcome, parked, parking, postponed, recorded,
    release, releasing, trail,
};
use crate::samples::{at, entry, holding, lpa_uid, operation_id, state};

pub(super) async fn what_was_never_recorded_cannot_be_repaired(house: &Houses) {
    let kept = house.open().await;
    assert_eq!(kept.release(&releasing(1)).await.unwrap(), None);
    assert_eq!(kept.discard(&discarding(1)).await.unwrap(), None);
}

pub(super) async fn a_released_operation_is_held_again_and_due_at_once(house: &Houses) {
    let kept = house.open().await;
    parked(&*kept, 1, 1).await;
    assert_eq!(claimed(&*kept, late()).await, []);
    let repaired = release(&*kept, 1).await;
    assert_eq!((repaired.verdict, &repaired.receipt.outcome), (Verdict::Done, &Outcome::Held));
    assert_eq!(kept.receipt(operation_id(1)).await.unwrap(), Some(repaired.receipt));
    let backlog = kept.backlog().await.unwrap();
    assert_eq!((backlog.held, backlog.parked), (1, 0));
    assert_eq!(list(&*kept).await[0].since, at(20));
    // However far the claimer's clock is behind.
    let leased = claimed(&*kept, at(-1_000)).await.remove(0);
    assert_eq!((leased.lease.id, leased.operation.uid), (operation_id(1), lpa_uid(1)));
    let applied = Outcome::Applied { version: Version(1), answer: None };
    kept.settle(&leased.lease, &applied, at(-1_000)).await.unwrap();
}

pub(super) async fn a_released_operation_keeps_its_place_before_those_behind_it(house: &Houses) {
    let kept = house.open().await;
    parked(&*kept, 1, 1).await;
    recorded(&*kept, 2, 1).await;
    release(&*kept, 1).await;
    recorded(&*kept, 3, 1).await;
    let first = claimed(&*kept, at(21)).await;
    assert_eq!((first.len(), first[0].lease.id), (1, operation_id(1)));
    let applied = Outcome::Applied { version: Version(1), answer: None };
    assert!(kept.settle(&first[0].lease, &applied, at(22)).await.unwrap().more);
    assert_eq!(claimed_ids(&*kept, at(22)).await, [operation_id(2)]);
}

pub(super) async fn a_release_forgets_the_failures_that_were_counted(house: &Houses) {
    let kept = house.open().await;
    let mut lease = recorded(&*kept, 1, 1).await.unwrap();
    let counted = |second| Postponement { counted: true, ..postponed(at(second)) };
    for second in 1..=3 {
        kept.postpone(&lease, &counted(second)).await.unwrap();
        lease = claimed(&*kept, at(second)).await.remove(0).lease;
    }
    kept.settle(&lease, &parking(false), at(5)).await.unwrap();
    assert_eq!(list(&*kept).await[0].failures, 3);
    release(&*kept, 1).await;
    assert_eq!(list(&*kept).await[0].failures, 0);
    let leased = claimed(&*kept, at(21)).await.remove(0);
    assert_eq!((leased.failures, leased.attempts), (0, 3));
    kept.postpone(&leased.lease, &counted(30)).await.unwrap();
    assert_eq!(claimed(&*kept, at(30)).await.remove(0).failures, 1);
    assert_eq!(kept.dossier(operation_id(1)).await.unwrap().unwrap().history.len(), 4);
}

pub(super) async fn a_released_state_of_a_draft_in_doubt_is_not_superseded(house: &Houses) {
    let kept = house.open().await;
    let told = |n: u32| holding(state(n, lpa_uid(1), n.into()));
    let Recorded::Leased(lease) = kept.record(&told(1), Some(late())).await.unwrap() else {
        panic!("alone in its line")
    };
    kept.settle(&lease, &parking(true), at(5)).await.unwrap();
    release(&*kept, 1).await;
    assert_eq!(kept.record(&told(2), None).await.unwrap(), Recorded::Waiting);
    assert_eq!((outcome(&*kept, 1).await, outcome(&*kept, 2).await), (Outcome::Held, Outcome::Held));
    assert_eq!(claimed_ids(&*kept, at(21)).await, [operation_id(1)]);
}

pub(super) async fn a_release_makes_a_postponed_operation_due_at_once(house: &Houses) {
    let kept = house.open().await;
    let lease = recorded(&*kept, 1, 1).await.unwrap();
    kept.postpone(&lease, &postponed(at(9_000))).await.unwrap();
    assert_eq!(claimed(&*kept, at(21)).await, []);
    assert_eq!(release(&*kept, 1).await.verdict, Verdict::Done);
    assert_eq!(claimed_ids(&*kept, at(21)).await, [operation_id(1)]);
    assert_eq!(trail(&*kept, 1).await, ["recorded", "released"]);
}

pub(super) async fn a_release_out_of_turn_lets_nothing_overtake(house: &Houses) {
    let kept = house.open().await;
    parked(&*kept, 1, 1).await;
    recorded(&*kept, 2, 1).await;
    assert_eq!(release(&*kept, 2).await.verdict, Verdict::Done);
    assert_eq!(claimed(&*kept, late()).await, []);
    assert_eq!(outcome(&*kept, 1).await, parking(false));
}

pub(super) async fn a_release_leaves_a_lease_in_force_alone(house: &Houses) {
    let kept = house.open().await;
    let lease = recorded(&*kept, 1, 1).await.unwrap();
    assert_eq!(release(&*kept, 1).await.verdict, Verdict::Done);
    assert_eq!(claimed(&*kept, at(21)).await, []);
    let applied = Outcome::Applied { version: Version(1), answer: None };
    kept.settle(&lease, &applied, at(22)).await.unwrap();
    kept.record(&entry(2, lpa_uid(2)), Some(at(10))).await.unwrap();
    release(&*kept, 2).await;
    assert_eq!(claimed_ids(&*kept, at(21)).await, [operation_id(2)]);
}

pub(super) async fn a_settled_operation_is_not_released(house: &Houses) {
    let kept = house.open().await;
    let lease = recorded(&*kept, 1, 1).await.unwrap();
    let applied = Outcome::Applied { version: Version(1), answer: None };
    kept.settle(&lease, &applied, at(2)).await.unwrap();
    let repaired = release(&*kept, 1).await;
    assert_eq!((repaired.verdict, repaired.receipt.outcome), (Verdict::Settled, applied));
    assert_eq!(trail(&*kept, 1).await, ["recorded", "applied"]);
    assert_eq!(claimed(&*kept, late()).await, []);
}

pub(super) async fn a_release_asked_twice_is_harmless(house: &Houses) {
    let kept = house.open().await;
    parked(&*kept, 1, 1).await;
    let again = Release { reason: None, at: at(25), ..releasing(1) };
    for asked in [releasing(1), again] {
        let repaired = kept.release(&asked).await.unwrap().unwrap();
        assert_eq!((repaired.verdict, repaired.receipt.outcome), (Verdict::Done, Outcome::Held));
    }
    assert_eq!(list(&*kept).await[0].since, at(20));
    assert_eq!(claimed_ids(&*kept, at(26)).await, [operation_id(1)]);
}

pub(super) async fn releases_survive_reopening(house: &Houses) {
    let kept = house.open().await;
    parked(&*kept, 1, 1).await;
    release(&*kept, 1).await;
    drop(kept);
    let kept = house.open().await;
    assert_eq!(claimed_ids(&*kept, at(21)).await, [operation_id(1)]);
}
