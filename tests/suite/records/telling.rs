//! Facts are told: again, wrongly, by the wrong one, and while the records are away.

use axum::http::Request;
use lpa_domain::records::Answer;
use lpa_tests::samples::{asked_of, invited};
use lpa_tests::served::Served;
use lpa_tests::world::World;
use serde_json::json;

use super::{MAKE_REGISTER, SIRIUS, bearing, fact, is, problem, send, tell, told};

async fn answer(world: &World) -> Answer {
    world.causeway.ask_records(&[asked_of(1, invited())]).await[0]
}

#[tokio::test]
async fn a_fact_counts_from_the_answer_on_and_no_more_once_it_is_retracted() {
    let world = World::new();
    let kept = tell(&world, 1, 1).await;
    assert_eq!((kept.status, kept.header("cache-control")), (200, "no-store"));
    let id = fact(1).rsplit('/').next().unwrap().to_owned();
    assert_eq!(kept.json(), json!({ "factId": id, "version": 1, "state": "kept" }));
    assert_eq!(answer(&world).await, Answer::Yes);
    assert_eq!(tell(&world, 1, 1).await.said(), kept.said());
    let retracted = send(&world, SIRIUS, "DELETE", &format!("{}?version=3", fact(1)), "").await;
    assert_eq!((retracted.status, &retracted.json()["state"]), (200, &json!("kept")));
    assert_eq!(answer(&world).await, Answer::No);
    assert_eq!(tell(&world, 1, 2).await.json()["state"], "superseded");
    assert_eq!(problem(&tell(&world, 1, 3).await), is(409, "version-taken"));
}

#[tokio::test]
async fn only_case_management_tells_facts() {
    let world = World::new();
    let body = told(1, 1).to_string();
    let answer = send(&world, MAKE_REGISTER, "PUT", &fact(1), body.clone()).await;
    assert_eq!((problem(&answer), answer.problems()[0].0.as_str()), (is(403, "forbidden"), "iss"));
    let answer = send(&world, MAKE_REGISTER, "DELETE", &format!("{}?version=1", fact(1)), "").await;
    assert_eq!(problem(&answer), is(403, "forbidden"));
    let nobody = Request::builder().method("PUT").uri(fact(1));
    assert_eq!(problem(&world.send(nobody, body).await), is(401, "unauthorised"));
    for scope in ["fees:read", "operations:repair"] {
        let path = "/v1/records/facts";
        assert_eq!(problem(&world.send(bearing(&world, scope, path), "{}").await), is(401, "unauthorised"));
    }
}

#[tokio::test]
async fn what_is_wrong_with_a_fact_is_told_at_once() {
    let world = World::new();
    let wrong = json!({ "version": 0, "kind": "invitation", "donor": { "lastName": "" }, "who": "x" });
    let answer = send(&world, SIRIUS, "PUT", &fact(1), wrong.to_string()).await;
    assert_eq!(problem(&answer), is(400, "invalid-request"));
    let places: Vec<_> = answer.problems().into_iter().map(|(place, _)| place).collect();
    let all = [
        "/version",
        "/reference",
        "/lpaType",
        "/terms",
        "/expiresOn",
        "/donor/dateOfBirth",
        "/donor/lastName",
        "",
    ];
    assert_eq!(places, all);
    let unnamed = send(&world, SIRIUS, "PUT", "/v1/record-facts/7", told(1, 1).to_string()).await;
    assert_eq!(unnamed.problems()[0].0, "factId");
    let unversioned = send(&world, SIRIUS, "DELETE", &fact(1), "").await;
    assert_eq!(unversioned.problems()[0].0, "version");
}

/// ADR 0027: nothing is held. Whoever tells it keeps it, and tells it again.
#[tokio::test]
async fn while_the_records_are_away_a_fact_is_not_taken_and_told_again_it_counts() {
    let world = World::new();
    world.register.go_away();
    let answered = tell(&world, 1, 1).await;
    assert_eq!(problem(&answered), is(503, "records-away"));
    assert!(answered.header("retry-after").parse::<u32>().unwrap() >= 1);
    assert_eq!(world.causeway.ports().journal.backlog().await.unwrap().held, 0);
    world.register.come_back();
    world.until_called_again().await;
    let again = async || (tell(&world, 1, 1).await.status == 200).then_some(());
    lpa_tests::until("the fact is taken", std::time::Duration::from_secs(10), again).await;
    assert_eq!(answer(&world).await, Answer::Yes);
}

#[tokio::test]
async fn a_fact_whose_answer_was_lost_is_told_again_without_harm() {
    let world = World::new();
    world.register.lose_next_reply();
    assert_eq!(problem(&tell(&world, 1, 1).await), is(503, "records-away"));
    world.pass(jiff::SignedDuration::from_mins(1));
    assert_eq!(tell(&world, 1, 1).await.json()["state"], "kept");
    assert_eq!(answer(&world).await, Answer::Yes);
}

#[tokio::test]
async fn a_fact_told_at_the_edge_counts_on_both_sides() {
    let upstream = Served::new().await;
    let edge = upstream.patient_edge();
    assert_eq!(tell(&edge, 1, 1).await.json()["state"], "kept");
    assert_eq!((answer(&edge).await, answer(&upstream.world).await), (Answer::Yes, Answer::Yes));
    assert_eq!(tell(&upstream.world, 1, 2).await.json()["state"], "kept");
    assert_eq!(tell(&edge, 1, 1).await.json()["state"], "superseded");
}
