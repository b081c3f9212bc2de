//! The one write path: record, forward, settle, answer from the receipt.

#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::time::Duration;

use lpa_domain::{Entry, Lpa, Operation, OperationId, Outcome, Receipt, Recorded, Task};
use lpa_ports::{DocumentsError, JournalError};
use thiserror::Error;
use tokio::sync::oneshot;
use tracing::Instrument as _;

use super::Causeway;
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
    /// The journal did not say that the operation is recorded: nothing is promised. When its answer was lost it may be
    /// there all the same, and is then done once; sent again under the same key or id, it is recognised.
    #[error("the operation could not be recorded")]
    NotRecorded(#[source] JournalError),
    /// The scans that came with it could not be kept: nothing was recorded, and nothing will be done.
    #[error("the scans could not be kept")]
    ImagesNotKept(#[source] DocumentsError),
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
    pub async fn submit(self: &Arc<Self>, entry: Entry) -> Result<Submitted, SubmitError> {
        let id = entry.id;
        let held = held_receipt(&entry);
        let tidings = self.news.subscribe(id);
        let (tell, recorded) = oneshot::channel();
        self.tasks.spawn(Arc::clone(self).record_and_forward(entry, tell).in_current_span());
        if planted(Planted::AnswersBeforeRecording) {
            return Ok(Submitted { receipt: held, lpa: None });
        }
        let recorded = recorded.await.map_err(|_ended| SubmitError::Stopped);
        match recorded.and_then(|answer| answer.map_err(SubmitError::NotRecorded)) {
            // Behind others at a register that is away there is nothing to wait for.
            Ok(Recorded::Waiting) if self.observed.is_away() => Ok(Submitted { receipt: held, lpa: None }),
            Ok(Recorded::Leased(_) | Recorded::Waiting) => Ok(self.await_tidings(held, tidings).await),
            Ok(Recorded::Answered) => self.answered(id, held).await,
            Ok(Recorded::Repeat(receipt)) => Ok(self.settled_soon(receipt).await),
            Ok(Recorded::KeyReused) => Err(SubmitError::KeyReused),
            Err(error) => Err(error),
        }
    }

    async fn record_and_forward(
        self: Arc<Self>,
        entry: Entry,
        tell: oneshot::Sender<Result<Recorded, JournalError>>,
    ) {
        let until = self.ports.clock.now() + self.pace.lease;
        let recorded = self.ports.journal.record(&entry, until).await;
        self.unrecorded.saw(&recorded, self.ports.clock.now());
        let lease = match recorded {
            Ok(Recorded::Leased(lease)) => Some(lease),
            _ => None,
        };
        // The caller may be gone; what was recorded is carried on all the same.
        drop(tell.send(recorded));
        if let (Some(lease), Task::Forward(operation)) = (lease, entry.task) {
            self.forward_line(lpa_domain::Leased { lease, operation, attempts: 0, failures: 0 }).await;
        }
    }

    /// What has become of an operation that was recorded before: settled, or settled within the budget, or still held.
    pub async fn settled_soon(&self, receipt: Receipt) -> Submitted {
        if receipt.outcome != Outcome::Held {
            return Submitted { receipt, lpa: None };
        }
        let tidings = self.news.subscribe(receipt.id);
        // It may have been settled before we began to wait: then nobody will tell us again.
        match self.ports.journal.receipt(receipt.id).await {
            Ok(Some(receipt)) if receipt.outcome != Outcome::Held => Submitted { receipt, lpa: None },
            _ => self.await_tidings(receipt, tidings).await,
        }
    }

    async fn await_tidings(&self, held: Receipt, tidings: Subscription<'_>) -> Submitted {
        let budget = if planted(Planted::WaitsWithoutLimit) { Duration::MAX } else { self.pace.budget };
        match tokio::time::timeout(budget, tidings.tidings()).await {
            Ok(Some(Tidings { outcome, settled_at, lpa })) => {
                Submitted { receipt: Receipt { settled_at, outcome, ..held }, lpa }
            }
            _ => Submitted { receipt: held, lpa: None },
        }
    }

    async fn answered(&self, id: OperationId, held: Receipt) -> Result<Submitted, SubmitError> {
        let receipt = self.ports.journal.receipt(id).await.map_err(SubmitError::NotRecorded)?;
        Ok(Submitted { receipt: receipt.unwrap_or(held), lpa: None })
    }
}

fn held_receipt(entry: &Entry) -> Receipt {
    Receipt {
        id: entry.id,
        uid: entry.uid,
        label: entry.label().to_owned(),
        requested_at: entry.requested_at,
        settled_at: None,
        outcome: Outcome::Held,
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
