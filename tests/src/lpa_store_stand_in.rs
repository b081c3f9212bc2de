//! A stand-in of today's LPA Store, written from its contract: a real server on a loopback port.
//!
//! What it has in common with the service are its ways: paths, tokens, bodies and statuses; no ids of operations, no
//! idempotency; `updatedAt` that never moves (W7), a history without the creation (W8), kept by whole seconds so that
//! entries overwrite each other (W3); reading and writing apart, so that updates are lost (W2) and two creations succeed
//! (W4); a second opting-out that succeeds, any other repeat that is refused (W10b); and a correction after registration
//! that erases restrictions (W1). What a legal act does is judged by the domain, whose rules are those of the contract.

mod api;
mod clock;
mod contents;
mod house;
mod judging;
mod mishaps;

use std::sync::Arc;
use std::time::Duration;

use jiff::SignedDuration;
use lpa_adapters_http::{LpaStore, LpaStoreRegister, Senders};
use lpa_adapters_memory::MemoryDocuments;
use lpa_ports::{Clock, Documents};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::served::Gate;
use crate::world::SECRET;

pub use clock::StoreClock;
pub use contents::Contents;
pub use house::{OneProcess, Processes};
pub use mishaps::{Mishap, Mishaps};

/// Answers until it is dropped.
#[derive(Debug)]
pub struct StandIn {
    /// What it holds.
    pub contents: Arc<Contents>,
    /// Makes it fail.
    pub mishaps: Mishaps,
    /// Its clock.
    pub clock: Arc<StoreClock>,
    /// The way to it.
    pub gate: Gate,
    serving: JoinHandle<()>,
}

impl StandIn {
    /// An empty store on a free port, whose clock moves on by a second with each write.
    pub async fn new() -> Self {
        Self::with(StoreClock::steered()).await
    }

    /// The same by the clock on the wall.
    pub async fn in_real_time() -> Self {
        Self::with(StoreClock::of_the_system()).await
    }

    async fn with(clock: StoreClock) -> Self {
        let (contents, mishaps, clock) = (Arc::default(), Mishaps::default(), Arc::new(clock));
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let gate = Gate::new(listener.local_addr().unwrap()).await;
        let router = api::router(Arc::clone(&contents), mishaps.clone(), Arc::clone(&clock));
        let serving = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { contents, mishaps, clock, gate, serving }
    }

    /// Where it is reached.
    pub fn url(&self) -> String {
        format!("http://{}", self.gate.address())
    }

    /// How tests call it: without long waits.
    pub fn settings(&self) -> LpaStore {
        let store = LpaStore::new(self.url(), SECRET, "opg.poas.makeregister");
        LpaStore {
            timeout: Duration::from_secs(2),
            senders: Senders::One,
            clocks_differ: SignedDuration::ZERO,
            under_way: Duration::from_millis(30),
            quiet: Duration::ZERO,
            ..store
        }
    }

    /// A register in front of it, as a process that has just started.
    pub fn register(&self) -> LpaStoreRegister {
        self.register_by(self.settings())
    }

    /// The same, called by these settings.
    pub fn register_by(&self, settings: LpaStore) -> LpaStoreRegister {
        let documents: Arc<dyn Documents> = Arc::new(MemoryDocuments::new());
        let clock = Arc::clone(&self.clock) as Arc<dyn Clock>;
        LpaStoreRegister::new(settings, documents, clock).unwrap()
    }
}

impl Drop for StandIn {
    fn drop(&mut self) {
        self.serving.abort();
    }
}
