//! What may have been sent before.
//!
//! Evidence from the store is needed only for an operation that may have been sent before: to any other, an update just
//! like it in the history is another's. That keeps apart what the store cannot: the same change made twice.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::{SignedDuration, Timestamp};
use lpa_domain::{Operation, OperationId};

use super::store::Senders;

/// So many operations are remembered; of older ones it is not known whether they were sent.
const REMEMBERED: usize = 65_536;

/// What this process has sent.
#[derive(Debug)]
pub(super) struct SentBefore {
    senders: Senders,
    memory: Mutex<Memory>,
}

#[derive(Debug)]
struct Memory {
    /// What was asked for up to here may have been sent, by an earlier process or before it was forgotten.
    horizon: Timestamp,
    sent: HashMap<OperationId, Timestamp>,
    oldest_first: VecDeque<OperationId>,
}

impl SentBefore {
    /// Nothing was sent by this process before `start`. What is said to have been asked for until `clocks_differ` after it
    /// may have been asked for before: by a clock that is ahead of ours, or by ours before it was set back.
    pub(super) fn from(start: Timestamp, clocks_differ: SignedDuration, senders: Senders) -> Self {
        let horizon = start.saturating_add(clocks_differ).unwrap_or(Timestamp::MAX);
        let memory = Memory { horizon, sent: HashMap::new(), oldest_first: VecDeque::new() };
        Self { senders, memory: Mutex::new(memory) }
    }

    /// Whether the operation may have been sent.
    pub(super) fn may_hold(&self, operation: &Operation) -> bool {
        let memory = self.memory();
        self.senders == Senders::Several
            || operation.requested_at <= memory.horizon
            || memory.sent.contains_key(&operation.id)
    }

    /// The operation is about to be sent.
    pub(super) fn note(&self, operation: &Operation) {
        let mut memory = self.memory();
        if memory.sent.insert(operation.id, operation.requested_at).is_none() {
            memory.oldest_first.push_back(operation.id);
        }
        while memory.oldest_first.len() > REMEMBERED {
            let forgotten = memory.oldest_first.pop_front().and_then(|id| memory.sent.remove(&id));
            memory.horizon = memory.horizon.max(forgotten.unwrap_or(Timestamp::MIN));
        }
    }

    /// The operation, noted just now, surely did not arrive.
    pub(super) fn forget(&self, operation: &Operation) {
        let mut memory = self.memory();
        memory.sent.remove(&operation.id);
        if memory.oldest_first.back() == Some(&operation.id) {
            memory.oldest_first.pop_back();
        }
    }

    fn memory(&self) -> MutexGuard<'_, Memory> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use lpa_domain::{Act, Update};
    use uuid::Uuid;

    use super::*;

    fn start() -> Timestamp {
        "2026-03-02T09:00:00Z".parse().unwrap()
    }

    /// The `n`-th operation, asked for in second `n` after the start.
    fn operation(n: u32) -> Operation {
        Operation {
            id: OperationId(Uuid::from_u128(n.into())),
            uid: "M-3779-9919-9529".parse().unwrap(),
            idempotency_key: None,
            author: "urn:opg:sirius:users:34".parse().unwrap(),
            requested_at: start() + SignedDuration::from_secs(n.into()),
            act: Act::Update(Update::default()),
        }
    }

    #[test]
    fn what_was_asked_for_since_the_start_was_sent_only_by_us() {
        let sent = SentBefore::from(start(), SignedDuration::ZERO, Senders::One);
        assert!(sent.may_hold(&operation(0)));
        assert!(!sent.may_hold(&operation(1)));
        sent.note(&operation(1));
        assert!(sent.may_hold(&operation(1)));
        sent.forget(&operation(1));
        assert!(!sent.may_hold(&operation(1)));
    }

    #[test]
    fn what_a_clock_ahead_of_ours_says_was_asked_for_just_after_the_start_may_have_been_sent() {
        let sent = SentBefore::from(start(), SignedDuration::from_secs(30), Senders::One);
        assert!(sent.may_hold(&operation(30)));
        assert!(!sent.may_hold(&operation(31)));
    }

    #[test]
    fn where_several_send_anything_may_have_been_sent() {
        assert!(SentBefore::from(start(), SignedDuration::ZERO, Senders::Several).may_hold(&operation(1)));
    }

    #[test]
    fn what_is_forgotten_may_have_been_sent() {
        let sent = SentBefore::from(start(), SignedDuration::ZERO, Senders::One);
        let many = u32::try_from(REMEMBERED).unwrap();
        for n in 1..=many + 2 {
            sent.note(&operation(n));
        }
        assert_eq!(sent.memory().sent.len(), REMEMBERED);
        for n in [1, 2, 3, many + 2] {
            assert!(sent.may_hold(&operation(n)), "{n}");
        }
        assert!(!sent.may_hold(&operation(many + 3)));
    }
}
