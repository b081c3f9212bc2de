//! What must not be called.

use std::future::pending;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use jiff::SignedDuration;
use lpa_domain::document::{Image, example};
use lpa_domain::{
    Act, Backlog, Choice, HistoryEntry, Lease, LpaUid, OperationId, Outcome, Refusal, Settled, Update,
    UpdateKind,
};
use lpa_ports::{
    Applied, Clock as _, Drafted, Ids as _, Journal, JournalError, MockCopies, MockDocuments, MockJournal,
    MockNotices, MockRecords, MockRegister, MockRepairs, MockUids, MockUpkeep, MockWindows, Register,
    RegisterError,
};

use super::super::accept_operation::Attachment;
use super::super::create_lpa::content_hash;
use super::super::limits::Limits;
use super::super::request::Request;
use super::super::{Causeway, Pace, Ports};
use super::*;
use crate::clock::{RandomIds, SystemClock};

const UID: &str = "M-3779-9919-9529";

/// A Causeway over a register and a journal that fail the test when they are asked anything that was not expected.
pub(in crate::use_cases) fn over(register: MockRegister, journal: MockJournal) -> Arc<Causeway> {
    paced(
        Arc::new(register),
        Arc::new(journal),
        Pace { budget: Duration::from_millis(20), ..Pace::default() },
    )
}

/// The same over any register and any journal, at another pace.
fn paced(register: Arc<dyn Register>, journal: Arc<dyn Journal>, pace: Pace) -> Arc<Causeway> {
    let ports = Ports {
        register,
        records: Arc::new(MockRecords::new()),
        approvals: None,
        journal,
        repairs: Arc::new(MockRepairs::new()),
        windows: Arc::new(MockWindows::new()),
        copies: Arc::new(MockCopies::new()),
        upkeep: Arc::new(MockUpkeep::new()),
        notices: Arc::new(MockNotices::new()),
        webhooks: None,
        uids: Arc::new(MockUids::new()),
        documents: Arc::new(MockDocuments::new()),
        clock: Arc::new(SystemClock::default()),
        ids: Arc::new(RandomIds),
    };
    Causeway::new(ports, pace)
}

fn request(body: impl Into<Bytes>) -> (LpaUid, Request) {
    let author = "urn:opg:sirius:users:34".parse().unwrap();
    (UID.parse().unwrap(), Request { author, keyed: None, body: body.into() })
}

/// A register that may be asked whether the LPA exists, which comes before everything else, and that counts what it is
/// told to apply. (A mock that panics would do so in a task of its own, which fails no test.)
fn counting_register() -> (MockRegister, Arc<AtomicUsize>) {
    let (mut register, applied) = (MockRegister::new(), Arc::new(AtomicUsize::new(0)));
    let count = Arc::clone(&applied);
    register.expect_lpa().returning(|_| Err(RegisterError::Offline("away".into())));
    register.expect_apply().returning(move |_| {
        count.fetch_add(1, Ordering::SeqCst);
        Err(RegisterError::Offline("away".into()))
    });
    (register, applied)
}

/// Waits for every task, and says how often the register was told to apply something.
async fn told(causeway: &Causeway, applied: &AtomicUsize) -> usize {
    causeway.stop(Duration::from_secs(5)).await;
    applied.load(Ordering::SeqCst)
}

#[tokio::test]
async fn what_is_refused_at_intake_reaches_neither_the_journal_nor_the_register() {
    // A journal of which nothing is expected panics when it is asked, and the caller is told `Stopped`.
    let journal = MockJournal::new();
    let (register, applied) = counting_register();
    let causeway = over(register, journal);
    for body in ["{}", "junk", r#"{"type":"NO_SUCH_TYPE","changes":[]}"#, r#"{"lpaType":1}"#] {
        let (uid, asked) = request(body);
        let created = causeway.create_lpa(uid, asked.clone()).await.unwrap();
        let updated = causeway.update_lpa(uid, asked).await.unwrap();
        for submitted in [created, updated] {
            assert!(matches!(submitted.receipt.outcome, Outcome::Refused { .. }), "{body}");
        }
    }
    assert_eq!(told(&causeway, &applied).await, 0);
}

