//! Matters: found without a reference, by whom they are about.

use futures::future::join_all;
use lpa_domain::LpaUid;
use lpa_domain::choice::Words as _;
use lpa_domain::document::LpaType;
use lpa_domain::records::{
    Answer, Concerns, Drafting, MATTERS, Matter, MatterKind, Question, Says, Subject, ToldFact,
};
use lpa_domain::rules;

use super::{Bureau, Bureaus, answer, kept};
use crate::samples::{drafting, invitation, invited, lpa_uid, matter, retraction, subject};

/// Somebody who is no donor.
fn other() -> Subject {
    subject("Vone", "1950-01-01")
}

async fn answered(bureau: &dyn Bureau, asked: Drafting) -> Answer {
    answer(bureau, &Question::Drafting(asked)).await
}

fn changed(mut told: ToldFact, change: impl FnOnce(&mut Matter)) -> ToldFact {
    let Says::Matter(matter) = &mut told.says else { panic!("a matter") };
    change(matter);
    told
}

/// Of the LPA that is drafted, or of the other person.
fn about(kind: MatterKind) -> Drafting {
    drafting(kind.terms().answers, &other())
}

pub(super) async fn every_kind_answers_its_question_of_whom_it_is_about(house: &Bureaus) {
    let bureau = house.open().await;
    for (n, terms) in (1..).zip(MATTERS) {
        let word = terms.kind.word();
        let asked = about(terms.kind);
        assert_eq!(answered(&*bureau, asked.clone()).await, Answer::CannotSay, "{word}, before it is told");
        kept(&*bureau, &matter(n, 1, terms.kind, &other())).await;
        assert_eq!(answered(&*bureau, asked.clone()).await, Answer::Yes, "{word}");
        let stranger = subject("Thrale", "1961-05-06");
        let elsewhere = Drafting { of: stranger, uid: Some(lpa_uid(2)), ..asked };
        assert_eq!(answered(&*bureau, elsewhere).await, Answer::No, "{word}, of somebody else");
    }
}

/// rules/safeguarding.md 5.4: the same name and date of birth, and another home.
pub(super) async fn a_person_who_is_probably_meant_is_answered_so(house: &Bureaus) {
    let bureau = house.open().await;
    kept(&*bureau, &matter(1, 1, MatterKind::Death, &other())).await;
    let death = |of| drafting(rules::Question::Deceased, &of);
    let moved = Subject { postcode: "ZZ9 9ZZ".into(), ..other() };
    assert_eq!(answered(&*bureau, death(moved)).await, Answer::Probable);
    let initial = Subject { forenames: "O".into(), ..other() };
    assert_eq!(answered(&*bureau, death(initial)).await, Answer::Probable);
    let sibling = Subject { forenames: "Peregrine".into(), ..other() };
    assert_eq!(answered(&*bureau, death(sibling)).await, Answer::No);
    for unknown in [Subject::default(), subject("", "1950-01-01")] {
        assert_eq!(answered(&*bureau, death(unknown)).await, Answer::CannotSay);
    }
}

pub(super) async fn a_person_without_a_date_of_birth_is_probably_met_at_home(house: &Bureaus) {
    let bureau = house.open().await;
    kept(&*bureau, &matter(1, 1, MatterKind::Barring, &other())).await;
    let barred = |of| drafting(rules::Question::Barred, &of);
    assert_eq!(answered(&*bureau, barred(subject("Vone", ""))).await, Answer::Probable);
    let elsewhere = Subject { postcode: "ZZ9 9ZZ".into(), ..subject("Vone", "") };
    assert_eq!(answered(&*bureau, barred(elsewhere)).await, Answer::No);
}

pub(super) async fn a_matter_counts_within_its_time_and_for_its_type(house: &Bureaus) {
    let bureau = house.open().await;
    let until = changed(matter(1, 1, MatterKind::Deputy, &invited()), |told| {
        told.said.until = Some("2026-03-03".parse().unwrap());
        told.said.lpa_type = Some(LpaType::PersonalWelfare);
    });
    kept(&*bureau, &until).await;
    let asked = drafting(rules::Question::HasDeputy, &invited());
    assert_eq!(answered(&*bureau, asked.clone()).await, Answer::Yes);
    let other_type = Drafting { lpa_type: Some(LpaType::PropertyAndAffairs), ..asked.clone() };
    assert_eq!(answered(&*bureau, other_type).await, Answer::No);
    let later = Drafting { on: "2026-03-03".parse().unwrap(), ..asked };
    assert_eq!(answered(&*bureau, later).await, Answer::No);
}

pub(super) async fn a_pair_is_found_for_its_donor_alone(house: &Bureaus) {
    let bureau = house.open().await;
    for (n, terms) in (1..).zip(MATTERS.iter().filter(|terms| terms.concerns == Concerns::PersonOfDonor)) {
        kept(&*bureau, &matter(n, 1, terms.kind, &other())).await;
        let asked = about(terms.kind);
        assert_eq!(answered(&*bureau, asked.clone()).await, Answer::Yes, "{:?}", terms.kind);
        let of_another = Drafting { donor: subject("Thrale", "1961-05-06"), ..asked.clone() };
        assert_eq!(answered(&*bureau, of_another).await, Answer::No, "{:?}", terms.kind);
        // The donor is no attorney of their own, and the attorney no donor.
        let turned = Drafting { of: asked.donor, donor: asked.of, ..about(terms.kind) };
        assert_eq!(answered(&*bureau, turned).await, Answer::No, "{:?}", terms.kind);
    }
}

