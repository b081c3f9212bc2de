//! Carries recorded operations to the register and settles them: one that was just recorded alone, held ones together.

mod blame;
mod carry;

use std::error::Error as _;
use std::sync::Arc;

use futures::future::join_all;
use jiff::{SignedDuration, Timestamp};
use lpa_domain::operation::backoff;
use lpa_domain::operation::conduct::Sort;
use lpa_domain::{
    Call, Claim, Ending, Kind, Lease, Leased, Limits, Lpa, LpaUid, Operation, OperationId, Outcome, Personal,
    Postponement, Refusal, Settled, Version,
};
use lpa_ports::{Applied, JournalError, RegisterError, Retry};

use super::Causeway;
use super::dependency::Spoken;
use super::news::Tidings;
use super::underway;
use super::work_off_backlog::Place;
use crate::planted::{Planted, planted};
use carry::Answers;

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
    /// It was just recorded, its caller may still wait, and it shows whether the register does what is asked.
    StandIn(Call),
    /// It was held, and goes in one of the drain's calls.
    Drained(Place),
    /// It was held, and shows whether the register is back.
    Probe(Call),
    /// It waited for its turn in the line of its LPA.
    InLine,
}

/// An attempt at one operation: what is known of it beside the operation.
struct Attempt {
    lease: Lease,
    attempts: u32,
    failures: u32,
    /// It was never sent before: it may fail closed.
    first: bool,
}

/// An attempt that did not settle the operation.
struct Failure {
    error: RegisterError,
    /// Whether the register was called at all.
    called: bool,
    /// Whether its answer was not waited for any longer.
    given_up: bool,
    /// Whether it is held against the operation: the register answered others meanwhile.
    counted: bool,
}

impl Causeway {
    /// Forwards an operation that was just recorded, and then what waits behind it in the line of the same LPA.
    pub(super) async fn forward_line(&self, leased: Leased, errand: Errand) {
        let uid = leased.operation.uid;
        let mut next = Some((leased, errand));
        while let Some((leased, errand)) = next.take() {
            let forwarded = self.forward(leased, errand).await;
            if forwarded == Forwarded::MoreWaits && !self.stopping.is_cancelled() {
                next = self.claim_next(uid).await.map(|leased| (leased, Errand::InLine));
            }
        }
    }

    /// Forwards one leased operation once.
    async fn forward(&self, leased: Leased, errand: Errand) -> Forwarded {
        self.forward_together(vec![leased], errand).await.pop().unwrap_or(Forwarded::Postponed)
    }

    /// Forwards leased operations of different LPAs once, in one call, and settles each by its own answer; what came of
    /// those that were carried. They are settled at once, since a journal commits with one sync what comes together.
    pub(super) async fn forward_together(&self, leased: Vec<Leased>, errand: Errand) -> Vec<Forwarded> {
        let live = matches!(errand, Errand::First | Errand::StandIn(_));
        let drained = matches!(errand, Errand::Drained(_));
        let (mut operations, mut attempts, mut underway) = (Vec::new(), Vec::new(), Vec::new());
        for mut leased in leased {
            let Some((attempt, begun)) = self.take_up(&leased, live).await else { continue };
            if planted(Planted::ForwardsUnderANewId) && attempt.attempts > 0 {
                leased.operation.id = OperationId(self.ports.ids.fresh());
            }
            operations.push(leased.operation);
            attempts.push(attempt);
            underway.push(begun);
        }
        if operations.is_empty() {
            return Vec::new();
        }
        let begun = self.blame().begin();
        let Answers { each, called, given_up, place } = self.attempt(&operations, &attempts, errand).await;
        // Before they are given back: who claims one then may begin at once.
        drop(underway);
        let counted = if called { self.judge(&operations, &each, begun) } else { vec![false; each.len()] };
        let failed = each.iter().any(|answer| matches!(answer.ending(), Ending::Failed { .. }));
        let answers = each.into_iter().zip(counted);
        let concluding =
            operations.iter().zip(&attempts).zip(answers).map(|((operation, attempt), answer)| {
                let (answer, counted) = answer;
                let answer = answer.map_err(|error| Failure { error, called, given_up, counted });
                self.conclude(operation, attempt, answer)
            });
        let forwarded = join_all(concluding).await;
        drop(place);
        match &operations[..] {
            _ if called && failed => self.look_whether_it_answers().await,
            // It was not sent: if it was to go alone, it still is.
            [one] if drained && !called => drop(self.alone.note(one.id)),
            _ => {}
        }
        forwarded
    }

    /// Begins an attempt; `None` while an earlier one is under way.
    async fn take_up(&self, leased: &Leased, live: bool) -> Option<(Attempt, underway::Attempt<'_>)> {
        let Leased { lease, operation, attempts, failures } = leased;
        let Some(underway) = self.underway.begin(operation.id) else {
            tracing::warn!(operation.id = %operation.id, "an earlier attempt is still under way; the lease runs out");
            return None;
        };
        if planted(Planted::SettlesBeforeApplying) {
            let unseen = Outcome::Applied { version: Version::FIRST, answer: None };
            drop(self.settle(lease, &unseen).await.0);
        }
        let untried = self.untried.take(operation.id) && *attempts == 0;
        let attempt =
            Attempt { lease: *lease, attempts: *attempts, failures: *failures, first: untried || live };
        Some((attempt, underway))
    }

