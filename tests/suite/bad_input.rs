//! Input that is wrong in ways no client means: always a 4xx in the surface's words, nothing stored, no panic.

use std::time::Duration;

use axum::http::Request;
use lpa_domain::document::example;
use lpa_tests::world::{Answer, World};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

const ADDRESS: &str = "/lpas/M-3779-9919-9529";
const UPDATES: &str = "/lpas/M-3779-9919-9529/updates";

/// Refused in the words of contract section 1.1. A panic would have been 500.
fn assert_refused(answer: &Answer, what: &str) {
    assert_eq!((answer.status, &answer.json()["code"]), (400, &json!("INVALID_REQUEST")), "{what:.80}");
    assert_eq!(answer.header("content-type"), "application/json");
}

async fn assert_nothing_stored(world: &World) {
    assert_eq!(world.get(ADDRESS).await.status, 404);
    assert_eq!(world.causeway.ports().journal.backlog().await.unwrap().held, 0);
}

fn document_with(pointer: &str, value: Value) -> Vec<u8> {
    let mut document: Value = serde_json::from_slice(&example::bytes(4)).unwrap();
    *document.pointer_mut(pointer).unwrap() = value;
    serde_json::to_vec(&document).unwrap()
}

/// Bodies that are no JSON, or JSON of no use.
fn formless() -> Vec<Vec<u8>> {
    let deep = |open: &str, close: &str| [open.repeat(1_000), close.repeat(1_000)].concat().into_bytes();
    let texts =
        ["", " ", "{", "}", "nul", "{} x", "\u{feff}{}", "[1,]", "'a'", "{\"a\":1e999}", "\"", "\\", "5"];
    let mut bodies: Vec<Vec<u8>> = texts.iter().map(|text| text.as_bytes().to_vec()).collect();
    bodies.extend([deep("[", "]"), deep(r#"{"donor":"#, "}"), vec![0; 64], vec![0xff; 64]]);
    bodies.push(b"{\"lpaType\":\"\xc3\x28\"}".to_vec());
    bodies.push(br#"{"lpaType":"\ud800"}"#.to_vec());
    bodies.push(br#"{"channel":"paper","donor":{"firstNames":"a\u0000b"}}"#.to_vec());
    bodies
}

#[tokio::test]
async fn what_is_no_json_is_refused_everywhere() {
    let world = World::new();
    for body in formless() {
        let what = String::from_utf8_lossy(&body).into_owned();
        assert_refused(&world.put(ADDRESS, body.clone()).await, &what);
        assert_refused(&world.post("/lpas", body.clone()).await, &what);
        assert_refused(&world.send(Request::post("/cases"), body).await, &what);
    }
    assert_nothing_stored(&world).await;
    world.put(ADDRESS, example::bytes(0)).await;
    for body in formless() {
        let what = String::from_utf8_lossy(&body).into_owned();
        assert_refused(&world.post(UPDATES, body).await, &what);
    }
    assert_eq!(world.get(UPDATES).await.json().as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn wrong_types_and_absurd_values_are_refused_even_on_paper() {
    let world = World::new();
    for (pointer, value) in [
        ("", json!([])),
        ("", json!(null)),
        ("/lpaType", json!(5)),
        ("/donor", json!("x")),
        ("/donor", json!([])),
        ("/donor/address", json!(true)),
        ("/donor/firstNames", json!({})),
        ("/attorneys", json!({})),
        ("/attorneys/0", json!(7)),
        ("/attorneys/0/uid", json!(7)),
        ("/signedAt", json!(5)),
        ("/signedAt", json!("")),
        ("/signedAt", json!("yesterday")),
        ("/signedAt", json!("2024-01-10")),
        ("/signedAt", json!("99999-01-01T00:00:00Z")),
        ("/signedAt", json!("2024-02-30T00:00:00Z")),
        ("/signedAt", json!("-0001-01-01T00:00:00Z")),
        ("/restrictionsAndConditionsImages", json!({})),
        ("/restrictionsAndConditionsImages/0", json!("x")),
        ("/restrictionsAndConditionsImages/0/data", json!("not base64!")),
        ("/restrictionsAndConditionsImages/0/data", json!("YWJ")),
    ] {
        let answer = world.put(ADDRESS, document_with(pointer, value.clone())).await;
        assert_refused(&answer, &format!("{pointer} {value}"));
        assert!(!answer.problems().is_empty(), "{pointer} {value}: no place is named");
    }
    assert_nothing_stored(&world).await;
}

#[tokio::test]
async fn a_file_name_that_is_a_path_is_refused() {
    // contract section 9, W22
    let world = World::new();
    for name in
        ["../../x.png", "a/b.png", "a\\b.png", "..", ".", "", "a\nb.png", "a\u{0}b.png", &"x".repeat(5_000)]
    {
        let body = document_with("/restrictionsAndConditionsImages/0/filename", json!(name));
        assert_refused(&world.put(ADDRESS, body).await, name);
    }
    assert_nothing_stored(&world).await;
}

#[tokio::test]
async fn updates_that_point_nowhere_are_refused() {
    // contract sections 5.2 and 9.4: today some of these crash
    let world = World::new();
    world.put(ADDRESS, example::bytes(0)).await;
    let huge = "9".repeat(400);
    for (kind, key) in [
        ("ATTORNEY_SIGN", "/attorneys/-1/mobile"),
        ("ATTORNEY_SIGN", "/attorneys/99/mobile"),
        ("ATTORNEY_SIGN", "/attorneys/18446744073709551616/mobile"),
        ("ATTORNEY_SIGN", huge.as_str()),
        ("ATTORNEY_SIGN", "/attorneys//mobile"),
        ("ATTORNEY_DECISIONS", "/attorneys/-1/cannotMakeJointDecisions"),
        ("TRUST_CORPORATION_SIGN", "/trustCorporations/0/signatories/-1/firstNames"),
        ("CORRECTION", "/donor/address/dateOfBirth"),
        ("CORRECTION", ""),
        ("REGISTER", "/status"),
    ] {
        for (old, new) in [(json!(null), json!("x")), (json!({}), json!([])), (json!(5), json!(1e300))] {
            let update = json!({ "type": kind, "changes": [{ "key": key, "old": old, "new": new }] });
            assert_refused(&world.post(UPDATES, update.to_string()).await, &update.to_string());
        }
    }
    assert_eq!(world.get(UPDATES).await.json().as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn odd_headers_are_harmless() {
    let world = World::new();
    let huge = "x".repeat(100_000);
    for name in ["x-jwt-authorization", "authorization", "traceparent", "x-amzn-trace-id", "content-type"] {
        for value in ["", "\u{7f}", "\u{e9}", "-", "00-", "Root=", ";;;", &huge] {
            let Ok(value) = axum::http::HeaderValue::from_bytes(value.as_bytes()) else { continue };
            let answer = world.send(Request::get(ADDRESS).header(name, value), "").await;
            assert_eq!(answer.status, 401, "{name}");
        }
    }
}

#[test]
fn arbitrary_bytes_never_make_it_fail() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let world = runtime.block_on(async { World::new() });
    let bodies = prop_oneof![
        proptest::collection::vec(any::<u8>(), 0..200),
        r#"\{"(type|channel|donor|uids|changes|attorneys)":[\[\]{}0-9a-z",:]{0,40}\}"#
            .prop_map(String::into_bytes),
    ];
    let mut runner = TestRunner::new(Config { cases: 300, failure_persistence: None, ..Config::default() });
    let checked = runner.run(&bodies, |body| {
        let answers = runtime.block_on(async {
            let cases = Request::post("/cases");
            let (put, list) =
                (world.put(ADDRESS, body.clone()).await, world.post("/lpas", body.clone()).await);
            [put, list, world.post(UPDATES, body.clone()).await, world.send(cases, body).await]
        });
        for answer in answers {
            prop_assert!((200..500).contains(&answer.status), "{}", answer.status);
        }
        Ok(())
    });
    checked.unwrap();
}

/// Serves a world on a port of its own, for what only a real connection shows.
async fn serve(world: &World) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let router = world.router();
    tokio::spawn(async move { axum::serve(listener, router).await });
    format!("http://{address}")
}

fn client() -> reqwest::Client {
    reqwest::Client::builder().timeout(Duration::from_secs(20)).build().unwrap()
}

#[tokio::test]
async fn a_body_of_ten_megabytes_is_refused_and_the_caller_hears_it() {
    let world = World::new();
    let base = serve(&world).await;
    let token = world.request("PUT", "/").headers_ref().unwrap()["x-jwt-authorization"].clone();
    let token = token.to_str().unwrap();
    let length = 10 * 1024 * 1024;
    for line in
        [format!("PUT {ADDRESS}"), format!("POST {UPDATES}"), "POST /lpas".into(), "POST /cases".into()]
    {
        // A client that sends everything before it listens.
        let mut stream = TcpStream::connect(base.trim_start_matches("http://")).await.unwrap();
        let head = format!(
            "{line} HTTP/1.1\r\nhost: x\r\nx-jwt-authorization: {token}\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n"
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        stream.write_all(&vec![b' '; length]).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 413 "), "{line}: {answer}");
        assert!(
            answer.ends_with(r#"{"code":"PAYLOAD_TOO_LARGE","detail":"Body larger than 6 MiB"}"#),
            "{answer}"
        );
    }
    assert_nothing_stored(&world).await;
}

#[tokio::test]
async fn every_answer_has_a_date() {
    // contract section 1: a client reads it
    let world = World::new();
    let base = serve(&world).await;
    for path in [ADDRESS, "/health-check", "/nowhere"] {
        let answer = client().get(format!("{base}{path}")).send().await.unwrap();
        assert!(answer.headers().contains_key("date"), "{path}");
    }
}
