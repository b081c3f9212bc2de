//! Recording: durably, once, in order.

use futures::future::join_all;
use lpa_domain::document::example;
use lpa_domain::{
    Act, Backlog, Choice, Claim, Entry, Json, OperationId, Outcome, Personal, Recorded, Task, Update,
    UpdateKind, Version,
};

use super::{Journals, applied, claim, claim_all, claim_one, ids, late, leased, waits};
use crate::contract::dropped::drop_after;
use crate::samples::{at, change, creation, entry, holding, keyed, lpa_uid, operation_id, update};

pub(super) async fn an_operation_alone_in_its_line_is_leased_at_once(house: &Journals) {
    let journal = house.open().await;
    let lease = leased(&*journal, &entry(1, lpa_uid(1))).await;
    assert_eq!((lease.id, lease.until), (operation_id(1), late()));
}

pub(super) async fn an_operation_behind_an_unsettled_one_waits(house: &Journals) {
    let journal = house.open().await;
    leased(&*journal, &entry(1, lpa_uid(1))).await;
    waits(&*journal, &entry(2, lpa_uid(1))).await;
    waits(&*journal, &entry(3, lpa_uid(1))).await;
    assert_eq!(claim_all(&*journal, at(10)).await, []);
}

pub(super) async fn operations_of_different_lpas_do_not_wait_for_each_other(house: &Journals) {
    let journal = house.open().await;
    leased(&*journal, &entry(1, lpa_uid(1))).await;
    leased(&*journal, &entry(2, lpa_uid(2))).await;
}

pub(super) async fn a_repeat_of_an_id_answers_with_the_first_receipt(house: &Journals) {
    let journal = house.open().await;
    leased(&*journal, &entry(1, lpa_uid(1))).await;
    let mut again = entry(1, lpa_uid(1));
    again.requested_at = at(500);
    let first = journal.receipt(operation_id(1)).await.unwrap().unwrap();
    assert_eq!(journal.record(&again, Some(late())).await.unwrap(), Recorded::Repeat(first));
    assert_eq!(journal.backlog().await.unwrap().held, 1);
}

pub(super) async fn a_repeat_after_settling_answers_with_the_settled_receipt(house: &Journals) {
    let journal = house.open().await;
    let first = entry(1, lpa_uid(1));
    let lease = leased(&*journal, &first).await;
    journal.settle(&lease, &applied(4), at(2)).await.unwrap();
    let Recorded::Repeat(receipt) = journal.record(&first, Some(late())).await.unwrap() else {
        panic!("a repeat")
    };
    assert_eq!((receipt.outcome, receipt.settled_at), (applied(4), Some(at(2))));
    assert_eq!(claim_all(&*journal, late()).await, []);
}

pub(super) async fn an_id_with_other_content_is_key_reused(house: &Journals) {
    let journal = house.open().await;
    leased(&*journal, &entry(1, lpa_uid(1))).await;
    let mut other = entry(1, lpa_uid(1));
    other.fingerprint = [1; 32];
    assert_eq!(journal.record(&other, Some(late())).await.unwrap(), Recorded::KeyReused);
    assert_eq!(journal.backlog().await.unwrap().held, 1);
}

pub(super) async fn a_repeat_of_a_key_answers_with_the_first_receipt(house: &Journals) {
    let journal = house.open().await;
    let first = keyed(entry(1, lpa_uid(1)), "make", "k-1");
    leased(&*journal, &first).await;
    let mut again = keyed(entry(2, lpa_uid(1)), "make", "k-1");
    again.fingerprint = first.fingerprint;
    let receipt = journal.receipt(operation_id(1)).await.unwrap().unwrap();
    assert_eq!(journal.record(&again, Some(late())).await.unwrap(), Recorded::Repeat(receipt));
    assert_eq!(journal.receipt(operation_id(2)).await.unwrap(), None);
    assert_eq!(journal.backlog().await.unwrap().held, 1);
}

pub(super) async fn a_key_with_other_content_is_key_reused(house: &Journals) {
    let journal = house.open().await;
    leased(&*journal, &keyed(entry(1, lpa_uid(1)), "make", "k-1")).await;
    let other = keyed(entry(2, lpa_uid(2)), "make", "k-1");
    assert_eq!(journal.record(&other, Some(late())).await.unwrap(), Recorded::KeyReused);
    assert_eq!(journal.receipt(operation_id(2)).await.unwrap(), None);
    assert_eq!(journal.backlog().await.unwrap().held, 1);
}

