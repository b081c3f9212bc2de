//! How they decide, when it may be used, and when it was signed.

use super::hold;
use crate::Moment;
use crate::choice::Choice;
use crate::document::{
    AppointmentType, AttorneyStatus, Channel, Document, HowDecisions, Image, LifeSustaining, LpaType, StepIn,
    WhenUsed,
};

use HowDecisions::{Jointly, JointlyAndSeverally, JointlyForSomeSeverallyForOthers};

/// So many active attorneys and inactive replacements, all sound, and how the attorneys decide.
fn appoint(it: &mut Document, active: usize, replacements: usize, how: Choice<HowDecisions>) {
    let one = it.attorneys()[0].clone();
    let mut all = vec![one.clone(); active + replacements];
    for each in &mut all[active..] {
        each.status = AttorneyStatus::Inactive.into();
        each.appointment_type = AppointmentType::Replacement.into();
    }
    it.attorneys = Some(all);
    it.how_attorneys_make_decisions = how;
}

#[test]
fn rule_8_how_the_attorneys_decide() {
    const SOURCE: &[&str] = &["/howAttorneysMakeDecisions field is required"];
    hold(
        "contract 4.3 rule 8; safeguarding T044, T045",
        &[
            (|it| appoint(it, 2, 0, Choice::Unset), SOURCE),
            (|it| appoint(it, 2, 0, Choice::parse("somehow")), &["/howAttorneysMakeDecisions invalid value"]),
            (|it| appoint(it, 2, 0, Jointly.into()), &[]),
            (
                |it| appoint(it, 1, 0, Jointly.into()),
                &["/howAttorneysMakeDecisions field must not be provided"],
            ),
        ],
    );
}

#[test]
fn rule_9_the_decisions_that_are_joint() {
    hold(
        "contract 4.3 rule 9; safeguarding T047",
        &[
            (
                |it| appoint(it, 2, 0, JointlyForSomeSeverallyForOthers.into()),
                &["/howAttorneysMakeDecisionsDetails field is required"],
            ),
            (
                |it| {
                    appoint(it, 2, 0, JointlyForSomeSeverallyForOthers.into());
                    it.how_attorneys_make_decisions_details = "the house".into();
                },
                &[],
            ),
            (
                |it| {
                    appoint(it, 2, 0, Jointly.into());
                    it.how_attorneys_make_decisions_details = "the house".into();
                },
                &["/howAttorneysMakeDecisionsDetails field must not be provided"],
            ),
        ],
    );
}

#[test]
fn rule_9_on_paper_names_the_scans() {
    hold(
        "contract 4.3 rule 9; safeguarding T067",
        &[
            (
                |it| {
                    appoint(it, 2, 0, JointlyForSomeSeverallyForOthers.into());
                    it.channel = Channel::Paper.into();
                },
                &["/howAttorneysMakeDecisionsDetailsImages field is required"],
            ),
            (
                |it| {
                    appoint(it, 2, 0, JointlyForSomeSeverallyForOthers.into());
                    it.channel = Channel::Paper.into();
                    it.how_attorneys_make_decisions_details = "the house".into();
                },
                &[],
            ),
            (
                |it| {
                    appoint(it, 2, 0, JointlyForSomeSeverallyForOthers.into());
                    it.channel = Channel::Paper.into();
                    it.how_attorneys_make_decisions_details_images = vec![Image::default()];
                },
                &[],
            ),
        ],
    );
}

#[test]
fn rules_10_and_11_when_replacements_step_in() {
    hold(
        "contract 4.3 rules 10 and 11; safeguarding T051, T052",
        &[
            (
                |it| appoint(it, 2, 1, JointlyAndSeverally.into()),
                &["/howReplacementAttorneysStepIn field is required"],
            ),
            (
                |it| {
                    appoint(it, 2, 1, JointlyAndSeverally.into());
                    it.how_replacement_attorneys_step_in = Choice::parse("never");
                },
                &["/howReplacementAttorneysStepIn invalid value"],
            ),
            (|it| appoint(it, 2, 1, Jointly.into()), &[]),
            (
                |it| {
                    appoint(it, 2, 1, JointlyAndSeverally.into());
                    it.how_replacement_attorneys_step_in = StepIn::AnotherWay.into();
                },
                &["/howReplacementAttorneysStepInDetails field is required"],
            ),
            (
                |it| it.how_replacement_attorneys_step_in_details = "first one".into(),
                &["/howReplacementAttorneysStepInDetails field must not be provided"],
            ),
        ],
    );
}

