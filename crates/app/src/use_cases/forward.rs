//! Carries recorded operations to the register and settles them.

use std::error::Error as _;
use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use lpa_domain::operation::backoff;
use lpa_domain::operation::conduct::Sort;
use lpa_domain::{
    Call, Claim, Lease, Leased, Limits, Lpa, LpaUid, Operation, Outcome, Personal, Postponement, Refusal,
    Settled, Version,
};
use lpa_ports::{Applied, JournalError, RegisterError, Retry};

use super::Causeway;
use super::dependency::Spoken as _;
use super::news::Tidings;
use super::work_off_backlog::Place;
use crate::planted::{self, Planted, planted};

/// What came of forwarding one operation.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Forwarded {
    /// The register answered, and nothing of the same LPA waits.
    Done,
    /// The register answered, and another operation of the same LPA waits for its turn.
    MoreWaits,
    /// The register did not answer; the operation stays held.
    Postponed,
}

/// How an operation comes to be forwarded.
pub(super) enum Errand {
    /// It was just recorded; its caller may still wait.
    First,
    /// It was held, and takes a place among those that are drained.
    Drained(Place),
    /// It was held, and shows whether the register is back.
    Probe(Call),
    /// It waited for its turn in the line of its LPA.
    InLine,
}

/// An attempt that did not settle the operation.
struct Failure {
    error: RegisterError,
    /// Whether the register was called at all.
    called: bool,
}

impl Causeway {
    /// Forwards an operation that was just recorded, and then what waits behind it in the line of the same LPA.
    pub(super) async fn forward_line(&self, leased: Leased) {
        let uid = leased.operation.uid;
        let mut next = Some((leased, Errand::First));
        while let Some((leased, errand)) = next.take() {
            let forwarded = self.forward(leased, errand).await;
            if forwarded == Forwarded::MoreWaits && !self.stopping.is_cancelled() {
                next = self.claim_next(uid).await.map(|leased| (leased, Errand::InLine));
            }
        }
    }

    /// Forwards one leased operation once.
    pub(super) async fn forward(&self, leased: Leased, errand: Errand) -> Forwarded {
        let operation = &leased.operation;
        let Some(_attempt) = self.underway.begin(operation.id) else {
            tracing::warn!(operation.id = %operation.id, "an earlier attempt is still under way; the lease runs out");
            return Forwarded::Postponed;
        };
        if planted(Planted::SettlesBeforeApplying) {
            let unseen = Outcome::Applied { version: Version::FIRST, answer: None };
            drop(self.settle(&leased.lease, &unseen).await.0);
        }
        let suspect = self.suspects.take(operation.id);
        let untried = self.untried.take(operation.id) && leased.attempts == 0;
        let first = untried || matches!(errand, Errand::First);
        let (outcome, lpa) = match self.attempt(operation, errand).await {
            Ok(applied) => {
                // Applied before, the LPA may have moved on since: it surely stood so when it changed.
                self.seen.see_lpa(&applied.lpa, applied.lpa.updated_at.instant());
                (applied_outcome(operation, &applied.lpa), Some(Arc::new(applied.lpa)))
            }
            Err(Failure { error: RegisterError::Refused(refusal), .. }) => {
                (Outcome::Refused { refusal }, None)
            }
            Err(Failure { error, .. }) if error.retry() == Retry::Never => {
                tracing::error!(operation.id = %operation.id, lpa.uid = %operation.uid, error = %error, cause = cause(&error), "operation parked");
                let in_doubt = error.may_have_been_applied();
                (Outcome::Parked { reason: error.to_string(), in_doubt }, None)
            }
            Err(failure) if first && fails_closed(operation, &failure.error) => {
                tracing::info!(operation.id = %operation.id, lpa.uid = %operation.uid, error = %failure.error, "turned away: the register is away");
                (Outcome::Refused { refusal: Refusal::register_away() }, None)
            }
            Err(failure) => match self.put_off(&leased, suspect, failure).await {
                Some(parked) => (parked, None),
                None => return Forwarded::Postponed,
            },
        };
        let (settled, at) = self.settle(&leased.lease, &outcome).await;
        let settled_at = outcome.is_settled().then_some(at);
        self.tell(operation, settled, Tidings { outcome, settled_at, lpa }).await
    }

    /// Settles now, and says when that was.
    async fn settle(&self, lease: &Lease, outcome: &Outcome) -> (Result<Settled, JournalError>, Timestamp) {
        let at = self.ports.clock.now();
        if planted(Planted::ForgetsToSettle) {
            return (Ok(Settled { more: false }), at);
        }
        (self.ports.journal.settle(lease, outcome, at).await, at)
    }

    /// Sends the operation, if the register is called at all: it may have gone away since the operation was leased.
    async fn attempt(&self, operation: &Operation, errand: Errand) -> Result<Applied, Failure> {
        let (call, place) = match errand {
            Errand::Probe(call) => (Some(call), None),
            Errand::Drained(place) => (self.register.breaker().begin(self.ports.clock.now()), Some(place)),
            Errand::First | Errand::InLine => (self.register.breaker().begin(self.ports.clock.now()), None),
        };
        let Some(call) = call else {
            let error = RegisterError::Offline("known to be away".into());
            return Err(Failure { error, called: false });
        };
        self.apply(operation, call, place).await.map_err(|error| Failure { error, called: true })
    }

