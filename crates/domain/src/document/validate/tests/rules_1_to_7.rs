//! The kind of LPA, and everyone in it.

use super::hold;
use crate::Moment;
use crate::choice::Choice;
use crate::document::{
    Attorney, AuthorisedSignatory, BirthDate, Channel, IdentityCheck, IdentityCheckType, IndependentWitness,
    TrustCorporation,
};
use crate::personal::Personal;

#[test]
fn rule_1_what_kind_of_lpa_it_is() {
    hold(
        "contract 4.3 rule 1",
        &[
            (
                |it| {
                    it.lpa_type = Choice::parse("both");
                    it.channel = Choice::Unset;
                    it.language = Choice::parse("EN");
                },
                &["/lpaType invalid value", "/channel field is required", "/language invalid value"],
            ),
            (|it| it.lpa_type = Choice::Unset, &["/lpaType field is required"]),
        ],
    );
}

#[test]
fn rule_2_the_donor() {
    hold(
        "contract 4.3 rule 2",
        &[
            (|it| it.donor.uid = "7".into(), &["/donor/uid invalid format"]),
            (|it| it.donor.uid = "".into(), &["/donor/uid field is required"]),
            // contract section 3.1: any form that the Go uuid library reads
            (|it| it.donor.uid = "{3F0A9A52-6C53-4D38-9A20-6D0F1F1F0A01}".into(), &[]),
            (|it| it.donor.uid = "urn:uuid:00000000-0000-0000-0000-000000000000".into(), &[]),
            (
                |it| {
                    it.donor.first_names = "".into();
                    it.donor.last_name = "".into();
                    it.donor.date_of_birth = Personal::new(BirthDate::Malformed);
                },
                &[
                    "/donor/firstNames field is required",
                    "/donor/lastName field is required",
                    "/donor/dateOfBirth invalid format",
                ],
            ),
            (
                |it| {
                    it.donor.date_of_birth = Personal::default();
                    it.donor.address.line1 = "".into();
                    it.donor.contact_language_preference = Choice::parse("fr");
                },
                &[
                    "/donor/dateOfBirth field is required",
                    "/donor/address/line1 field is required",
                    "/donor/contactLanguagePreference invalid value",
                ],
            ),
        ],
    );
}

#[test]
fn a_country_is_two_capital_letters_and_an_empty_one_is_reported_twice() {
    // contract sections 3.1 and 4.2
    const BAD: &[&str] = &["/donor/address/country must be a valid ISO-3166-1 country code"];
    hold(
        "contract 4.2",
        &[
            (|it| it.donor.address.country = "gb".into(), BAD),
            (|it| it.donor.address.country = "GBR".into(), BAD),
            (|it| it.donor.address.country = "ÉÉ".into(), BAD),
            (|it| it.donor.address.country = "ZZ".into(), &[]),
            (
                |it| it.donor.address.country = "".into(),
                &[
                    "/donor/address/country field is required",
                    "/donor/address/country must be a valid ISO-3166-1 country code",
                ],
            ),
        ],
    );
}

#[test]
fn rule_2_the_identity_check_of_the_donor() {
    hold(
        "contract 4.3 rule 2; safeguarding T065",
        &[
            (
                |it| {
                    it.donor.identity_check =
                        Some(IdentityCheck { checked_at: None, kind: Choice::parse("what") });
                },
                &[
                    "/donor/identityCheck/checkedAt field is required",
                    "/donor/identityCheck/type invalid value",
                ],
            ),
            (
                |it| {
                    it.donor.identity_check = Some(IdentityCheck {
                        checked_at: Some(Moment::from(jiff::Timestamp::UNIX_EPOCH)),
                        kind: IdentityCheckType::OpgPaperId.into(),
                    });
                },
                &[],
            ),
            // the certificate provider's is not validated
            (|it| it.certificate_provider.identity_check = Some(IdentityCheck::default()), &[]),
        ],
    );
}

