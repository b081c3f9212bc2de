//! Answering: yes, no or cannot say, each in its place.

use lpa_domain::lpa::reference::Reference;
use lpa_domain::records::{Answer, Question, Says, Subject};

use super::{Bureaus, answer, kept};
use crate::samples::{
    asked_of, at, creation, document, draft, draft_state, invitation, invited, lpa_uid, reference, subject,
};

fn belongs(reference: Reference, donor: Subject) -> Question {
    Question::ReferenceBelongs { reference, donor }
}

pub(super) async fn each_question_of_a_batch_is_answered_in_its_place(house: &Bureaus) {
    let bureau = house.open().await;
    assert_eq!(bureau.records().answers(&[]).await.unwrap(), []);
    kept(&*bureau, &invitation(1, 1)).await;
    kept(&*bureau, &invitation(3, 1)).await;
    let nameless = || subject("", "1941-02-03");
    let batch = [
        asked_of(1, invited()),
        asked_of(2, invited()),
        asked_of(1, nameless()),
        asked_of(3, invited()),
        belongs(Reference::Modernised(lpa_uid(1)), invited()),
        asked_of(1, invited()),
    ];
    let answers = bureau.records().answers(&batch).await.unwrap();
    let [yes, no, cannot_say] = [Answer::Yes, Answer::No, Answer::CannotSay];
    assert_eq!(answers, [yes, no, cannot_say, yes, no, yes]);
}

/// rules/safeguarding.md section 3, N1: one answer for all that was typed, and never which part was wrong.
pub(super) async fn an_invitation_is_confirmed_to_its_donor_and_to_nobody_else(house: &Bureaus) {
    let bureau = house.open().await;
    kept(&*bureau, &invitation(1, 1)).await;
    assert_eq!(answer(&*bureau, &asked_of(1, invited())).await, Answer::Yes);
    for other in [
        subject("Quenby-Hale", "1941-03-02"),
        subject("Quenbie-Hale", "1941-02-03"),
        subject("Vone", "1950-01-01"),
    ] {
        assert_eq!(answer(&*bureau, &asked_of(1, other)).await, Answer::No);
    }
    assert_eq!(answer(&*bureau, &asked_of(2, invited())).await, Answer::No);
}

pub(super) async fn before_anything_was_told_finding_nothing_says_nothing(house: &Bureaus) {
    let bureau = house.open().await;
    assert_eq!(answer(&*bureau, &asked_of(1, invited())).await, Answer::CannotSay);
    kept(&*bureau, &crate::samples::retraction(2, 1)).await;
    assert_eq!(answer(&*bureau, &asked_of(1, invited())).await, Answer::CannotSay);
    kept(&*bureau, &invitation(2, 2)).await;
    assert_eq!(answer(&*bureau, &asked_of(1, invited())).await, Answer::No);
}

pub(super) async fn of_whom_too_little_is_known_nobody_can_tell(house: &Bureaus) {
    let bureau = house.open().await;
    kept(&*bureau, &invitation(1, 1)).await;
    for donor in [subject("", "1941-02-03"), subject("Quenby-Hale", ""), Subject::default()] {
        assert_eq!(answer(&*bureau, &asked_of(1, donor)).await, Answer::CannotSay);
    }
}

pub(super) async fn a_name_written_otherwise_is_the_same_name(house: &Bureaus) {
    let bureau = house.open().await;
    kept(&*bureau, &invitation(1, 1)).await;
    for name in ["QUENBY HALE", " quenby‐hale", "Quenby – Hale"] {
        assert_eq!(answer(&*bureau, &asked_of(1, subject(name, "1941-02-03"))).await, Answer::Yes, "{name}");
    }
}

/// rules/safeguarding.md 5.2: two ways to write one letter.
pub(super) async fn either_spelling_of_a_name_is_the_same_name(house: &Bureaus) {
    let bureau = house.open().await;
    let mut told = invitation(1, 1);
    let Says::Invitation { donor, .. } = &mut told.says else { panic!("an invitation") };
    *donor = subject("Müller", "1941-02-03");
    kept(&*bureau, &told).await;
    for (name, is) in
        [("Mueller", Answer::Yes), ("muller", Answer::Yes), ("MÜLLER", Answer::Yes), ("Miller", Answer::No)]
    {
        assert_eq!(answer(&*bureau, &asked_of(1, subject(name, "1941-02-03"))).await, is, "{name}");
    }
}

/// rules/safeguarding.md K05.
pub(super) async fn a_reference_belongs_to_the_donor_of_its_lpa(house: &Bureaus) {
    let bureau = house.open().await;
    bureau.register().apply(&creation(1, lpa_uid(1), document())).await.unwrap();
    let theirs = Subject::from(&document().donor);
    let reference = Reference::Modernised(lpa_uid(1));
    assert_eq!(answer(&*bureau, &belongs(reference, theirs)).await, Answer::Yes);
    assert_eq!(answer(&*bureau, &belongs(reference, invited())).await, Answer::No);
    assert_eq!(answer(&*bureau, &belongs(reference, Subject::default())).await, Answer::CannotSay);
}

pub(super) async fn a_reference_belongs_to_the_donor_of_its_draft(house: &Bureaus) {
    let bureau = house.open().await;
    let told = draft(r#"{ "donor": { "lastName": "quenby hale", "dateOfBirth": "1941-02-03" } }"#);
    bureau.register().apply(&draft_state(1, lpa_uid(1), at(1), told)).await.unwrap();
    let reference = Reference::Modernised(lpa_uid(1));
    assert_eq!(answer(&*bureau, &belongs(reference, invited())).await, Answer::Yes);
    assert_eq!(answer(&*bureau, &belongs(reference, subject("Vone", "1950-01-01"))).await, Answer::No);
}

pub(super) async fn a_reference_of_which_nothing_is_known_belongs_to_nobody_or_cannot_be_told(
    house: &Bureaus,
) {
    let bureau = house.open().await;
    assert_eq!(answer(&*bureau, &belongs(Reference::Modernised(lpa_uid(9)), invited())).await, Answer::No);
    assert_eq!(answer(&*bureau, &belongs(reference(9), invited())).await, Answer::CannotSay);
    bureau.register().apply(&crate::samples::deletion(1, lpa_uid(8))).await.unwrap();
    assert_eq!(answer(&*bureau, &belongs(Reference::Modernised(lpa_uid(8)), invited())).await, Answer::No);
}

pub(super) async fn a_reference_belongs_to_whom_opg_invited(house: &Bureaus) {
    let bureau = house.open().await;
    kept(&*bureau, &invitation(1, 1)).await;
    assert_eq!(answer(&*bureau, &belongs(reference(1), invited())).await, Answer::Yes);
    assert_eq!(
        answer(&*bureau, &belongs(reference(1), subject("Vone", "1950-01-01"))).await,
        Answer::CannotSay
    );
}
