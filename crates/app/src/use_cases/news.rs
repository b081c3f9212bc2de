//! Who waits for which operation to be settled.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use lpa_domain::{Lpa, LpaUid, OperationId, Outcome, Receipt};
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
    waiting: Mutex<HashMap<OperationId, Waiting>>,
}

/// Those who wait for one operation.
#[derive(Debug)]
struct Waiting {
    /// Of which LPA it is.
    uid: LpaUid,
    senders: Vec<oneshot::Sender<Tidings>>,
}

impl Tidings {
    /// It has to wait.
    pub(super) const fn held() -> Self {
        Self { outcome: Outcome::Held, settled_at: None, lpa: None }
    }

    /// What its receipt says.
    pub(super) fn of(receipt: Receipt) -> Self {
        Self { outcome: receipt.outcome, settled_at: receipt.settled_at, lpa: None }
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
    /// Waits for tidings of `id`, an operation on `uid`.
    pub(super) fn subscribe(&self, id: OperationId, uid: LpaUid) -> Subscription<'_> {
        let (sender, receiver) = oneshot::channel();
        let fresh = || Waiting { uid, senders: Vec::new() };
        self.waiting().entry(id).or_insert_with(fresh).senders.push(sender);
        Subscription { news: self, id, receiver }
    }

    /// The operations on an LPA that somebody waits for, in the order of their ids.
    pub(super) fn awaited_of(&self, uid: LpaUid) -> BTreeSet<OperationId> {
        let waiting = self.waiting();
        waiting.iter().filter(|(_, waiting)| waiting.uid == uid).map(|(id, _)| *id).collect()
    }

    /// Tells everyone who waits for `id`.
    pub(super) fn publish(&self, id: OperationId, tidings: &Tidings) {
        let waiting = self.waiting().remove(&id);
        for sender in waiting.into_iter().flat_map(|waiting| waiting.senders) {
            // The caller may have stopped waiting: then the receipt tells.
            drop(sender.send(tidings.clone()));
        }
    }

    /// Those who waited for `id` and have gone are forgotten; others still wait.
    fn forget(&self, id: OperationId) {
        let mut waiting = self.waiting();
        if let Some(Waiting { senders, .. }) = waiting.get_mut(&id) {
            senders.retain(|sender| !sender.is_closed());
            if senders.is_empty() {
                waiting.remove(&id);
            }
        }
    }

    fn waiting(&self) -> MutexGuard<'_, HashMap<OperationId, Waiting>> {
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

    fn uid() -> LpaUid {
        "M-3779-9919-9529".parse().unwrap()
    }

    fn discarded() -> Tidings {
        Tidings { outcome: Outcome::Discarded, settled_at: Some(Timestamp::UNIX_EPOCH), lpa: None }
    }

    #[tokio::test]
    async fn everyone_who_waits_is_told() {
        let news = News::default();
        let (one, other) = (news.subscribe(ID, uid()), news.subscribe(ID, uid()));
        news.publish(ID, &discarded());
        assert!(one.tidings().await.is_some() && other.tidings().await.is_some());
    }

    #[test]
    fn what_is_awaited_of_an_lpa_is_told_while_somebody_waits() {
        let news = News::default();
        let (other_lpa, other_id) = ("M-0000-0000-0001".parse().unwrap(), OperationId(Uuid::from_u128(1)));
        let (_one, other) = (news.subscribe(ID, uid()), news.subscribe(other_id, other_lpa));
        assert_eq!(news.awaited_of(uid()), BTreeSet::from([ID]));
        assert_eq!(news.awaited_of(other_lpa), BTreeSet::from([other_id]));
        drop(other);
        assert_eq!(news.awaited_of(other_lpa), BTreeSet::new());
    }

    #[tokio::test]
    async fn who_goes_away_takes_nothing_from_the_others() {
        let news = News::default();
        let (one, other) = (news.subscribe(ID, uid()), news.subscribe(ID, uid()));
        drop(one);
        news.publish(ID, &discarded());
        assert!(other.tidings().await.is_some());
        drop(news.subscribe(ID, uid()));
        assert!(news.waiting().is_empty());
    }
}
