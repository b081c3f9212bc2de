//! What corrections before and after registration have in common (contract section 5.3, `CORRECTION` and
//! `POST_REGISTRATION_CORRECTION`).

use super::engine::Fields;
use super::engine::rules::{any, country, date, empty, given, listed, listed_or_unset};
use crate::document::{
    Address, Attorney, CertificateProvider, Channel, Document, Donor, HowDecisions, LpaType, StepIn,
};
use crate::personal::Personal;

/// The donor's details. Once `registered`, the date of birth is refused by a rule of its own, so what the caller believes
/// of it does not matter: today's callers must claim that there is none.
pub(super) fn donor(fields: &mut Fields<'_>, donor: &mut Donor, registered: bool) {
    fields.at("firstNames").optional(&mut donor.first_names, given);
    fields.at("lastName").optional(&mut donor.last_name, given);
    fields.at("otherNamesKnownBy").optional(&mut donor.other_names_known_by, any);
    let birth = fields.at("dateOfBirth");
    let birth = if registered { birth.prior_may_be_unstated() } else { birth };
    birth.optional(&mut donor.date_of_birth, date);
    fields.group("address", |fields| address(fields, &mut donor.address));
    fields.at("email").optional(&mut donor.email, any);
}

/// The certificate provider's details, without the signature.
pub(super) fn certificate_provider(fields: &mut Fields<'_>, provider: &mut CertificateProvider) {
    fields.at("firstNames").optional(&mut provider.first_names, given);
    fields.at("lastName").optional(&mut provider.last_name, given);
    fields.group("address", |fields| address(fields, &mut provider.address));
    fields.at("email").optional(&mut provider.email, any);
    fields.at("phone").optional(&mut provider.phone, any);
}

/// An attorney's details, without the signature.
pub(super) fn attorney(fields: &mut Fields<'_>, attorney: &mut Attorney) {
    fields.at("firstNames").optional(&mut attorney.first_names, given);
    fields.at("lastName").optional(&mut attorney.last_name, given);
    fields.at("dateOfBirth").optional(&mut attorney.date_of_birth, date);
    fields.at("email").optional(&mut attorney.email, any);
    fields.at("mobile").optional(&mut attorney.mobile, any);
    fields.group("address", |fields| address(fields, &mut attorney.address));
}

/// An address, line by line.
pub(super) fn address(fields: &mut Fields<'_>, address: &mut Address) {
    fields.at("line1").optional(&mut address.line1, any);
    fields.at("line2").optional(&mut address.line2, any);
    fields.at("line3").optional(&mut address.line3, any);
    fields.at("town").optional(&mut address.town, any);
    fields.at("postcode").optional(&mut address.postcode, any);
    fields.at("country").optional(&mut address.country, country);
}

/// The donor's choices. Which can be corrected depends on the others as they will be.
pub(super) fn decisions(fields: &mut Fields<'_>, document: &mut Document) {
    let (active, replacements) = (document.active_count(), document.replacement_count());
    let online = !document.channel.is(Channel::Paper);
    let some_jointly = HowDecisions::JointlyForSomeSeverallyForOthers;

    let how = &mut document.how_attorneys_make_decisions;
    let changed = active > 1 && fields.at("howAttorneysMakeDecisions").optional(how, listed);
    document.how_attorneys_make_decisions_is_default &= !changed;
    let severally = how.is(HowDecisions::JointlyAndSeverally);
    let wanted = Wanted { applies: how.is(some_jointly), changed, online };
    let text = &mut document.how_attorneys_make_decisions_details;
    details(fields, "howAttorneysMakeDecisionsDetails", text, wanted);

    let step_in = &mut document.how_replacement_attorneys_step_in;
    let changed = replacements > 0
        && severally
        && fields.at("howReplacementAttorneysStepIn").optional(step_in, listed_or_unset);
    let all_gone = step_in.is(StepIn::AllCanNoLongerAct);
    let wanted = Wanted { applies: step_in.is(StepIn::AnotherWay), changed, online };
    let text = &mut document.how_replacement_attorneys_step_in_details;
    details(fields, "howReplacementAttorneysStepInDetails", text, wanted);

    let how = &mut document.how_replacement_attorneys_make_decisions;
    let changed = replacements > 1
        && (all_gone || !severally)
        && fields.at("howReplacementAttorneysMakeDecisions").optional(how, listed);
    document.how_replacement_attorneys_make_decisions_is_default &= !changed;
    let wanted = Wanted { applies: how.is(some_jointly), changed, online };
    let text = &mut document.how_replacement_attorneys_make_decisions_details;
    details(fields, "howReplacementAttorneysMakeDecisionsDetails", text, wanted);

    options(fields, document);
}

