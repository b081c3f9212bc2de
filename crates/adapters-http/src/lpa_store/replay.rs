//! Retraces an LPA from its creation through its history, by the rules.
//!
//! The store keeps neither versions nor what we keep beside an LPA. What its history says is judged again, entry by entry;
//! if that ends where the record stands, every step in between is what the LPA was then. If not, because the store did
//! something by rules of its own or lost an entry, the steps still tell times, and no content is taken from them.

use jiff::{SignedDuration, Timestamp};
use lpa_domain::lpa::Kept;
use lpa_domain::{Act, Author, Choice, Lpa, Operation, OperationId, Profile, Update, UpdateKind, decide_lpa};

use super::guard::asked_for;
use super::store::ASKER;
use super::wire::Entry;

/// The steps from creation to now.
#[derive(Clone, Debug)]
pub(super) struct Replay {
    /// The creation and each entry, oldest first.
    steps: Vec<Step>,
    /// It ends where the record stands.
    faithful: bool,
}

/// What is known of one version.
#[derive(Clone, Debug)]
pub(super) struct Step {
    /// When: as the store says, but always later than the step before.
    pub(super) at: Timestamp,
    /// What is kept beside the LPA.
    pub(super) kept: Kept,
    /// The LPA, as far as it could be retraced.
    lpa: Option<Lpa>,
}

impl Replay {
    /// The LPA as the `position`-th entry made it, if that is certain.
    pub(super) fn retraced(&self, position: usize) -> Option<&Lpa> {
        self.steps.get(position + 1)?.lpa.as_ref().filter(|_| self.faithful)
    }

    /// What is known of the version after so many entries.
    pub(super) fn step(&self, entries: usize) -> Option<&Step> {
        self.steps.get(entries)
    }

    /// Where it ends; `None` when it could not be retraced to the end.
    pub(super) fn end(&self) -> Option<&Lpa> {
        self.steps.last()?.lpa.as_ref()
    }
}

/// Retraces `record` from `created` through `entries`, oldest first.
pub(super) fn replay(record: &Lpa, created: Option<&Lpa>, entries: &[Entry]) -> Replay {
    let mut steps = vec![creation(record, created)];
    for entry in entries {
        let next = steps.last().map(|before| next(before, record, entry));
        steps.extend(next);
    }
    let end = steps.last().and_then(|step| step.lpa.as_ref());
    let faithful = end.is_some_and(|end| end.document == record.document && end.status == record.status);
    Replay { steps, faithful }
}

fn creation(record: &Lpa, created: Option<&Lpa>) -> Step {
    let at = record.updated_at.instant();
    let lpa = created.and_then(|created| {
        let act = Act::Create(Box::new(created.document.clone()));
        judged(None, record, act, None, at)
    });
    Step { at, kept: lpa.as_ref().map(|lpa| lpa.kept.clone()).unwrap_or_default(), lpa }
}

fn next(before: &Step, record: &Lpa, entry: &Entry) -> Step {
    let later = before.at.checked_add(SignedDuration::from_micros(1)).unwrap_or(before.at);
    let at = entry.applied.max(later);
    let kind: Choice<UpdateKind> = Choice::parse(&entry.kind);
    let began = matches!(kind.known(), Some(UpdateKind::Perfect | UpdateKind::StatutoryWaitingPeriod));
    let lpa = before.lpa.as_ref().and_then(|lpa| {
        let changes = asked_for(kind.known(), &entry.changes, lpa);
        judged(
            Some(lpa),
            record,
            Act::Update(Update { kind: kind.clone(), changes }),
            entry.author.parse().ok(),
            at,
        )
    });
    let mut kept = lpa.as_ref().map_or_else(|| before.kept.clone(), |lpa| lpa.kept.clone());
    if began {
        kept.waiting_since = kept.waiting_since.or(Some(at));
    }
    Step { at, kept, lpa }
}

fn judged(
    before: Option<&Lpa>,
    record: &Lpa,
    act: Act,
    author: Option<Author>,
    at: Timestamp,
) -> Option<Lpa> {
    let author = author.or_else(|| ASKER.parse().ok())?;
    let id = OperationId(uuid::Uuid::nil());
    let operation = Operation { id, uid: record.uid, idempotency_key: None, author, requested_at: at, act };
    decide_lpa(before, &operation, at, Profile::Compatible).ok().map(|decision| decision.lpa)
}
