//! A trust corporation signs (contract section 5.3, `TRUST_CORPORATION_SIGN`).
//!
//! Kinder than today's service, which demands changes that a caller cannot always send (contract section 9, W12, W13): a
//! company without a mobile number can sign, and language and company number are asked for only when none is stored. `old` of the phone
//! number, the language and the signatories may be nothing, as today's service demands, or what is there.
//! Stricter: a signatory has a time of signing, the removed do not sign (rules/safeguarding.md T186), and nobody signs an
//! LPA that has ended (W21).

use super::engine::Fields;
use super::engine::rules::{any, given, listed};
use super::{Case, LegalAct};
use crate::document::{AttorneyStatus, Signatory};
use crate::lpa::Lpa;
use crate::lpa::status::{Ordinary, Step};
use crate::problem::Problem;

/// A trust corporation accepts the appointment; one or two people sign for it.
pub(super) struct TrustCorporationSigns;

impl LegalAct for TrustCorporationSigns {
    type Carried = usize;

    fn carries(fields: &mut Fields<'_>, lpa: &mut Lpa) -> Option<usize> {
        let corporations = &mut lpa.document.trust_corporations;
        let mut who = None;
        fields.required_group("trustCorporations", |fields| {
            who = fields.one_of(corporations, |fields, corporation| {
                fields.at("mobile").prior_may_be_unstated().optional(&mut corporation.mobile, any);
                fields
                    .at("contactLanguagePreference")
                    .prior_may_be_unstated()
                    .needed(&mut corporation.contact_language_preference, listed);
                fields.at("companyNumber").needed(&mut corporation.company_number, given);
                fields.at("email").optional(&mut corporation.email, any);
                fields.at("channel").optional(&mut corporation.channel, listed);
                fields.required_group("signatories", |fields| {
                    signatories(fields, &mut corporation.signatories);
                });
            });
        });
        who
    }

    fn takes_effect(case: &Case<'_>, lpa: &mut Lpa, who: usize) -> Result<(), Problem> {
        if let Some(corporation) = case.before.document.trust_corporations.get(who) {
            if corporation.signatories.first().is_some_and(|first| first.signed_at.is_some()) {
                return Err(Problem::new("/type", "trust corporation cannot sign again"));
            }
            if corporation.status.is(AttorneyStatus::Removed) {
                return Err(Problem::new("/type", "trust corporation cannot sign after being removed"));
            }
        }
        lpa.status = lpa.status.after(Step::Act(Ordinary::Sign))?;
        Ok(())
    }
}

/// Reads one or two signatories; the second counts only if something is said of it.
fn signatories(fields: &mut Fields<'_>, kept: &mut Vec<Signatory>) {
    let mut both: [Signatory; 2] = [0, 1].map(|place: usize| kept.get(place).cloned().unwrap_or_default());
    fields.each_item(&mut both, &[0], |fields, signatory| {
        fields.at("firstNames").prior_may_be_unstated().needed(&mut signatory.first_names, any);
        fields.at("lastName").prior_may_be_unstated().needed(&mut signatory.last_name, any);
        fields.at("professionalTitle").prior_may_be_unstated().needed(&mut signatory.professional_title, any);
        fields.at("signedAt").prior_may_be_unstated().needed(&mut signatory.signed_at, given);
    });
    *kept = both.into();
    if kept.last() == Some(&Signatory::default()) {
        kept.pop();
    }
}

#[cfg(test)]
mod tests {
    use crate::change::sample::{accepted, decided, lpa, moment, refused, signed, standing, update};
    use crate::document::{AttorneyStatus, Language};
    use crate::{Json, Operation, Status};

    const KIND: &str = "TRUST_CORPORATION_SIGN";
    const AT: &str = "\"2026-01-13T22:00:00Z\"";
    const LANGUAGE: (&str, &str, &str) = ("/trustCorporations/0/contactLanguagePreference", "null", "\"en\"");
    const FIRST: [(&str, &str, &str); 4] = [
        ("/trustCorporations/0/signatories/0/firstNames", "null", "\"Sam\""),
        ("/trustCorporations/0/signatories/0/lastName", "null", "\"Smith\""),
        ("/trustCorporations/0/signatories/0/professionalTitle", "null", "\"President\""),
        ("/trustCorporations/0/signatories/0/signedAt", "null", AT),
    ];

    fn sign(more: &[(&str, &str, &str)]) -> Operation {
        update(KIND, &[&[LANGUAGE], &FIRST[..], more].concat())
    }

