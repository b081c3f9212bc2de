//! What Causeway does, one use case a file.
//!
//! | use case | what it does |
//! |---|---|
//! | [`create_lpa`] | takes an executed LPA in |
//! | [`update_lpa`] | takes a legal act or a correction in |
//! | [`keep_draft`] | takes a state of a draft in, or its deletion |
//! | [`tell_fee`] | takes in what is told of a fee: claims, evidence, decisions, payments |
//! | [`accept_operation`] | takes an operation in its native form, from another Causeway |
//! | [`read_lpa`] | answers what the register holds, and never turns ignorance into absence |
//! | [`read_draft`] | answers what the register holds of a draft, in the same way |
//! | [`read_fee`] | answers what the register holds of a fee, in the same way |
//! | [`assess`] | asks the records what the rules want to know of a draft |
//! | [`approve_drafts`] | assesses kept drafts beside requests, and refers what case managers should see |
//! | [`referrals`] | what case managers see of referrals, and do about them |
//! | [`read_approval`] | how far a kept draft is approved |
//! | [`ask_records`] | asks OPG's records; "cannot say" while they cannot be asked |
//! | [`note_fact`] | takes in a fact that case management tells |
//! | [`issue_uid`] | hands out the UID of a new LPA |
//! | [`reserve_numbers`] | hands out a block of sequence numbers to another Causeway |
//! | [`read_receipt`] | tells what has become of an operation |
//! | `keep_up` | prunes old receipts, and seals anew what an earlier key sealed |
//! | [`limits`] | how much may be held: told in time, refused rather than lost |
//! | [`see_unsettled`] | shows operators what could not be settled, and why |
//! | [`repair`] | has an operation tried again, or gives it up, on a person's word |
//! | [`readiness`] | tells whether a write can be accepted |
//! | [`register_state`] | tells how the register is, as the latest calls found it; takes announced windows |
//! | [`last_known`] | answers how LPAs stand, dated while the register is away |
//! | [`windows`] | announces, lists and changes maintenance windows |
//! | [`watch_windows`] | lets an announced window take effect |
//! | [`submit`] | the one write path: record, forward, settle, answer from the receipt |
//! | [`forward`] | carries one recorded operation to the register and settles it |
//! | [`tell_settlements`] | tells callers what has become of work that they were told is held |
//! | [`work_off_backlog`] | forwards what is held, with the same [`forward`] |

pub mod accept_operation;
pub mod approve_drafts;
pub mod ask_records;
pub mod assess;
mod attended;
pub mod create_lpa;
mod dependency;
pub mod forward;
pub mod issue_uid;
pub mod keep_draft;
mod keep_up;
pub mod last_known;
pub mod limits;
mod marked;
mod news;
pub mod note_fact;
mod on_its_way;
pub mod read_approval;
pub mod read_draft;
pub mod read_fee;
pub mod read_lpa;
pub mod read_receipt;
pub mod readiness;
pub mod referrals;
mod refuse;
pub mod register_state;
pub mod repair;
pub mod request;
pub mod reserve_numbers;
pub mod see_unsettled;
pub mod submit;
mod supervised;
pub mod tell_fee;
pub mod tell_settlements;
mod underway;
pub mod update_lpa;
pub mod watch_windows;
pub mod windows;
pub mod work_off_backlog;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use lpa_domain::operation::blame::Blame;
use lpa_domain::operation::drain::{Drain, DrainLimits};
use lpa_ports::{
    Approvals, Clock, Copies, Documents, Ids, Journal, Notices, Records, Register, Repairs, Uids, Upkeep,
    Webhooks, Windows,
};
use tokio::sync::{Notify, Semaphore};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use dependency::Dependency;
use last_known::Seen;
use marked::Marked;
use news::News;
use underway::Underway;
use windows::WindowBook;

/// Everything outside that the use cases need.
#[derive(Clone)]
pub struct Ports {
    /// The system of record.
    pub register: Arc<dyn Register>,
    /// What OPG knows beyond the document.
    pub records: Arc<dyn Records>,
    /// How far drafts are approved, and what was referred; `None` where the register keeps none.
    pub approvals: Option<Arc<dyn Approvals>>,
    /// Our own durable side.
    pub journal: Arc<dyn Journal>,
    /// What keeps it small, and sealed with the key of today.
    pub upkeep: Arc<dyn Upkeep>,
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
    /// What was given up unanswered rests at least so long: at a register that does not know operations by their id, longer
    /// than it may go on working at a request whose caller has gone, and than clocks may differ.
    pub after_giving_up: SignedDuration,
    /// How often the backlog is looked at when nothing wakes the worker.
    pub period: Duration,
    /// How many calls with held operations are made at once at most: within the drain's part of the register's
    /// connections. The rest is left for callers who wait.
    pub calls: usize,
    /// How many held operations go in one call at most.
    pub together: usize,
    /// How many held operations are forwarded a second at most.
    pub drain_per_second: u32,
    /// An operation that has failed so often while the register answered others is set aside for a person.
    pub park_after: u32,
    /// How old what was last known may be when it is told in the register's place.
    pub last_known_age: SignedDuration,
    /// Of how many LPAs what was last known is kept.
    pub copies_kept: usize,
    /// How much may wait for the register.
    pub limits: limits::Limits,
    /// How long settled operations can be asked for.
    pub keep_receipts: SignedDuration,
    /// How often it is looked for what can be pruned or sealed anew.
    pub upkeep: Duration,
}

