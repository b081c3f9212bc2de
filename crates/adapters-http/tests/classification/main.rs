//! What each answer means, against a server that says what a script says: every row of the table in `src/classify.rs`.

#![expect(clippy::unwrap_used, reason = "a test says what went wrong by failing")]

mod around;
mod drafts;
mod script;

use std::sync::Arc;
use std::time::Duration;

use around::{At, NoDocuments, name};
use jiff::SignedDuration;
use lpa_adapters_http::{BadUpstream, Connection, HttpRegister, HttpUids, Upstream};
use lpa_domain::{Act, Author, LpaUid, Operation, OperationId, RefusalCode, Update};
use lpa_ports::{Clock as _, Register, RegisterError, Uids, UidsError};
use script::{Script, reply};

const NINE: At = At("2026-03-02T09:00:00Z");
const SECRET: &str = "a made-up secret of the tests, 33";
const RECEIPT: &str = r#""id":"01900000-0000-4000-8000-000000000001","uid":"M-3779-9919-9529","type":"REGISTER","requestedAt":"2026-03-02T09:00:00Z""#;

/// An empty answer that does not say when to come again.
fn reply_without_retry_after(status: u16) -> Vec<u8> {
    let whole = String::from_utf8(reply(status, "")).unwrap();
    whole.replace("retry-after: 5\r\n", "").into_bytes()
}

fn connection(url: &str) -> Connection {
    let timeout = Duration::from_millis(300);
    let upstream = Upstream { timeout, ..Upstream::new(url, SECRET) };
    Connection::new(&upstream, Arc::new(NINE)).unwrap()
}

fn register(script: &Script) -> HttpRegister {
    HttpRegister::new(connection(&script.url()), Arc::new(NoDocuments))
}

fn uid() -> LpaUid {
    "M-3779-9919-9529".parse().unwrap()
}

fn operation() -> Operation {
    let author: Author = "urn:opg:poas:sirius:users:34".parse().unwrap();
    let id: OperationId = "01900000-0000-4000-8000-000000000001".parse().unwrap();
    let act = Act::Update(Update::default());
    Operation { id, uid: uid(), idempotency_key: None, author, requested_at: NINE.now(), act }
}

/// What an answer means to an operation and to a question: the names of the errors.
async fn means(answer: Vec<u8>) -> (&'static str, &'static str) {
    let script = Script::answering([answer.clone(), answer]).await;
    let register = register(&script);
    let applied = name(&register.apply(&operation()).await.unwrap_err());
    let asked = match register.lpa(uid()).await {
        Ok(None) => "absent",
        Ok(Some(_)) => "found",
        Err(error) => name(&error),
    };
    (applied, asked)
}

#[tokio::test]
async fn every_status_has_its_meaning() {
    for (status, means_here) in [
        (200, ("OutcomeUnknown", "Unreadable")),
        (201, ("OutcomeUnknown", "Offline")),
        (202, ("TakenOver", "Offline")),
        (204, ("OutcomeUnknown", "Offline")),
        (301, ("Offline", "Offline")),
        (400, ("Unreadable", "Unreadable")),
        (401, ("Offline", "Offline")),
        (403, ("Offline", "Offline")),
        (404, ("Offline", "Offline")),
        (409, ("Unreadable", "Unreadable")),
        (413, ("Unreadable", "Unreadable")),
        (422, ("Unreadable", "Unreadable")),
        (429, ("NotNow", "NotNow")),
        (500, ("OutcomeUnknown", "Offline")),
        (502, ("OutcomeUnknown", "Offline")),
        (503, ("NotNow", "NotNow")),
        (504, ("OutcomeUnknown", "Offline")),
    ] {
        assert_eq!(means(reply(status, "<html>not ours</html>")).await, means_here, "{status}");
    }
}

