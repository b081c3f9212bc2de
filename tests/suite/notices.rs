//! Callers who were told `held` are told what has become of it: `docs/API.md`, "Being told".

use std::sync::{Arc, Mutex};
use std::time::Duration;

use aws_lc_rs::hmac;
use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use axum::{Router, body::Body};
use jiff::SignedDuration;
use lpa_adapters_http::Receiver;
use lpa_domain::document::example;
use lpa_ports::Clock as _;
use lpa_tests::until;
use lpa_tests::world::{Choices, SECRET, Token, World};
use serde_json::{Value, json};

const UID: &str = "M-3779-9919-9529";
const PATIENCE: Duration = Duration::from_secs(30);

/// One delivery, as it arrived.
#[derive(Clone)]
struct Arrived {
    headers: HeaderMap,
    body: Bytes,
}

impl Arrived {
    fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    fn header(&self, name: &str) -> &str {
        self.headers[name].to_str().unwrap()
    }

    /// As a receiver would check it.
    fn is_signed(&self) -> bool {
        let signed = [self.header("causeway-timestamp").as_bytes(), b".", &self.body].concat();
        let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, SECRET.as_bytes()), &signed);
        let hex = tag.as_ref().iter().fold("v1=".to_owned(), |hex, byte| hex + &format!("{byte:02x}"));
        self.header("causeway-signature") == hex
    }
}

/// A service that is told, and answers as it is told to.
#[derive(Clone, Default)]
struct Service {
    arrived: Arc<Mutex<Vec<Arrived>>>,
    answers: Arc<Mutex<Vec<StatusCode>>>,
}

impl Service {
    /// Answers these first, and then always 204.
    fn answering(first: &[StatusCode]) -> Self {
        let answers = first.iter().rev().copied().collect();
        Self { arrived: Arc::default(), answers: Arc::new(Mutex::new(answers)) }
    }

    /// Serves on loopback until the test ends; its address.
    async fn serve(&self) -> String {
        let service = self.clone();
        let told = move |headers: HeaderMap, body: Bytes| async move {
            service.arrived.lock().unwrap().push(Arrived { headers, body });
            service.answers.lock().unwrap().pop().unwrap_or(StatusCode::NO_CONTENT)
        };
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move { axum::serve(listener, Router::new().route("/told", post(told))).await });
        format!("http://{address}/told")
    }

    fn arrived(&self) -> Vec<Arrived> {
        self.arrived.lock().unwrap().clone()
    }
}

/// A world that tells the author of its requests at `url`.
fn telling(url: &str, authors: &str) -> World {
    let receiver = Receiver {
        name: "the service".to_owned(),
        authors: authors.to_owned(),
        url: url.to_owned(),
        secret: SECRET.to_owned().into(),
    };
    let budget = Duration::from_millis(50);
    World::with(Choices { budget, webhooks: vec![receiver], ..Choices::default() })
}

/// An LPA is sent while the register is away; the operation.
async fn held(world: &World) -> String {
    world.register.go_away();
    let answer = world.put(&format!("/lpas/{UID}"), example::bytes(0)).await;
    assert_eq!(answer.status, 202, "{}", answer.text());
    answer.json()["operationId"].as_str().unwrap().to_owned()
}

/// Waits for the `count`-th delivery, while time passes.
async fn told(world: &World, service: &Service, count: usize) -> Vec<Arrived> {
    until("the service is told", PATIENCE, async || {
        world.pass(SignedDuration::from_secs(3));
        Some(service.arrived()).filter(|arrived| arrived.len() >= count)
    })
    .await
}

#[tokio::test]
async fn who_was_told_held_is_told_what_became_of_it() {
    let service = Service::default();
    let world = telling(&service.serve().await, "urn:opg:poas:makeregister:");
    let operation = held(&world).await;
    world.register.come_back();
    world.catch_up().await;
    let arrived = told(&world, &service, 1).await;
    let told = arrived[0].json();
    assert_eq!(
        (&told["type"], &told["receipt"]["id"], &told["receipt"]["state"]),
        (&json!("operation-settled"), &json!(operation), &json!("applied"))
    );
    assert_eq!(told["id"], arrived[0].header("causeway-notice"));
    assert!(arrived[0].is_signed());
    let sent = arrived[0].header("causeway-timestamp").parse::<i64>().unwrap();
    assert!(sent <= world.clock.now().as_second());
}

