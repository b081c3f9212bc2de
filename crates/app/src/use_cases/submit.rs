//! The one write path: record, forward, settle, answer from the receipt.

mod standing_in;
#[cfg(test)]
pub(super) mod tests;

use std::sync::Arc;
use std::time::Duration;

use lpa_domain::operation::conduct::{Conduct, Sort, conduct};
use lpa_domain::{Entry, Kind, Leased, Lpa, Operation, Outcome, Receipt, Recorded, Refusal, Task};
use lpa_ports::{DocumentsError, JournalError};
use thiserror::Error;
use tokio::sync::oneshot;
use tracing::Instrument as _;

use self::standing_in::StandIn;
use super::Causeway;
use super::forward::Errand;
use super::news::{Subscription, Tidings};
use crate::planted::{Planted, planted};

/// What a caller is told of the operation it asked for.
#[derive(Clone, Debug)]
pub struct Submitted {
    /// What may be known of it.
    pub receipt: Receipt,
    /// The LPA as the operation made it, when it was applied just now.
    pub lpa: Option<Arc<Lpa>>,
}

/// Why nothing was promised.
#[derive(Debug, Error)]
pub enum SubmitError {
    /// The id or the idempotency key was used before with other content.
    #[error("the idempotency key was used before with other content")]
    KeyReused,
    /// The journal is at its limit: nothing was recorded. There is room again once some of what it holds is settled.
    #[error("the journal is full")]
    JournalFull,
    /// The journal did not say that the operation is recorded: nothing is promised. When its answer was lost it may be
    /// there all the same, and is then done once; sent again under the same key or id, it is recognised.
    #[error("the operation could not be recorded")]
    NotRecorded(#[source] JournalError),
    /// The scans that came with it could not be kept: nothing was recorded, and nothing will be done.
    #[error("the scans could not be kept")]
    ImagesNotKept(#[source] DocumentsError),
    /// It may only be done while the register is there, and the register is away: nothing was recorded, and its key can be
    /// used again.
    #[error("the register is away, and without it this is not done")]
    RegisterAway,
    /// Scans that the document names did not come with it.
    #[error("scans that the document names are missing")]
    ImagesMissing,
    /// The task that recorded it was stopped; whether it was recorded is not known.
    #[error("the service stopped while recording the operation")]
    Stopped,
}

impl Causeway {
    /// Records an entry, forwards it at once if it is its turn, and answers from the receipt: settled within the budget,
    /// or held. A caller who goes away changes nothing: from the recording on, the work is not the caller's any more.
    ///
    /// While the register is away, the table says what is done: what may be held is recorded and answered at once; what
    /// may not is turned away, and only recognised when it is a repeat.
    pub async fn submit(self: &Arc<Self>, mut entry: Entry) -> Result<Submitted, SubmitError> {
        let (conduct, stand_in) = self.course_of(&entry).await;
        if conduct == Conduct::Refuse {
            turn_away(&mut entry);
        }
        if matches!(entry.task, Task::Forward(_)) && !self.let_in().await {
            return Err(SubmitError::JournalFull);
        }
        let (id, receipt) = (entry.id, first_receipt(&entry));
        let attended = matches!(entry.task, Task::Forward(_)).then(|| self.attend());
        let tidings = self.news.subscribe(id, entry.uid);
        let (tell, recorded) = oneshot::channel();
        let recording = Arc::clone(self).record_and_forward(entry, conduct, stand_in, tell);
        self.tasks.spawn(recording.in_current_span());
        if planted(Planted::AnswersBeforeRecording) {
            return Ok(Submitted { receipt, lpa: None });
        }
        let recorded = recorded.await.map_err(|_ended| SubmitError::Stopped);
        match recorded.and_then(|answer| answer.map_err(SubmitError::NotRecorded))? {
            Recorded::Leased(_) | Recorded::Waiting if conduct != Conduct::Forward => {
                Ok(Submitted { receipt, lpa: None })
            }
            // Tidings come when the budget is used up at the latest, and not before what that means is known.
            Recorded::Leased(_) => {
                let submitted = self.await_tidings(receipt, tidings, self.pace.budget * 2).await;
                if let Some(attended) = attended.filter(|_| submitted.receipt.outcome.is_settled()) {
                    attended.answered();
                }
                Ok(submitted)
            }
            // Behind others at a register that is away there is nothing to wait for.
            Recorded::Waiting => Ok(self.await_tidings(receipt, tidings, self.patience()).await),
            Recorded::Answered if receipt.outcome.frees_key() => Err(SubmitError::RegisterAway),
            Recorded::Answered => Ok(Submitted { receipt, lpa: None }),
            Recorded::Repeat(receipt) => Ok(self.settled_soon(receipt).await),
            Recorded::KeyReused => Err(SubmitError::KeyReused),
        }
    }

    /// What the table says; and what it would turn away goes to the register all the same, in the place of a probe.
    async fn course_of(self: &Arc<Self>, entry: &Entry) -> (Conduct, Option<StandIn>) {
        let conduct = self.conduct_of(entry);
        let stand_in = if conduct == Conduct::Refuse { self.stand_in(entry).await } else { None };
        if stand_in.is_some() { (Conduct::Forward, stand_in) } else { (conduct, None) }
    }

    /// The one place that asks how the register is before something is written.
    fn conduct_of(&self, entry: &Entry) -> Conduct {
        let Task::Forward(operation) = &entry.task else { return Conduct::Forward };
        let now = self.ports.clock.now();
        let availability = self.register.breakers().availability(Kind::Operation, now);
        match conduct(operation.act.sort(), availability) {
            Conduct::Refuse if planted(Planted::HoldsDecisions) => {
                Conduct::Hold { coalesced: false, deadline: false }
            }
            conduct => conduct,
        }
    }

    async fn record_and_forward(
        self: Arc<Self>,
        entry: Entry,
        conduct: Conduct,
        stand_in: Option<StandIn>,
        tell: oneshot::Sender<Result<Recorded, JournalError>>,
    ) {
        let now = self.ports.clock.now();
        // What is only held is leased to nobody.
        let until = (conduct == Conduct::Forward).then(|| now + self.pace.lease);
        // Before it is recorded: from then on the drain may claim it. A repeat takes no mark away.
        let marked = is_decision(&entry) && self.untried.note(entry.id);
        let recorded = self.ports.journal.record(&entry, until).await;
        self.unrecorded.saw(&recorded, self.ports.clock.now());
        if matches!(entry.task, Task::Forward(_)) {
            self.fullness.saw(&recorded);
        }
        let lease = match &recorded {
            Ok(Recorded::Leased(lease)) => Some(*lease),
            _ => None,
        };
        let waits = matches!(recorded, Ok(Recorded::Waiting));
        if marked && !waits {
            self.untried.take(entry.id);
        }
        // The caller may be gone; what was recorded is carried on all the same.
        drop(tell.send(recorded));
        if waits && entry.draft_order().is_some() {
            self.tell_the_superseded(&entry).await;
        }
        if let (Some(lease), Task::Forward(operation)) = (lease, entry.task) {
            let errand = stand_in.and_then(StandIn::send).map_or(Errand::First, Errand::StandIn);
            self.forward_line(Leased { lease, operation, attempts: 0, failures: 0 }, errand).await;
        }
    }

    /// A state of a draft was recorded behind others: the journal says which it has superseded, and who waits for one of them
    /// here need not wait any longer. If none is left before it, it is its turn, and nobody has leased it yet.
    async fn tell_the_superseded(&self, entry: &Entry) {
        self.wake();
        for id in self.news.awaited_of(entry.uid).into_iter().filter(|id| *id != entry.id) {
            let receipt = self.ports.journal.receipt(id).await.ok().flatten();
            if let Some(receipt) = receipt.filter(|receipt| receipt.outcome == Outcome::Superseded) {
                self.news.publish(id, &Tidings::of(receipt));
            }
        }
    }

    /// What has become of an operation that was recorded before: settled, or settled within the budget, or still held.
    pub async fn settled_soon(&self, receipt: Receipt) -> Submitted {
        self.settled_within(receipt, self.patience()).await
    }

    /// The same for a question about what is held. It is answered well within the budget: the edge that asks may have one
    /// like ours, and would take an answer that comes when it is used up for none.
    pub async fn settled_while_asked(&self, receipt: Receipt) -> Receipt {
        self.settled_within(receipt, self.patience() / 2).await.receipt
    }

    async fn settled_within(&self, receipt: Receipt, patience: Duration) -> Submitted {
        if receipt.outcome != Outcome::Held {
            return Submitted { receipt, lpa: None };
        }
        let tidings = self.news.subscribe(receipt.id, receipt.uid);
        // It may have been settled before we began to wait: then nobody will tell us again.
        match self.ports.journal.receipt(receipt.id).await {
            Ok(Some(receipt)) if receipt.outcome != Outcome::Held => Submitted { receipt, lpa: None },
            _ => self.await_tidings(receipt, tidings, patience).await,
        }
    }

    /// How long to wait for what somebody else forwards.
    fn patience(&self) -> Duration {
        let there = self.register.breakers().admits(Kind::Operation, self.ports.clock.now());
        if there { self.pace.budget } else { Duration::ZERO }
    }

    async fn await_tidings(&self, held: Receipt, tidings: Subscription<'_>, patience: Duration) -> Submitted {
        let patience = if planted(Planted::WaitsWithoutLimit) { Duration::MAX } else { patience };
        match tokio::time::timeout(patience, tidings.tidings()).await {
            Ok(Some(Tidings { outcome, settled_at, lpa })) => {
                Submitted { receipt: Receipt { settled_at, outcome, ..held }, lpa }
            }
            _ => Submitted { receipt: held, lpa: None },
        }
    }
}

/// Nothing is recorded: what it says is only compared with what was recorded before.
fn turn_away(entry: &mut Entry) {
    let outcome = Outcome::Refused { refusal: Refusal::register_away() };
    entry.task = Task::Answered { label: entry.label().to_owned(), outcome };
}

fn is_decision(entry: &Entry) -> bool {
    matches!(&entry.task, Task::Forward(operation) if operation.act.sort() == Sort::StatusDecision)
}

/// What its receipt says when it has just been recorded.
fn first_receipt(entry: &Entry) -> Receipt {
    let (settled_at, outcome) = match &entry.task {
        Task::Forward(_) => (None, Outcome::Held),
        Task::Answered { outcome, .. } => (Some(entry.requested_at), outcome.clone()),
    };
    Receipt {
        id: entry.id,
        uid: entry.uid,
        label: entry.label().to_owned(),
        requested_at: entry.requested_at,
        settled_at,
        outcome,
    }
}

/// The entry that records `operation` for forwarding.
pub(super) fn entry_of(
    operation: Operation,
    fingerprint: [u8; 32],
    keyed: Option<lpa_domain::Keyed>,
) -> Entry {
    Entry {
        id: operation.id,
        uid: operation.uid,
        requested_at: operation.requested_at,
        fingerprint,
        keyed,
        task: Task::Forward(operation),
    }
}
