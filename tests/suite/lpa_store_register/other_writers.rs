//! Writers that are not this Causeway: what is told apart, what is left to a person, and what cannot be told at all.

use lpa_domain::{Lpa, Operation};
use lpa_ports::{Register as _, RegisterError};
use lpa_tests::lpa_store_stand_in::{Mishap, StandIn};
use lpa_tests::samples::{EMAIL, OTHER_NAMES, correction, creation, document, edit};
use serde_json::json;

use super::{apply, assert_in_doubt, assert_lost, created, held, uid, writes};

const SECOND: &str = "second@example.com";

/// Operation `n`: the donor's email address.
fn email(n: u32, old: &str, new: &str) -> Operation {
    correction(n, uid(), vec![edit("/donor/email", old, new)])
}

/// An entry of another writer, who corrected the donor's other names.
fn their_entry(applied: &str) -> serde_json::Value {
    let change = json!({ "key": "/donor/otherNamesKnownBy", "old": OTHER_NAMES, "new": "Tilly" });
    json!({ "id": "b5f1d9a0-0000-4000-8000-00000000000e", "uid": uid(), "applied": applied,
        "author": "urn:opg:sirius:users:34", "type": "CORRECTION", "changes": [change] })
}

/// What another writer makes of an LPA.
fn as_they_made_it(mut lpa: Lpa) -> Lpa {
    lpa.document.donor.other_names_known_by = "Tilly".into();
    lpa
}

#[tokio::test]
async fn an_update_that_another_writer_overwrote_is_for_a_person_and_not_sent_again() {
    // W2: the other one read before ours was written, and wrote after it.
    let (store, register) = created().await;
    let read_before = held(&store);
    store.mishaps.plan(Mishap::CutAfter);
    assert_lost(apply(&store, &register, &email(2, EMAIL, SECOND)).await);
    store.contents.overwrite(&as_they_made_it(read_before));
    for _ in 0..2 {
        let answer = apply(&store, &register, &email(2, EMAIL, SECOND)).await;
        assert_in_doubt(answer, "the history holds this update, the LPA does not show it");
    }
    assert_eq!(writes(&store), 2);
}

#[tokio::test]
async fn an_update_whose_entry_was_overwritten_is_for_a_person_and_not_sent_again() {
    // W3: the other one read after ours was written, and wrote in the same second.
    let (store, register) = created().await;
    store.mishaps.plan(Mishap::CutAfter);
    assert_lost(apply(&store, &register, &email(2, EMAIL, SECOND)).await);
    let second = store.contents.history(&uid().to_string())[0]["applied"].clone();
    store.contents.overwrite_newest_entry(their_entry(second.as_str().unwrap()));
    store.contents.overwrite(&as_they_made_it(held(&store)));
    let answer = apply(&store, &register, &email(2, EMAIL, SECOND)).await;
    assert_in_doubt(answer, "the LPA shows this update, the history does not hold it");
    assert_eq!(writes(&store), 2);
}

#[tokio::test]
async fn two_creations_that_ran_into_each_other_are_for_a_person() {
    // W4: the LPA is theirs, the static copy ours.
    let store = StandIn::new().await;
    let register = store.register();
    store.mishaps.plan(Mishap::CutAfter);
    let operation = creation(1, uid(), document());
    assert_lost(apply(&store, &register, &operation).await);
    store.contents.overwrite(&as_they_made_it(held(&store)));
    let answer = apply(&store, &register, &operation).await;
    assert_in_doubt(answer, "the LPA and its static copy come from two creations");
    assert_eq!(writes(&store), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_creations_that_were_both_answered_201_nobody_is_told_what_is_not_so() {
    let store = StandIn::new().await;
    let mut other = document();
    other.donor.last_name = "Another".into();
    let (ours, theirs) = (creation(1, uid(), document()), creation(2, uid(), other));
    store.mishaps.let_two_meet();
    let (one, two) = (store.register(), store.register());
    let answers = tokio::join!(apply(&store, &one, &ours), apply(&store, &two, &theirs));
    assert_eq!(writes(&store), 2);
    let mut told = 0;
    for answer in [answers.0, answers.1] {
        match answer {
            Ok(lpa) => {
                // Nothing may have come in between, or the other one after this was told.
                told += usize::from(lpa.document == held(&store).document);
            }
            answer => assert_in_doubt(answer, "the LPA and its static copy come from two creations"),
        }
    }
    assert_eq!(told, 1);
}

#[tokio::test]
async fn a_change_of_another_author_is_not_taken_for_ours() {
    let (store, register) = created().await;
    store.mishaps.plan(Mishap::CutBefore);
    let ours = email(2, EMAIL, SECOND);
    assert_lost(apply(&store, &register, &ours).await);
    let author = "urn:opg:sirius:users:34".parse().unwrap();
    let theirs = Operation { author, ..email(3, EMAIL, SECOND) };
    apply(&store, &store.register(), &theirs).await.unwrap();
    let error = apply(&store, &register, &ours).await.unwrap_err();
    assert!(matches!(error, RegisterError::Refused(_)), "{error:?}");
}

#[tokio::test]
async fn an_identical_change_of_the_same_author_made_elsewhere_is_taken_for_ours() {
    // It cannot be told apart (ADR 0015). Nothing is done twice.
    let (store, register) = created().await;
    store.mishaps.plan(Mishap::CutBefore);
    assert_lost(apply(&store, &register, &email(2, EMAIL, SECOND)).await);
    let theirs = apply(&store, &store.register(), &email(3, EMAIL, SECOND)).await.unwrap();
    assert_eq!(apply(&store, &register, &email(2, EMAIL, SECOND)).await.unwrap(), theirs);
    assert_eq!(writes(&store), 2);
}

#[tokio::test]
async fn an_update_that_was_answered_can_still_be_lost_to_another_writer_and_the_history_shows_it() {
    // W2: nobody in front of the store can prevent it (ADR 0015).
    let (store, register) = created().await;
    let read_before = held(&store);
    let made = apply(&store, &register, &email(2, EMAIL, SECOND)).await.unwrap();
    assert_eq!(made.document.donor.email.as_str(), SECOND);
    store.contents.overwrite(&as_they_made_it(read_before));
    let standing = register.lpa(uid()).await.unwrap().unwrap();
    assert_eq!(standing.document.donor.email.as_str(), EMAIL);
    let history = register.history(uid()).await.unwrap().unwrap();
    assert_eq!(history[0].changes, [edit("/donor/email", EMAIL, SECOND)]);
}

#[tokio::test]
async fn a_change_made_once_more_is_not_taken_for_the_first_one() {
    let (store, register) = created().await;
    for (n, old, new) in [(2, EMAIL, SECOND), (3, SECOND, EMAIL), (4, EMAIL, SECOND)] {
        apply(&store, &register, &email(n, old, new)).await.unwrap();
    }
    assert_eq!((writes(&store), held(&store).document.donor.email.as_str()), (4, SECOND));
}

#[tokio::test]
async fn a_change_made_once_more_that_an_earlier_process_may_have_sent_is_for_a_person() {
    let (store, register) = created().await;
    for (n, old, new) in [(2, EMAIL, SECOND), (3, SECOND, EMAIL)] {
        apply(&store, &register, &email(n, old, new)).await.unwrap();
    }
    // Accepted with the others, and not sent when the process ended.
    let waited = Operation { requested_at: email(2, EMAIL, SECOND).requested_at, ..email(4, EMAIL, SECOND) };
    let answer = apply(&store, &store.register(), &waited).await;
    assert_in_doubt(answer, "the history holds this update, the LPA does not show it");
    assert_eq!(writes(&store), 3);
}
