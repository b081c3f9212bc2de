//! One client: sends what its LPAs need, in order, and notes what it is promised.

use std::sync::Arc;
use std::time::Duration;

use lpa_domain::{LpaUid, OperationId};
use reqwest::{Method, Response, StatusCode};
use tokio::time::Instant;

use super::ledger::{Ledger, Promise};
use super::progress::Progress;
use super::script::{Play, Step};
use super::stage::{DemoError, Front};

/// Every so many requests are sent a second time, as by a client whose answer was lost.
const REPEAT_EVERY: u64 = 10;

/// A client of today's surface.
pub(super) struct Client {
    front: Front,
    http: reqwest::Client,
    ledger: Arc<Ledger>,
    progress: Arc<Progress>,
}

impl Client {
    /// A client that calls `front`.
    pub(super) fn new(front: Front, ledger: Arc<Ledger>, progress: Arc<Progress>) -> Result<Self, DemoError> {
        let http = reqwest::Client::builder().no_proxy().timeout(Duration::from_secs(30)).build()?;
        Ok(Self { front, http, ledger, progress })
    }

    /// Plays every play of its hand, a step of each in turn, one step every `pause`.
    pub(super) async fn play_all(
        &self,
        hand: Vec<Play>,
        pause: Duration,
        start: Instant,
    ) -> Result<(), DemoError> {
        let longest = hand.iter().map(|play| play.steps.len()).max().unwrap_or_default();
        let mut sent = 0;
        for at in 0..longest {
            for play in &hand {
                let Some(step) = play.steps.get(at) else { continue };
                tokio::time::sleep_until(start + pause * sent).await;
                self.take(play.uid, at, step).await?;
                sent += 1;
            }
        }
        Ok(())
    }

    /// Sends one step, and now and then the same again.
    async fn take(&self, uid: LpaUid, at: usize, step: &Step) -> Result<(), DemoError> {
        let key = format!("{uid}/{at}");
        let answer = Answer::of(self.send(uid, step, &key).await?).await?;
        self.note(uid, &answer);
        self.progress.step();
        let number =
            u64::try_from(at).unwrap_or_default() + uid.to_string().bytes().map(u64::from).sum::<u64>();
        if number.is_multiple_of(REPEAT_EVERY) {
            let again = Answer::of(self.send(uid, step, &key).await?).await?;
            // While it is held the answer may still become final; a final answer never changes.
            let was_final = answer.status != StatusCode::ACCEPTED;
            self.ledger.repeated(!was_final || (again.status == answer.status && again.body == answer.body));
        }
        Ok(())
    }

    async fn send(&self, uid: LpaUid, step: &Step, key: &str) -> Result<Response, DemoError> {
        let base = &self.front.base;
        let (method, url, body) = match step {
            Step::Create(document) => (Method::PUT, format!("{base}/lpas/{uid}"), document.clone()),
            Step::Update(update) => {
                (Method::POST, format!("{base}/lpas/{uid}/updates"), update.to_string().into_bytes())
            }
        };
        let request = self.http.request(method, url).header("Content-Type", "application/json").body(body);
        let request = request.header("X-Jwt-Authorization", format!("Bearer {}", self.front.token));
        Ok(request.header("Idempotency-Key", key).send().await?)
    }

    fn note(&self, uid: LpaUid, answer: &Answer) {
        match (answer.status, answer.operation) {
            (StatusCode::CREATED, Some(id)) => self.ledger.promised(uid, id, Promise::Applied),
            (StatusCode::ACCEPTED, Some(id)) => self.ledger.promised(uid, id, Promise::Held),
            (status, _) => self.ledger.refused(&answer.reason(status)),
        }
    }
}

/// An answer, read whole.
struct Answer {
    status: StatusCode,
    operation: Option<OperationId>,
    body: Vec<u8>,
}

impl Answer {
    async fn of(response: Response) -> Result<Self, DemoError> {
        let status = response.status();
        let header = response.headers().get("causeway-operation");
        let operation = header.and_then(|id| id.to_str().ok()).and_then(|id| id.parse().ok());
        Ok(Self { status, operation, body: response.bytes().await?.to_vec() })
    }

    /// Why it was refused, in the words of the answer.
    fn reason(&self, status: StatusCode) -> String {
        let body: serde_json::Value = serde_json::from_slice(&self.body).unwrap_or_default();
        let errors = body["errors"].as_array();
        let said = match errors.map(Vec::as_slice) {
            Some([only]) => only["detail"].as_str(),
            Some([first, ..]) => first["detail"].as_str(),
            _ => body["detail"].as_str(),
        };
        let others = errors.map_or(0, |errors| errors.len().saturating_sub(1));
        let more = if others > 0 { format!(" (and {others} more)") } else { String::new() };
        format!("{}: {}{more}", status.as_u16(), said.unwrap_or("no reason given"))
    }
}
