//! What answers of today's LPA Store mean, and what its calls look like: over sockets, against a server that says what a
//! script says.

#![expect(clippy::unwrap_used, reason = "a test says what went wrong by failing")]

#[path = "../classification/around.rs"]
mod around;
#[path = "../classification/script.rs"]
mod script;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use around::{At, NoDocuments, name};
use jiff::SignedDuration;
use lpa_adapters_http::{AwsCredentials, BadLpaStore, LpaStore, LpaStoreRegister, Senders};
use lpa_domain::document::example;
use lpa_domain::{Act, LpaUid, Operation, OperationId, Refusal};
use lpa_ports::{Clock as _, Register as _, RegisterError};
use script::{Script, reply};

const SOON: Duration = Duration::from_millis(300);
const NOON: At = At("2026-03-02T12:00:00Z");
const SECRET: &str = "a made-up secret of the tests, 33";
const EXISTS: &str = r#"{"code":"INVALID_REQUEST","detail":"LPA with UID already exists"}"#;
const ABSENT: &str = r#"{"code":"NOT_FOUND","detail":"Record not found"}"#;

fn settings(url: String) -> LpaStore {
    let store = LpaStore::new(url, SECRET, "opg.poas.sirius");
    LpaStore {
        senders: Senders::One,
        timeout: SOON,
        question_timeout: SOON,
        under_way: Duration::ZERO,
        clocks_differ: SignedDuration::ZERO,
        ..store
    }
}

fn register(store: LpaStore) -> LpaStoreRegister {
    LpaStoreRegister::new(store, Arc::new(NoDocuments), Arc::new(NOON)).unwrap()
}

fn uid() -> LpaUid {
    "M-3779-9919-9529".parse().unwrap()
}

/// Accepted after the register was opened: nobody has sent it.
fn creation() -> Operation {
    Operation {
        id: OperationId(uuid::Uuid::from_u128(7)),
        uid: uid(),
        idempotency_key: None,
        author: "urn:opg:sirius:users:34".parse().unwrap(),
        requested_at: "2026-03-02T12:00:01Z".parse().unwrap(),
        act: Act::Create(Box::new(example::lpa_document(2))),
    }
}

/// What an answer to a write is taken for, and one to a question: the LPA, its history and its static copy are asked for
/// at once.
async fn meaning(answer: Vec<u8>) -> (&'static str, &'static str) {
    let script = Script::answering([answer.clone(), answer.clone(), answer.clone(), answer]).await;
    let register = register(settings(script.url()));
    let applied = name(&register.apply(&creation()).await.unwrap_err());
    let asked = match register.lpa(uid()).await {
        Ok(None) => "absent",
        Ok(Some(_)) => "found",
        Err(error) => name(&error),
    };
    (applied, asked)
}