    /// Settles the operation by the register's answer, or puts it off, and tells whoever waits.
    async fn conclude(
        &self,
        operation: &Operation,
        attempt: &Attempt,
        answer: Result<Applied, Failure>,
    ) -> Forwarded {
        let (outcome, lpa) = match answer {
            Ok(Applied::Lpa(lpa)) => {
                // Applied before, the LPA may have moved on since: it surely stood so when it changed.
                self.seen.see_lpa(&lpa, lpa.updated_at.instant());
                (applied_outcome(operation, &lpa), Some(Arc::new(*lpa)))
            }
            Ok(Applied::Draft(version) | Applied::Fee(version)) => {
                (Outcome::Applied { version, answer: None }, None)
            }
            Ok(Applied::Tombstone) => (Outcome::Applied { version: Version(0), answer: None }, None),
            Ok(Applied::Superseded) => (Outcome::Superseded, None),
            Err(Failure { error: RegisterError::Refused(refusal), .. }) => {
                (Outcome::Refused { refusal }, None)
            }
            Err(Failure { error, .. }) if error.retry() == Retry::Never => {
                tracing::error!(operation.id = %operation.id, lpa.uid = %operation.uid, error = %error, cause = cause(&error), "operation parked");
                let in_doubt = error.may_have_been_applied();
                (Outcome::Parked { reason: error.to_string(), in_doubt }, None)
            }
            Err(failure) if attempt.first && fails_closed(operation, &failure.error) => {
                tracing::info!(operation.id = %operation.id, lpa.uid = %operation.uid, error = %failure.error, "turned away: the register is away");
                (Outcome::Refused { refusal: Refusal::register_away() }, None)
            }
            Err(failure) => match self.put_off(operation, attempt, failure).await {
                Some(parked) => (parked, None),
                None => return Forwarded::Postponed,
            },
        };
        self.blame().ended(operation.id);
        self.alone.take(operation.id);
        let (settled, at) = self.settle(&attempt.lease, &outcome).await;
        let settled_at = outcome.is_settled().then_some(at);
        self.tell(operation, attempt.first, settled, Tidings { outcome, settled_at, lpa }).await
    }

    /// Settles now, and says when that was.
    async fn settle(&self, lease: &Lease, outcome: &Outcome) -> (Result<Settled, JournalError>, Timestamp) {
        let at = self.ports.clock.now();
        if planted(Planted::ForgetsToSettle) {
            return (Ok(Settled { more: false }), at);
        }
        (self.ports.journal.settle(lease, outcome, at).await, at)
    }

    async fn tell(
        &self,
        operation: &Operation,
        first: bool,
        settled: Result<Settled, JournalError>,
        tidings: Tidings,
    ) -> Forwarded {
        match settled {
            Ok(Settled { more }) => {
                let parked = matches!(tidings.outcome, Outcome::Parked { .. });
                // The journal may know of an earlier attempt that leaves it in doubt. Of a first one it does not, and no
                // notice may be due: its caller must be told now.
                let told = if parked && !first { self.as_noted(operation).await } else { tidings };
                self.news.publish(operation.id, &told);
                if more { Forwarded::MoreWaits } else { Forwarded::Done }
            }
            Err(error) => {
                // The receipt decides what may be said; while it still says held, the operation is forwarded again
                // under the same id, and the register applies it at most once.
                tracing::warn!(operation.id = %operation.id, error = %error, "operation forwarded but not settled");
                self.news.publish(operation.id, &self.as_noted(operation).await);
                Forwarded::Done
            }
        }
    }

    /// What the receipt says.
    async fn as_noted(&self, operation: &Operation) -> Tidings {
        let receipt = self.ports.journal.receipt(operation.id).await.ok().flatten();
        receipt.map_or_else(Tidings::held, Tidings::of)
    }

    /// Puts the operation off, and tells whoever waits; or says that it is to be parked, because it has failed too often
    /// while others were answered.
    async fn put_off(&self, operation: &Operation, attempt: &Attempt, failure: Failure) -> Option<Outcome> {
        let &Attempt { lease, attempts, failures, .. } = attempt;
        let Failure { error, counted, .. } = &failure;
        tracing::info!(operation.id = %operation.id, lpa.uid = %operation.uid, attempts, failures, error = %error, cause = cause(error), "operation held");
        if *counted && failures + 1 >= self.pace.park_after {
            tracing::error!(operation.id = %operation.id, lpa.uid = %operation.uid, error = %error, cause = cause(error), "operation parked");
            let times = failures + 1;
            let reason = format!("failed {times} times while the register answered others: {error}");
            return Some(Outcome::Parked { reason, in_doubt: error.may_have_been_applied() });
        }
        if planted(Planted::LogsContent) {
            tracing::info!(content = serde_json::to_string(operation).unwrap_or_default(), "operation held");
        }
        let at = self.ports.clock.now();
        let until = at + self.rest_of(attempts, &failure);
        let (cause, in_doubt) = (error.to_string(), error.may_have_been_applied());
        let postponement = Postponement { at, until, cause, counted: *counted, in_doubt };
        self.blame().rests(operation.id, until);
        if let Err(error) = self.ports.journal.postpone(&lease, &postponement).await {
            tracing::warn!(operation.id = %operation.id, error = %error, "operation not postponed; its lease runs out");
        }
        self.news.publish(operation.id, &Tidings::held());
        None
    }

    /// How long an operation rests before its next attempt.
    fn rest_of(&self, attempts: u32, failure: &Failure) -> SignedDuration {
        let until_asked = self.register.breakers().ask_again(Kind::Operation, self.ports.clock.now());
        match &failure.error {
            _ if !failure.called => until_asked,
            // What was sent may still be worked at; only this process knows of it, and another may claim it then.
            _ if failure.given_up => backoff::delay(attempts, self.jitter()).max(self.pace.after_giving_up),
            RegisterError::NotNow { after, .. } => {
                backoff::delay(attempts, self.jitter()).max((*after).min(Limits::LONGEST_PAUSE))
            }
            _ => backoff::delay(attempts, self.jitter()),
        }
    }

    pub(super) async fn claim_next(&self, uid: LpaUid) -> Option<Leased> {
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
