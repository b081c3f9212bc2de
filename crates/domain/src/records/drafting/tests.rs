//! What follows from the matters that were found.

use jiff::civil::date;

use super::*;
use crate::document::BirthDate;
use crate::personal::Personal;

const STRONG: Agreement = Agreement { strong: true, near: true, probable: true };
const NEAR: Agreement = Agreement { strong: false, near: true, probable: false };
const PROBABLE: Agreement = Agreement { strong: false, near: false, probable: true };
const NONE: Agreement = Agreement { strong: false, near: false, probable: false };

fn uid(n: usize) -> LpaUid {
    ["M-3779-9919-9529", "M-0000-0000-0018"][n - 1].parse().unwrap()
}

fn person() -> Subject {
    Subject {
        last_name: "Quenby".into(),
        forenames: "Ottoline".into(),
        date_of_birth: Personal::new(BirthDate::parse("1941-02-03")),
        ..Subject::default()
    }
}

fn asked(ask: rules::Question) -> Drafting {
    let lpa_type = Some(LpaType::PersonalWelfare);
    Drafting { ask, of: person(), donor: person(), uid: Some(uid(1)), lpa_type, on: date(2026, 1, 5) }
}

fn found(kind: MatterKind, of: Agreement) -> FoundMatter {
    let said = Said { kind, uid: None, lpa_type: None, since: None, until: None };
    FoundMatter { said, of, donor: STRONG }
}

/// safeguarding.md 5.4: refuse only on Strong, refer on Probable, never on less.
#[test]
fn a_match_answers_as_surely_as_it_is_one() {
    let death = asked(rules::Question::Deceased);
    let answers =
        [STRONG, PROBABLE, NEAR, NONE].map(|of| death.answer(&[found(MatterKind::Death, of)], true));
    assert_eq!(answers, [Answer::Yes, Answer::Probable, Answer::No, Answer::No]);
    assert_eq!(death.answer(&[], false), Answer::CannotSay);
    assert_eq!(death.answer(&[found(MatterKind::Warning, STRONG)], true), Answer::No);
}

/// Strong (d): within one donor's own LPAs, and no surer than the donor.
#[test]
fn among_one_donors_people_a_name_and_a_number_suffice() {
    let elsewhere = asked(rules::Question::AttorneyElsewhere);
    let answer =
        |of, donor| elsewhere.answer(&[FoundMatter { donor, ..found(MatterKind::Appointment, of) }], true);
    assert_eq!(answer(NEAR, STRONG), Answer::Yes);
    assert_eq!((answer(STRONG, PROBABLE), answer(PROBABLE, STRONG)), (Answer::Probable, Answer::Probable));
    assert_eq!((answer(STRONG, NONE), answer(STRONG, NEAR)), (Answer::No, Answer::No));
}

#[test]
fn what_hangs_on_the_type_is_asked_of_the_type() {
    let deputy = asked(rules::Question::HasDeputy);
    let of_type = |lpa_type| {
        let mut found = found(MatterKind::Deputy, STRONG);
        found.said.lpa_type = lpa_type;
        found
    };
    let [welfare, property] = [LpaType::PersonalWelfare, LpaType::PropertyAndAffairs].map(Some);
    let answers = [welfare, property, None].map(|lpa_type| deputy.answer(&[of_type(lpa_type)], true));
    assert_eq!(answers, [Answer::Yes, Answer::No, Answer::Yes]);
    let untyped = Drafting { lpa_type: None, ..deputy };
    assert_eq!(untyped.answer(&[of_type(welfare)], true), Answer::CannotSay);
}

#[test]
fn a_draft_is_no_other_lpa_of_its_donor() {
    let another = asked(rules::Question::HasLpaOfThisKind);
    let numbered = |n| {
        let mut found = found(MatterKind::Lpa, STRONG);
        found.said.uid = Some(uid(n));
        found
    };
    assert_eq!(another.answer(&[numbered(1)], true), Answer::No);
    assert_eq!(another.answer(&[numbered(1), numbered(2)], true), Answer::Yes);
}

#[test]
fn a_matter_of_an_lpa_is_found_by_its_number_alone() {
    let objection = asked(rules::Question::ObjectionOpen);
    let numbered = |n| {
        let mut found = found(MatterKind::Objection, NONE);
        found.said.uid = Some(uid(n));
        found
    };
    assert_eq!(objection.answer(&[numbered(1)], true), Answer::Yes);
    assert_eq!(objection.answer(&[numbered(2)], true), Answer::No);
    let unnumbered = Drafting { uid: None, ..objection };
    assert_eq!(unnumbered.answer(&[numbered(2)], true), Answer::CannotSay);
}

#[test]
fn of_whom_too_little_is_known_and_of_what_nobody_tells_nothing_is_said() {
    let nameless = Drafting { of: Subject::default(), ..asked(rules::Question::Deceased) };
    assert_eq!(nameless.answer(&[found(MatterKind::Death, STRONG)], true), Answer::CannotSay);
    assert_eq!(asked(rules::Question::WoundUp).answer(&[], true), Answer::CannotSay);
}