#[tokio::test]
async fn what_could_not_be_recorded_does_not_reach_the_register() {
    let mut journal = MockJournal::new();
    journal.expect_record().times(1).returning(|_, _| Err(JournalError::Unavailable("disk full".into())));
    let (register, applied) = counting_register();
    let causeway = over(register, journal);
    let (uid, asked) = request(example::bytes(0));
    let submitted = causeway.create_lpa(uid, asked).await;
    assert!(matches!(submitted, Err(SubmitError::NotRecorded(_))), "{submitted:?}");
    assert_eq!(told(&causeway, &applied).await, 0);
}

#[tokio::test]
async fn whoever_claims_what_was_given_back_can_take_it_up_at_once() {
    let (mut journal, causeway) = (MockJournal::new(), Arc::new(OnceLock::<Arc<Causeway>>::new()));
    journal.expect_record().returning(|entry, until| {
        Ok(Recorded::Leased(Lease { id: entry.id, token: entry.id.0, until: until.unwrap() }))
    });
    let (holder, free) = (Arc::clone(&causeway), Arc::new(AtomicUsize::new(0)));
    let counted = Arc::clone(&free);
    // From the moment it is given back, the drain may claim it.
    journal.expect_postpone().times(1).returning(move |lease, _| {
        let is_free = holder.get().unwrap().underway.begin(lease.id).is_some();
        counted.fetch_add(usize::from(is_free), Ordering::SeqCst);
        Ok(())
    });
    let (register, applied) = counting_register();
    let causeway = causeway.get_or_init(|| over(register, journal));
    let (uid, asked) = request(example::bytes(0));
    let submitted = causeway.create_lpa(uid, asked).await.unwrap();
    assert_eq!(submitted.receipt.outcome, Outcome::Held);
    assert_eq!((told(causeway, &applied).await, free.load(Ordering::SeqCst)), (1, 1));
}

#[tokio::test]
async fn a_receipt_is_told_with_the_time_of_settling_that_the_journal_has() {
    let (mut journal, settled_at) = (MockJournal::new(), Arc::new(Mutex::new(None)));
    let written = Arc::clone(&settled_at);
    journal.expect_record().returning(|entry, until| {
        let lease = until.map(|until| Lease { id: entry.id, token: entry.id.0, until });
        Ok(lease.map_or(Recorded::Waiting, Recorded::Leased))
    });
    journal.expect_settle().returning(move |_, _, at| {
        *written.lock().unwrap() = Some(at);
        Ok(Settled { more: false })
    });
    let mut register = MockRegister::new();
    register.expect_apply().returning(|_| Err(RegisterError::Refused(Refusal::already_exists())));
    let causeway = over(register, journal);
    let (uid, asked) = request(example::bytes(0));
    let told = causeway.create_lpa(uid, asked).await.unwrap().receipt.settled_at;
    assert!(told.is_some());
    assert_eq!(told, *settled_at.lock().unwrap());
}

/// A journal that records, settles and can then not be asked.
fn settling_journal() -> MockJournal {
    let mut journal = MockJournal::new();
    journal.expect_record().returning(|entry, until| {
        let lease = until.map(|until| Lease { id: entry.id, token: entry.id.0, until });
        Ok(lease.map_or(Recorded::Waiting, Recorded::Leased))
    });
    journal.expect_settle().returning(|_, _, _| Ok(Settled { more: false }));
    journal.expect_receipt().returning(|_| Err(JournalError::Unavailable("answer lost".into())));
    journal
}

#[tokio::test]
async fn what_is_parked_at_its_first_attempt_is_told_as_parked_without_asking_the_journal_again() {
    // Parked at once makes no notice: a caller who is told `held` would never be told the rest.
    type Error = fn() -> RegisterError;
    let conflict: Error = || RegisterError::Conflict { found: lpa_domain::Version(7) };
    // The LPA Store said 201 and then showed another LPA: it may have been done all the same.
    let collided: Error = || RegisterError::InDoubt { why: "two creations" };
    for (error, expected) in [(conflict, false), (collided, true)] {
        let mut register = MockRegister::new();
        register.expect_apply().returning(move |_| Err(error()));
        let causeway = over(register, settling_journal());
        let (uid, asked) = request(example::bytes(0));
        let told = causeway.create_lpa(uid, asked).await.unwrap().receipt.outcome;
        assert!(matches!(told, Outcome::Parked { in_doubt, .. } if in_doubt == expected), "{told:?}");
    }
}

