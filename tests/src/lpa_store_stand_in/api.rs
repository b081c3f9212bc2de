//! The routes, in the order of checks of the contract (section 1.2).

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use axum::routing::{get, post, put};
use bytes::Bytes;
use causeway::auth::shared_secret::SharedSecret;
use causeway::clock::RandomIds;
use futures::stream;
use jiff::fmt::rfc2822::DateTimePrinter;
use lpa_domain::{Author, Lpa, LpaUid, Problem, Update};
use lpa_ports::{Clock as _, Ids as _};
use serde_json::{Value, json};

use super::judging::{No, created, updated};
use super::{Contents, Mishap, Mishaps, StoreClock};
use crate::world::SECRET;

#[derive(Clone)]
struct Store {
    contents: Arc<Contents>,
    mishaps: Mishaps,
    clock: Arc<StoreClock>,
    secret: Arc<SharedSecret>,
}

/// What is answered.
struct Said(StatusCode, Value);

pub(super) fn router(contents: Arc<Contents>, mishaps: Mishaps, clock: Arc<StoreClock>) -> Router {
    let secret = Arc::new(SharedSecret::new(SECRET.as_bytes()).unwrap());
    Router::new()
        .route("/lpas", post(list))
        .route("/lpas/{uid}", put(create).get(read))
        .route("/lpas/{uid}/updates", post(update).get(history))
        .route("/lpas/{uid}/static", get(static_copy))
        .with_state(Store { contents, mishaps, clock, secret })
}

async fn read(State(store): State<Store>, Path(uid): Path<String>, headers: HeaderMap) -> Response {
    let found = store.contents.lpa(&uid).map(|lpa| json!(lpa));
    store.found(&headers, found)
}

async fn static_copy(State(store): State<Store>, Path(uid): Path<String>, headers: HeaderMap) -> Response {
    let found = store.contents.static_copy(&uid);
    store.found(&headers, found)
}

/// 404 also when there is nothing but the creation (W25).
async fn history(State(store): State<Store>, Path(uid): Path<String>, headers: HeaderMap) -> Response {
    let entries = store.contents.history(&uid);
    store.found(&headers, (!entries.is_empty()).then(|| json!(entries)))
}