#[tokio::test]
async fn absence_is_only_what_the_register_says() {
    let known = r#"{"type":"urn:opg:causeway:problem:unknown-lpa","code":"unknown-lpa"}"#;
    assert_eq!(means(reply(404, known)).await, ("Offline", "absent"));
    assert_eq!(means(reply(404, r#"{"code":"NOT_FOUND"}"#)).await, ("Offline", "Offline"));
}

#[tokio::test]
async fn a_question_about_what_is_on_its_way_is_answered_and_its_register_is_not_away() {
    // docs/API.md, 503 `held`: a creation that was accepted and has not arrived, or was parked there.
    for (code, asked) in [("held", "TakenOver"), ("register-away", "NotNow"), ("journal-away", "NotNow")] {
        let body = format!(r#"{{"code":"{code}"}}"#);
        assert_eq!(means(reply(503, &body)).await, ("NotNow", asked), "{code}");
    }
}

#[tokio::test]
async fn a_refusal_is_read_from_its_receipt() {
    let refusal =
        r#"{"code":"invalid-update","errors":[{"source":"/changes/0/old","detail":"does not match"}]}"#;
    let body = format!(
        r#"{{"code":"invalid-update","receipt":{{{RECEIPT},"state":"refused","refusal":{refusal}}}}}"#
    );
    let script = Script::answering([reply(422, &body)]).await;
    match register(&script).apply(&operation()).await.unwrap_err() {
        RegisterError::Refused(refusal) => {
            assert_eq!((refusal.code, refusal.errors.len()), (RefusalCode::InvalidUpdate, 1));
            assert_eq!(refusal.errors[0].source, "/changes/0/old");
        }
        other => panic!("refused, not {other:?}"),
    }
}

#[tokio::test]
async fn how_long_not_to_come_again_is_what_the_register_says() {
    let script = Script::answering([reply(503, ""), reply_without_retry_after(503)]).await;
    let register = register(&script);
    let (first, second) = (register.apply(&operation()).await, register.apply(&operation()).await);
    let five = SignedDuration::from_secs(5);
    assert!(matches!(first, Err(RegisterError::NotNow { after, .. }) if after == five), "{first:?}");
    assert!(matches!(second, Err(RegisterError::Offline(_))), "{second:?}");
}

#[tokio::test]
async fn what_was_turned_away_there_for_good_is_refused_and_what_was_not_recorded_is_not() {
    let receipt = format!(r#"{RECEIPT},"state":"refused","refusal":{{"code":"register-away","errors":[]}}"#);
    let body = format!(r#"{{"code":"register-away","receipt":{{{receipt}}}}}"#);
    let unrecorded = r#"{"code":"register-away"}"#;
    let script = Script::answering([reply(503, &body), reply(503, unrecorded)]).await;
    let register = register(&script);
    match register.apply(&operation()).await.unwrap_err() {
        RegisterError::Refused(refusal) => assert_eq!(refusal.code, RefusalCode::RegisterAway),
        other => panic!("refused, not {other:?}"),
    }
    assert_eq!(name(&register.apply(&operation()).await.unwrap_err()), "NotNow");
}

#[tokio::test]
async fn what_is_applied_without_its_lpa_is_asked_for_again() {
    let body = format!(r#"{{"receipt":{{{RECEIPT},"state":"applied","version":2}}}}"#);
    assert_eq!(means(reply(201, &body)).await, ("OutcomeUnknown", "Offline"));
}

#[tokio::test]
async fn an_answer_that_is_cut_or_never_comes_may_have_been_a_yes() {
    let mut cut = reply(201, &"x".repeat(1_000));
    cut.truncate(500);
    assert_eq!(means(cut).await, ("OutcomeUnknown", "Offline"));
    assert_eq!(means(Vec::new()).await, ("OutcomeUnknown", "Offline"));
    let script = Script::silent().await;
    let register = register(&script);
    assert_eq!(name(&register.apply(&operation()).await.unwrap_err()), "OutcomeUnknown");
    assert_eq!(name(&register.lpa(uid()).await.unwrap_err()), "Offline");
}

#[tokio::test]
async fn a_refused_connection_is_surely_a_no() {
    let closed = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap();
    let url = format!("http://{closed}");
    let register = HttpRegister::new(connection(&url), Arc::new(NoDocuments));
    assert_eq!(name(&register.apply(&operation()).await.unwrap_err()), "Offline");
    assert_eq!(name(&register.lpa(uid()).await.unwrap_err()), "Offline");
}

#[tokio::test]
async fn errors_name_no_uid_and_no_address() {
    let script = Script::answering([Vec::new()]).await;
    let register = register(&script);
    for error in [register.lpa(uid()).await.unwrap_err(), register.lpa(uid()).await.unwrap_err()] {
        let told = format!("{error:?}");
        assert!(!told.contains("3779") && !told.contains("127.0.0.1"), "{told}");
    }
}

#[tokio::test]
async fn a_request_carries_the_operation_and_a_token() {
    let script = Script::answering([reply(503, "")]).await;
    register(&script).apply(&operation()).await.unwrap_err();
    let request = script.request();
    assert!(request.starts_with("POST /v1/operations HTTP/1.1\r\n"), "{request}");
    assert!(request.contains("authorization: Bearer ey"));
    assert!(request.contains(r#""author":"urn:opg:poas:sirius:users:34""#));
    assert!(!request.contains("attachments"));
}

#[tokio::test]
async fn a_block_that_does_not_come_is_a_gap_and_409_means_that_none_are_left() {
    let script = Script::answering([
        reply(201, r#"{"first":7,"count":3}"#),
        reply(201, "{}"),
        reply(409, ""),
        reply(500, ""),
        Vec::new(),
    ])
    .await;
    let uids = HttpUids::new(connection(&script.url()));
    let block = uids.reserve(3).await.unwrap();
    assert_eq!((block.first, block.count), (7, 3));
    assert!(matches!(uids.reserve(1).await, Err(UidsError::Offline(_))));
    assert!(matches!(uids.reserve(1).await, Err(UidsError::Exhausted)));
    assert!(matches!(uids.reserve(1).await, Err(UidsError::Offline(_))));
    assert!(matches!(uids.reserve(1).await, Err(UidsError::Offline(_))));
}

#[test]
fn settings_that_cannot_work_are_refused() {
    let tried = |url: &str, secret: &str| Connection::new(&Upstream::new(url, secret), Arc::new(NINE));
    for url in ["", "causeway", "ftp://causeway", "http://", "http://causeway/?a=b"] {
        assert!(matches!(tried(url, SECRET), Err(BadUpstream::Url)), "{url}");
    }
    assert!(matches!(tried("http://causeway", "short"), Err(BadUpstream::Secret)));
    assert!(tried("http://causeway/behind/a/path", SECRET).is_ok());
    assert!(!format!("{:?}", Upstream::new("http://causeway", SECRET)).contains("made-up"));
}