#[tokio::test]
async fn a_journal_that_can_be_read_and_not_written_is_not_ready_until_a_write_is_recorded() {
    let mut journal = MockJournal::new();
    journal.expect_backlog().returning(|| Ok(Backlog::default()));
    journal.expect_record().times(1).returning(|_, _| Err(JournalError::Unavailable("disk full".into())));
    journal.expect_record().times(1).returning(|_, _| Ok(Recorded::Waiting));
    let (register, _) = counting_register();
    let causeway = over(register, journal);
    let (uid, asked) = request(example::bytes(0));
    assert!(causeway.can_accept().await);
    causeway.create_lpa(uid, asked.clone()).await.unwrap_err();
    assert!(!causeway.can_accept().await);
    causeway.create_lpa(uid, asked).await.unwrap();
    assert!(causeway.can_accept().await);
}

#[tokio::test]
async fn what_waits_behind_another_operation_is_not_forwarded_before_its_turn() {
    let mut journal = MockJournal::new();
    journal.expect_record().times(1).returning(|_, _| Ok(Recorded::Waiting));
    let (register, applied) = counting_register();
    let causeway = over(register, journal);
    let (uid, asked) = request(example::bytes(0));
    assert_eq!(causeway.create_lpa(uid, asked).await.unwrap().receipt.outcome, Outcome::Held);
    assert_eq!(told(&causeway, &applied).await, 0);
}

/// A register that never answers.
struct Silent;

#[async_trait]
impl Register for Silent {
    async fn apply(&self, _: &Operation) -> Result<Applied, RegisterError> {
        pending().await
    }

    async fn apply_together(&self, _: &[Operation]) -> Vec<Result<Applied, RegisterError>> {
        pending().await
    }

    async fn lpa(&self, _: LpaUid) -> Result<Option<Lpa>, RegisterError> {
        pending().await
    }

    async fn lpas(&self, _: &[LpaUid]) -> Result<Vec<Lpa>, RegisterError> {
        pending().await
    }

    async fn history(&self, _: LpaUid) -> Result<Option<Vec<HistoryEntry>>, RegisterError> {
        pending().await
    }

    async fn static_copy(&self, _: LpaUid) -> Result<Option<Lpa>, RegisterError> {
        pending().await
    }

    async fn draft(&self, _: LpaUid) -> Result<Option<Drafted>, RegisterError> {
        pending().await
    }

    async fn fees(&self, _: LpaUid) -> Result<Vec<lpa_domain::fees::FeeRecord>, RegisterError> {
        pending().await
    }
}

/// For how long what a register leaves unanswered is put off when its attempt is given up.
async fn rest(after_giving_up: SignedDuration) -> SignedDuration {
    let (mut journal, rested) = (settling_journal(), Arc::new(OnceLock::new()));
    let noted = Arc::clone(&rested);
    journal.expect_postpone().times(1).returning(move |_, postponement| {
        noted.set(postponement.until.duration_since(postponement.at)).unwrap();
        Ok(())
    });
    let (budget, lease) = (Duration::from_millis(20), SignedDuration::from_millis(100));
    let pace = Pace { budget, lease, after_giving_up, ..Pace::default() };
    let causeway = paced(Arc::new(Silent), Arc::new(journal), pace);
    let (uid, asked) = request(example::bytes(0));
    assert_eq!(causeway.create_lpa(uid, asked).await.unwrap().receipt.outcome, Outcome::Held);
    causeway.stop(Duration::from_secs(30)).await;
    *rested.get().unwrap()
}

