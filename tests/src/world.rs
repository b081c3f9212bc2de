//! A whole Causeway to test against: the real router over adapters in memory, with a clock that stands still and
//! identifiers that are counted.

mod answer;
mod token;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, request};
use causeway::auth::edge::EdgeKey;
use causeway::auth::operator::OperatorKey;
use causeway::auth::shared_secret::SharedSecret;
use causeway::http::images::Presigner;
use causeway::http::{Shared, router};
use causeway::settings::HeldAnswer;
use causeway::use_cases::limits::Limits;
use causeway::use_cases::{Causeway, Pace, Ports};
use jiff::{SignedDuration, Timestamp};
use lpa_adapters_http::{Connection, HttpRecords, HttpRegister, HttpUids, HttpWebhooks, Receiver, Upstream};
use lpa_adapters_memory::{
    Faults, MemoryApprovals, MemoryCopies, MemoryDocuments, MemoryJournal, MemoryRecords, MemoryRegister,
    MemoryUids,
};
use lpa_domain::Profile;
use lpa_ports::{Approvals, Clock, Documents, Ids, Records, Register, Uids, Webhooks};
use tower::ServiceExt as _;
use uuid::Uuid;

pub use answer::Answer;
pub use token::{AUTHOR, SECRET, Token};

/// A Causeway, and the handles to make what is behind it fail.
#[derive(Debug)]
pub struct World {
    /// The application.
    pub causeway: Arc<Causeway>,
    /// Its clock.
    pub clock: Arc<StandingClock>,
    /// Makes the register fail.
    pub register: Faults,
    /// Makes the journal fail.
    pub journal: Faults,
    /// Makes the issuer of UIDs fail.
    pub uids: Faults,
    /// Makes the document store fail.
    pub documents: Faults,
    /// Makes the store of last-known copies fail.
    pub copies: Faults,
    ids: Arc<CountedIds>,
    router: Router,
}

/// What is behind a world.
type Outside = (Arc<dyn Register>, Arc<dyn Records>, Option<Arc<dyn Approvals>>, Arc<dyn Uids>);

/// What of a world differs from test to test.
#[derive(Clone, Debug)]
pub struct Choices {
    /// What a held write is answered.
    pub held_answer: HeldAnswer,
    /// How long a caller waits for the register. An edge waits at least so long for a connection, and for an answer.
    pub budget: Duration,
    /// How many held operations are forwarded a second at most.
    pub drain_per_second: u32,
    /// Who is told what has become of held work.
    pub webhooks: Vec<Receiver>,
    /// How much may be held.
    pub limits: Limits,
    /// How often it is looked for what can be pruned.
    pub upkeep: Duration,
}

impl Default for Choices {
    fn default() -> Self {
        let (budget, upkeep) = (Duration::from_secs(2), Duration::from_mins(1));
        let (webhooks, limits) = (Vec::new(), Limits::default());
        let (held_answer, drain_per_second) = (HeldAnswer::Accepted, 1_000);
        Self { held_answer, budget, drain_per_second, webhooks, limits, upkeep }
    }
}

impl Choices {
    /// Callers wait as long as it takes, on however busy a machine.
    pub fn patient() -> Self {
        Self { budget: Duration::from_hours(1), ..Self::default() }
    }
}

impl World {
    /// A world as most tests want it. Its worker runs until the test's runtime ends.
    pub fn new() -> Self {
        Self::with(Choices::default())
    }

    /// A world of these choices.
    pub fn with(choices: Choices) -> Self {
        let register = Arc::new(MemoryRegister::new(Profile::Compatible));
        let uids = Arc::new(MemoryUids::new());
        let faults = [register.faults(), uids.faults()];
        let records = Arc::new(MemoryRecords::beside(Arc::clone(&register) as _, register.faults()));
        let approvals: Arc<dyn Approvals> = Arc::new(MemoryApprovals::beside(Arc::clone(&register)));
        Self::over(choices, Arc::default(), CountedIds::default(), faults, |_documents| {
            (register, records, Some(approvals), uids)
        })
    }

