//! What another Causeway asks.

use lpa_domain::records::{Answer, Question, Subject};
use lpa_tests::samples::{asked_of, invited, subject};
use lpa_tests::world::World;
use serde_json::{Value, json};

use super::{bearing, is, problem, tell};

const PATH: &str = "/v1/records/questions";

fn body(questions: &[Question]) -> String {
    let written: Vec<Value> = questions.iter().map(Question::written).collect();
    json!({ "questions": written }).to_string()
}

#[tokio::test]
async fn another_causeway_is_answered_in_the_order_of_its_questions() {
    let world = World::new();
    tell(&world, 1, 1).await;
    let asked =
        [asked_of(1, subject("Vone", "1950-01-01")), asked_of(1, Subject::default()), asked_of(1, invited())];
    let answer = world.send(bearing(&world, "edge", PATH), body(&asked)).await;
    assert_eq!((answer.status, answer.header("cache-control")), (200, "no-store"));
    assert_eq!(answer.json(), json!({ "answers": ["no", "cannot-say", "yes"] }));
}

#[tokio::test]
async fn nobody_else_asks() {
    let world = World::new();
    for scope in ["fees:read", "drafts:read operations:content"] {
        let answer = world.send(bearing(&world, scope, PATH), body(&[])).await;
        assert_eq!(problem(&answer), is(401, "unauthorised"));
    }
    assert_eq!(problem(&world.post(PATH, body(&[])).await), is(401, "unauthorised"));
}

#[tokio::test]
async fn what_is_wrong_with_questions_is_told_at_once() {
    let world = World::new();
    let wrong = json!({ "questions": [{ "ask": "who", "reference": "7", "donor": {} }, 7] }).to_string();
    let answer = world.send(bearing(&world, "edge", PATH), wrong).await;
    assert_eq!(problem(&answer), is(400, "invalid-request"));
    let places: Vec<_> = answer.problems().into_iter().map(|(place, _)| place).collect();
    assert_eq!(places, ["/questions/0/ask", "/questions/1"]);
}

#[tokio::test]
async fn while_the_records_are_away_nothing_is_guessed() {
    let world = World::new();
    tell(&world, 1, 1).await;
    world.register.go_away();
    let answer = world.send(bearing(&world, "edge", PATH), body(&[asked_of(1, invited())])).await;
    assert_eq!(problem(&answer), is(503, "records-away"));
    let answers = world.causeway.ask_records(&[asked_of(1, invited()), asked_of(2, invited())]).await;
    assert_eq!(answers, [Answer::CannotSay, Answer::CannotSay]);
}