    #[test]
    fn one_or_two_people_sign_for_it() {
        let second = [
            ("/trustCorporations/0/signatories/1/firstNames", "null", "\"Sandra\""),
            ("/trustCorporations/0/signatories/1/lastName", "null", "\"Smith\""),
            ("/trustCorporations/0/signatories/1/professionalTitle", "null", "\"Vice President\""),
            ("/trustCorporations/0/signatories/1/signedAt", "null", AT),
        ];
        for (more, count) in [(&[][..], 1), (&second[..], 2)] {
            let after = accepted(&lpa(), &sign(more));
            let corporation = &after.document.trust_corporations[0];
            assert_eq!(corporation.signatories.len(), count);
            assert_eq!(corporation.signatories[0].first_names.as_str(), "Sam");
            let at = Some(moment("2026-01-13T22:00:00Z"));
            assert!(corporation.signatories.iter().all(|one| one.signed_at == at));
            assert!(corporation.contact_language_preference.is(Language::En));
        }
    }

    #[test]
    fn what_is_known_already_need_not_be_sent_and_may_be_repeated() {
        // W12: no phone; W13: the same company number again
        let same = ("/trustCorporations/0/companyNumber", "\"ABCD1234\"", "\"ABCD1234\"");
        let after = accepted(&lpa(), &sign(&[same]));
        assert_eq!(after.document.trust_corporations[0].company_number.as_str(), "ABCD1234");
    }

    #[test]
    fn the_history_knows_what_really_was_there() {
        // contract section 5.3: today's callers claim that there was no phone, whatever is stored
        let mut known = lpa();
        known.document.trust_corporations[0].mobile = "1".into();
        for old in ["null", "\"\"", "\"1\""] {
            let change = ("/trustCorporations/0/mobile", old, "\"2\"");
            let decision = decided(&known, &sign(&[change])).unwrap();
            assert_eq!(decision.lpa.document.trust_corporations[0].mobile.as_str(), "2");
            let recorded = decision.changes.iter().find(|change| change.key.ends_with("mobile")).unwrap();
            assert_eq!(recorded.old, Some(Json::from("1")), "{old}");
        }
        let wrong = ("/trustCorporations/0/mobile", "\"3\"", "\"2\"");
        refused(&known, &sign(&[wrong]), &[("/changes/5/old", "does not match existing value")]);
    }

    #[test]
    fn what_is_missing_is_named_in_order() {
        // contract section 5.3: order of the fields; signatory 0 is always required
        let mut bare = lpa();
        bare.document.trust_corporations[0].company_number = "".into();
        let details = [
            "contactLanguagePreference",
            "companyNumber",
            "signatories/0/firstNames",
            "signatories/0/lastName",
            "signatories/0/professionalTitle",
            "signatories/0/signedAt",
            "signatories/1/lastName",
            "signatories/1/professionalTitle",
            "signatories/1/signedAt",
        ]
        .map(|name| format!("missing /trustCorporations/0/{name}"));
        let problems: Vec<(&str, &str)> =
            details.iter().map(|detail| ("/changes", detail.as_str())).collect();
        let second = ("/trustCorporations/0/signatories/1/firstNames", "null", "\"Sandra\"");
        refused(&bare, &update(KIND, &[second]), &problems);
    }

    #[test]
    fn a_missing_group_is_named() {
        // contract section 5.2, item 6
        refused(&lpa(), &update(KIND, &[]), &[("/changes", "missing /trustCorporations/...")]);
        let missing = ("/changes", "missing /trustCorporations/0/signatories/...");
        refused(&lpa(), &update(KIND, &[LANGUAGE]), &[missing]);
    }

    #[test]
    fn signatories_are_named_by_a_number() {
        // contract section 5.2, "Addressing": ascending order; negative: 9.4
        let wrong = [
            ("/trustCorporations/0/signatories/x/firstNames", "null", "\"A\""),
            ("/trustCorporations/0/signatories/2/firstNames", "null", "\"A\""),
            ("/trustCorporations/0/signatories/-1/firstNames", "null", "\"A\""),
        ];
        let problems = [
            ("/changes/5/key", "require index"),
            ("/changes/7/key", "index out of range"),
            ("/changes/6/key", "index out of range"),
        ];
        refused(&lpa(), &sign(&wrong), &problems);
    }

    #[test]
    fn nobody_signs_twice_or_after_being_removed_or_what_has_ended() {
        // contract section 5.3; rules/safeguarding.md T186; W21
        let again: Vec<_> = FIRST[..3].iter().copied().chain([LANGUAGE]).collect();
        let later = ("/trustCorporations/0/signatories/0/signedAt", "null", AT);
        let again = update(KIND, &[&again[..], &[later]].concat());
        refused(&signed(), &again, &[("/type", "trust corporation cannot sign again")]);
        let mut removed = lpa();
        removed.document.trust_corporations[0].status = AttorneyStatus::Removed.into();
        refused(&removed, &sign(&[]), &[("/type", "trust corporation cannot sign after being removed")]);
        let why = "cannot sign: the lpa is expired";
        refused(&standing(Status::Expired), &sign(&[]), &[("/type", why)]);
    }
}
