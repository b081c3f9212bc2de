//! The log: one line per request with fixed fields, and nothing personal in any of them.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::io::{self, Write};
use std::sync::Once;
use std::time::Duration;

use causeway::log::JsonLines;
use lpa_domain::document::example;
use lpa_ports::Clock as _;
use lpa_tests::personal::texts;
use lpa_tests::world::{AUTHOR, Choices, SECRET, Token, World};
use serde_json::{Value, json};
use tracing_subscriber::layer::SubscriberExt as _;

const ADDRESS: &str = "/lpas/M-3779-9919-9529";
const TRACE: &str = "4bf92f3577b34da6a3ce929d0e0e4736";

thread_local! {
    /// What was logged on this thread since a test of this module began on it. Its runtime has no other thread.
    static WRITTEN: RefCell<Option<Vec<u8>>> = const { RefCell::new(None) };
}

/// What was logged on this thread.
pub(crate) struct Lines;

/// Writes to the thread that logs. One for the whole process: a subscriber per thread would race with other tests for what
/// is logged at all.
#[derive(Clone, Copy)]
struct ToThisThread;

impl Write for ToThisThread {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        WRITTEN
            .with_borrow_mut(|written| written.iter_mut().for_each(|lines| lines.extend_from_slice(bytes)));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Lines {
    pub(crate) fn begin() -> Self {
        static STARTED: Once = Once::new();
        STARTED.call_once(|| {
            let lines = tracing_subscriber::registry().with(JsonLines::to(|| ToThisThread));
            tracing::subscriber::set_global_default(lines).unwrap();
        });
        WRITTEN.set(Some(Vec::new()));
        Self
    }

    #[expect(clippy::unused_self, reason = "whoever has begun may ask")]
    pub(crate) fn text(&self) -> String {
        WRITTEN.with_borrow(|written| String::from_utf8(written.clone().unwrap()).unwrap())
    }

    fn of_requests(&self) -> Vec<Value> {
        let all = self.text();
        let lines = all.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        lines.filter(|line| line["msg"] == "request").collect()
    }
}

#[tokio::test]
async fn each_request_is_one_line_with_the_fixed_fields() {
    let lines = Lines::begin();
    let world = World::new();
    let parent = format!("00-{TRACE}-00f067aa0ba902b7-01");
    world.send(world.request("GET", &format!("{ADDRESS}?a=b")).header("traceparent", parent), "").await;
    let written = lines.of_requests();
    assert_eq!(written.len(), 1);
    let line = &written[0];
    let names: BTreeSet<&str> = line.as_object().unwrap().keys().map(String::as_str).collect();
    let fixed = ["duration_ms", "level", "msg", "request", "service_name", "status", "time", "trace_id"];
    assert_eq!(names, BTreeSet::from(fixed));
    assert_eq!(line["request"], json!({ "method": "GET", "path": ADDRESS }));
    assert_eq!(
        (&line["level"], &line["status"], &line["trace_id"]),
        (&json!("INFO"), &json!(404), &json!(TRACE))
    );
    assert!(line["time"].as_str().unwrap().parse::<jiff::Timestamp>().is_ok());
}

#[tokio::test]
async fn that_the_register_is_away_and_that_it_is_back_is_said_once_each() {
    let lines = Lines::begin();
    let world = World::new();
    world.put(ADDRESS, example::bytes(0)).await;
    assert!(!lines.text().contains("a dependency is"), "nothing was wrong yet");
    world.register.go_away();
    for n in 1..4 {
        world.put(&format!("/lpas/{}", lpa_tests::samples::lpa_uid(n)), example::bytes(n)).await;
    }
    world.register.come_back();
    world.catch_up().await;
    let all = lines.text();
    let said = all.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let said: Vec<_> = said.filter(|line| line["dependency"] == "register").collect();
    assert_eq!(said.len(), 2, "{said:?}");
    assert_eq!((&said[0]["level"], &said[0]["cause"]), (&json!("WARN"), &json!("refused")));
    assert_eq!((&said[1]["level"], said[1]["seconds"].is_u64()), (&json!("INFO"), true));
}

#[tokio::test]
async fn a_path_is_named_by_its_route_and_the_uid() {
    let lines = Lines::begin();
    let world = World::new();
    for path in ["/lpas/Spust", "/images/M-1/scans/rc_0_Spust.png?Spust", "/Spust", "/health-check?Spust"] {
        world.get(path).await;
    }
    let paths: Vec<Value> = lines.of_requests().iter().map(|line| line["request"]["path"].clone()).collect();
    assert_eq!(paths, ["/lpas/{uid}", "/images/{*path}", "unknown", "/health-check"]);
    assert!(!lines.text().contains("Spust"));
}

#[tokio::test]
async fn no_line_holds_anything_personal() {
    let lines = Lines::begin();
    let world = World::with(Choices { budget: Duration::from_millis(20), ..Choices::default() });
    let token = Token::at(world.clock.now()).signed();
    let mut personal = BTreeSet::from([AUTHOR.to_owned(), SECRET.to_owned(), token]);
    for variant in 0..20 {
        personal.extend(texts(&serde_json::from_slice(&example::bytes(variant)).unwrap()));
        converse(&world, variant).await;
    }
    let text = lines.text();
    assert!(lines.of_requests().len() > 200 && personal.len() > 200, "nothing was looked at");
    for value in personal {
        assert!(!text.contains(&value), "{value}");
    }
}

/// Good and bad requests about one document, with everything behind failing in turn.
async fn converse(world: &World, variant: u64) {
    let uid = lpa_tests::samples::lpa_uid(variant + 1);
    let (path, updates) = (format!("/lpas/{uid}"), format!("/lpas/{uid}/updates"));
    let whole = example::bytes(variant);
    let document: Value = serde_json::from_slice(&whole).unwrap();
    let name = document["donor"]["lastName"].clone();
    let change = json!({ "key": "/donor/lastName", "old": name, "new": name });
    let misplaced = json!({ "type": name, "lpaType": name, "donor": document["donor"], "attorneys": name });
    for away in [&world.journal, &world.documents, &world.register] {
        away.go_away();
        world.put(&path, whole.clone()).await;
        world.get(&path).await;
        away.come_back();
    }
    world.put(&path, whole[..whole.len() / 2].to_vec()).await;
    world.put(&path, misplaced.to_string()).await;
    world.put(&path, whole.clone()).await;
    world.catch_up().await;
    world.put(&path, whole).await;
    world.post(&updates, json!({ "type": "CORRECTION", "changes": [change] }).to_string()).await;
    world.post(&updates, misplaced.to_string()).await;
    world.post("/cases", document.to_string()).await;
    world.get(&format!("/lpas/{}?{}", "donor", "lastName")).await;
    world.get(&updates).await;
}