pub(super) async fn two_consumers_may_choose_the_same_key(house: &Journals) {
    let journal = house.open().await;
    leased(&*journal, &keyed(entry(1, lpa_uid(1)), "make", "k-1")).await;
    leased(&*journal, &keyed(entry(2, lpa_uid(2)), "scanning", "k-1")).await;
}

pub(super) async fn of_many_at_once_under_one_key_exactly_one_is_recorded(house: &Journals) {
    let fingerprint = [3; 32];
    let entries = (1..=8).map(|n| Entry { fingerprint, ..keyed(entry(n, lpa_uid(1)), "make", "k-1") });
    let answers = record_at_once(house, entries.collect()).await;
    assert_one_is_recorded(&answers);
    assert_eq!(house.open().await.backlog().await.unwrap().held, 1);
}

pub(super) async fn of_many_at_once_with_one_id_exactly_one_is_recorded(house: &Journals) {
    let answers = record_at_once(house, vec![entry(1, lpa_uid(1)); 8]).await;
    assert_one_is_recorded(&answers);
    assert_eq!(house.open().await.backlog().await.unwrap().held, 1);
}

pub(super) async fn of_many_at_once_of_one_lpa_exactly_one_is_leased(house: &Journals) {
    let answers = record_at_once(house, (1..=8).map(|n| entry(n, lpa_uid(1))).collect()).await;
    let leased = answers.iter().filter(|answer| matches!(answer, Recorded::Leased(_))).count();
    let waiting = answers.iter().filter(|answer| matches!(answer, Recorded::Waiting)).count();
    assert_eq!((leased, waiting), (1, 7));
}

pub(super) async fn an_answered_entry_is_settled_from_the_start(house: &Journals) {
    let journal = house.open().await;
    let entry = answered(1, b"{\"uid\":\"M-3779-9919-9529\"}");
    assert_eq!(journal.record(&entry, Some(late())).await.unwrap(), Recorded::Answered);
    let receipt = journal.receipt(operation_id(1)).await.unwrap().unwrap();
    assert_eq!((receipt.label.as_str(), receipt.settled_at), ("ISSUE_UID", Some(entry.requested_at)));
    assert_eq!(journal.backlog().await.unwrap(), Backlog::default());
}

pub(super) async fn an_answered_entry_does_not_stand_in_line(house: &Journals) {
    let journal = house.open().await;
    assert_eq!(journal.record(&answered(1, b"{}"), Some(late())).await.unwrap(), Recorded::Answered);
    assert_eq!(journal.waiting(lpa_uid(1)).await.unwrap(), None);
    let lease = leased(&*journal, &entry(2, lpa_uid(1))).await;
    assert_eq!(journal.record(&answered(3, b"{}"), Some(late())).await.unwrap(), Recorded::Answered);
    assert_eq!(ids(&claim_all(&*journal, late()).await), [operation_id(2)]);
    assert_eq!(journal.waiting(lpa_uid(1)).await.unwrap().unwrap().id, lease.id);
}

pub(super) async fn a_repeat_of_an_answered_key_answers_with_the_answer(house: &Journals) {
    let journal = house.open().await;
    let first = keyed(answered(1, "{\"ü\":\"\u{1f980}\"}".as_bytes()), "uid", "k-1");
    journal.record(&first, Some(late())).await.unwrap();
    let again = Entry { id: operation_id(2), ..first.clone() };
    let Recorded::Repeat(receipt) = journal.record(&again, Some(late())).await.unwrap() else {
        panic!("a repeat")
    };
    let Task::Answered { outcome, .. } = first.task else { panic!("answered") };
    assert_eq!((receipt.id, receipt.outcome), (operation_id(1), outcome));
}

pub(super) async fn what_was_recorded_survives_reopening(house: &Journals) {
    let journal = house.open().await;
    let first = keyed(entry(1, lpa_uid(1)), "make", "k-1");
    leased(&*journal, &first).await;
    waits(&*journal, &entry(2, lpa_uid(1))).await;
    let before = journal.receipt(operation_id(1)).await.unwrap();
    drop(journal);
    let journal = house.open().await;
    assert_eq!(journal.receipt(operation_id(1)).await.unwrap(), before);
    assert!(matches!(journal.record(&first, Some(late())).await.unwrap(), Recorded::Repeat(_)));
    waits(&*journal, &entry(3, lpa_uid(1))).await;
    for n in 1..=3 {
        let next = claim_one(&*journal, late()).await;
        assert_eq!(next.operation.id, operation_id(n));
        journal.settle(&next.lease, &applied(1), late()).await.unwrap();
    }
}