/// What the type of the LPA adds.
fn options(fields: &mut Fields<'_>, document: &mut Document) {
    match document.lpa_type.known() {
        Some(LpaType::PersonalWelfare) => {
            let option = &mut document.life_sustaining_treatment_option;
            let changed = fields.at("lifeSustainingTreatmentOption").optional(option, listed);
            document.life_sustaining_treatment_option_is_default &= !changed;
        }
        Some(LpaType::PropertyAndAffairs) => {
            let when = &mut document.when_the_lpa_can_be_used;
            let changed = fields.at("whenTheLpaCanBeUsed").optional(when, listed);
            document.when_the_lpa_can_be_used_is_default &= !changed;
        }
        None => {}
    }
}

/// Whether a choice wants details in the donor's words.
#[derive(Clone, Copy)]
struct Wanted {
    /// The choice, as it will be, is one that details belong to.
    applies: bool,
    /// This correction changed the choice.
    changed: bool,
    /// The LPA was made online.
    online: bool,
}

/// The details of a choice, in the donor's words: legally operative text, so it changes only when the caller says so, or
/// when the choice that it belongs to is corrected away, and then the history shows it.
///
/// Today's service demands a change of the details in every correction of an LPA that has any, so that a name
/// cannot be corrected without altering them (contract section 9, W12), and empties details that do not belong to the choice. Here they
/// are demanded only when they would otherwise be missing; and of a paper LPA, which may never have had any, only
/// when its choice is corrected.
fn details(fields: &mut Fields<'_>, name: &'static str, text: &mut Personal<String>, wanted: Wanted) {
    match wanted {
        Wanted { applies: true, changed: false, online: false } => {
            fields.at(name).optional(text, given);
        }
        Wanted { applies: true, .. } => {
            fields.at(name).needed(text, given);
        }
        Wanted { applies: false, changed, .. } => {
            fields.at(name).optional(text, empty);
            if changed && !text.is_empty() {
                fields.erase(name, text);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::change::sample::{accepted, decided, lpa, refused, update};
    use crate::choice::Choice;
    use crate::document::{
        AppointmentType, Attorney, AttorneyStatus, Channel, HowDecisions, LpaType, StepIn,
    };
    use crate::{Json, Lpa};

    const KINDS: [&str; 2] = ["CORRECTION", "POST_REGISTRATION_CORRECTION"];
    const SOME: &str = "\"jointly-for-some-severally-for-others\"";
    const SEVERALLY: &str = "\"jointly-and-severally\"";

    /// Two active, two replacements, decisions by these words.
    fn deciding(how: HowDecisions, details: &str) -> Lpa {
        let mut lpa = lpa();
        let replacement = Attorney {
            status: AttorneyStatus::Inactive.into(),
            appointment_type: AppointmentType::Replacement.into(),
            ..Attorney::default()
        };
        lpa.document.attorneys.as_mut().unwrap().push(replacement);
        lpa.document.how_attorneys_make_decisions = how.into();
        lpa.document.how_attorneys_make_decisions_details = details.into();
        lpa.document.how_attorneys_make_decisions_is_default = true;
        lpa
    }

    #[test]
    fn details_are_demanded_when_a_choice_wants_them() {
        // contract section 5.3, CORRECTION items 9 and 10
        let how = ("/howAttorneysMakeDecisions", "\"jointly\"", SOME);
        let details = ("/howAttorneysMakeDecisionsDetails", "null", "\"the house\"");
        for kind in KINDS {
            let before = deciding(HowDecisions::Jointly, "");
            let missing = ("/changes", "missing /howAttorneysMakeDecisionsDetails");
            refused(&before, &update(kind, &[how]), &[missing]);
            let after = accepted(&before, &update(kind, &[details, how])).document;
            assert_eq!(after.how_attorneys_make_decisions_details.as_str(), "the house");
            assert!(!after.how_attorneys_make_decisions_is_default);
            refused(&before, &update(kind, &[details]), &[("/changes/0/new", "field must not be provided")]);
        }
    }

    #[test]
    fn details_go_with_their_choice_and_the_history_shows_it() {
        let before = deciding(HowDecisions::JointlyForSomeSeverallyForOthers, "the house");
        for kind in KINDS {
            let sent = update(kind, &[("/howAttorneysMakeDecisions", SOME, "\"jointly\"")]);
            let decision = decided(&before, &sent).unwrap();
            assert!(decision.lpa.document.how_attorneys_make_decisions_details.is_empty());
            let erased = decision.changes.last().unwrap();
            assert_eq!(erased.key, "/howAttorneysMakeDecisionsDetails");
            assert_eq!((&erased.old, &erased.new), (&Some(Json::from("the house")), &Some(Json::from(""))));
        }
    }

    #[test]
    fn details_that_belong_to_no_choice_are_left_alone() {
        // a paper LPA may say more than its form asks; today's service empties it in any correction
        let name = ("/donor/firstNames", "\"Feeg\"", "\"Sam\"");
        let mut before = deciding(HowDecisions::Jointly, "the house");
        before.document.how_replacement_attorneys_step_in_details = "my way".into();
        before.document.how_replacement_attorneys_make_decisions_details = "the car".into();
        for kind in KINDS {
            let after = accepted(&before, &update(kind, &[name])).document;
            let mut expected = before.document.clone();
            expected.donor.first_names = "Sam".into();
            assert_eq!(after, expected);
        }
    }

    #[test]
    fn details_of_a_paper_lpa_are_not_demanded_by_an_unrelated_correction() {
        let name = ("/donor/firstNames", "\"Feeg\"", "\"Sam\"");
        let mut before = deciding(HowDecisions::JointlyForSomeSeverallyForOthers, "");
        for kind in KINDS {
            let missing = ("/changes", "missing /howAttorneysMakeDecisionsDetails");
            before.document.channel = Channel::Online.into();
            refused(&before, &update(kind, &[name]), &[missing]);
            before.document.channel = Channel::Paper.into();
            assert_eq!(accepted(&before, &update(kind, &[name])).document.donor.first_names.as_str(), "Sam");
        }
    }

    #[test]
    fn replacements_step_in_and_decide_as_the_others_allow() {
        // contract section 5.3, CORRECTION items 11 to 14
        let severally = ("/howAttorneysMakeDecisions", "\"jointly\"", SEVERALLY);
        let another = ("/howReplacementAttorneysStepIn", "null", "\"another-way\"");
        let way = ("/howReplacementAttorneysStepInDetails", "null", "\"my way\"");
        let decide = ("/howReplacementAttorneysMakeDecisions", "null", "\"jointly\"");
        let unexpected = |source| (source, "unexpected change provided");
        for kind in KINDS {
            let before = deciding(HowDecisions::Jointly, "");
            refused(&before, &update(kind, &[another]), &[unexpected("/changes/0")]);
            let missing = ("/changes", "missing /howReplacementAttorneysStepInDetails");
            refused(&before, &update(kind, &[severally, another]), &[missing]);
            let after = accepted(&before, &update(kind, &[severally, another, way])).document;
            assert!(after.how_replacement_attorneys_step_in.is(StepIn::AnotherWay));
            let sent = update(kind, &[severally, another, way, decide]);
            refused(&before, &sent, &[unexpected("/changes/3")]);
            assert!(
                accepted(&before, &update(kind, &[decide]))
                    .document
                    .how_replacement_attorneys_make_decisions
                    .is(HowDecisions::Jointly)
            );
        }
    }

    #[test]
    fn step_in_alone_may_be_emptied() {
        // contract section 5.2, item 5
        let mut before = deciding(HowDecisions::JointlyAndSeverally, "");
        before.document.how_replacement_attorneys_step_in = StepIn::OneCanNoLongerAct.into();
        let step_in = ("/howReplacementAttorneysStepIn", "\"one-can-no-longer-act\"", "\"\"");
        let how = ("/howAttorneysMakeDecisions", SEVERALLY, "\"\"");
        for kind in KINDS {
            let after = accepted(&before, &update(kind, &[step_in])).document;
            assert_eq!(after.how_replacement_attorneys_step_in, Choice::Unset);
            refused(&before, &update(kind, &[how]), &[("/changes/0/new", "invalid value")]);
        }
    }

    #[test]
    fn each_type_of_lpa_has_its_own_choice() {
        // contract section 5.3, CORRECTION item 15
        let when = ("/whenTheLpaCanBeUsed", "null", "\"when-capacity-lost\"");
        let treatment = ("/lifeSustainingTreatmentOption", "null", "\"option-a\"");
        let mut welfare = lpa();
        welfare.document.lpa_type = LpaType::PersonalWelfare.into();
        welfare.document.life_sustaining_treatment_option_is_default = true;
        for kind in KINDS {
            accepted(&lpa(), &update(kind, &[when]));
            refused(&lpa(), &update(kind, &[treatment]), &[("/changes/0", "unexpected change provided")]);
            refused(&welfare, &update(kind, &[when]), &[("/changes/0", "unexpected change provided")]);
            let after = accepted(&welfare, &update(kind, &[treatment])).document;
            assert!(!after.life_sustaining_treatment_option_is_default);
        }
    }
}
