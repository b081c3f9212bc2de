//! Who may ask what, how it is asked, and what is told.

use axum::http::Request;
use lpa_tests::samples::{creation, document, lpa_uid, operation_id};
use lpa_tests::world::{Token, World};
use serde_json::{Value, json};

use super::{CASE_MANAGER, EVERYTHING, OPERATIONS, asks, does, gets, poisoned, receipt, sends, told};

/// Every request, the scopes that it needs, and a body.
fn requests() -> Vec<(&'static str, String, &'static [&'static str], Value)> {
    let id = receipt(2);
    let reason = json!({ "reason": "typed twice" });
    vec![
        ("GET", OPERATIONS.to_owned(), &["operations:read"], Value::Null),
        ("GET", format!("{id}/dossier"), &["operations:read"], Value::Null),
        (
            "GET",
            format!("{id}/dossier?content=true"),
            &["operations:read", "operations:content"],
            Value::Null,
        ),
        ("POST", format!("{id}/release"), &["operations:repair"], Value::Null),
        ("POST", format!("{id}/discard"), &["operations:repair"], reason),
    ]
}

#[tokio::test]
async fn without_a_token_of_an_operator_nothing_is_told() {
    use lpa_ports::Clock as _;

    let world = World::new();
    poisoned(&world).await;
    let today = Token::at(world.clock.now()).signed();
    for (method, path, _, body) in requests() {
        let stranger = Request::builder().method(method).uri(&path);
        let with_todays = Request::builder().method(method).uri(&path).header("Authorization", today.clone());
        for request in [stranger, with_todays, world.request(method, &path)] {
            let answer = world.send(request, body.to_string()).await;
            assert_eq!(told(&answer), (401, "unauthorised".to_owned()), "{method} {path}");
        }
    }
    assert_eq!(gets(&world, OPERATIONS).await["operations"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn each_request_needs_its_scopes_and_says_which_is_missing() {
    let world = World::new();
    poisoned(&world).await;
    for (method, path, needed, body) in requests() {
        for missing in needed {
            let others = EVERYTHING.split(' ').filter(|scope| scope != missing);
            let scopes: Vec<_> = others.chain(["windows:write", "edge"]).collect();
            let answer = asks(&world, &scopes.join(" "), method, &path, &body).await;
            assert_eq!(told(&answer), (403, "forbidden".to_owned()), "{method} {path} without {missing}");
            assert_eq!(answer.problems(), [("scope".to_owned(), (*missing).to_owned())]);
        }
    }
    // Nothing was done and nobody has looked.
    let dossier = gets(&world, &format!("{}/dossier", receipt(2))).await;
    assert_eq!(dossier["trail"].as_array().unwrap().len(), 2);
    for (method, path, needed, body) in requests() {
        // The discard is in doubt, which is said only to who may discard.
        let answer = asks(&world, &needed.join(" "), method, &path, &body).await;
        assert!(matches!(answer.status, 200 | 409), "{method} {path}: {}", answer.text());
    }
}

#[tokio::test]
async fn content_is_shown_only_when_asked_for_and_the_look_is_in_the_trail() {
    let world = World::new();
    world.register.go_away();
    let name = document().donor.last_name.expose().clone();
    let email = document().donor.email.expose().clone();
    sends(&world, &creation(1, lpa_uid(1), document())).await;
    let path = format!("{}/dossier", receipt(1));
    for path in [OPERATIONS, &path] {
        let text = gets(&world, path).await.to_string();
        assert!(!text.contains(&name) && !text.contains(&email), "{path}");
    }
    let shown = gets(&world, &format!("{path}?content=true")).await;
    assert_eq!((&shown["contentState"], &shown["content"]["kind"]), (&json!("kept"), &json!("create")));
    assert_eq!(shown["content"]["content"]["donor"]["lastName"], json!(name));
    let look = shown["trail"].as_array().unwrap().last().unwrap().clone();
    assert_eq!((&look["event"], &look["by"]), (&json!("revealed"), &json!(CASE_MANAGER)));
    world.register.come_back();
    world.catch_up().await;
    let shown = gets(&world, &format!("{path}?content=true")).await;
    assert_eq!((&shown["contentState"], shown.get("content")), (&json!("gone"), None));
}

#[tokio::test]
async fn a_dossier_tells_everything_but_the_content() {
    let world = World::new();
    poisoned(&world).await;
    let dossier = gets(&world, &format!("{}/dossier", receipt(2))).await;
    assert_eq!(dossier["receipt"], world.get(&receipt(2)).await.json());
    assert_eq!(dossier["receipt"]["mayHaveBeenApplied"], json!(true));
    assert_eq!(
        (&dossier["ahead"], &dossier["behind"], &dossier["attempts"]),
        (&json!(0), &json!(0), &json!(0))
    );
    assert_eq!(dossier["author"], json!(lpa_tests::samples::author()));
    let parked = &dossier["trail"][1];
    assert_eq!((&parked["event"], &parked["reason"]), (&json!("parked"), &dossier["receipt"]["reason"]));
    assert!(dossier.get("content").is_none() && dossier.get("contentState").is_none());
}

#[tokio::test]
async fn a_list_is_read_page_by_page() {
    let world = World::new();
    world.register.go_away();
    for n in 1..=3 {
        sends(&world, &creation(n, lpa_uid(n.into()), document())).await;
    }
    let first = gets(&world, &format!("{OPERATIONS}?limit=2&state=held")).await;
    assert_eq!(first["operations"][0]["receipt"]["id"], json!(operation_id(1)));
    let rest = gets(&world, &format!("{OPERATIONS}?limit=2&after={}", first["next"])).await;
    assert_eq!(rest["operations"][0]["receipt"]["id"], json!(operation_id(3)));
    assert_eq!((rest["operations"].as_array().unwrap().len(), rest.get("next")), (1, None));
    let of_second = gets(&world, &format!("{OPERATIONS}?lpa={}", lpa_uid(2))).await;
    assert_eq!(of_second["operations"][0]["receipt"]["id"], json!(operation_id(2)));
    assert_eq!(gets(&world, &format!("{OPERATIONS}?state=parked")).await, json!({ "operations": [] }));
}

#[tokio::test]
async fn what_is_asked_wrongly_is_a_problem_by_its_place() {
    let world = World::new();
    poisoned(&world).await;
    let places = async |method: &str, path: &str, body: &Value| {
        let answer = asks(&world, EVERYTHING, method, path, body).await;
        assert_eq!(told(&answer), (400, "invalid-request".to_owned()), "{path}");
        answer.problems().into_iter().map(|(source, _)| source).collect::<Vec<_>>()
    };
    let query = format!("{OPERATIONS}?state=lost&lpa=x&after=-1&limit=501&colour=blue");
    assert_eq!(places("GET", &query, &Value::Null).await, ["state", "lpa", "after", "limit", "query"]);
    let dossier = format!("{}/dossier", receipt(2));
    assert_eq!(places("GET", &format!("{dossier}?content=yes"), &Value::Null).await, ["content"]);
    assert_eq!(places("GET", "/v1/operations/x/dossier", &Value::Null).await, ["id"]);
    let discard = format!("{}/discard", receipt(2));
    let sent = json!({ "reason": " ", "acknowledge": "yes", "by": "me" });
    assert_eq!(places("POST", &discard, &sent).await, ["/by", "/reason", "/acknowledge"]);
    assert_eq!(places("POST", &discard, &json!({})).await, ["/reason"]);
    assert_eq!(
        places("POST", &format!("{}/release", receipt(2)), &json!({ "reason": 1 })).await,
        ["/reason"]
    );
}

#[tokio::test]
async fn what_was_never_recorded_is_unknown_and_an_absent_journal_is_not_an_empty_one() {
    let world = World::new();
    let nothing = (404, "unknown-operation".to_owned());
    for path in ["dossier", "dossier?content=true"] {
        let path = format!("{}/{path}", receipt(9));
        assert_eq!(told(&asks(&world, EVERYTHING, "GET", &path, &Value::Null).await), nothing);
    }
    assert_eq!(told(&does(&world, 9, "release", &Value::Null).await), nothing);
    assert_eq!(told(&does(&world, 9, "discard", &json!({ "reason": "x" })).await), nothing);
    world.journal.go_away();
    let answer = asks(&world, EVERYTHING, "GET", OPERATIONS, &Value::Null).await;
    assert_eq!((told(&answer), answer.header("retry-after")), ((503, "journal-away".to_owned()), "5"));
}

#[tokio::test]
async fn an_operator_may_read_the_receipt_that_an_answer_names() {
    let world = World::new();
    poisoned(&world).await;
    let answer = asks(&world, "operations:read", "GET", &receipt(2), &Value::Null).await;
    assert_eq!((answer.status, &answer.json()["state"]), (200, &json!("parked")));
    assert_eq!(asks(&world, "windows:write", "GET", &receipt(2), &Value::Null).await.status, 401);
}
