//! Hands out the UID of a new LPA.

use std::sync::Arc;

use aws_lc_rs::digest;
use lpa_domain::lpa::sequence::uid_of;
use lpa_domain::lpa::uid_request;
use lpa_domain::{Entry, Keyed, LpaUid, OperationId, Outcome, Problem, Task, Version};
use lpa_ports::{UidBlock, UidsError};
use thiserror::Error;
use tokio::sync::Mutex;

use super::Causeway;
use super::create_lpa::content_hash;
use super::request::read_json;
use super::submit::SubmitError;
use crate::planted::{Planted, planted};

/// How many numbers are taken at a time; what is left of them at a crash is a gap. For how long work goes on while the
/// issuer is away is decided by the stock behind [`lpa_ports::Uids`], not here.
const RUN: u32 = 20;

/// Numbers that are reserved and not handed out yet.
#[derive(Debug, Default)]
pub(super) struct Numbers(Mutex<std::ops::Range<u64>>);

/// Why no UID was handed out.
#[derive(Debug, Error)]
pub enum IssueError {
    /// The request breaks the rules (contract section 8.1): every problem.
    #[error("the request breaks the rules")]
    Refused(Vec<Problem>),
    /// The issuer cannot be reached and no number is left here.
    #[error("no UID can be issued now")]
    Away(#[source] UidsError),
    /// Every UID has been issued.
    #[error("every UID has been issued")]
    Exhausted,
    /// The answer could not be remembered under the caller's key.
    #[error(transparent)]
    Submit(#[from] SubmitError),
}

impl Causeway {
    /// A UID that nobody has been given before, for a request that fits the rules. What it says of the donor is not kept. Under an idempotency key, a repeat is answered with the same UID.
    pub async fn issue_uid(
        self: &Arc<Self>,
        keyed: Option<Keyed>,
        body: &[u8],
    ) -> Result<LpaUid, IssueError> {
        // What is no JSON has no place to point at: today's clients are told of it without errors.
        let request = read_json(body).map_err(|_unplaced| IssueError::Refused(Vec::new()))?;
        uid_request::examine(&request).map_err(IssueError::Refused)?;
        let fingerprint = content_hash(body).0;
        let Some(keyed) = keyed.filter(|_| !planted(Planted::IgnoresKeysOfUids)) else {
            return self.next_uid().await;
        };
        let id = remembered_as(&keyed);
        let uid = match self.receipt(id).await.map_err(SubmitError::NotRecorded)? {
            // Asked before: no number is taken, so a repeat is answered while the issuer is away, too.
            Some(receipt) => receipt.uid,
            None => self.next_uid().await?,
        };
        let outcome = Outcome::Applied { version: Version(0), answer: None };
        let task = Task::Answered { label: "ISSUE_UID".to_owned(), outcome };
        let requested_at = self.ports.clock.now();
        let entry = Entry { id, uid, requested_at, fingerprint, keyed: Some(keyed), task };
        // Of two at once under one key the second answers with the receipt of the first; its own number is then a gap.
        Ok(self.submit(entry).await?.receipt.uid)
    }

    /// Within the budget, also when others wait for the same issuer. A block whose answer came too late is a gap.
    async fn next_uid(&self) -> Result<LpaUid, IssueError> {
        let taken = tokio::time::timeout(self.pace.budget, self.take_number()).await;
        taken.unwrap_or_else(|elapsed| Err(IssueError::Away(UidsError::Offline(elapsed.into()))))
    }

    async fn take_number(&self) -> Result<LpaUid, IssueError> {
        let mut left = self.numbers.0.lock().await;
        if left.is_empty() {
            let block = match self.reserve_run().await {
                Ok(block) => block,
                Err(UidsError::Exhausted) => return Err(IssueError::Exhausted),
                Err(error) => return Err(IssueError::Away(error)),
            };
            *left = block.first..block.first + u64::from(block.count);
        }
        left.next().and_then(uid_of).ok_or(IssueError::Exhausted)
    }
}

impl Causeway {
    /// What is left in stock needs no issuer, and the last numbers may not make a whole run.
    async fn reserve_run(&self) -> Result<UidBlock, UidsError> {
        let stocked = self.uids_left().and_then(|left| u32::try_from(left).ok());
        let run = stocked.filter(|left| (1..RUN).contains(left)).unwrap_or(RUN);
        match self.reserve_block(run).await {
            // There may be fewer than were seen last.
            Err(error)
                if matches!(error, UidsError::Exhausted) || self.uids_left().is_some_and(|left| left > 0) =>
            {
                self.reserve_block(1).await
            }
            run => run,
        }
    }

    /// How many numbers can be handed out while their issuer is away, where that is known.
    pub fn uids_left(&self) -> Option<u64> {
        self.ports.uids.left()
    }
}

/// Where the answer under a key is remembered: an id made of the key (a version 8 UUID, RFC 9562), so that it can be found
/// again before a number is taken.
fn remembered_as(keyed: &Keyed) -> OperationId {
    let mut context = digest::Context::new(&digest::SHA256);
    for part in ["ISSUE_UID", &keyed.consumer, keyed.key.as_str()] {
        context.update(part.as_bytes());
        context.update(&[0]);
    }
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&context.finish().as_ref()[..16]);
    OperationId(uuid::Builder::from_custom_bytes(bytes).into_uuid())
}