/// In no order; an LPA named twice, or more than 100, is a 500 (W24).
async fn list(State(store): State<Store>, headers: HeaderMap, body: Bytes) -> Response {
    let asked: Value = serde_json::from_slice(&body).unwrap_or_default();
    let mut uids: Vec<&str> =
        asked["uids"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let named = uids.len();
    uids.sort_unstable_by(|one, other| other.cmp(one));
    uids.dedup();
    if uids.len() != named || !(1..=100).contains(&named) {
        return store.say(malformed());
    }
    let found: Vec<Lpa> = uids.iter().filter_map(|uid| store.contents.lpa(uid)).collect();
    store.found(&headers, Some(json!({ "lpas": found })))
}

async fn create(
    State(store): State<Store>,
    Path(uid): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let Some(_author) = store.author(&headers) else { return store.say(unauthorised()) };
    store.carry_out(async move |store| store.put(&uid, &body).await).await
}

async fn update(
    State(store): State<Store>,
    Path(uid): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let Some(author) = store.author(&headers) else { return store.say(unauthorised()) };
    store.carry_out(async move |store| store.post(&uid, &author, &body).await).await
}

impl Store {
    /// Reads, and later writes: another may have written in between (W4).
    async fn put(&self, uid: &str, body: &[u8]) -> Said {
        let exists = self.contents.lpa(uid).is_some();
        self.mishaps.between().await;
        if exists {
            return error(StatusCode::BAD_REQUEST, "INVALID_REQUEST", "LPA with UID already exists");
        }
        let uid: LpaUid = uid.parse().unwrap();
        match created(uid, body, self.clock.now()) {
            Ok(lpa) => {
                self.contents.put(&lpa);
                self.clock.pass(1);
                Said(StatusCode::CREATED, json!({}))
            }
            Err(no) => said_no(no),
        }
    }

    /// Reads, and later writes the whole: what another wrote in between is gone (W2).
    async fn post(&self, uid: &str, author: &Author, body: &[u8]) -> Said {
        let before = self.contents.lpa(uid);
        self.mishaps.between().await;
        let Some(before) = before else { return absent() };
        let now = self.clock.now();
        match updated(&before, body, author, now) {
            Ok((lpa, update)) => {
                self.contents.put_changes(
                    &lpa,
                    now,
                    entry(uid, author, &update, &now.strftime(SECONDS).to_string()),
                );
                self.clock.pass(1);
                Said(StatusCode::CREATED, json!(lpa))
            }
            Err(no) => said_no(no),
        }
    }

    /// Carries a write out, or lets it go wrong as planned. What was begun is finished, also when the caller has gone.
    async fn carry_out<F>(self, work: impl FnOnce(Self) -> F + Send + 'static) -> Response
    where
        F: Future<Output = Said> + Send,
    {
        let mishap = self.mishaps.next();
        let done = mishap.is_none_or(Mishap::is_done);
        let store = self.clone();
        if mishap == Some(Mishap::CutAndDoneLater) {
            tokio::spawn(async move {
                tokio::time::sleep(LATER).await;
                work(store).await;
            });
            return cut();
        }
        let working = tokio::spawn(async move { if done { Some(work(store).await) } else { None } });
        let said = working.await.unwrap();
        match (mishap, said) {
            (None, Some(said)) => self.say(said),
            (Some(Mishap::StatusBefore(status) | Mishap::StatusAfter(status)), _) => self.say(Said(
                StatusCode::from_u16(status).unwrap(),
                json!({ "message": "Internal server error" }),
            )),
            (Some(Mishap::HangBefore | Mishap::HangAfter), _) => std::future::pending().await,
            _ => cut(),
        }
    }

    fn author(&self, headers: &HeaderMap) -> Option<Author> {
        self.secret.caller(headers, self.clock.now()).ok().map(|caller| caller.author)
    }

    fn found(&self, headers: &HeaderMap, found: Option<Value>) -> Response {
        if self.author(headers).is_none() {
            return self.say(unauthorised());
        }
        self.say(found.map_or_else(absent, |found| Said(StatusCode::OK, found)))
    }

    fn say(&self, Said(status, body): Said) -> Response {
        let mut response = Response::new(Body::from(body.to_string()));
        *response.status_mut() = status;
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        let date = DateTimePrinter::new().timestamp_to_rfc9110_string(&self.clock.now()).unwrap();
        headers.insert(header::DATE, HeaderValue::try_from(date).unwrap());
        response
    }
}

/// How much later what was cut off is done.
const LATER: Duration = Duration::from_millis(400);

const SECONDS: &str = "%Y-%m-%dT%H:%M:%SZ";

fn entry(uid: &str, author: &Author, update: &Update, applied: &str) -> Value {
    let changes: Vec<Value> = update
        .changes
        .iter()
        .map(|change| json!({ "key": change.key, "old": change.old, "new": change.new }))
        .collect();
    json!({ "id": RandomIds.fresh(), "uid": uid, "applied": applied, "author": author.as_str(),
        "type": update.kind.word(), "changes": changes })
}

/// Begins an answer and breaks off.
fn cut() -> Response {
    let broken = stream::iter([
        Ok::<_, std::io::Error>(Bytes::from_static(b"{")),
        Err(std::io::ErrorKind::BrokenPipe.into()),
    ]);
    Response::new(Body::from_stream(broken))
}

fn said_no(no: No) -> Said {
    match no {
        No::Malformed => malformed(),
        No::Problems(problems) => invalid(&problems),
    }
}

fn invalid(problems: &[Problem]) -> Said {
    let body = json!({ "code": "INVALID_REQUEST", "detail": "Invalid request", "errors": problems });
    Said(StatusCode::BAD_REQUEST, body)
}

fn malformed() -> Said {
    error(StatusCode::INTERNAL_SERVER_ERROR, "INTERNAL_SERVER_ERROR", "Internal server error")
}

fn absent() -> Said {
    error(StatusCode::NOT_FOUND, "NOT_FOUND", "Record not found")
}

fn unauthorised() -> Said {
    error(StatusCode::UNAUTHORIZED, "UNAUTHORISED", "Invalid JWT")
}

fn error(status: StatusCode, code: &str, detail: &str) -> Said {
    Said(status, json!({ "code": code, "detail": detail }))
}