pub(super) async fn content_comes_back_as_it_was_given(house: &Journals) {
    let journal = house.open().await;
    let odd = "\"\\ </script>&amp; \u{1f980} \u{202e} Llanfair\u{2011}pwll ŵŷ \r\n\t";
    let changes = vec![
        change("/donor/firstNames", Some(Json::Null), Some(odd.into())),
        change("/attorneys/0/mobile", None, Some(Json::parse(b"{\"B\":1.50,\"a\":[],\"B\":null}").unwrap())),
        change("/restrictionsAndConditions", Some("".into()), Some("x".repeat(100_000).as_str().into())),
    ];
    let mut operation = update(1, lpa_uid(1), UpdateKind::Correction);
    operation.requested_at = "2026-03-02T09:00:00.123456Z".parse().unwrap();
    operation.act = Act::Update(Update { kind: Choice::Other(odd.to_owned()), changes });
    leased(&*journal, &holding(operation.clone())).await;
    assert_eq!(claim_one(&*journal, late()).await.operation, operation);
    let receipt = journal.receipt(operation.id).await.unwrap().unwrap();
    assert_eq!((receipt.label.as_str(), receipt.requested_at), (odd, operation.requested_at));
}

pub(super) async fn a_creation_comes_back_byte_for_byte(house: &Journals) {
    let journal = house.open().await;
    for n in 1..=20 {
        let mut document = example::lpa_document(n.into());
        document.signed_at = Some("2024-01-10T23:00:00.123456789+01:00".parse().unwrap());
        let entry = keyed(holding(creation(n, lpa_uid(n.into()), document)), "make", &format!("k-{n}"));
        leased(&*journal, &entry).await;
        let Task::Forward(given) = entry.task else { panic!("to be forwarded") };
        let claim = Claim { uid: Some(given.uid), ..claim(late()) };
        let found = journal.claim(claim).await.unwrap().swap_remove(0).operation;
        assert_eq!(serde_json::to_string(&found).unwrap(), serde_json::to_string(&given).unwrap());
        assert_eq!(found, given);
    }
}

pub(super) async fn a_call_that_is_dropped_records_whole_or_not_at_all(house: &Journals) {
    let journal = house.open().await;
    for n in 1..=12 {
        let entry = keyed(entry(n, lpa_uid(n.into())), "make", &format!("k-{n}"));
        drop_after(n, journal.record(&entry, Some(at(20)))).await;
        let again = journal.record(&entry, Some(at(20))).await.unwrap();
        assert!(matches!(again, Recorded::Leased(_) | Recorded::Repeat(_)), "{again:?}");
    }
    assert_eq!(ids(&claim_all(&*journal, at(20)).await), (1..=12).map(operation_id).collect::<Vec<_>>());
    assert_eq!(journal.backlog().await.unwrap().held, 12);
}

/// An entry that was answered at once: a UID was issued.
fn answered(n: u32, answer: &[u8]) -> Entry {
    let answer = Some(Personal::new(answer.to_vec()));
    let outcome = Outcome::Applied { version: Version(0), answer };
    let task = Task::Answered { label: "ISSUE_UID".to_owned(), outcome };
    Entry { task, ..entry(n, lpa_uid(1)) }
}

/// Records each entry in a task of its own.
async fn record_at_once(house: &Journals, entries: Vec<Entry>) -> Vec<Recorded> {
    let journal = house.open().await;
    let record = |entry: Entry| {
        let journal = journal.clone();
        tokio::spawn(async move { journal.record(&entry, Some(late())).await.unwrap() })
    };
    let tasks: Vec<_> = entries.into_iter().map(record).collect();
    join_all(tasks).await.into_iter().map(Result::unwrap).collect()
}

/// One is leased, and all others are told of it.
fn assert_one_is_recorded(answers: &[Recorded]) {
    let [leased] = &answers.iter().filter_map(lease_of).collect::<Vec<_>>()[..] else {
        panic!("exactly one is leased: {answers:?}")
    };
    for answer in answers.iter().filter(|answer| lease_of(answer).is_none()) {
        assert!(matches!(answer, Recorded::Repeat(receipt) if receipt.id == *leased), "{answer:?}");
    }
}

fn lease_of(answer: &Recorded) -> Option<OperationId> {
    match answer {
        Recorded::Leased(lease) => Some(lease.id),
        _ => None,
    }
}
