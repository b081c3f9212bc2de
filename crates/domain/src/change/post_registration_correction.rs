//! A correction after registration (contract section 5.3, `POST_REGISTRATION_CORRECTION`).
//!
//! Unlike today's service (contract section 9):
//! - The restrictions and conditions, legally operative text, change only when the caller says so and knows what is there (W1: today's
//!   erases them in every correction that does not set them, and to set them the caller must claim that there are none).
//! - An attorney keeps `cannotMakeJointDecisions` unless it is corrected (W1).
//! - Details of decisions are not blanked or demanded (W12), and an attorney named in two ways is refused (W11).
//! - Changes of the signing dates are refused as unexpected, where today's accepts and ignores them.

use super::engine::Fields;
use super::engine::rules::any;
use super::{Case, LegalAct, corrected};
use crate::lpa::Lpa;
use crate::problem::Problem;

/// What was taken down wrongly is put right after registration.
pub(super) struct PostRegistrationCorrection;

impl LegalAct for PostRegistrationCorrection {
    type Carried = ();

    fn carries(fields: &mut Fields<'_>, lpa: &mut Lpa) -> Option<()> {
        let document = &mut lpa.document;
        fields.group("donor", |fields| corrected::donor(fields, &mut document.donor, true));
        let provider = &mut document.certificate_provider;
        fields.group("certificateProvider", |fields| corrected::certificate_provider(fields, provider));
        let attorneys = document.attorneys.as_deref_mut().unwrap_or_default();
        fields.group("attorneys", |fields| {
            fields.one_of(attorneys, |fields, attorney| {
                corrected::attorney(fields, attorney);
                let cannot = &mut attorney.cannot_make_joint_decisions;
                fields.at("cannotMakeJointDecisions").prior_may_be_unstated().optional(cannot, any);
            });
        });
        corrected::decisions(fields, document);
        fields.at("restrictionsAndConditions").optional(&mut document.restrictions_and_conditions, any);
        Some(())
    }

    fn takes_effect(case: &Case<'_>, lpa: &mut Lpa, (): ()) -> Result<(), Problem> {
        if lpa.document.donor.date_of_birth == case.before.document.donor.date_of_birth {
            return Ok(());
        }
        let detail = "The donor's date of birth cannot be changed once the LPA is registered";
        Err(Problem::new("/donor/dateOfBirth", detail))
    }
}

#[cfg(test)]
mod tests {
    use crate::change::sample::{accepted, decided, lpa, refused, signed, update};
    use crate::document::BirthDate;
    use crate::{Lpa, Personal, Status};

    const KIND: &str = "POST_REGISTRATION_CORRECTION";
    const NAME: (&str, &str, &str) = ("/donor/firstNames", "\"Feeg\"", "\"Sam\"");
    const TEXT: &str = "/restrictionsAndConditions";

    fn registered() -> Lpa {
        let mut lpa = Lpa { status: Status::Registered, ..signed() };
        lpa.document.donor.date_of_birth = Personal::new(BirthDate::parse("1970-01-24"));
        lpa.document.attorneys.as_mut().unwrap()[0].cannot_make_joint_decisions = true;
        lpa
    }

    #[test]
    fn a_correction_erases_nothing_that_it_does_not_name() {
        // W1: today's service erases the restrictions and resets the flag
        let mobile = ("/attorneys/0/mobile", "null", "\"1\"");
        let after = accepted(&registered(), &update(KIND, &[NAME, mobile]));
        let mut expected = registered();
        expected.document.donor.first_names = "Sam".into();
        expected.document.attorneys.as_mut().unwrap()[0].mobile = "1".into();
        assert_eq!(after.document, expected.document);
        assert!(after.notes.is_empty());
    }

    #[test]
    fn the_restrictions_change_only_for_one_who_knows_them() {
        // W1: today's service demands `old: null`
        let sent = |old| update(KIND, &[(TEXT, old, "\"no sale\"")]);
        let after = accepted(&registered(), &sent("\"no house sale\""));
        assert_eq!(after.document.restrictions_and_conditions.as_str(), "no sale");
        for old in ["null", "\"\"", "\"other\""] {
            refused(&registered(), &sent(old), &[("/changes/0/old", "does not match existing value")]);
        }
        let mut none = registered();
        none.document.restrictions_and_conditions = "".into();
        assert_eq!(accepted(&none, &sent("null")).document.restrictions_and_conditions.as_str(), "no sale");
    }

    #[test]
    fn the_flag_of_an_attorney_can_be_corrected() {
        // contract section 5.3: prior false or null whatever is stored; here the truth will do too
        let key = "/attorneys/0/cannotMakeJointDecisions";
        for old in ["null", "true"] {
            let decision = decided(&registered(), &update(KIND, &[(key, old, "false")])).unwrap();
            assert!(!decision.lpa.document.attorneys()[0].cannot_make_joint_decisions);
            assert_eq!(decision.changes[0].old, Some(true.into()));
        }
    }

    #[test]
    fn the_date_of_birth_stays() {
        // contract section 5.3
        let why = "The donor's date of birth cannot be changed once the LPA is registered";
        for old in ["null", "\"1970-01-24\""] {
            let sent = update(KIND, &[("/donor/dateOfBirth", old, "\"1970-01-25\"")]);
            refused(&registered(), &sent, &[("/donor/dateOfBirth", why)]);
        }
    }

    #[test]
    fn what_it_does_not_carry_is_unexpected() {
        // contract section 5.3; the signing dates are accepted and ignored by today's service
        let at = "\"2026-01-12T10:00:00Z\"";
        let later = "\"2026-01-13T10:00:00Z\"";
        let sent = [
            ("/certificateProvider/signedAt", at, later),
            ("/attorneys/0/signedAt", at, later),
            ("/signedAt", at, later),
            ("/trustCorporations/0/name", "\"Trust us Corp.\"", "\"x\""),
            ("/authorisedSignatory/firstNames", "null", "\"x\""),
            ("/witnessedByCertificateProviderAt", "null", later),
        ];
        let problems: Vec<(String, &str)> = (0..sent.len())
            .map(|index| (format!("/changes/{index}"), "unexpected change provided"))
            .collect();
        let problems: Vec<(&str, &str)> = problems.iter().map(|(source, why)| (&**source, *why)).collect();
        refused(&registered(), &update(KIND, &sent), &problems);
        refused(&lpa(), &update(KIND, &[]), &[("/changes", "no changes provided")]);
    }
}
