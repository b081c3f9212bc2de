//! Dossiers and content.

use lpa_domain::{
    Author, Content, FailedAttempt, Outcome, Postponement, Refusal, TrailEntry, UpdateKind, Version,
};

use super::{
    Houses, case_manager, claimed, discard, late, list, parked, postponed, recorded, release, trail,
};
use crate::samples::{at, author, creation, document, holding, lpa_uid, operation_id, state, update};

pub(super) async fn there_is_no_dossier_of_what_was_never_recorded(house: &Houses) {
    let kept = house.open().await;
    assert_eq!(kept.dossier(operation_id(1)).await.unwrap(), None);
    assert_eq!(kept.reveal(operation_id(1), &case_manager(), at(1)).await.unwrap(), None);
}

pub(super) async fn a_dossier_holds_the_latest_ten_failed_attempts_oldest_first(house: &Houses) {
    let kept = house.open().await;
    let mut lease = recorded(&*kept, 1, 1).await.unwrap();
    for second in 1..=12 {
        let cause = format!("failure {second}");
        let postponement = Postponement { at: at(second), until: at(second), cause, ..postponed(at(0)) };
        kept.postpone(&lease, &postponement).await.unwrap();
        lease = claimed(&*kept, at(second)).await.remove(0).lease;
    }
    let dossier = kept.dossier(operation_id(1)).await.unwrap().unwrap();
    let failed = |second| FailedAttempt { at: at(second), cause: format!("failure {second}") };
    assert_eq!(dossier.history, (3..=12).map(failed).collect::<Vec<_>>());
    assert_eq!(dossier.standing, list(&*kept).await[0]);
    assert_eq!(dossier.standing.attempts, 12);
}

pub(super) async fn a_dossier_tells_what_became_of_a_settled_operation(house: &Houses) {
    let kept = house.open().await;
    let refused = Outcome::Refused { refusal: Refusal::unknown_lpa() };
    for (n, outcome) in [(1, Outcome::Applied { version: Version(3), answer: None }), (2, refused)] {
        let lease = recorded(&*kept, n, n.into()).await.unwrap();
        kept.postpone(&lease, &postponed(at(10))).await.unwrap();
        let lease = claimed(&*kept, at(10)).await.remove(0).lease;
        kept.settle(&lease, &outcome, at(12)).await.unwrap();
        let dossier = kept.dossier(operation_id(n.into())).await.unwrap().unwrap();
        assert_eq!(dossier.standing.receipt.outcome, outcome);
        assert_eq!((dossier.standing.since, dossier.standing.ahead, dossier.standing.behind), (at(12), 0, 0));
        assert_eq!(dossier.history.len(), 1);
        assert_eq!(trail(&*kept, n.into()).await, ["recorded", outcome.state()]);
    }
}

pub(super) async fn what_people_did_is_in_the_dossier_with_who_and_why(house: &Houses) {
    let kept = house.open().await;
    parked(&*kept, 1, 1).await;
    release(&*kept, 1).await;
    discard(&*kept, 1).await;
    let told = kept.dossier(operation_id(1)).await.unwrap().unwrap().trail;
    let told: Vec<_> = told.iter().map(line).collect();
    assert_eq!(
        told,
        [
            ("recorded", at(1), Some(author()), None),
            ("parked", at(5), None, Some("the register cannot read it")),
            ("released", at(20), Some(case_manager()), Some("the register was mended")),
            ("discarded", at(30), Some(case_manager()), Some("Mrs Vone sent it twice")),
        ]
    );
}

fn line(entry: &TrailEntry) -> (&str, jiff::Timestamp, Option<Author>, Option<&str>) {
    let reason = entry.reason.as_ref().map(lpa_domain::Reason::expose);
    (entry.event.word(), entry.at, entry.by.clone(), reason)
}

pub(super) async fn a_dossier_survives_reopening(house: &Houses) {
    let kept = house.open().await;
    let lease = recorded(&*kept, 1, 1).await.unwrap();
    kept.postpone(&lease, &postponed(at(10))).await.unwrap();
    let lease = claimed(&*kept, at(10)).await.remove(0).lease;
    kept.settle(&lease, &super::parking(true), at(12)).await.unwrap();
    release(&*kept, 1).await;
    let told = kept.dossier(operation_id(1)).await.unwrap();
    drop(kept);
    assert_eq!(house.open().await.dossier(operation_id(1)).await.unwrap(), told);
}

pub(super) async fn content_is_revealed_only_with_a_line_in_the_audit_trail(house: &Houses) {
    let kept = house.open().await;
    let operation = creation(1, lpa_uid(1), document());
    kept.record(&holding(operation.clone()), Some(late())).await.unwrap();
    let told = kept.reveal(operation_id(1), &case_manager(), at(9)).await.unwrap();
    assert_eq!(told, Some(Content::Kept(Box::new(operation))));
    let trail = kept.dossier(operation_id(1)).await.unwrap().unwrap().trail;
    let told: Vec<_> = trail.iter().map(line).collect();
    assert_eq!(told[1], ("revealed", at(9), Some(case_manager()), None));
}

pub(super) async fn content_of_a_settled_operation_is_gone_and_no_look_is_noted(house: &Houses) {
    let kept = house.open().await;
    let entry = holding(update(1, lpa_uid(1), UpdateKind::DonorWithdrawLpa));
    let lpa_domain::Recorded::Leased(lease) = kept.record(&entry, Some(late())).await.unwrap() else {
        panic!("leased")
    };
    kept.settle(&lease, &Outcome::Discarded, at(2)).await.unwrap();
    let told = kept.reveal(operation_id(1), &case_manager(), at(9)).await.unwrap();
    assert_eq!(told, Some(Content::Gone));
    assert_eq!(trail(&*kept, 1).await, ["recorded", "discarded"]);
}

pub(super) async fn content_of_a_superseded_state_is_kept_and_revealed(house: &Houses) {
    let kept = house.open().await;
    // By a later one that was recorded behind it, and by the register's answer.
    let (waiting, sent) = (state(1, lpa_uid(1), 1), state(3, lpa_uid(2), 3));
    kept.record(&holding(waiting.clone()), None).await.unwrap();
    kept.record(&holding(state(2, lpa_uid(1), 2)), None).await.unwrap();
    let lpa_domain::Recorded::Leased(lease) =
        kept.record(&holding(sent.clone()), Some(late())).await.unwrap()
    else {
        panic!("leased")
    };
    kept.settle(&lease, &Outcome::Superseded, at(4)).await.unwrap();
    for (n, operation) in [(1, waiting), (3, sent)] {
        let told = kept.reveal(operation_id(n), &case_manager(), at(9)).await.unwrap();
        assert_eq!(told, Some(Content::Kept(Box::new(operation))));
        assert_eq!(trail(&*kept, n).await, ["recorded", "superseded", "revealed"]);
        let standing = kept.dossier(operation_id(n)).await.unwrap().unwrap().standing;
        assert_eq!((standing.receipt.outcome, standing.ahead, standing.behind), (Outcome::Superseded, 0, 0));
        assert_eq!(discard(&*kept, n).await.verdict, lpa_domain::Verdict::Settled);
    }
    let unsettled = list(&*kept).await;
    assert_eq!(unsettled.iter().map(|each| each.receipt.id).collect::<Vec<_>>(), [operation_id(2)]);
}