#[tokio::test]
async fn every_status_of_the_store_has_its_meaning() {
    for (status, body, expected) in [
        (200, "{}", ("OutcomeUnknown", "Unreadable")),
        (204, "", ("OutcomeUnknown", "Unreadable")),
        (301, "", ("Offline", "Offline")),
        (400, "{}", ("Unreadable", "Unreadable")),
        (400, EXISTS, ("Refused", "Unreadable")),
        (401, r#"{"code":"UNAUTHORISED","detail":"Invalid JWT"}"#, ("Offline", "Offline")),
        (403, r#"{"message":"Missing Authentication Token"}"#, ("Offline", "Offline")),
        (404, ABSENT, ("Refused", "absent")),
        (404, "couldn't match URL: /lpas", ("Offline", "Offline")),
        (413, "", ("Unreadable", "Unreadable")),
        (429, "", ("Offline", "Offline")),
        (500, r#"{"code":"INTERNAL_SERVER_ERROR","detail":"x"}"#, ("OutcomeUnknown", "Offline")),
        (502, r#"{"message":"Internal server error"}"#, ("OutcomeUnknown", "Offline")),
        (503, "", ("OutcomeUnknown", "Offline")),
        (504, "", ("OutcomeUnknown", "Offline")),
    ] {
        assert_eq!(meaning(reply(status, body)).await, expected, "{status} {body}");
    }
}

#[tokio::test]
async fn refusals_of_the_store_are_passed_on_word_for_word() {
    let body = r#"{"code":"INVALID_REQUEST","detail":"Invalid request",
        "errors":[{"source":"/donor/uid","detail":"invalid format"}]}"#;
    let script = Script::answering([reply(400, body), reply(400, EXISTS)]).await;
    let register = register(settings(script.url()));
    let RegisterError::Refused(refusal) = register.apply(&creation()).await.unwrap_err() else { panic!() };
    assert_eq!((&*refusal.errors[0].source, &*refusal.errors[0].detail), ("/donor/uid", "invalid format"));
}

#[tokio::test]
async fn a_uid_that_is_taken_is_refused_as_such() {
    let script = Script::answering([reply(400, EXISTS)]).await;
    let error = register(settings(script.url())).apply(&creation()).await.unwrap_err();
    assert!(matches!(error, RegisterError::Refused(refusal) if refusal == Refusal::already_exists()));
}

#[tokio::test]
async fn a_store_that_hangs_or_hangs_up_may_have_done_it_and_one_that_is_not_there_has_not() {
    let silent = Script::silent().await;
    let hanging_up = Script::answering([]).await;
    for url in [silent.url(), hanging_up.url()] {
        let register = register(settings(url));
        assert_eq!(name(&register.apply(&creation()).await.unwrap_err()), "OutcomeUnknown");
        assert_eq!(name(&register.lpa(uid()).await.unwrap_err()), "Offline");
    }
    let gone = hanging_up.url();
    drop(hanging_up);
    assert_eq!(name(&register(settings(gone)).apply(&creation()).await.unwrap_err()), "Offline");
}

/// The headers of a request.
fn headers(request: &str) -> HashMap<&str, &str> {
    let head = request.split_once("\r\n\r\n").unwrap().0;
    head.lines().skip(1).filter_map(|line| line.split_once(": ")).collect()
}

#[tokio::test]
async fn a_call_carries_a_token_of_its_author_and_no_signature_unless_it_is_wanted() {
    let script = Script::answering([reply(401, "")]).await;
    register(settings(script.url())).apply(&creation()).await.unwrap_err();
    let request = script.request();
    assert!(request.starts_with("PUT /lpas/M-3779-9919-9529 HTTP/1.1\r\n"), "{request}");
    let headers = headers(&request);
    assert!(headers["x-jwt-authorization"].starts_with("Bearer eyJ"));
    assert_eq!((headers.get("authorization"), headers["content-type"]), (None, "application/json"));
}

#[tokio::test]
async fn a_signed_call_names_the_gateway_and_leaves_the_token_in_its_place() {
    let script = Script::answering([reply(401, "")]).await;
    let signing = AwsCredentials {
        key_id: "AKIDEXAMPLE".to_owned().into(),
        secret: "made up".to_owned().into(),
        session_token: Some("a session".to_owned().into()),
        region: "eu-west-1".to_owned(),
    };
    let store = LpaStore { signing: Some(signing), ..settings(script.url()) };
    register(store).apply(&creation()).await.unwrap_err();
    let request = script.request();
    let headers = headers(&request);
    let signed = "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260302/eu-west-1/execute-api/aws4_request, \
        SignedHeaders=host;x-amz-date;x-amz-security-token;x-jwt-authorization, Signature=";
    assert!(headers["authorization"].starts_with(signed), "{}", headers["authorization"]);
    assert_eq!((headers["x-amz-date"], headers["x-amz-security-token"]), ("20260302T120000Z", "a session"));
    assert!(headers["x-jwt-authorization"].starts_with("Bearer eyJ"));
}

#[tokio::test]
async fn settings_that_cannot_be_used_are_refused_before_anything_is_sent() {
    let bad =
        |store: LpaStore| LpaStoreRegister::new(store, Arc::new(NoDocuments), Arc::new(NOON)).unwrap_err();
    let good = || settings("http://127.0.0.1:1".to_owned());
    assert!(matches!(bad(LpaStore { url: "ftp://x".to_owned(), ..good() }), BadLpaStore::Url));
    assert!(matches!(bad(LpaStore { secret: "short".to_owned().into(), ..good() }), BadLpaStore::Secret));
    assert!(matches!(bad(LpaStore { issuer: "causeway".to_owned(), ..good() }), BadLpaStore::Issuer));
    assert!(!format!("{:?}", good()).contains("made-up"));
}

#[tokio::test]
async fn what_was_accepted_by_a_clock_a_little_ahead_of_the_start_is_looked_for_before_it_is_sent() {
    // A token of an edge may be 30 seconds ahead (docs/API.md): so may its clock be when it accepts an operation.
    for (second, begins) in [(30, "GET /lpas/M-3779-9919-9529"), (31, "PUT /lpas/M-3779-9919-9529 ")] {
        let script = Script::answering([reply(404, ABSENT), reply(404, ABSENT), reply(404, ABSENT)]).await;
        let of_its_own = LpaStore::new(script.url(), SECRET, "opg.poas.sirius");
        let store = LpaStore { clocks_differ: of_its_own.clocks_differ, ..settings(script.url()) };
        let requested_at = NOON.now() + SignedDuration::from_secs(second);
        drop(register(store).apply(&Operation { requested_at, ..creation() }).await);
        assert!(script.request().starts_with(begins), "{second}: {}", script.request());
    }
}