    /// A world in front of a register of the test's own, which can be made to fail in ways of its own.
    pub fn in_front_of(register: Arc<dyn Register>, choices: Choices) -> Self {
        let uids = Arc::new(MemoryUids::new());
        let faults = [Faults::default(), uids.faults()];
        let records = Arc::new(MemoryRecords::beside(Arc::clone(&register), faults[0].clone()));
        Self::over(choices, Arc::default(), CountedIds::default(), faults, |_documents| {
            (register, records, None, uids)
        })
    }

    /// An edge: a world whose register is another world, reached at `url`. The two share their clock.
    pub fn edge_of(upstream: &Self, url: &str, choices: Choices) -> Self {
        let clock = Arc::clone(&upstream.clock);
        let connection = patient_connection(url, Arc::clone(&clock) as Arc<dyn Clock>, choices.budget);
        let faults = [upstream.register.clone(), upstream.uids.clone()];
        Self::over(choices, clock, upstream.ids.apart(), faults, |documents| {
            let register = Arc::new(HttpRegister::new(connection.clone(), documents));
            (
                register,
                Arc::new(HttpRecords::new(connection.clone())),
                None,
                Arc::new(HttpUids::new(connection)),
            )
        })
    }

    fn over(
        choices: Choices,
        clock: Arc<StandingClock>,
        ids: CountedIds,
        [register_faults, uids_faults]: [Faults; 2],
        outside: impl FnOnce(Arc<dyn Documents>) -> Outside,
    ) -> Self {
        let Choices { budget, drain_per_second, held_answer, webhooks: receivers, limits, upkeep } = choices;
        let (journal, documents) = (Arc::new(MemoryJournal::new()), Arc::new(MemoryDocuments::new()));
        let (journal_faults, documents_faults) = (journal.faults(), documents.faults());
        let copies = Arc::new(MemoryCopies::new());
        let copies_faults = copies.faults();
        let ids = Arc::new(ids);
        let (register, records, approvals, uids) = outside(Arc::clone(&documents) as Arc<dyn Documents>);
        let ports = Ports {
            register,
            records,
            approvals,
            journal: Arc::clone(&journal) as _,
            repairs: Arc::clone(&journal) as _,
            windows: Arc::clone(&journal) as _,
            copies,
            upkeep: Arc::clone(&journal) as _,
            notices: journal,
            webhooks: webhooks(receivers, &clock),
            uids,
            documents,
            clock: Arc::clone(&clock) as Arc<dyn Clock>,
            ids: Arc::clone(&ids) as Arc<dyn Ids>,
        };
        let period = Duration::from_millis(20);
        let pace = Pace { budget, drain_per_second, limits, upkeep, period, ..Pace::default() };
        let causeway = Causeway::new(ports, pace);
        causeway.start();
        let router = router(Shared {
            causeway: Arc::clone(&causeway),
            shared_secret: Some(Arc::new(SharedSecret::new(SECRET.as_bytes()).unwrap())),
            edge_key: Some(Arc::new(EdgeKey::new(SECRET.as_bytes()).unwrap())),
            operator_key: Some(Arc::new(OperatorKey::new(SECRET.as_bytes()).unwrap())),
            presigner: Arc::new(Presigner::new("http://127.0.0.1:9000/images", Some(SECRET)).unwrap()),
            held_answer,
        });
        Self {
            causeway,
            clock,
            register: register_faults,
            journal: journal_faults,
            uids: uids_faults,
            documents: documents_faults,
            copies: copies_faults,
            ids,
            router,
        }
    }

    /// The routes, to be served on a port of one's own.
    pub fn router(&self) -> Router {
        self.router.clone()
    }

    /// The beginning of a request as today's clients make it, with a valid token.
    pub fn request(&self, method: &str, path: &str) -> request::Builder {
        let token = Token::at(self.clock.now()).signed();
        Request::builder().method(method).uri(path).header("X-Jwt-Authorization", format!("Bearer {token}"))
    }