#[test]
fn rule_3_the_certificate_provider() {
    hold(
        "contract 4.3 rule 3",
        &[
            (
                |it| it.certificate_provider = crate::document::CertificateProvider::default(),
                &[
                    "/certificateProvider/uid field is required",
                    "/certificateProvider/firstNames field is required",
                    "/certificateProvider/lastName field is required",
                    "/certificateProvider/address/line1 field is required",
                    "/certificateProvider/address/country field is required",
                    "/certificateProvider/address/country must be a valid ISO-3166-1 country code",
                    "/certificateProvider/channel field is required",
                    "/certificateProvider/phone field is required",
                ],
            ),
            (
                |it| it.certificate_provider.channel = Channel::Online.into(),
                &["/certificateProvider/email field is required"],
            ),
            (
                |it| it.certificate_provider.email = "p@example.org".into(),
                &["/certificateProvider/email field must not be provided"],
            ),
        ],
    );
}

#[test]
fn rule_4_the_attorneys() {
    const NONE: &[&str] = &["/attorneys at least one attorney is required"];
    hold(
        "contract 4.3 rule 4",
        &[
            (|it| it.attorneys = None, NONE),
            (|it| it.attorneys = Some(Vec::new()), NONE),
            (
                |it| it.attorneys.as_mut().unwrap().push(Attorney::default()),
                &[
                    "/attorneys/1/uid field is required",
                    "/attorneys/1/firstNames field is required",
                    "/attorneys/1/lastName field is required",
                    "/attorneys/1/dateOfBirth field is required",
                    "/attorneys/1/address/line1 field is required",
                    "/attorneys/1/address/country field is required",
                    "/attorneys/1/address/country must be a valid ISO-3166-1 country code",
                    "/attorneys/1/status field is required",
                    "/attorneys/1/channel field is required",
                    "/attorneys/1/appointmentType field is required",
                ],
            ),
            (
                |it| it.attorneys.as_mut().unwrap()[0].email = "a@example.org".into(),
                &["/attorneys/0/email field must not be provided"],
            ),
            (
                |it| it.attorneys.as_mut().unwrap()[0].channel = Channel::Online.into(),
                &["/attorneys/0/email field is required"],
            ),
        ],
    );
}

#[test]
fn rule_5_the_trust_corporations() {
    hold(
        "contract 4.3 rule 5",
        &[(
            |it| {
                let email = "t@example.org".into();
                it.trust_corporations = vec![TrustCorporation { email, ..TrustCorporation::default() }];
            },
            &[
                "/trustCorporations/0/uid field is required",
                "/trustCorporations/0/name field is required",
                "/trustCorporations/0/address/line1 field is required",
                "/trustCorporations/0/address/country field is required",
                "/trustCorporations/0/address/country must be a valid ISO-3166-1 country code",
                "/trustCorporations/0/status field is required",
                "/trustCorporations/0/channel field is required",
                "/trustCorporations/0/appointmentType field is required",
                "/trustCorporations/0/email field must not be provided",
            ],
        )],
    );
}

#[test]
fn rules_6_and_7_those_who_sign_and_witness_for_the_donor() {
    hold(
        "contract 4.3 rules 6 and 7; safeguarding T064",
        &[
            (
                |it| {
                    it.authorised_signatory = Some(AuthorisedSignatory::default());
                    it.independent_witness = Some(IndependentWitness::default());
                },
                &[
                    "/authorisedSignatory/uid field is required",
                    "/authorisedSignatory/firstNames field is required",
                    "/authorisedSignatory/lastName field is required",
                    "/independentWitness/uid field is required",
                    "/independentWitness/firstNames field is required",
                    "/independentWitness/lastName field is required",
                    "/independentWitness/phone field is required",
                    "/independentWitness/address/line1 field is required",
                    "/independentWitness/address/country field is required",
                    "/independentWitness/address/country must be a valid ISO-3166-1 country code",
                    "/witnessedByIndependentWitnessAt field is required",
                ],
            ),
            (
                |it| {
                    // the uid need only be there
                    it.authorised_signatory = Some(AuthorisedSignatory {
                        uid: "any".into(),
                        first_names: "A".into(),
                        last_name: "B".into(),
                    });
                },
                &[],
            ),
        ],
    );
}
