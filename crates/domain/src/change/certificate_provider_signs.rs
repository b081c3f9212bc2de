//! The certificate provider signs the certificate (contract section 5.3, `CERTIFICATE_PROVIDER_SIGN`).
//!
//! Kinder than today's service: a change of address need not touch the lines that stay (contract section 9, W12), and the
//! certificate is not lost because a contact detail is repeated (W13). Stricter: nobody signs an LPA that has ended (W21).

use super::engine::Fields;
use super::engine::rules::{any, country, given, listed};
use super::{Case, LegalAct};
use crate::lpa::Lpa;
use crate::lpa::status::{Ordinary, Step};
use crate::problem::Problem;

/// The certificate provider certifies that the donor understands (Mental Capacity Act 2005 Schedule 1 paragraph
/// 2(1)(e)).
pub(super) struct CertificateProviderSigns;

impl LegalAct for CertificateProviderSigns {
    type Carried = ();

    fn carries(fields: &mut Fields<'_>, lpa: &mut Lpa) -> Option<()> {
        let provider = &mut lpa.document.certificate_provider;
        let address = &mut provider.address;
        fields.group("certificateProvider/address", |fields| {
            fields.at("line1").needed(&mut address.line1, any);
            fields.at("line2").optional(&mut address.line2, any);
            fields.at("line3").optional(&mut address.line3, any);
            fields.at("town").needed(&mut address.town, any);
            fields.at("postcode").optional(&mut address.postcode, any);
            fields.at("country").needed(&mut address.country, country);
        });
        fields.at("certificateProvider/signedAt").required(&mut provider.signed_at, given);
        fields
            .at("certificateProvider/contactLanguagePreference")
            .optional(&mut provider.contact_language_preference, listed);
        fields.at("certificateProvider/email").optional(&mut provider.email, given);
        fields.at("certificateProvider/channel").optional(&mut provider.channel, listed);
        Some(())
    }

    fn takes_effect(case: &Case<'_>, lpa: &mut Lpa, (): ()) -> Result<(), Problem> {
        if case.before.document.certificate_provider.signed_at.is_some() {
            return Err(Problem::new("/type", "certificate provider cannot sign again"));
        }
        lpa.status = lpa.status.after(Step::Act(Ordinary::Sign))?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use crate::Status;
    use crate::change::sample::{accepted, decided, lpa, moment, refused, signed, standing, update};
    use crate::document::Address;

    const KIND: &str = "CERTIFICATE_PROVIDER_SIGN";
    const SIGNED: (&str, &str, &str) = ("/certificateProvider/signedAt", "null", "\"2026-01-13T22:00:00Z\"");

    #[test]
    fn the_certificate_is_signed_and_a_null_keeps_what_is_there() {
        // contract section 5.2, item 4: an existing client suite relies on `country` staying
        let sent = update(
            KIND,
            &[
                ("/certificateProvider/address/line1", "\"122111 Zonnington Way\"", "\"98 CVVVV\""),
                ("/certificateProvider/address/town", "\"Mahhhhhhhhhh\"", "\"Murkkkk Town\""),
                ("/certificateProvider/address/country", "\"GB\"", "null"),
                SIGNED,
                ("/certificateProvider/contactLanguagePreference", "null", "\"en\""),
                ("/certificateProvider/email", "\"a@example.com\"", "\"b@example.com\""),
            ],
        );
        let decision = decided(&lpa(), &sent).unwrap();
        let provider = &decision.lpa.document.certificate_provider;
        assert_eq!(provider.signed_at, Some(moment("2026-01-13T22:00:00Z")));
        assert_eq!((provider.address.line1.as_str(), provider.address.country.as_str()), ("98 CVVVV", "GB"));
        assert_eq!(provider.email.as_str(), "b@example.com");
        assert_eq!(decision.changes.len(), 5); // W15: the null is no change
        assert_eq!(decision.lpa.status, Status::InProgress);
    }

    #[test]
    fn an_address_may_change_in_part_or_be_repeated() {
        // W12, W13
        let part = ("/certificateProvider/address/line2", "null", "\"Flat 2\"");
        let same = ("/certificateProvider/address/town", "\"Mahhhhhhhhhh\"", "\"Mahhhhhhhhhh\"");
        let after = accepted(&lpa(), &update(KIND, &[part, same, SIGNED]));
        assert_eq!(after.document.certificate_provider.address.line2.as_str(), "Flat 2");
    }

    #[test]
    fn an_address_that_lacks_its_lines_must_get_them() {
        let mut bare = lpa();
        bare.document.certificate_provider.address = Address::default();
        let part = ("/certificateProvider/address/postcode", "null", "\"A1\"");
        let missing =
            ["line1", "town", "country"].map(|line| format!("missing /certificateProvider/address/{line}"));
        let problems: Vec<(&str, &str)> =
            missing.iter().map(|detail| ("/changes", detail.as_str())).collect();
        refused(&bare, &update(KIND, &[part, SIGNED]), &problems);
    }

    #[test]
    fn every_problem_comes_in_the_order_of_the_fields() {
        // contract section 5.3: address, signedAt, contactLanguagePreference, email, channel; then the unexpected
        let sent = update(
            KIND,
            &[
                ("/certificateProvider/phone", "\"1\"", "\"2\""),
                ("/certificateProvider/channel", "\"online\"", "\"letter\""),
                ("/certificateProvider/email", "\"a@example.com\"", "\"\""),
                ("/certificateProvider/contactLanguagePreference", "null", "\"fr\""),
                ("/certificateProvider/signedAt", "null", "\"0001-01-01T00:00:00Z\""),
                ("/certificateProvider/address/country", "\"GB\"", "\"gb\""),
                ("/certificateProvider/address/county", "null", "\"x\""),
            ],
        );
        let problems = [
            ("/changes/5/new", "must be a valid ISO-3166-1 country code"),
            ("/changes/6", "unexpected change provided"),
            ("/changes/4/new", "field is required"),
            ("/changes/3/new", "invalid value"),
            ("/changes/2/new", "field is required"),
            ("/changes/1/new", "invalid value"),
            ("/changes/0", "unexpected change provided"),
        ];
        refused(&lpa(), &sent, &problems);
        refused(&lpa(), &update(KIND, &[]), &[("/changes", "missing /certificateProvider/signedAt")]);
    }

    #[test]
    fn nobody_signs_twice_or_what_has_ended() {
        // contract section 5.3; timestamps are compared as instants (5.2, item 3); W21
        let again = ("/certificateProvider/signedAt", "\"2026-01-12T11:00:00+01:00\"", SIGNED.2);
        let why = "certificate provider cannot sign again";
        refused(&signed(), &update(KIND, &[again]), &[("/type", why)]);
        let why = "cannot sign: the lpa is withdrawn";
        refused(&standing(Status::Withdrawn), &update(KIND, &[SIGNED]), &[("/type", why)]);
    }
}
