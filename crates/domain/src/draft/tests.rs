//! What is judged of drafts, state after state.

use super::*;
use crate::decide::{Decision, Profile, decide};
use crate::operation::Act;
use crate::refusal::RefusalCode;

const NINE: &str = "2026-03-02T09:00:00Z";
const TEN: &str = "2026-03-02T10:00:00Z";
const ELEVEN: &str = "2026-03-02T11:00:00Z";

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn asks(id: u128, requested_at: &str, act: DraftAct) -> Operation {
    let sent = crate::change::sample::update("", &[]);
    let id = OperationId(uuid::Uuid::from_u128(id));
    Operation { id, requested_at: at(requested_at), act: Act::Draft(act), ..sent }
}

fn keeps(id: u128, as_at: &str, requested_at: &str) -> Operation {
    asks(id, requested_at, DraftAct::Keep { as_at: at(as_at), draft: Box::default(), beside: Box::default() })
}

fn judged(current: Current<'_>, operation: &Operation) -> Result<DraftDecision, RefusalCode> {
    match decide(current, operation, operation.requested_at, Profile::Compatible) {
        Ok(Decision::Draft(decision)) => Ok(decision),
        Ok(other) => panic!("an act on a draft makes no other thing: {other:?}"),
        Err(refusal) => Err(refusal.code),
    }
}

fn kept(current: Current<'_>, operation: &Operation) -> KeptDraft {
    match judged(current, operation) {
        Ok(DraftDecision::Keep(kept)) => *kept,
        other => panic!("kept, not {other:?}"),
    }
}

#[test]
fn the_state_known_later_stays_whatever_order_they_arrive_in() {
    // integration.md J12
    let (nine, ten) = (keeps(1, NINE, ELEVEN), keeps(2, TEN, TEN));
    let first = kept(Current::Nothing, &nine);
    let second = kept(Current::Draft(&first), &ten);
    assert_eq!((first.version, second.version), (Version(1), Version(2)));
    assert_eq!(second.order.id(), ten.id);

    let overtaking = kept(Current::Nothing, &ten);
    assert_eq!(judged(Current::Draft(&overtaking), &nine), Ok(DraftDecision::Superseded));
}

#[test]
fn of_states_known_at_one_moment_the_one_asked_for_later_stays_then_the_greater_id() {
    let (early, late, greater) = (keeps(9, NINE, NINE), keeps(1, NINE, TEN), keeps(2, NINE, TEN));
    for (less, more) in [(&early, &late), (&late, &greater), (&early, &greater)] {
        let (first, last) = (kept(Current::Nothing, less), kept(Current::Nothing, more));
        assert_eq!(kept(Current::Draft(&first), more).order, last.order);
        assert_eq!(judged(Current::Draft(&last), less), Ok(DraftDecision::Superseded));
    }
}

#[test]
fn nothing_is_known_later_than_it_is_told() {
    let boasting = kept(Current::Nothing, &keeps(1, ELEVEN, NINE));
    assert_eq!(boasting.order.as_at(), at(NINE));
    assert_eq!(kept(Current::Draft(&boasting), &keeps(2, TEN, TEN)).version, Version(2));
}

#[test]
fn a_deletion_wins_over_every_state_and_retires_the_uid() {
    // integration.md J13
    let draft = kept(Current::Nothing, &keeps(1, ELEVEN, ELEVEN));
    let deletion = asks(2, NINE, DraftAct::Delete);
    assert!(deletion.draft_order() > Some(draft.order));
    assert_eq!(judged(Current::Draft(&draft), &deletion), Ok(DraftDecision::Bury));
    assert_eq!(judged(Current::Nothing, &deletion), Ok(DraftDecision::Bury));

    let others = [keeps(3, ELEVEN, ELEVEN), asks(4, ELEVEN, DraftAct::Delete)];
    for operation in others.iter().chain([&crate::change::sample::update("PERFECT", &[])]) {
        let answer = decide(Current::Tombstone, operation, at(ELEVEN), Profile::Compatible);
        assert_eq!(answer.map_err(|refusal| refusal.code), Err(RefusalCode::Deleted));
    }
}

#[test]
fn the_draft_of_an_executed_lpa_is_closed() {
    let lpa = crate::change::sample::lpa();
    for operation in [keeps(1, NINE, NINE), asks(2, NINE, DraftAct::Delete)] {
        assert_eq!(judged(Current::Lpa(&lpa), &operation), Err(RefusalCode::Executed));
    }
}

#[test]
fn an_act_on_a_draft_travels_as_json() {
    let told = crate::Json::parse(br#"{"lpaType":"personal-welfare","donor":{"email":null}}"#).unwrap();
    let draft = Box::new(Draft::from_json(&told).unwrap());
    let operation = asks(1, TEN, DraftAct::Keep { as_at: at(NINE), draft, beside: Box::default() });
    let json = serde_json::to_value(&operation).unwrap();
    assert_eq!(json["kind"], "draft");
    assert_eq!(json["content"]["act"], "keep");
    assert_eq!(json["content"]["asAt"], NINE);
    assert_eq!(json["content"]["draft"]["donor"]["email"], serde_json::Value::Null);
    let bytes = serde_json::to_vec(&operation).unwrap();
    assert_eq!(serde_json::from_slice::<Operation>(&bytes).unwrap(), operation);

    let deletion = asks(1, TEN, DraftAct::Delete);
    let json = serde_json::to_value(&deletion).unwrap();
    assert_eq!(json["content"], serde_json::json!({ "act": "delete" }));
    assert_eq!(serde_json::from_value::<Operation>(json).unwrap(), deletion);
}