impl Pace {
    /// While one call is at the register, what the one before brought is settled in the journal.
    pub const MOST_CALLS: usize = 2;

    /// More in a call is hardly cheaper for each, and more is held up, and asked again, when its answer is lost.
    pub const MOST_TOGETHER: usize = 100;
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            budget: Duration::from_secs(2),
            lease: SignedDuration::from_secs(30),
            after_giving_up: SignedDuration::ZERO,
            period: Duration::from_millis(500),
            calls: Self::MOST_CALLS,
            together: Self::MOST_TOGETHER,
            drain_per_second: 1_000,
            park_after: 8,
            last_known_age: SignedDuration::from_hours(24),
            copies_kept: 100_000,
            limits: limits::Limits::default(),
            keep_receipts: SignedDuration::from_hours(90 * 24),
            upkeep: Duration::from_mins(1),
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
    register: Dependency,
    issuer: Dependency,
    records: Dependency,
    drain: Mutex<Drain>,
    /// Held by the one operation that probes a register that is away.
    probing: Arc<Semaphore>,
    /// The operation after which the next one in turn probes, while the register answers questions and fails writes.
    turn: Mutex<Option<lpa_domain::Place>>,
    /// Decisions that were recorded behind another operation of their LPA and have never been sent: should the first
    /// attempt show that they surely did not happen, they fail closed like those that were sent at once.
    untried: Marked,
    /// What failures have shown of operations, and of what the register answered beside them.
    blame: Mutex<Blame>,
    /// Operations that failed in a call together with all the others in it: sent alone next, each is judged by itself.
    alone: Marked,
    unrecorded: readiness::Unrecorded,
    fullness: limits::Fullness,
    windows: WindowBook,
    /// The end of the window that the register's availability was told of.
    followed: Mutex<Option<Timestamp>>,
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
        let now = ports.clock.now();
        let Pace { calls, together, drain_per_second: per_second, .. } = pace;
        let limits = DrainLimits { calls, together, per_second };
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
            register: Dependency::new("register", &pace, now),
            issuer: Dependency::new("uid-issuer", &pace, now),
            records: Dependency::new("records", &pace, now),
            drain: Mutex::new(Drain::new(limits, now)),
            probing: Arc::new(Semaphore::new(1)),
            turn: Mutex::default(),
            untried: Marked::default(),
            blame: Mutex::default(),
            alone: Marked::default(),
            unrecorded: readiness::Unrecorded::default(),
            fullness: limits::Fullness::default(),
            windows,
            followed: Mutex::default(),
            noted: Notify::new(),
            seen: Seen::default(),
        })
    }

    /// The ports.
    pub const fn ports(&self) -> &Ports {
        &self.ports
    }

    fn drain(&self) -> MutexGuard<'_, Drain> {
        self.drain.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The announced windows.
    pub const fn windows(&self) -> &WindowBook {
        &self.windows
    }

    /// Starts what runs beside requests: forwarding what is held, watching windows and limits, keeping copies, and
    /// keeping the journal small. A panic ends none of it for good.
    pub fn start(self: &Arc<Self>) {
        self.keep_running("watch windows", Self::watch_windows);
        self.keep_running("work off backlog", Self::work_off_backlog);
        self.keep_running("keep copies", Self::keep_copies);
        self.keep_running("watch limits", Self::watch_limits);
        self.keep_running("keep up", Self::keep_up);
        if let Some(approvals) = &self.ports.approvals {
            let approvals = Arc::clone(approvals);
            self.keep_running("approve drafts", move |causeway| {
                causeway.approve_drafts(Arc::clone(&approvals))
            });
        }
        if let Some(webhooks) = &self.ports.webhooks {
            let webhooks = Arc::clone(webhooks);
            self.keep_running("tell settlements", move |causeway| {
                causeway.tell_settlements(Arc::clone(&webhooks))
            });
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