#[test]
fn rule_12_where_it_must_be_said_how_the_replacements_decide() {
    const REQUIRED: &[&str] = &["/howReplacementAttorneysMakeDecisions field is required"];
    hold(
        "contract 4.3 rule 12; safeguarding T050, T057",
        &[
            (|it| appoint(it, 1, 2, Choice::Unset), REQUIRED),
            (|it| appoint(it, 2, 2, Jointly.into()), REQUIRED),
            (
                |it| {
                    appoint(it, 2, 2, JointlyAndSeverally.into());
                    it.how_replacement_attorneys_step_in = StepIn::AllCanNoLongerAct.into();
                },
                REQUIRED,
            ),
            (
                |it| {
                    appoint(it, 2, 2, JointlyForSomeSeverallyForOthers.into());
                    it.how_attorneys_make_decisions_details = "the house".into();
                },
                &[],
            ),
        ],
    );
}

#[test]
fn rule_12_where_it_may_not_be_said_how_the_replacements_decide() {
    const FORBIDDEN: &[&str] = &["/howReplacementAttorneysMakeDecisions field must not be provided"];
    hold(
        "contract 4.3 rule 12; safeguarding T049, T054",
        &[
            (
                |it| {
                    appoint(it, 1, 1, Choice::Unset);
                    it.how_replacement_attorneys_make_decisions = Jointly.into();
                },
                FORBIDDEN,
            ),
            (
                |it| {
                    appoint(it, 2, 2, JointlyAndSeverally.into());
                    it.how_replacement_attorneys_step_in = StepIn::OneCanNoLongerAct.into();
                    it.how_replacement_attorneys_make_decisions = Jointly.into();
                },
                FORBIDDEN,
            ),
            (
                |it| {
                    appoint(it, 0, 2, Choice::Unset);
                    it.how_replacement_attorneys_make_decisions = Jointly.into();
                },
                FORBIDDEN,
            ),
        ],
    );
}

#[test]
fn rule_13_the_replacements_decisions_that_are_joint() {
    hold(
        "contract 4.3 rule 13; safeguarding T055, T056",
        &[
            (
                |it| {
                    appoint(it, 1, 2, Choice::Unset);
                    it.how_replacement_attorneys_make_decisions = JointlyForSomeSeverallyForOthers.into();
                },
                &["/howReplacementAttorneysMakeDecisionsDetails field is required"],
            ),
            (
                |it| {
                    appoint(it, 1, 2, Choice::Unset);
                    it.how_replacement_attorneys_make_decisions = Jointly.into();
                    it.how_replacement_attorneys_make_decisions_details = "the house".into();
                },
                &["/howReplacementAttorneysMakeDecisionsDetails field must not be provided"],
            ),
        ],
    );
}

#[test]
fn rule_14_each_type_has_its_own_choice() {
    hold(
        "contract 4.3 rule 14; safeguarding T059, T060",
        &[
            (
                |it| it.lpa_type = LpaType::PersonalWelfare.into(),
                &[
                    "/lifeSustainingTreatmentOption field is required",
                    "/whenTheLpaCanBeUsed field must not be provided",
                ],
            ),
            (
                |it| {
                    it.when_the_lpa_can_be_used = Choice::Unset;
                    it.life_sustaining_treatment_option = LifeSustaining::OptionA.into();
                },
                &[
                    "/whenTheLpaCanBeUsed field is required",
                    "/lifeSustainingTreatmentOption field must not be provided",
                ],
            ),
            (
                |it| it.when_the_lpa_can_be_used = Choice::parse("whenever"),
                &["/whenTheLpaCanBeUsed invalid value"],
            ),
            (|it| it.when_the_lpa_can_be_used = WhenUsed::WhenHasCapacity.into(), &[]),
        ],
    );
}

#[test]
fn rule_15_when_it_was_signed() {
    hold(
        "contract 4.3 rule 15",
        &[
            (
                |it| {
                    it.signed_at = None;
                    it.witnessed_by_certificate_provider_at = Some(Moment::zero());
                    it.certificate_provider_not_related_confirmed_at = Some(Moment::zero());
                },
                &[
                    "/signedAt field is required",
                    "/witnessedByCertificateProviderAt field is required",
                    "/certificateProviderNotRelatedConfirmedAt must be a valid datetime",
                ],
            ),
            (|it| it.certificate_provider_not_related_confirmed_at = it.signed_at, &[]),
        ],
    );
}