#[tokio::test]
async fn what_is_given_up_rests_while_it_may_still_be_worked_at() {
    let working = SignedDuration::from_secs(15);
    assert_eq!(rest(working).await, working);
    // A register that knows operations by their id is asked again as soon as after any failure.
    assert!(rest(SignedDuration::ZERO).await <= SignedDuration::from_secs(1));
}

/// An operation as another Causeway sends it.
fn sent(act: Act) -> Operation {
    let (uid, Request { author, .. }) = request("");
    let (id, requested_at) = (OperationId(RandomIds.fresh()), SystemClock::default().now());
    Operation { id, uid, idempotency_key: None, author, requested_at, act }
}

fn registration() -> Operation {
    sent(Act::Update(Update { kind: Choice::Is(UpdateKind::Register), changes: Vec::new() }))
}

#[tokio::test]
async fn a_decision_that_waits_is_marked_as_untried_before_anyone_can_claim_it() {
    let (mut journal, causeway) = (MockJournal::new(), Arc::new(OnceLock::<Arc<Causeway>>::new()));
    let (holder, marked) = (Arc::clone(&causeway), Arc::new(AtomicUsize::new(0)));
    let counted = Arc::clone(&marked);
    journal.expect_record().times(1).returning(move |entry, _| {
        counted.fetch_add(usize::from(holder.get().unwrap().untried.has(entry.id)), Ordering::SeqCst);
        Ok(Recorded::Waiting)
    });
    // Sent again it is recognised, and still untried.
    journal.expect_record().times(1).returning(|entry, _| Ok(Recorded::Repeat(first_receipt(entry))));
    journal.expect_record().returning(|_, _| Err(JournalError::Unavailable("disk full".into())));
    journal.expect_receipt().returning(|_| Ok(None));
    let causeway = causeway.get_or_init(|| over(MockRegister::new(), journal));
    let (waits, unrecorded) = (registration(), registration());
    for _ in 0..2 {
        causeway.accept_operation(waits.clone(), Vec::new()).await.unwrap();
    }
    assert_eq!(marked.load(Ordering::SeqCst), 1);
    assert!(causeway.untried.has(waits.id));
    causeway.accept_operation(unrecorded.clone(), Vec::new()).await.unwrap_err();
    assert!(!causeway.untried.has(unrecorded.id));
}

/// A Causeway whose journal is full, and which fails the test when a scan is kept.
fn full() -> Arc<Causeway> {
    let mut journal = MockJournal::new();
    journal.expect_backlog().returning(|| Ok(Backlog::default()));
    let limits = Limits { max_held: 0, ..Limits::default() };
    paced(Arc::new(MockRegister::new()), Arc::new(journal), Pace { limits, ..Pace::default() })
}

/// The fourth example is a paper LPA with a scan.
const PAPER: u64 = 4;

#[tokio::test]
async fn no_scan_is_kept_of_what_there_is_no_room_for() {
    let (uid, asked) = request(example::bytes(PAPER));
    let submitted = full().create_lpa(uid, asked).await;
    assert!(matches!(submitted, Err(SubmitError::JournalFull)), "{submitted:?}");
    let mut document = example::lpa_document(0);
    let hash = content_hash(b"scan").to_string();
    document.restrictions_and_conditions_images = vec![Image { path: "rc_0".to_owned(), hash }];
    let scan = Attachment(b"scan".to_vec());
    let submitted = full().accept_operation(sent(Act::Create(Box::new(document))), vec![scan]).await;
    assert!(matches!(submitted, Err(SubmitError::JournalFull)), "{submitted:?}");
}

#[tokio::test]
async fn no_scan_is_kept_that_no_document_names() {
    let mut journal = MockJournal::new();
    journal.expect_record().returning(|_, _| Ok(Recorded::Waiting));
    let causeway = over(MockRegister::new(), journal);
    for act in [Act::Create(Box::new(example::lpa_document(0))), registration().act] {
        let scan = Attachment(b"a scan of something else".to_vec());
        let submitted = causeway.accept_operation(sent(act), vec![scan]).await.unwrap();
        assert_eq!(submitted.receipt.outcome, Outcome::Held);
    }
}