pub(super) async fn a_matter_of_an_lpa_is_found_by_its_number(house: &Bureaus) {
    let bureau = house.open().await;
    kept(&*bureau, &matter(1, 1, MatterKind::Objection, &other())).await;
    let hold = changed(matter(2, 1, MatterKind::Hold, &other()), |told| told.said.uid = Some(lpa_uid(1)));
    kept(&*bureau, &hold).await;
    let of = |ask, uid| Drafting { uid, ..drafting(ask, &invited()) };
    let numbered = |uid: Option<LpaUid>| {
        [rules::Question::ObjectionOpen, rules::Question::OnHold].map(|ask| Question::Drafting(of(ask, uid)))
    };
    let [yes, no, cannot_say] = [Answer::Yes, Answer::No, Answer::CannotSay];
    let records = bureau.records();
    assert_eq!(records.answers(&numbered(Some(lpa_uid(1)))).await.unwrap(), [yes, yes]);
    assert_eq!(records.answers(&numbered(Some(lpa_uid(2)))).await.unwrap(), [no, no]);
    assert_eq!(records.answers(&numbered(None)).await.unwrap(), [cannot_say, no]);
}

/// rules/safeguarding.md A15: the draft's own application is no other LPA of its donor.
pub(super) async fn an_lpa_is_none_beside_itself(house: &Bureaus) {
    let bureau = house.open().await;
    let told = |n, uid| {
        changed(matter(n, 1, MatterKind::Lpa, &invited()), |told| told.said.uid = Some(lpa_uid(uid)))
    };
    let asked = drafting(rules::Question::HasLpaOfThisKind, &invited());
    kept(&*bureau, &told(1, 1)).await;
    assert_eq!(answered(&*bureau, asked.clone()).await, Answer::No);
    kept(&*bureau, &told(2, 2)).await;
    assert_eq!(answered(&*bureau, asked).await, Answer::Yes);
}

pub(super) async fn who_is_no_longer_meant_is_found_no_more(house: &Bureaus) {
    let bureau = house.open().await;
    let warned = |of: &Subject| drafting(rules::Question::Warned, of);
    kept(&*bureau, &matter(1, 1, MatterKind::Warning, &other())).await;
    kept(&*bureau, &matter(1, 2, MatterKind::Warning, &invited())).await;
    assert_eq!(answered(&*bureau, warned(&other())).await, Answer::No);
    assert_eq!(answered(&*bureau, warned(&invited())).await, Answer::Yes);
    kept(&*bureau, &retraction(1, 3)).await;
    assert_eq!(answered(&*bureau, warned(&invited())).await, Answer::No);
    kept(&*bureau, &invitation(1, 4)).await;
    assert_eq!(answered(&*bureau, warned(&invited())).await, Answer::No);
}

pub(super) async fn people_told_of_at_once_are_those_of_the_version_that_holds(house: &Bureaus) {
    let warned = |of: &Subject| Question::Drafting(drafting(rules::Question::Warned, of));
    for n in 1..=8 {
        let people = [1, 2, 3, 4]
            .map(|day| subject(&format!("Quill{}", "y".repeat(n as usize)), &format!("1950-01-0{day}")));
        let told = [1, 2, 3, 4].map(|version: u8| {
            matter(n, version.into(), MatterKind::Warning, &people[usize::from(version) - 1])
        });
        let bureaus = [house.open().await, house.open().await, house.open().await, house.open().await];
        let noted =
            join_all(bureaus.iter().zip(&told).map(|(bureau, told)| bureau.records().note(told))).await;
        assert!(noted.iter().all(Result::is_ok), "{noted:?}");
        let found = bureaus[0].records().answers(&people.each_ref().map(warned)).await.unwrap();
        assert_eq!(found, [Answer::No, Answer::No, Answer::No, Answer::Yes]);
    }
}

pub(super) async fn many_people_are_answered_each_in_their_place(house: &Bureaus) {
    let bureau = house.open().await;
    let person = |n: u32| subject(&format!("Quill{}", "a".repeat(n as usize)), "1950-01-01");
    for n in [2, 5] {
        kept(&*bureau, &matter(n, 1, MatterKind::Death, &person(n))).await;
    }
    kept(&*bureau, &matter(7, 1, MatterKind::Barring, &person(2))).await;
    let asks = [rules::Question::Deceased, rules::Question::WoundUp, rules::Question::Barred];
    let batch: Vec<Question> =
        (1..=6).flat_map(|n| asks.map(|ask| Question::Drafting(drafting(ask, &person(n))))).collect();
    let answers = bureau.records().answers(&batch).await.unwrap();
    let yes: Vec<usize> = (0..18).filter(|place| answers[*place] == Answer::Yes).collect();
    assert_eq!(yes, [3, 5, 12]);
    assert!((0..6).all(|n| answers[n * 3 + 1] == Answer::CannotSay), "{answers:?}");
}