    /// Applies the operation. A register that lets the caller's budget run out may still answer; nobody waits for that
    /// but the operation itself. After half the lease the attempt is given up: nothing may be judged and written when others
    /// may hold the next lease.
    async fn apply(
        &self,
        operation: &Operation,
        mut call: Call,
        mut place: Option<Place>,
    ) -> Result<Applied, RegisterError> {
        let mut applying = self.ports.register.apply(operation);
        let answer = match tokio::time::timeout(self.pace.budget, &mut applying).await {
            Ok(answer) => answer,
            Err(_elapsed) => {
                self.overdue(&self.register, &mut call);
                self.news.publish(operation.id, &Tidings::held());
                drop(place.take());
                self.wake();
                let half = Duration::try_from(self.pace.lease).unwrap_or_default() / 2;
                let late = tokio::time::timeout(half.saturating_sub(self.pace.budget), applying).await;
                late.unwrap_or_else(|elapsed| Err(RegisterError::OutcomeUnknown(elapsed.into())))
            }
        };
        let answer = planted::twist(answer);
        self.heard(&self.register, &call, answer.ending());
        if let Some(place) = place {
            place.leave(answer.ending(), call.took(self.ports.clock.now()));
        }
        answer
    }

    async fn tell(
        &self,
        operation: &Operation,
        settled: Result<Settled, JournalError>,
        tidings: Tidings,
    ) -> Forwarded {
        match settled {
            Ok(Settled { more }) => {
                self.news.publish(operation.id, &tidings);
                if more { Forwarded::MoreWaits } else { Forwarded::Done }
            }
            Err(error) => {
                // The receipt decides what may be said; while it still says held, the operation is forwarded again
                // under the same id, and the register applies it at most once.
                tracing::warn!(operation.id = %operation.id, error = %error, "operation forwarded but not settled");
                let receipt = self.ports.journal.receipt(operation.id).await.ok().flatten();
                let told = receipt.map_or_else(Tidings::held, |receipt| Tidings {
                    outcome: receipt.outcome,
                    settled_at: receipt.settled_at,
                    lpa: None,
                });
                self.news.publish(operation.id, &told);
                Forwarded::Done
            }
        }
    }

    /// Puts the operation off, tells whoever waits, and then finds out whether others are answered; or says that it is to
    /// be parked, because it has failed too often while they were.
    async fn put_off(&self, leased: &Leased, suspect: bool, failure: Failure) -> Option<Outcome> {
        let Leased { lease, operation, attempts, failures } = leased;
        let Failure { error, called } = failure;
        tracing::info!(operation.id = %operation.id, lpa.uid = %operation.uid, attempts, failures, error = %error, cause = cause(&error), "operation held");
        // Counted now is the failure before this one: only after it was it seen that others were answered.
        if suspect && failures + 1 >= self.pace.park_after {
            tracing::error!(operation.id = %operation.id, lpa.uid = %operation.uid, error = %error, cause = cause(&error), "operation parked");
            let times = failures + 1;
            let reason = format!("failed {times} times while the register answered others: {error}");
            return Some(Outcome::Parked { reason, in_doubt: error.may_have_been_applied() });
        }
        if planted(Planted::LogsContent) {
            tracing::info!(content = serde_json::to_string(operation).unwrap_or_default(), "operation held");
        }
        let at = self.ports.clock.now();
        let until = at + self.rest_of(*attempts, called, &error);
        let (cause, in_doubt) = (error.to_string(), error.may_have_been_applied());
        let postponement = Postponement { at, until, cause, counted: suspect, in_doubt };
        if let Err(error) = self.ports.journal.postpone(lease, &postponement).await {
            tracing::warn!(operation.id = %operation.id, error = %error, "operation not postponed; its lease runs out");
        }
        self.news.publish(operation.id, &Tidings::held());
        if called && !matches!(error, RegisterError::TakenOver(_)) && self.answers_others().await {
            self.suspects.note(operation.id);
        }
        None
    }

    /// How long an operation rests before its next attempt.
    fn rest_of(&self, attempts: u32, called: bool, error: &RegisterError) -> SignedDuration {
        let until_asked = self.register.breaker().ask_again(self.ports.clock.now());
        match error {
            _ if !called => until_asked,
            RegisterError::NotNow { after, .. } => {
                backoff::delay(attempts, self.jitter()).max((*after).min(Limits::LONGEST_PAUSE))
            }
            _ => backoff::delay(attempts, self.jitter()),
        }
    }

    /// Whether the register answers anyone at all: an operation that fails all the same is at fault itself. One question
    /// at a time finds out, so that a register in trouble is not asked once more for each failure.
    async fn answers_others(&self) -> bool {
        let witness = self.register.breaker().begin_witness(self.ports.clock.now());
        match witness {
            Some(call) => self.knock(call).await,
            None => false,
        }
    }

    async fn claim_next(&self, uid: LpaUid) -> Option<Leased> {
        let now = self.ports.clock.now();
        let claim = Claim { uid: Some(uid), now, until: now + self.pace.lease, limit: 1 };
        match self.ports.journal.claim(claim).await {
            Ok(mut claimed) => claimed.pop(),
            Err(error) => {
                tracing::warn!(lpa.uid = %uid, error = %error, "cannot claim; the worker tries again");
                None
            }
        }
    }
}

/// What is behind an error, for the log: an adapter's sources name no value.
fn cause(error: &RegisterError) -> Option<impl tracing::Value> {
    error.source().map(tracing::field::display)
}

/// Whether an operation that surely did not happen is not to happen later either (integration.md 8.5, last row).
fn fails_closed(operation: &Operation, error: &RegisterError) -> bool {
    operation.act.sort() == Sort::StatusDecision && error.retry() == Retry::Later
}

/// Keeps the answer only where it can be asked for again: under an idempotency key.
fn applied_outcome(operation: &Operation, lpa: &Lpa) -> Outcome {
    let keep = operation.idempotency_key.is_some() && matches!(operation.act, lpa_domain::Act::Update(_));
    let answer = keep.then(|| serde_json::to_vec(lpa).ok()).flatten().map(Personal::new);
    Outcome::Applied { version: lpa.version, answer }
}
