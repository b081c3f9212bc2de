//! Announcing, listing and changing; expected values are those of `docs/API.md`.

use jiff::SignedDuration;
use lpa_tests::world::{Answer, World};
use serde_json::{Value, json};

use super::{OPERATOR, WINDOWS, address, announce, ask, minute, operator};

fn told(answer: &Answer) -> (u16, String) {
    assert_eq!(answer.header("content-type"), "application/problem+json", "{}", answer.text());
    (answer.status, answer.json()["code"].as_str().unwrap().to_owned())
}

async fn get(world: &World, path: &str) -> Value {
    let answer = world.send(operator(world, "GET", path, "operations:read"), "").await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()
}

async fn next_window(world: &World) -> Value {
    world.get("/health-check/dependencies").await.json()["nextWindow"].clone()
}

#[tokio::test]
async fn an_announced_window_is_listed_and_shown_as_the_next() {
    let world = World::new();
    assert_eq!(next_window(&world).await, Value::Null);
    let announced = announce(&world, 60, 120).await;
    assert_eq!(announced.status, 201);
    let shown = announced.json();
    let expected = json!({
        "id": shown["id"], "start": minute(60), "end": minute(120), "reason": "the yearly upgrade",
        "state": "announced", "announcedAt": minute(0), "changedAt": minute(0),
        "announcedBy": OPERATOR, "changedBy": OPERATOR, "lastStep": "announced",
    });
    assert_eq!(shown, expected);
    assert_eq!(get(&world, WINDOWS).await, json!({ "windows": [expected] }));
    let next = json!({ "start": minute(60), "end": minute(120), "reason": "the yearly upgrade" });
    assert_eq!(next_window(&world).await, next);
    world.clock.pass(SignedDuration::from_mins(60));
    assert_eq!(next_window(&world).await, next);
    world.clock.pass(SignedDuration::from_mins(60));
    assert_eq!(next_window(&world).await, Value::Null);
}

#[tokio::test]
async fn everyone_with_a_token_may_look_and_only_operators_learn_who_did_it() {
    let world = World::new();
    let address = address(&announce(&world, 60, 120).await);
    for path in [WINDOWS, &address] {
        let client_of_today = world.get(path).await;
        assert_eq!(client_of_today.status, 200);
        assert!(client_of_today.text().contains("the yearly upgrade"));
        assert!(!client_of_today.text().contains(OPERATOR) && !client_of_today.text().contains("operations"));
        assert!(world.send(operator(&world, "GET", path, ""), "").await.text().contains(OPERATOR));
        let edge = world.send(operator(&world, "GET", path, "edge"), "").await;
        assert_eq!(edge.status, 200);
        let nobody = world.send(axum::http::Request::get(path), "").await;
        assert_eq!(told(&nobody), (401, "unauthorised".to_owned()));
    }
    let unknown = format!("{WINDOWS}/00000000-0000-4000-8000-000000000000");
    assert_eq!(told(&world.get(&unknown).await), (404, "unknown-window".to_owned()));
}

