//! What is filled in on create (contract section 3.3), and what never is.

use super::super::example;
use super::{apply, name_actors};
use crate::document::validate::validate;
use crate::document::{
    AppointmentType, Attorney, AttorneyStatus, Document, HowDecisions, IndependentWitness, LifeSustaining,
    LpaType, PersonToNotify, StepIn, TrustCorporation, WhenUsed,
};

fn attorney(status: AttorneyStatus, kind: AppointmentType) -> Attorney {
    Attorney { status: status.into(), appointment_type: kind.into(), ..Attorney::default() }
}

/// So many active originals and inactive replacements, and nothing else.
fn appointed(active: usize, replacements: usize) -> Document {
    let mut all = vec![attorney(AttorneyStatus::Active, AppointmentType::Original); active];
    all.extend(vec![attorney(AttorneyStatus::Inactive, AppointmentType::Replacement); replacements]);
    Document { attorneys: Some(all), ..Document::default() }
}

fn filled(mut document: Document) -> Document {
    apply(&mut document);
    document
}

#[test]
fn several_attorneys_decide_jointly_unless_the_donor_chose() {
    // contract section 3.3, item 1
    let document = filled(appointed(2, 0));
    assert!(document.how_attorneys_make_decisions.is(HowDecisions::Jointly));
    assert!(document.how_attorneys_make_decisions_is_default);
    assert!(filled(appointed(1, 1)).how_attorneys_make_decisions.is_unset());

    let severally = HowDecisions::JointlyAndSeverally;
    let chosen = Document { how_attorneys_make_decisions: severally.into(), ..appointed(2, 0) };
    let document = filled(chosen);
    assert!(document.how_attorneys_make_decisions.is(severally));
    assert!(!document.how_attorneys_make_decisions_is_default);
}

#[test]
fn a_trust_corporation_counts_among_the_active() {
    let active = AttorneyStatus::Active.into();
    let corporation = TrustCorporation { status: active, ..TrustCorporation::default() };
    let document = filled(Document { trust_corporations: vec![corporation], ..appointed(1, 0) });
    assert!(document.how_attorneys_make_decisions.is(HowDecisions::Jointly));
}

#[test]
fn several_replacements_decide_jointly_where_it_must_be_said() {
    // contract section 3.3, item 2, and section 4.3, rule 12
    let severally = |step_in: StepIn| Document {
        how_attorneys_make_decisions: HowDecisions::JointlyAndSeverally.into(),
        how_replacement_attorneys_step_in: step_in.into(),
        ..appointed(2, 2)
    };
    for (document, expected) in [
        (appointed(1, 2), true),
        (appointed(2, 2), true), // jointly by item 1
        (appointed(1, 1), false),
        (severally(StepIn::AllCanNoLongerAct), true),
        (severally(StepIn::OneCanNoLongerAct), false),
        (severally(StepIn::AnotherWay), false),
    ] {
        let document = filled(document);
        assert_eq!(document.how_replacement_attorneys_make_decisions.is(HowDecisions::Jointly), expected);
        assert_eq!(document.how_replacement_attorneys_make_decisions_is_default, expected);
        assert!(expected || document.how_replacement_attorneys_make_decisions.is_unset());
    }
}

#[test]
fn nothing_is_filled_in_that_would_then_be_refused() {
    // W14; contract section 4.3 "Contradiction"; safeguarding T057 and T027
    let some = HowDecisions::JointlyForSomeSeverallyForOthers;
    let mixed = |step_in| Document {
        how_attorneys_make_decisions: some.into(),
        how_replacement_attorneys_step_in: step_in,
        ..appointed(2, 2)
    };
    let all = StepIn::AllCanNoLongerAct.into();
    for document in [mixed(crate::Choice::Unset), mixed(all), appointed(0, 2)] {
        let document = filled(document);
        assert!(document.how_replacement_attorneys_make_decisions.is_unset());
        assert!(!document.how_replacement_attorneys_make_decisions_is_default);
        let sources = validate(&document).into_iter().map(|problem| problem.source);
        assert!(sources.into_iter().all(|source| source != "/howReplacementAttorneysMakeDecisions"));
    }
}

#[test]
fn each_type_has_its_own_default_and_not_the_other() {
    // contract section 3.3, items 3 and 4
    let document = filled(Document { lpa_type: LpaType::PropertyAndAffairs.into(), ..Document::default() });
    assert!(document.when_the_lpa_can_be_used.is(WhenUsed::WhenHasCapacity));
    assert!(document.when_the_lpa_can_be_used_is_default);
    assert!(document.life_sustaining_treatment_option.is_unset());

    let document = filled(Document { lpa_type: LpaType::PersonalWelfare.into(), ..Document::default() });
    assert!(document.life_sustaining_treatment_option.is(LifeSustaining::OptionB));
    assert!(document.life_sustaining_treatment_option_is_default);
    assert!(document.when_the_lpa_can_be_used.is_unset());

    assert_eq!(filled(Document::default()), Document::default());
}

#[test]
fn a_flag_that_the_caller_set_is_kept() {
    // contract section 3.1: "a client value is kept"
    let document = Document { when_the_lpa_can_be_used_is_default: true, ..Document::default() };
    assert!(filled(document).when_the_lpa_can_be_used_is_default);
}

#[test]
fn finished_examples_are_left_as_they_are() {
    for variant in 0..100 {
        assert_eq!(filled(example::lpa_document(variant)), example::lpa_document(variant));
    }
}

#[test]
fn only_actors_without_a_uid_are_named() {
    // contract section 3.3: donor, certificate provider, attorneys, trust corporations, people to notify, witness, signatory
    let mut document = appointed(2, 0);
    document.trust_corporations = vec![TrustCorporation::default()];
    document.people_to_notify = vec![PersonToNotify { uid: "kept".into(), ..PersonToNotify::default() }];
    document.independent_witness = Some(IndependentWitness::default());
    document.authorised_signatory = Some(crate::document::AuthorisedSignatory::default());
    let mut given = 0;
    name_actors(&mut document, || {
        given += 1;
        uuid::Uuid::from_u128(given)
    });
    assert_eq!(given, 7);
    assert_eq!(document.donor.uid.as_str(), "00000000-0000-0000-0000-000000000001");
    assert_eq!(document.people_to_notify[0].uid.as_str(), "kept");
    assert!(document.attorneys().iter().all(|each| each.uid.is_uuid()));
    assert!(document.authorised_signatory.unwrap().uid.is_uuid());
}
