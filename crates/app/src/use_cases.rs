//! What Causeway does, one use case a file.
//!
//! | use case | what it does |
//! |---|---|
//! | [`create_lpa`] | takes an executed LPA in |
//! | [`update_lpa`] | takes a legal act or a correction in |
//! | [`accept_operation`] | takes an operation in its native form, from another Causeway |
//! | [`read_lpa`] | answers what the register holds, and never turns ignorance into absence |
//! | [`issue_uid`] | hands out the UID of a new LPA |
//! | [`reserve_numbers`] | hands out a block of sequence numbers to another Causeway |
//! | [`read_receipt`] | tells what has become of an operation |
//! | [`see_unsettled`] | shows operators what could not be settled, and why |
//! | [`repair`] | has an operation tried again, or gives it up, on a person's word |
//! | [`readiness`] | tells whether a write can be accepted |
//! | [`register_state`] | tells how the register is, as the latest calls found it |
//! | [`last_known`] | answers how LPAs stand, dated while the register is away |
//! | [`windows`] | announces, lists and changes maintenance windows |
//! | [`watch_windows`] | lets an announced window take effect |
//! | [`submit`] | the one write path: record, forward, settle, answer from the receipt |
//! | [`forward`] | carries one recorded operation to the register and settles it |
//! | [`tell_settlements`] | tells callers what has become of work that they were told is held |
//! | [`work_off_backlog`] | forwards what is held, with the same [`forward`] |

pub mod accept_operation;
pub mod create_lpa;
pub mod forward;
pub mod issue_uid;
pub mod last_known;
mod news;
pub mod read_lpa;
pub mod read_receipt;
pub mod readiness;
mod refuse;
pub mod register_state;
pub mod repair;
pub mod request;
pub mod reserve_numbers;
pub mod see_unsettled;
pub mod submit;
pub mod tell_settlements;
mod underway;
pub mod update_lpa;
pub mod watch_windows;
pub mod windows;
pub mod work_off_backlog;

use std::sync::Arc;
use std::time::Duration;

use jiff::SignedDuration;
use lpa_ports::{
    Clock, Copies, Documents, Ids, Journal, Notices, Register, Repairs, Uids, Webhooks, Windows,
};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use last_known::Seen;
use news::News;
use underway::Underway;
use windows::WindowBook;

/// Everything outside that the use cases need.
#[derive(Clone)]
pub struct Ports {
    /// The system of record.
    pub register: Arc<dyn Register>,
    /// Our own durable side.
    pub journal: Arc<dyn Journal>,
    /// What people see of the journal, and do about it.
    pub repairs: Arc<dyn Repairs>,
    /// The announced maintenance windows.
    pub windows: Arc<dyn Windows>,
    /// What was last known of LPAs.
    pub copies: Arc<dyn Copies>,
    /// What is to be told to callers: a part of the journal.
    pub notices: Arc<dyn Notices>,
    /// Where callers want to be told; `None` when no address is set.
    pub webhooks: Option<Arc<dyn Webhooks>>,
    /// Blocks of sequence numbers.
    pub uids: Arc<dyn Uids>,
    /// Scanned images.
    pub documents: Arc<dyn Documents>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Fresh identifiers.
    pub ids: Arc<dyn Ids>,
}

/// How long things may take.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// How long a caller waits for the register before it is answered `held`.
    pub budget: Duration,
    /// How long a lease lasts. Half of it is what an attempt may take; the other half is by how much the clocks of
    /// instances that share a journal may differ.
    pub lease: SignedDuration,
    /// How often the backlog is looked at when nothing wakes the worker.
    pub period: Duration,
    /// How many operations are forwarded at once by the worker.
    pub width: usize,
    /// How old what was last known may be when it is told in the register's place.
    pub last_known_age: SignedDuration,
    /// Of how many LPAs what was last known is kept.
    pub copies_kept: usize,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            budget: Duration::from_secs(2),
            lease: SignedDuration::from_secs(30),
            period: Duration::from_millis(500),
            width: 32,
            last_known_age: SignedDuration::from_hours(24),
            copies_kept: 100_000,
        }
    }
}

/// The application: ports, and what runs between requests.
pub struct Causeway {
    ports: Ports,
    pace: Pace,
    news: News,
    underway: Underway,
    wake: Notify,
    tasks: TaskTracker,
    stopping: CancellationToken,
    numbers: issue_uid::Numbers,
    observed: register_state::Observed,
    unrecorded: readiness::Unrecorded,
    windows: WindowBook,
    /// A window was announced or changed here.
    noted: Notify,
    seen: Seen,
}

impl std::fmt::Debug for Causeway {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Causeway").field("pace", &self.pace).finish_non_exhaustive()
    }
}

impl Causeway {
    /// The application over its ports. Nothing runs yet: see [`Causeway::start`].
    pub fn new(ports: Ports, pace: Pace) -> Arc<Self> {
        let observed = register_state::Observed::from(ports.clock.now());
        let windows = WindowBook::new(Arc::clone(&ports.windows), Arc::clone(&ports.clock));
        Arc::new(Self {
            ports,
            pace,
            news: News::default(),
            underway: Underway::default(),
            wake: Notify::new(),
            tasks: TaskTracker::new(),
            stopping: CancellationToken::new(),
            numbers: issue_uid::Numbers::default(),
            observed,
            unrecorded: readiness::Unrecorded::default(),
            windows,
            noted: Notify::new(),
            seen: Seen::default(),
        })
    }

    /// The ports.
    pub const fn ports(&self) -> &Ports {
        &self.ports
    }

    /// The announced windows.
    pub const fn windows(&self) -> &WindowBook {
        &self.windows
    }

    /// Starts the worker that forwards what is held, the watch over the windows, and the keeping of copies.
    pub fn start(self: &Arc<Self>) {
        self.tasks.spawn(Arc::clone(self).watch_windows());
        self.tasks.spawn(Arc::clone(self).work_off_backlog());
        self.tasks.spawn(Arc::clone(self).keep_copies());
        if let Some(webhooks) = &self.ports.webhooks {
            self.tasks.spawn(Arc::clone(self).tell_settlements(Arc::clone(webhooks)));
        }
    }

    /// Stops the worker and waits until everything that runs has ended, at most `patience`; the rest stays held and is
    /// finished after the next start.
    pub async fn stop(&self, patience: Duration) {
        self.stopping.cancel();
        self.tasks.close();
        if tokio::time::timeout(patience, self.tasks.wait()).await.is_err() {
            tracing::warn!(
                running = self.tasks.len(),
                "stopped before everything ended; the rest stays held"
            );
        }
    }
}