#[tokio::test]
async fn nobody_without_the_scope_changes_anything() {
    let world = World::new();
    let address = address(&announce(&world, 60, 120).await);
    let window = json!({ "start": minute(200), "end": minute(220), "reason": "more" }).to_string();
    for (method, path, body) in
        [("POST", WINDOWS, &*window), ("PATCH", &address, r#"{"end":"now"}"#), ("DELETE", &address, "")]
    {
        let refused = world.send(operator(&world, method, path, "operations:repair"), body.to_owned()).await;
        assert_eq!(told(&refused), (403, "forbidden".to_owned()), "{method}");
        assert_eq!(refused.problems(), [("scope".to_owned(), "windows:write".to_owned())]);
        let client_of_today = world.send(world.request(method, path), body.to_owned()).await;
        assert_eq!(client_of_today.status, 401, "{method}");
    }
    assert_eq!(get(&world, WINDOWS).await["windows"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn announced_twice_under_one_key_or_id_it_is_one_window() {
    let world = World::new();
    let window = json!({ "start": minute(60), "end": minute(120), "reason": "the yearly upgrade" });
    let keyed = |body: &Value| {
        let request = operator(&world, "POST", WINDOWS, "windows:write").header("Idempotency-Key", "k-1");
        world.send(request, body.to_string())
    };
    let (first, again) = (keyed(&window).await, keyed(&window).await);
    assert_eq!((first.status, first.body), (again.status, again.body));
    let mut other = window.clone();
    other["end"] = json!(minute(130));
    assert_eq!(told(&keyed(&other).await), (422, "id-reused".to_owned()));
    let mut named = json!({ "start": minute(200), "end": minute(220), "reason": "more" });
    named["id"] = json!("6f0f3b4e-5d1c-4a59-9d6e-0a1f5c7e2b11");
    for _ in 0..2 {
        let answer = ask(&world, "POST", WINDOWS, &named).await;
        assert_eq!((answer.status, &answer.json()["id"]), (201, &named["id"]));
    }
    assert_eq!(get(&world, WINDOWS).await["windows"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn a_window_is_extended_ended_and_cancelled() {
    let world = World::new();
    let first = address(&announce(&world, 60, 120).await);
    let extended = ask(&world, "PATCH", &first, &json!({ "end": minute(180) })).await;
    assert_eq!((extended.status, &extended.json()["end"]), (200, &json!(minute(180))));
    let early = ask(&world, "PATCH", &first, &json!({ "end": "now" })).await;
    assert_eq!(told(&early), (409, "window-not-begun".to_owned()));
    let overlapping = announce(&world, 179, 200).await;
    assert_eq!(told(&overlapping), (409, "window-overlaps".to_owned()));
    world.clock.pass(SignedDuration::from_mins(90));
    let ended = ask(&world, "PATCH", &first, &json!({ "end": "now" })).await.json();
    assert_eq!((&ended["end"], &ended["state"]), (&json!(minute(90)), &json!("over")));
    let second = address(&announce(&world, 179, 200).await);
    let cancelled = ask(&world, "DELETE", &second, &Value::Null).await;
    assert_eq!((cancelled.status, &cancelled.json()["state"]), (200, &json!("cancelled")));
    let late = ask(&world, "PATCH", &second, &json!({ "end": minute(300) })).await;
    assert_eq!(told(&late), (409, "window-cancelled".to_owned()));
}

#[tokio::test]
async fn every_problem_of_an_announcement_is_told_at_once() {
    let world = World::new();
    let wrong = json!({ "id": 1, "start": "soon", "end": null, "reason": "", "more": 1 });
    let answer = ask(&world, "POST", WINDOWS, &wrong).await;
    let places: Vec<_> = answer.problems().into_iter().map(|(source, _)| source).collect();
    assert_eq!(
        (answer.status, places),
        (400, ["/more", "/id", "/start", "/end", "/reason"].map(str::to_owned).into())
    );
    let backwards = announce(&world, 120, 60).await;
    assert_eq!(told(&backwards), (422, "ends-before-it-starts".to_owned()));
    assert_eq!(backwards.problems()[0].1, "a window ends after it starts");
    let address = address(&announce(&world, 60, 120).await);
    for body in [json!({}), json!({ "end": "later" }), json!({ "end": minute(180), "start": minute(1) })] {
        assert_eq!(ask(&world, "PATCH", &address, &body).await.status, 400, "{body}");
    }
    assert_eq!(ask(&world, "DELETE", &format!("{WINDOWS}/x"), &Value::Null).await.status, 400);
}

#[tokio::test]
async fn what_cannot_be_noted_is_not_announced() {
    let world = World::new();
    world.journal.go_away();
    let answer = announce(&world, 60, 120).await;
    assert_eq!((told(&answer), answer.header("retry-after")), ((503, "journal-away".to_owned()), "5"));
    assert_eq!(world.get(WINDOWS).await.status, 503);
    world.journal.come_back();
    assert_eq!(announce(&world, 60, 120).await.status, 201);
}

#[tokio::test]
async fn of_many_who_announce_at_once_all_are_noted_that_do_not_overlap() {
    let world = World::new();
    let starts = [0, 10, 20, 5, 15, 25];
    let all = starts.map(|start| announce(&world, 100 + start, 110 + start));
    let answers = futures::future::join_all(all).await;
    let noted = answers.iter().filter(|answer| answer.status == 201).count();
    assert!((2..=3).contains(&noted), "{noted}");
    assert!(answers.iter().all(|answer| [201, 409].contains(&answer.status)));
    assert_eq!(get(&world, WINDOWS).await["windows"].as_array().unwrap().len(), noted);
}
