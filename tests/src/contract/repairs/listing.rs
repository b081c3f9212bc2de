//! What is listed, in which order, and what is told of each.

use lpa_domain::{Claim, Outcome, Place, Postponement, Query, Recorded, Unsettled, Version};

use super::{
    Houses, case_manager, claimed, everything, ids, late, list, outcome, parked, parking, postponed, recorded,
};
use crate::samples::{at, author, entry, lpa_uid, operation_id};

pub(super) async fn nothing_is_listed_of_an_empty_journal_or_of_what_is_settled(house: &Houses) {
    let kept = house.open().await;
    assert_eq!(list(&*kept).await, []);
    let lease = recorded(&*kept, 1, 1).await.unwrap();
    let applied = Outcome::Applied { version: Version(1), answer: None };
    kept.settle(&lease, &applied, at(2)).await.unwrap();
    assert_eq!(list(&*kept).await, []);
}

pub(super) async fn held_and_parked_are_listed_oldest_first(house: &Houses) {
    let kept = house.open().await;
    for n in [3, 1, 2] {
        parked(&*kept, n, n.into()).await;
        recorded(&*kept, n + 10, n.into()).await;
    }
    let told = list(&*kept).await;
    assert_eq!(ids(&told), [3, 13, 1, 11, 2, 12].map(operation_id));
    let states: Vec<_> = told.iter().map(|standing| standing.receipt.outcome.state()).collect();
    assert_eq!(states, ["parked", "held", "parked", "held", "parked", "held"]);
    assert_eq!((&told[0].receipt.outcome, told[0].since), (&parking(false), at(5)));
    assert_eq!(told[1].receipt, kept.receipt(operation_id(13)).await.unwrap().unwrap());
}

pub(super) async fn a_list_is_narrowed_down_by_state_and_by_lpa(house: &Houses) {
    let kept = house.open().await;
    parked(&*kept, 1, 1).await;
    recorded(&*kept, 2, 1).await;
    recorded(&*kept, 3, 2).await;
    let ask = async |query: Query| ids(&kept.unsettled(query).await.unwrap());
    let held = Query { state: Some(Unsettled::Held), ..everything() };
    assert_eq!(ask(held).await, [2, 3].map(operation_id));
    let parked = Query { state: Some(Unsettled::Parked), ..everything() };
    assert_eq!(ask(parked).await, [operation_id(1)]);
    let of_first = Query { uid: Some(lpa_uid(1)), ..everything() };
    assert_eq!(ask(of_first).await, [1, 2].map(operation_id));
    assert_eq!(ask(Query { uid: Some(lpa_uid(1)), ..held }).await, [operation_id(2)]);
    assert_eq!(ask(Query { uid: Some(lpa_uid(9)), ..everything() }).await, []);
}

pub(super) async fn pages_go_on_after_a_place_and_miss_nothing(house: &Houses) {
    let kept = house.open().await;
    for n in 1..=7 {
        recorded(&*kept, n, u64::from(n % 3) + 1).await;
    }
    let (mut seen, mut after) = (Vec::new(), None::<Place>);
    for expected in [3, 3, 1, 0] {
        let page = kept.unsettled(Query { after, limit: 3, ..everything() }).await.unwrap();
        assert_eq!(page.len(), expected);
        after = page.last().map(|standing| standing.place).or(after);
        seen.extend(ids(&page));
    }
    assert_eq!(seen, (1..=7).map(operation_id).collect::<Vec<_>>());
    assert_eq!(kept.unsettled(Query { limit: 0, ..everything() }).await.unwrap(), []);
}

pub(super) async fn a_standing_tells_who_asked_and_how_the_attempts_went(house: &Houses) {
    let kept = house.open().await;
    let lease = recorded(&*kept, 1, 1).await.unwrap();
    let fresh = list(&*kept).await.remove(0);
    assert_eq!((fresh.author, fresh.since, fresh.attempts), (Some(author()), at(1), 0));
    assert_eq!((fresh.failures, fresh.last_cause), (0, None));
    kept.postpone(&lease, &postponed(at(40))).await.unwrap();
    let again = claimed(&*kept, at(40)).await.remove(0);
    let worse = Postponement { counted: true, cause: "it said 500".to_owned(), ..postponed(at(60)) };
    kept.postpone(&again.lease, &worse).await.unwrap();
    let told = list(&*kept).await.remove(0);
    assert_eq!((told.attempts, told.failures), (1, 1));
    assert_eq!(told.last_cause.as_deref(), Some("it said 500"));
    assert!(!told.may_have_been_applied);
}

