//! Faults of the store that would hurt a client, and what is done against them.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use causeway::use_cases::create_lpa::content_hash;
use lpa_adapters_http::LpaStoreRegister;
use lpa_adapters_memory::MemoryDocuments;
use lpa_domain::document::{Channel, Image};
use lpa_domain::{Act, Choice, Operation, Update, UpdateKind, Version};
use lpa_ports::{Documents as _, Register as _, RegisterError};
use lpa_tests::lpa_store_stand_in::{Mishap, StandIn};
use lpa_tests::samples::{EMAIL, at, correction, creation, document, edit, lpa_uid, update};

use super::{apply, assert_lost, created, held, uid, writes};

#[tokio::test]
async fn a_correction_after_registration_does_not_erase_the_restrictions() {
    // W1
    let store = StandIn::new().await;
    let register = store.register();
    let mut restricted = document();
    restricted.restrictions_and_conditions = "not the car".into();
    apply(&store, &register, &creation(1, uid(), restricted)).await.unwrap();
    let changes = vec![edit("/donor/email", EMAIL, "second@example.com")];
    let kind = Choice::Is(UpdateKind::PostRegistrationCorrection);
    let operation = Operation {
        act: Act::Update(Update { kind, changes: changes.clone() }),
        ..update(2, uid(), UpdateKind::Correction)
    };
    let made = apply(&store, &register, &operation).await.unwrap();
    assert_eq!(made.document.restrictions_and_conditions.as_str(), "not the car");
    assert_eq!(held(&store).document, made.document);
    // Found again, also by who does not know what was sent along.
    assert_eq!(apply(&store, &store.register(), &operation).await.unwrap(), made);
    assert_eq!(writes(&store), 2);
}

#[tokio::test]
async fn updates_of_one_lpa_never_share_a_second() {
    // W3
    let store = StandIn::in_real_time().await;
    let register = store.register();
    let now =
        |operation: Operation| Operation { requested_at: lpa_ports::Clock::now(&*store.clock), ..operation };
    register.apply(&now(creation(1, uid(), document()))).await.unwrap();
    let addresses = [EMAIL, "a@example.com", "b@example.com", "c@example.com"];
    for (n, pair) in (2..).zip(addresses.windows(2)) {
        let edit = correction(n, uid(), vec![edit("/donor/email", pair[0], pair[1])]);
        let made = register.apply(&now(edit)).await.unwrap().into_lpa().unwrap();
        assert_eq!(made.version, Version(n.into()));
    }
    assert_eq!(register.history(uid()).await.unwrap().unwrap().len(), 4);
}

#[tokio::test]
async fn a_creation_that_was_answered_500_and_has_no_static_copy_is_applied() {
    // W9
    let store = StandIn::new().await;
    let register = store.register();
    store.mishaps.plan(Mishap::StatusAfter(500));
    let operation = creation(1, uid(), document());
    assert_lost(apply(&store, &register, &operation).await);
    store.contents.lose_static_copy(&uid().to_string());
    let made = apply(&store, &register, &operation).await.unwrap();
    assert_eq!((made.version, writes(&store)), (Version::FIRST, 1));
    // Nothing has changed it: it is its own static copy. Afterwards nobody can say what was created.
    assert_eq!(register.static_copy(uid()).await.unwrap(), Some(made));
    apply(&store, &register, &update(2, uid(), UpdateKind::DonorWithdrawLpa)).await.unwrap();
    let error = register.static_copy(uid()).await.unwrap_err();
    assert!(matches!(error, RegisterError::Unreadable(_)), "{error:?}");
}

#[tokio::test]
async fn a_history_without_updates_is_not_absence() {
    // W25
    let (_store, register) = created().await;
    let history = register.history(uid()).await.unwrap().unwrap();
    assert_eq!((history.len(), history[0].kind.as_str(), history[0].applied), (1, "CREATE", at(1)));
    assert_eq!(register.history(lpa_uid(2)).await.unwrap(), None);
}

#[tokio::test]
async fn a_list_may_name_an_lpa_twice_and_more_than_a_hundred() {
    // W24
    let (_store, register) = created().await;
    let many: Vec<_> = (1..=120).chain(1..=3).map(lpa_uid).collect();
    let found = register.lpas(&many).await.unwrap();
    assert_eq!(found, [register.lpa(uid()).await.unwrap().unwrap()]);
}

#[tokio::test]
async fn entries_keep_their_ids_and_times_from_one_process_to_the_next() {
    let (store, register) = created().await;
    apply(&store, &register, &update(2, uid(), UpdateKind::DonorWithdrawLpa)).await.unwrap();
    let history = register.history(uid()).await.unwrap();
    assert_eq!(store.register().history(uid()).await.unwrap(), history);
    let ids: Vec<_> = history.unwrap().iter().map(|entry| entry.id).collect();
    assert_ne!(ids[0], ids[1]);
}

#[tokio::test]
async fn scans_are_sent_with_the_paper_lpa_that_names_them() {
    // contract section 3.4
    let store = StandIn::new().await;
    let scan = STANDARD.decode("iVBORw0KGgo=").unwrap();
    let hash = content_hash(&scan);
    let mut paper = document();
    paper.channel = Channel::Paper.into();
    let path = format!("{}/scans/rc_0_page_9.png", uid());
    paper.restrictions_and_conditions_images = vec![Image { path, hash: hash.to_string() }];
    let operation = creation(1, uid(), paper.clone());
    let documents = Arc::new(MemoryDocuments::new());
    let clock = Arc::clone(&store.clock) as Arc<dyn lpa_ports::Clock>;
    let register = LpaStoreRegister::new(store.settings(), Arc::clone(&documents) as _, clock).unwrap();
    let error = apply(&store, &register, &operation).await.unwrap_err();
    assert!(matches!(error, RegisterError::Unreadable(_)), "{error:?}");
    documents.put(hash, scan).await.unwrap();
    let made = apply(&store, &register, &operation).await.unwrap();
    assert_eq!(made.document, paper);
    assert_eq!(apply(&store, &register, &operation).await.unwrap(), made);
}

#[tokio::test]
async fn a_store_that_is_away_surely_did_nothing_until_a_reply_was_lost() {
    let (mut store, register) = created().await;
    let withdrawal = update(2, uid(), UpdateKind::DonorWithdrawLpa);
    store.gate.close().await;
    for _ in 0..2 {
        let error = apply(&store, &register, &withdrawal).await.unwrap_err();
        assert!(matches!(error, RegisterError::Offline(_)), "{error:?}");
    }
    store.gate.open().await;
    store.mishaps.plan(Mishap::CutBefore);
    assert_lost(apply(&store, &register, &withdrawal).await);
    store.gate.close().await;
    assert_lost(apply(&store, &register, &withdrawal).await);
    store.gate.open().await;
    apply(&store, &register, &withdrawal).await.unwrap();
    assert_eq!(writes(&store), 2);
}