    /// Sends a request.
    pub async fn send(&self, request: request::Builder, body: impl Into<Body>) -> Answer {
        let response = self.router.clone().oneshot(request.body(body.into()).unwrap()).await;
        Answer::read(response.unwrap()).await
    }

    /// `PUT` with a valid token.
    pub async fn put(&self, path: &str, body: impl Into<Body>) -> Answer {
        self.send(self.request("PUT", path), body).await
    }

    /// `POST` with a valid token.
    pub async fn post(&self, path: &str, body: impl Into<Body>) -> Answer {
        self.send(self.request("POST", path), body).await
    }

    /// `GET` with a valid token.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(self.request("GET", path), Body::empty()).await
    }

    /// Lets time pass until the register is called again.
    pub async fn until_called_again(&self) {
        let there = async || {
            self.pass(SignedDuration::from_secs(1));
            let told = self.get("/health-check/dependencies").await.json();
            ["available", "recovering"].contains(&told["register"]["state"].as_str()?).then_some(())
        };
        crate::until("the register is called again", Duration::from_secs(10), there).await;
    }

    /// Time passes, and the worker looks at the backlog.
    pub fn pass(&self, time: SignedDuration) {
        self.clock.pass(time);
        self.causeway.wake();
    }

    /// Lets time pass until nothing is held.
    pub async fn catch_up(&self) {
        while self.causeway.ports().journal.backlog().await.unwrap().held > 0 {
            self.pass(SignedDuration::from_mins(1));
            tokio::task::yield_now().await;
        }
    }
}

impl Default for World {
    fn default() -> Self {
        Self::new()
    }
}

fn webhooks(receivers: Vec<Receiver>, clock: &Arc<StandingClock>) -> Option<Arc<dyn Webhooks>> {
    let clock = Arc::clone(clock) as Arc<dyn Clock>;
    (!receivers.is_empty()).then(|| Arc::new(HttpWebhooks::new(receivers, clock).unwrap()) as _)
}

/// A connection to a world that is served at `url`.
pub fn connection(url: &str, clock: Arc<dyn Clock>) -> Connection {
    patient_connection(url, clock, Duration::ZERO)
}

/// One that waits for as long as this before it gives up, if that is longer than it would otherwise.
fn patient_connection(url: &str, clock: Arc<dyn Clock>, patience: Duration) -> Connection {
    let mut upstream = Upstream::new(url, SECRET);
    upstream.connect_timeout = upstream.connect_timeout.max(patience);
    upstream.timeout = upstream.timeout.max(patience);
    Connection::new(&upstream, clock).unwrap()
}

/// A clock that moves only when it is told to. It begins at 2026-03-02 09:00 UTC.
#[derive(Debug, Default)]
pub struct StandingClock(AtomicU64);

impl StandingClock {
    /// Time passes.
    pub fn pass(&self, time: SignedDuration) {
        self.0.fetch_add(u64::try_from(time.as_millis()).unwrap(), Ordering::SeqCst);
    }
}

impl Clock for StandingClock {
    fn now(&self) -> Timestamp {
        let passed = i64::try_from(self.0.load(Ordering::SeqCst)).unwrap();
        crate::samples::at(0) + SignedDuration::from_millis(passed)
    }
}

/// Identifiers one after the other.
#[derive(Debug, Default)]
pub struct CountedIds(AtomicU64);

impl CountedIds {
    /// Others, that do not meet these: these leave a stretch out.
    fn apart(&self) -> Self {
        Self(AtomicU64::new(self.0.fetch_add(1 << 40, Ordering::SeqCst)))
    }
}

impl Ids for CountedIds {
    fn fresh(&self) -> Uuid {
        let count = self.0.fetch_add(1, Ordering::SeqCst);
        uuid::Builder::from_random_bytes(u128::from(count + 1).to_be_bytes()).into_uuid()
    }
}