pub(super) async fn a_standing_tells_who_stands_before_and_who_waits_behind(house: &Houses) {
    let kept = house.open().await;
    parked(&*kept, 1, 1).await;
    for (n, lpa) in [(2, 2), (3, 1), (4, 1)] {
        recorded(&*kept, n, lpa).await;
    }
    let told: Vec<_> = list(&*kept).await.iter().map(|each| (each.ahead, each.behind)).collect();
    assert_eq!(told, [(0, 2), (0, 0), (1, 1), (2, 0)]);
    let of_parked = kept.unsettled(Query { state: Some(Unsettled::Parked), ..everything() }).await.unwrap();
    assert_eq!(of_parked[0].behind, 2);
}

pub(super) async fn an_operation_is_in_doubt_once_an_answer_was_lost_and_for_good(house: &Houses) {
    let kept = house.open().await;
    let mut lease = recorded(&*kept, 1, 1).await.unwrap();
    for (second, in_doubt) in [(10, false), (20, true), (30, false)] {
        let postponement = Postponement { in_doubt, ..postponed(at(second)) };
        kept.postpone(&lease, &postponement).await.unwrap();
        assert_eq!(list(&*kept).await[0].may_have_been_applied, second >= 20, "{second}");
        lease = claimed(&*kept, at(second)).await.remove(0).lease;
    }
    kept.settle(&lease, &parking(false), at(35)).await.unwrap();
    assert!(list(&*kept).await[0].may_have_been_applied);
    assert_eq!(outcome(&*kept, 1).await, parking(true));
    super::release(&*kept, 1).await;
    assert!(list(&*kept).await[0].may_have_been_applied);
}

pub(super) async fn an_operation_is_in_doubt_while_its_lease_is_not_given_back_and_for_good(house: &Houses) {
    let kept = house.open().await;
    kept.record(&entry(1, lpa_uid(1)), Some(at(30))).await.unwrap();
    assert!(list(&*kept).await[0].may_have_been_applied);
    let taken_over = claimed(&*kept, at(30)).await.remove(0);
    kept.postpone(&taken_over.lease, &postponed(at(40))).await.unwrap();
    assert!(list(&*kept).await[0].may_have_been_applied);
    let lease = kept.record(&entry(2, lpa_uid(2)), Some(late())).await.unwrap();
    let lpa_domain::Recorded::Leased(lease) = lease else { panic!("leased") };
    kept.postpone(&lease, &postponed(at(40))).await.unwrap();
    assert!(!list(&*kept).await[1].may_have_been_applied);
}

pub(super) async fn an_operation_parked_in_doubt_says_so_in_its_receipt(house: &Houses) {
    let kept = house.open().await;
    let lease = recorded(&*kept, 1, 1).await.unwrap();
    kept.settle(&lease, &parking(true), at(5)).await.unwrap();
    parked(&*kept, 2, 2).await;
    assert_eq!((outcome(&*kept, 1).await, outcome(&*kept, 2).await), (parking(true), parking(false)));
    let told = list(&*kept).await;
    assert!(told[0].may_have_been_applied && !told[1].may_have_been_applied);
    assert_ne!(told[0].author, Some(case_manager()));
}

pub(super) async fn an_operation_that_was_only_recorded_is_in_no_doubt(house: &Houses) {
    let kept = house.open().await;
    assert_eq!(kept.record(&entry(1, lpa_uid(1)), None).await.unwrap(), Recorded::Waiting);
    assert!(!list(&*kept).await[0].may_have_been_applied);
    let claim = Claim { uid: None, now: at(1), until: at(20), limit: 9 };
    let claimed = kept.claim(claim).await.unwrap();
    let cause = "the register is away".to_owned();
    let postponement = Postponement { at: at(3), until: at(3), cause, counted: false, in_doubt: false };
    kept.postpone(&claimed[0].lease, &postponement).await.unwrap();
    assert!(!list(&*kept).await[0].may_have_been_applied);
}
