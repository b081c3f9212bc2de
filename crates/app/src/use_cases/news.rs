//! Who waits for which operation to be settled.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use lpa_domain::{Lpa, OperationId, Outcome};
use tokio::sync::oneshot;

/// What became of an attempt to forward an operation; [`Outcome::Held`] when it has to wait.
#[derive(Clone, Debug)]
pub(super) struct Tidings {
    /// What became of it.
    pub outcome: Outcome,
    /// When it was settled, as the journal has it.
    pub settled_at: Option<Timestamp>,
    /// The LPA as the operation made it, when it was applied just now.
    pub lpa: Option<Arc<Lpa>>,
}

/// Brings tidings of operations to the callers that wait for them, within this process. Only a shortcut: a caller who
/// misses them is answered `held`, and the receipt tells the rest.
#[derive(Debug, Default)]
pub(super) struct News {
    waiting: Mutex<HashMap<OperationId, Vec<oneshot::Sender<Tidings>>>>,
}

impl Tidings {
    /// It has to wait.
    pub(super) const fn held() -> Self {
        Self { outcome: Outcome::Held, settled_at: None, lpa: None }
    }
}

/// Waits for tidings of one operation, beside all others who do; dropped, it is forgotten.
#[derive(Debug)]
pub(super) struct Subscription<'n> {
    news: &'n News,
    id: OperationId,
    receiver: oneshot::Receiver<Tidings>,
}

impl News {
    /// Waits for tidings of `id`.
    pub(super) fn subscribe(&self, id: OperationId) -> Subscription<'_> {
        let (sender, receiver) = oneshot::channel();
        self.waiting().entry(id).or_default().push(sender);
        Subscription { news: self, id, receiver }
    }

    /// Tells everyone who waits for `id`.
    pub(super) fn publish(&self, id: OperationId, tidings: &Tidings) {
        let waiting = self.waiting().remove(&id);
        for sender in waiting.into_iter().flatten() {
            // The caller may have stopped waiting: then the receipt tells.
            drop(sender.send(tidings.clone()));
        }
    }

    /// Those who waited for `id` and have gone are forgotten; others still wait.
    fn forget(&self, id: OperationId) {
        let mut waiting = self.waiting();
        if let Some(senders) = waiting.get_mut(&id) {
            senders.retain(|sender| !sender.is_closed());
            if senders.is_empty() {
                waiting.remove(&id);
            }
        }
    }

    fn waiting(&self) -> MutexGuard<'_, HashMap<OperationId, Vec<oneshot::Sender<Tidings>>>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Subscription<'_> {
    /// The tidings; `None` when there will be none.
    pub(super) async fn tidings(mut self) -> Option<Tidings> {
        (&mut self.receiver).await.ok()
    }
}

impl Drop for Subscription<'_> {
    fn drop(&mut self) {
        self.receiver.close();
        self.news.forget(self.id);
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    const ID: OperationId = OperationId(Uuid::nil());

    fn discarded() -> Tidings {
        Tidings { outcome: Outcome::Discarded, settled_at: Some(Timestamp::UNIX_EPOCH), lpa: None }
    }

    #[tokio::test]
    async fn everyone_who_waits_is_told() {
        let news = News::default();
        let (one, other) = (news.subscribe(ID), news.subscribe(ID));
        news.publish(ID, &discarded());
        assert!(one.tidings().await.is_some() && other.tidings().await.is_some());
    }

    #[tokio::test]
    async fn who_goes_away_takes_nothing_from_the_others() {
        let news = News::default();
        let (one, other) = (news.subscribe(ID), news.subscribe(ID));
        drop(one);
        news.publish(ID, &discarded());
        assert!(other.tidings().await.is_some());
        drop(news.subscribe(ID));
        assert!(news.waiting().is_empty());
    }
}