#[tokio::test]
async fn a_held_operation_that_is_refused_in_the_end_is_told_with_the_reason() {
    let service = Service::default();
    let world = telling(&service.serve().await, "urn:opg:poas:makeregister:");
    assert_eq!(world.put(&format!("/lpas/{UID}"), example::bytes(1)).await.status, 201);
    held(&world).await;
    world.register.come_back();
    world.catch_up().await;
    let receipt = told(&world, &service, 1).await[0].json()["receipt"].clone();
    assert_eq!(
        (&receipt["state"], &receipt["refusal"]["code"]),
        (&json!("refused"), &json!("already-exists"))
    );
}

#[tokio::test]
async fn a_receiver_that_fails_is_told_again_under_the_same_name() {
    let failing = [StatusCode::INTERNAL_SERVER_ERROR, StatusCode::FOUND, StatusCode::NOT_FOUND];
    let service = Service::answering(&failing);
    let world = telling(&service.serve().await, "urn:opg:poas:makeregister:");
    held(&world).await;
    world.register.come_back();
    world.catch_up().await;
    let arrived = told(&world, &service, 4).await;
    let names: Vec<&str> = arrived.iter().map(|each| each.header("causeway-notice")).collect();
    assert_eq!(names, [names[0]; 4]);
}

#[tokio::test]
async fn nobody_is_told_of_the_work_of_others() {
    let service = Service::default();
    let world = telling(&service.serve().await, "urn:opg:sirius:");
    held(&world).await;
    world.register.come_back();
    world.catch_up().await;
    until("the notice is put aside", PATIENCE, async || {
        world.pass(SignedDuration::from_secs(60));
        let now = world.clock.now();
        let claim = lpa_domain::NoticeClaim { now, until: now, limit: 1 };
        world.causeway.ports().notices.due(claim).await.unwrap().is_empty().then_some(())
    })
    .await;
    assert_eq!(service.arrived().len(), 0);
}

#[tokio::test]
async fn what_was_settled_can_be_asked_for_page_by_page() {
    let world = World::with(Choices { budget: Duration::from_millis(50), ..Choices::default() });
    let operation = held(&world).await;
    world.register.come_back();
    world.catch_up().await;
    let events = ask(&world, "operations:read", "").await;
    assert_eq!(events.0, 200);
    assert_eq!(
        (events.1["events"].as_array().unwrap().len(), &events.1["events"][0]["receipt"]["id"]),
        (1, &json!(operation))
    );
    let next = events.1["next"].as_str().unwrap();
    let rest = ask(&world, "operations:read", &format!("?after={next}&limit=5")).await.1;
    assert_eq!((&rest["events"], &rest["next"]), (&json!([]), &json!(next)));
}

#[tokio::test]
async fn events_are_for_operators_who_may_read_operations() {
    let world = World::new();
    assert_eq!(ask(&world, "windows:write", "").await.0, 403);
    assert_eq!(world.get("/v1/events").await.status, 401);
    let (status, problem) = ask(&world, "operations:read", "?after=x&limit=0").await;
    assert_eq!((status, problem["errors"].as_array().unwrap().len()), (400, 2));
}

async fn ask(world: &World, scope: &str, query: &str) -> (u16, Value) {
    let now = world.clock.now();
    let token = Token::at(now)
        .with("iss", "causeway")
        .with("aud", "causeway")
        .with("sub", "urn:opg:sirius:users:34")
        .with("scope", scope)
        .with("exp", (now + SignedDuration::from_mins(5)).as_second())
        .signed();
    let request = axum::http::Request::get(format!("/v1/events{query}"));
    let request = request.header("Authorization", format!("Bearer {token}"));
    let answer = world.send(request, Body::empty()).await;
    (answer.status, answer.json())
}
