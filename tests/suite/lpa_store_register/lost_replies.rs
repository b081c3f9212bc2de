//! Replies that are lost, before or after the work was done: done once, whoever asks again.

use std::time::Duration;

use futures::future::join_all;
use lpa_adapters_http::{LpaStore, LpaStoreRegister, Senders};
use lpa_domain::{Lpa, Operation, UpdateKind};
use lpa_ports::Register as _;
use lpa_tests::lpa_store_stand_in::{Mishap, StandIn};
use lpa_tests::samples::{EMAIL, correction, creation, document, edit};
use lpa_tests::until;

use super::acts::{every, leading_to};
use super::{apply, assert_lost, created, held, uid, writes};

/// Who asks again.
#[derive(Clone, Copy, Debug)]
enum Again {
    TheSameProcess,
    AfterARestart,
    AnotherInstance,
}

const AGAIN: [Again; 3] = [Again::TheSameProcess, Again::AfterARestart, Again::AnotherInstance];

/// Every way to lose a reply without waiting for it.
const LOST: [Mishap; 6] = [
    Mishap::CutBefore,
    Mishap::CutAfter,
    Mishap::StatusBefore(504),
    Mishap::StatusAfter(500),
    Mishap::StatusAfter(502),
    Mishap::StatusAfter(504),
];

/// How the store is called by who asks again.
fn settings(store: &StandIn, again: Again) -> LpaStore {
    let senders = if matches!(again, Again::AnotherInstance) { Senders::Several } else { Senders::One };
    LpaStore { senders, ..store.settings() }
}

/// The last of `operations` loses its reply, and is applied again.
async fn lose_the_last(operations: &[Operation], mishap: Mishap, again: Again) {
    let store = StandIn::new().await;
    let mut register = store.register_by(settings(&store, again));
    let (last, before) = operations.split_last().unwrap();
    for operation in before {
        apply(&store, &register, operation).await.unwrap();
    }
    store.mishaps.plan(mishap);
    assert_lost(apply(&store, &register, last).await);
    assert_eq!(store.mishaps.planned(), 0);
    if !matches!(again, Again::TheSameProcess) {
        register = store.register_by(settings(&store, again));
    }
    let made = apply(&store, &register, last).await.unwrap();
    assert_made_once(&store, &register, operations, &made).await;
    assert_eq!(apply(&store, &register, last).await.unwrap(), made);
    assert_made_once(&store, &register, operations, &made).await;
}

async fn assert_made_once(store: &StandIn, register: &LpaStoreRegister, asked: &[Operation], made: &Lpa) {
    assert_eq!(writes(store), asked.len());
    assert_eq!(register.lpa(uid()).await.unwrap().as_ref(), Some(made));
    let history = register.history(uid()).await.unwrap().unwrap();
    let kinds: Vec<&str> = history.iter().rev().map(|entry| entry.kind.as_str()).collect();
    let labels: Vec<&str> = asked.iter().map(|operation| operation.act.label()).collect();
    assert_eq!(kinds, labels);
    assert_eq!((made.version.0, &made.document), (asked.len() as u64, &held(store).document));
}

async fn lose_in_every_way(operations: &[Operation]) {
    for mishap in LOST {
        join_all(AGAIN.map(|again| lose_the_last(operations, mishap, again))).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_type_of_update_whose_reply_is_lost_is_applied_once() {
    assert_eq!(every().len(), UpdateKind::COUNT);
    for some in every().chunks(5) {
        join_all(some.iter().map(async |kind| {
            let operations = leading_to(*kind);
            for again in [Again::TheSameProcess, Again::AfterARestart] {
                lose_the_last(&operations, Mishap::CutAfter, again).await;
            }
            lose_the_last(&operations, Mishap::CutBefore, Again::TheSameProcess).await;
        }))
        .await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_update_whose_reply_is_lost_in_any_way_is_applied_once() {
    for kind in [UpdateKind::CertificateProviderOptOut, UpdateKind::PaperAttorneyAccessOnline] {
        lose_in_every_way(&leading_to(kind)).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_creation_whose_reply_is_lost_is_applied_once() {
    lose_in_every_way(&[creation(1, uid(), document())]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_store_that_never_answers_is_asked_again_and_does_it_once() {
    for mishap in [Mishap::HangBefore, Mishap::HangAfter] {
        for operations in [leading_to(UpdateKind::AttorneyOptOut), vec![creation(1, uid(), document())]] {
            join_all(AGAIN.map(|again| lose_the_last(&operations, mishap, again))).await;
        }
    }
}

/// A store with what leads up to the last operation, and a process that waits long enough for what is under way.
async fn patient(operations: &[Operation]) -> (StandIn, LpaStoreRegister) {
    let store = StandIn::new().await;
    let register = store.register_by(LpaStore { under_way: Duration::from_secs(1), ..store.settings() });
    for operation in operations {
        apply(&store, &register, operation).await.unwrap();
    }
    (store, register)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_request_that_is_cut_off_is_not_given_back_before_it_is_over() {
    // So whoever takes over, knowing nothing of it, finds it.
    for operations in [leading_to(UpdateKind::AttorneyOptOut), vec![creation(1, uid(), document())]] {
        let (last, before) = operations.split_last().unwrap();
        let (store, register) = patient(before).await;
        store.mishaps.plan(Mishap::CutAndDoneLater);
        assert_lost(apply(&store, &register, last).await);
        let other = store.register_by(settings(&store, Again::AnotherInstance));
        let made = apply(&store, &other, last).await.unwrap();
        assert_made_once(&store, &other, &operations, &made).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_request_whose_caller_has_gone_is_waited_for() {
    for operations in [leading_to(UpdateKind::AttorneyOptOut), vec![creation(1, uid(), document())]] {
        let (last, before) = operations.split_last().unwrap();
        let (store, register) = patient(before).await;
        store.mishaps.plan(Mishap::CutAndDoneLater);
        let sent = until("it is sent", Duration::from_secs(10), async || {
            (store.mishaps.planned() == 0).then_some(())
        });
        tokio::select! {
            answer = apply(&store, &register, last) => panic!("{answer:?}"),
            () = sent => {}
        }
        let made = apply(&store, &register, last).await.unwrap();
        assert_made_once(&store, &register, &operations, &made).await;
    }
}

#[tokio::test]
async fn what_was_refused_after_a_lost_reply_is_refused() {
    // Another corrected the address first: it never was ours.
    let (store, register) = created().await;
    store.mishaps.plan(Mishap::CutBefore);
    let ours = correction(2, uid(), vec![edit("/donor/email", EMAIL, "second@example.com")]);
    assert_lost(apply(&store, &register, &ours).await);
    let theirs = correction(3, uid(), vec![edit("/donor/email", EMAIL, "third@example.com")]);
    apply(&store, &store.register(), &theirs).await.unwrap();
    let error = apply(&store, &register, &ours).await.unwrap_err();
    assert_eq!(error.retry(), lpa_ports::Retry::Never);
    assert!(matches!(error, lpa_ports::RegisterError::Refused(_)), "{error:?}");
    assert_eq!(writes(&store), 2);
}
