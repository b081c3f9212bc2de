//! From the callers to the writer.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

use tokio::sync::{Semaphore, oneshot};

use super::request::Request;
use crate::error::Failure;

/// How many requests may wait; the next caller waits to be let in.
const QUEUE: usize = 1024;
/// How many requests are a batch at most.
const BATCH: usize = 128;
/// After so long without a request, what is pending is committed, so that others may read and write.
pub(super) const IDLE: Duration = Duration::from_millis(2);

/// What the writer is asked.
pub(crate) enum Message {
    Write(Request),
    /// Commit what is pending, so that readers see it.
    Publish(oneshot::Sender<Result<(), Failure>>),
}

/// The callers' end. The writer ends when the last one is gone.
#[derive(Clone)]
pub(crate) struct Requests {
    messages: Sender<Message>,
    turns: Arc<Semaphore>,
}

/// The writer's end.
pub(crate) struct Waiting(Receiver<Message>);

/// What is to be done together.
pub(super) struct Gathered {
    pub(super) batch: Vec<Request>,
    pub(super) publish: Vec<oneshot::Sender<Result<(), Failure>>>,
}

/// A new queue.
pub(crate) fn queue() -> (Requests, Waiting) {
    let (messages, waiting) = channel();
    (Requests { messages, turns: Arc::new(Semaphore::new(QUEUE)) }, Waiting(waiting))
}

impl Requests {
    /// Hands over a request, when there is room for it.
    pub(crate) async fn write(&self, mut request: Request) -> Result<(), Failure> {
        let turn = Arc::clone(&self.turns).acquire_owned().await;
        request.turn = Some(turn.map_err(|_closed| Failure::closed())?);
        self.messages.send(Message::Write(request)).map_err(|_gone| Failure::closed())
    }

    /// Has what is pending committed.
    pub(crate) async fn publish(self) -> Result<(), Failure> {
        let (reply, answer) = oneshot::channel();
        self.messages.send(Message::Publish(reply)).map_err(|_gone| Failure::closed())?;
        drop(self);
        answer.await.map_err(|_gone| Failure::closed())?
    }
}

impl Waiting {
    /// Waits for a request and takes those that wait behind it, sorted by statement. With nothing asked for `patience` it
    /// is empty; without one it waits for ever. `None` when every caller's end is gone.
    pub(super) fn gather(&self, patience: Option<Duration>) -> Option<Gathered> {
        let mut gathered = Gathered { batch: Vec::new(), publish: Vec::new() };
        let first = match patience {
            Some(patience) => self.0.recv_timeout(patience),
            None => self.0.recv().map_err(|_gone| RecvTimeoutError::Disconnected),
        };
        let mut next = match first {
            Err(RecvTimeoutError::Disconnected) => return None,
            first => first.ok(),
        };
        while let Some(message) = next.take() {
            match message {
                Message::Write(request) => gathered.batch.push(request),
                Message::Publish(reply) => gathered.publish.push(reply),
            }
            if gathered.batch.len() < BATCH {
                next = self.0.try_recv().ok();
            }
        }
        gathered.batch.sort_by_key(|request| request.statement);
        Some(gathered)
    }
}
