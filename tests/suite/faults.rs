//! The adapters in memory can be made to fail, and fail as a real one would.

use std::sync::Arc;

use futures::FutureExt as _;
use lpa_adapters_memory::{MemoryDocuments, MemoryJournal, MemoryRegister, MemoryUids};
use lpa_domain::{Profile, Recorded, Version};
use lpa_ports::{
    ContentHash, Documents as _, DocumentsError, Journal as _, JournalError, Register as _, RegisterError,
    UidBlock, Uids as _, UidsError,
};
use lpa_tests::samples::{at, creation, document, entry, lpa_uid, operation_id};

fn register() -> MemoryRegister {
    MemoryRegister::new(Profile::Compatible)
}

#[tokio::test]
async fn a_register_that_is_away_does_nothing_and_forgets_nothing() {
    let register = register();
    register.apply(&creation(1, lpa_uid(1), document())).await.unwrap();
    register.faults().go_away();
    let call = register.apply(&creation(2, lpa_uid(2), document())).await;
    assert!(matches!(call, Err(RegisterError::Offline(_))), "{call:?}");
    assert!(matches!(register.lpa(lpa_uid(1)).await, Err(RegisterError::Offline(_))));
    assert!(matches!(register.lpas(&[]).await, Err(RegisterError::Offline(_))));
    assert!(matches!(register.history(lpa_uid(1)).await, Err(RegisterError::Offline(_))));
    assert!(matches!(register.static_copy(lpa_uid(1)).await, Err(RegisterError::Offline(_))));
    register.faults().come_back();
    assert!(register.lpa(lpa_uid(1)).await.unwrap().is_some());
    assert_eq!(register.lpa(lpa_uid(2)).await.unwrap(), None);
}

#[tokio::test]
async fn a_register_that_loses_its_reply_has_done_it_once() {
    let register = register();
    register.faults().lose_next_reply();
    let operation = creation(1, lpa_uid(1), document());
    let call = register.apply(&operation).await;
    assert!(matches!(call, Err(RegisterError::OutcomeUnknown(_))), "{call:?}");
    assert_eq!(register.apply(&operation).await.unwrap().into_lpa().unwrap().version, Version::FIRST);
    assert_eq!(register.history(lpa_uid(1)).await.unwrap().unwrap().len(), 1);
}

#[tokio::test]
async fn a_register_that_is_held_answers_when_it_is_released() {
    let register = Arc::new(register());
    register.faults().hold();
    let operation = creation(1, lpa_uid(1), document());
    let mut call = register.apply(&operation);
    assert!((&mut call).now_or_never().is_none());
    register.faults().release();
    call.await.unwrap();
    register.faults().hold();
    let mut question = register.lpa(lpa_uid(1));
    assert!((&mut question).now_or_never().is_none());
    register.faults().go_away();
    register.faults().release();
    assert!(matches!(question.await, Err(RegisterError::Offline(_))));
}

#[tokio::test]
async fn a_journal_that_is_away_records_nothing() {
    let journal = MemoryJournal::new();
    journal.faults().go_away();
    let call = journal.record(&entry(1, lpa_uid(1)), Some(at(60))).await;
    assert!(matches!(call, Err(JournalError::Unavailable(_))), "{call:?}");
    journal.faults().come_back();
    assert_eq!(journal.receipt(operation_id(1)).await.unwrap(), None);
}

#[tokio::test]
async fn a_journal_that_loses_its_reply_has_recorded_it() {
    let journal = MemoryJournal::new();
    journal.faults().lose_next_reply();
    let call = journal.record(&entry(1, lpa_uid(1)), Some(at(60))).await;
    assert!(matches!(call, Err(JournalError::Unavailable(_))), "{call:?}");
    let again = journal.record(&entry(1, lpa_uid(1)), Some(at(60))).await.unwrap();
    assert!(matches!(again, Recorded::Repeat(_)), "{again:?}");
}

#[tokio::test]
async fn a_block_of_numbers_whose_answer_was_lost_is_lost() {
    let uids = MemoryUids::new();
    uids.faults().lose_next_reply();
    assert!(matches!(uids.reserve(10).await, Err(UidsError::Offline(_))));
    assert_eq!(uids.reserve(1).await.unwrap(), UidBlock { first: 11, count: 1 });
    uids.faults().go_away();
    assert!(matches!(uids.reserve(5).await, Err(UidsError::Offline(_))));
    uids.faults().come_back();
    assert_eq!(uids.reserve(1).await.unwrap(), UidBlock { first: 12, count: 1 });
}

#[tokio::test]
async fn documents_that_are_away_are_neither_put_nor_got() {
    let (documents, hash) = (MemoryDocuments::new(), ContentHash([1; 32]));
    documents.faults().go_away();
    assert!(matches!(documents.put(hash, vec![1]).await, Err(DocumentsError::Unavailable(_))));
    assert!(matches!(documents.get(hash).await, Err(DocumentsError::Unavailable(_))));
    documents.faults().come_back();
    assert_eq!(documents.get(hash).await.unwrap(), None);
}
