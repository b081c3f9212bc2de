//! Today's UID service, as its clients see it (contract section 8).

use std::time::Duration;

use axum::http::Request;
use jiff::SignedDuration;
use lpa_tests::world::{Answer, Choices, World};
use serde_json::{Value, json};

const CASE: &str = r#"{"type":"personal-welfare","source":"APPLICANT","donor":{"name":"Vone Spust","dob":"1938-03-18","postcode":"W8A 0IK"}}"#;

/// Sends a case as its clients do: without a token.
async fn send(world: &World, body: impl Into<Vec<u8>>) -> Answer {
    world.send(Request::post("/cases"), body.into()).await
}

async fn keyed(world: &World, key: &str, body: &str) -> Answer {
    world.send(Request::post("/cases").header("Idempotency-Key", key), body.to_owned()).await
}

#[tokio::test]
async fn uids_are_issued_in_the_order_of_the_sequence() {
    // contract section 8.2: vectors 1, 2 and 3
    let world = World::new();
    for uid in ["M-3779-9919-9529", "M-3983-7994-6950", "M-4187-6069-4388"] {
        assert_eq!(send(&world, CASE).await.said(), (201, format!(r#"{{"uid":"{uid}"}}"#).as_str()));
    }
}

#[tokio::test]
async fn a_repeat_is_answered_while_the_issuer_is_away_and_takes_no_number() {
    let world = World::new();
    let first = keyed(&world, "a", CASE).await;
    assert_eq!(keyed(&world, "a", CASE).await.said(), first.said());
    assert_eq!(send(&world, CASE).await.said(), (201, r#"{"uid":"M-3983-7994-6950"}"#), "number 2");
    world.uids.go_away();
    while send(&world, CASE).await.status == 201 {}
    assert_eq!(keyed(&world, "a", CASE).await.said(), first.said());
    assert_eq!(keyed(&world, "b", CASE).await.status, 503);
}

#[tokio::test]
async fn everything_missing_is_told_in_the_order_of_the_contract() {
    // contract section 8.1
    let world = World::new();
    let told = concat!(
        r#"{"code":"INVALID_REQUEST","detail":"Invalid request","errors":["#,
        r#"{"source":"/source","detail":"required"},{"source":"/type","detail":"required"},"#,
        r#"{"source":"/donor/name","detail":"required"},{"source":"/donor/dob","detail":"required"},"#,
        r#"{"source":"/donor/postcode","detail":"required"}]}"#
    );
    for body in ["{}", r#"{"donor":{}}"#, r#"{"donor":null,"type":null}"#, r#"{"source":"","type":""}"#] {
        assert_eq!(send(&world, body).await.said(), (400, told), "{body}");
    }
}

#[tokio::test]
async fn everything_bad_is_told_in_the_order_of_the_contract() {
    // contract section 8.1
    let world = World::new();
    let donor = json!({ "name": "x", "dob": "18-03-1938", "postcode": "w8a 0ik" });
    let answer = send(&world, json!({ "source": "PAPER", "type": "hw", "donor": donor }).to_string()).await;
    let told = [
        ("/source", "must be APPLICANT or PHONE"),
        ("/type", "must be personal-welfare or property-and-affairs"),
        ("/donor/dob", "must match format YYYY-MM-DD"),
        ("/donor/postcode", "must be a valid postcode"),
    ];
    assert_eq!(answer.status, 400);
    assert_eq!(answer.problems(), told.map(|(source, detail)| (source.to_owned(), detail.to_owned())));
}

#[tokio::test]
async fn the_shapes_of_dates_and_postcodes_are_judged_and_nothing_more() {
    // contract section 8.1
    let world = World::new();
    for (field, value, good) in [
        ("dob", "9999-99-99", true),
        ("dob", "1938-3-18", false),
        ("dob", "1938-03-18T00:00:00Z", false),
        ("dob", "\u{661}938-03-18", false),
        ("postcode", "W8A0IK", true),
        ("postcode", "W 8 A 0 I", true),
        ("postcode", "W8A0", false),
        ("postcode", "W8A0IKXX", false),
        ("postcode", " ", false),
        ("postcode", "W8A-0IK", false),
    ] {
        let mut case: Value = serde_json::from_str(CASE).unwrap();
        case["donor"][field] = value.into();
        let answer = send(&world, case.to_string()).await;
        assert_eq!(answer.status, if good { 201 } else { 400 }, "{field} {value}");
    }
}

#[tokio::test]
async fn what_is_no_case_at_all_is_refused_without_places() {
    // contract section 8.1: bad JSON or an empty body is 400 without `errors`
    let world = World::new();
    let told = r#"{"code":"INVALID_REQUEST","detail":"Invalid request"}"#;
    let deep = "[".repeat(1_000);
    for body in
        ["", "{", "[]", "null", "5", r#"{"donor":5}"#, r#"{"source":5}"#, "{\"type\":\"\\u0000\"}", &deep]
    {
        assert_eq!(send(&world, body).await.said(), (400, told), "{body:.20}");
    }
    assert_eq!(send(&world, b"{\"source\":\"\xff\"}".to_vec()).await.said(), (400, told));
    // Nothing was issued meanwhile.
    assert_eq!(send(&world, CASE).await.json()["uid"], "M-3779-9919-9529");
}

#[tokio::test]
async fn under_a_key_a_repeat_gets_the_same_uid() {
    // contract section 8.3: today the same request twice gives two UIDs; without a key it still does
    let world = World::new();
    let first = keyed(&world, "one", CASE).await;
    assert_eq!(keyed(&world, "one", CASE).await.said(), (201, first.text()));
    assert_ne!(keyed(&world, "two", CASE).await.body, first.body);
    let other = CASE.replace("APPLICANT", "PHONE");
    assert_eq!(keyed(&world, "one", &other).await.json()["code"], "IDEMPOTENCY_KEY_REUSED");
}

#[tokio::test]
async fn when_the_issuer_is_away_drafting_goes_on_for_a_while() {
    let world = World::new();
    world.uids.go_away();
    let answer = send(&world, CASE).await;
    assert_eq!((answer.status, answer.json()["code"].as_str()), (503, Some("issuer-away")));
    assert_eq!(answer.header("retry-after"), "5");
    world.uids.come_back();
    // Asked again only after a while: a call for a number is the only way to find out.
    assert_eq!(send(&world, CASE).await.status, 503);
    world.clock.pass(SignedDuration::from_millis(250));
    assert_eq!(send(&world, CASE).await.status, 201);
    world.uids.go_away();
    assert_eq!(send(&world, CASE).await.status, 201);
}

#[tokio::test]
async fn an_issuer_that_hangs_keeps_no_caller_waiting_beyond_the_budget() {
    let budget = Duration::from_millis(20);
    let world = World::with(Choices { budget, ..Choices::default() });
    world.uids.hold();
    // None waits for the others either. Would one wait for the issuer, this test never ended.
    let answers = futures::future::join_all((0..3).map(|_| send(&world, CASE))).await;
    assert!(answers.iter().all(|answer| answer.status == 503));
    world.uids.release();
    // Known to be away, it is asked again only after a while.
    world.clock.pass(SignedDuration::from_secs(2));
    assert_eq!(send(&world, CASE).await.status, 201);
}
