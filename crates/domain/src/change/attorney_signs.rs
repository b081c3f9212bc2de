//! An attorney signs (contract section 5.3, `ATTORNEY_SIGN`).
//!
//! Stricter than today's service: the removed do not sign (rules/safeguarding.md T186), and nobody signs an LPA that has ended
//! (contract section 9, W21). Kinder: the signature is not lost because a contact detail is repeated (W13).

use super::engine::Fields;
use super::engine::rules::{any, given, listed};
use super::{Case, LegalAct};
use crate::document::AttorneyStatus;
use crate::lpa::Lpa;
use crate::lpa::status::{Ordinary, Step};
use crate::problem::Problem;

/// An attorney accepts the appointment (Mental Capacity Act 2005 Schedule 1 paragraph 2(1)(d)).
pub(super) struct AttorneySigns;

impl LegalAct for AttorneySigns {
    type Carried = usize;

    fn carries(fields: &mut Fields<'_>, lpa: &mut Lpa) -> Option<usize> {
        let attorneys = lpa.document.attorneys.as_deref_mut().unwrap_or_default();
        let mut who = None;
        fields.required_group("attorneys", |fields| {
            who = fields.one_of(attorneys, |fields, attorney| {
                fields.at("mobile").optional(&mut attorney.mobile, any);
                fields.at("signedAt").required(&mut attorney.signed_at, given);
                fields
                    .at("contactLanguagePreference")
                    .optional(&mut attorney.contact_language_preference, listed);
                fields.at("channel").optional(&mut attorney.channel, listed);
                fields.at("email").optional(&mut attorney.email, any);
            });
        });
        who
    }

    fn takes_effect(case: &Case<'_>, lpa: &mut Lpa, who: usize) -> Result<(), Problem> {
        if let Some(attorney) = case.before.document.attorneys().get(who) {
            if attorney.signed_at.is_some() {
                return Err(Problem::new("/type", "attorney cannot sign again"));
            }
            if attorney.status.is(AttorneyStatus::Removed) {
                return Err(Problem::new("/type", "attorney cannot sign after being removed"));
            }
        }
        lpa.status = lpa.status.after(Step::Act(Ordinary::Sign))?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use crate::Status;
    use crate::change::sample::{
        ATTORNEY, accepted, decided, lpa, moment, refused, signed, standing, update,
    };
    use crate::document::{AttorneyStatus, Channel, Language};

    const KIND: &str = "ATTORNEY_SIGN";
    const SIGNED: (&str, &str, &str) = ("/attorneys/0/signedAt", "null", "\"2026-01-13T22:00:00Z\"");

    #[test]
    fn the_signature_and_the_contact_details_are_set() {
        let sent = update(
            KIND,
            &[
                ("/attorneys/0/mobile", "null", "\"07700900000\""),
                SIGNED,
                ("/attorneys/0/contactLanguagePreference", "null", "\"en\""),
                ("/attorneys/0/channel", "\"paper\"", "\"online\""),
                ("/attorneys/0/email", "\"\"", "\"a@example.com\""),
            ],
        );
        let after = accepted(&lpa(), &sent);
        let attorney = &after.document.attorneys()[0];
        assert_eq!(attorney.signed_at, Some(moment("2026-01-13T22:00:00Z")));
        assert_eq!((attorney.mobile.as_str(), attorney.email.as_str()), ("07700900000", "a@example.com"));
        assert!(attorney.channel.is(Channel::Online));
        assert!(attorney.contact_language_preference.is(Language::En));
        assert_eq!(after.document.attorneys()[1], lpa().document.attorneys()[1]);
        assert_eq!(after.status, Status::InProgress);
    }

    #[test]
    fn the_history_shows_what_took_effect_as_it_was_sent() {
        let signed_at = format!("/attorneys/{ATTORNEY}/signedAt");
        let channel = format!("/attorneys/{ATTORNEY}/channel");
        let sent = update(KIND, &[(&channel, "\"paper\"", "null"), (&signed_at, "null", SIGNED.2)]);
        let decision = decided(&lpa(), &sent).unwrap();
        let crate::Act::Update(update) = &sent.act else { unreachable!() };
        assert_eq!(decision.changes, update.changes[1..]); // W15: null changed nothing
    }

    #[test]
    fn a_repeated_contact_detail_does_not_cost_the_signature() {
        // W13: same to same, and nothing to nothing
        let mut known = lpa();
        known.document.attorneys.as_mut().unwrap()[0].mobile = "1".into();
        for (lpa, phone) in [(known, "\"1\""), (lpa(), "\"\"")] {
            let sent = update(KIND, &[("/attorneys/0/mobile", phone, phone), SIGNED]);
            let decision = decided(&lpa, &sent).unwrap();
            let (before, after) = (&lpa.document.attorneys()[0], &decision.lpa.document.attorneys()[0]);
            assert_eq!(after.mobile, before.mobile);
            assert!(after.signed_at.is_some());
            assert_eq!(decision.changes.len(), 1);
        }
    }

    #[test]
    fn an_update_that_changes_nothing_is_refused() {
        // contract section 5.2, redundancy: alone even a contact detail
        let same = ("/attorneys/0/mobile", "\"1\"", "\"1\"");
        let why = ("/changes/0", "redundant change for /attorneys/0/mobile");
        refused(&lpa(), &update(KIND, &[same]), &[why]);
        let signed = ("/attorneys/0/signedAt", SIGNED.2, SIGNED.2);
        let signature = ("/changes/1", "redundant change for /attorneys/0/signedAt");
        refused(&lpa(), &update(KIND, &[same, signed]), &[why, signature]);
        let email = ("/attorneys/0/email", "null", "\"x\"");
        refused(&lpa(), &update(KIND, &[same, signed, email]), &[signature]);
    }

    #[test]
    fn what_is_missing_is_named() {
        // contract section 5.2, item 6: the segment is echoed as it was written
        refused(&lpa(), &update(KIND, &[]), &[("/changes", "missing /attorneys/...")]);
        let sent = update(KIND, &[("/attorneys/+0/email", "null", "\"x\"")]);
        refused(&lpa(), &sent, &[("/changes", "missing /attorneys/+0/signedAt")]);
    }

    #[test]
    fn nobody_signs_twice_or_after_being_removed_or_what_has_ended() {
        // contract section 5.3; rules/safeguarding.md T185, T186; W21
        let later = ("/attorneys/0/signedAt", "\"2026-01-12T10:00:00Z\"", "\"2026-02-02T00:00:00Z\"");
        refused(&signed(), &update(KIND, &[later]), &[("/type", "attorney cannot sign again")]);
        let mut removed = lpa();
        removed.document.attorneys.as_mut().unwrap()[0].status = AttorneyStatus::Removed.into();
        let why = "attorney cannot sign after being removed";
        refused(&removed, &update(KIND, &[SIGNED]), &[("/type", why)]);
        let why = "cannot sign: the lpa is cannot-register";
        refused(&standing(Status::CannotRegister), &update(KIND, &[SIGNED]), &[("/type", why)]);
    }

    #[test]
    fn a_second_attorney_is_out_of_range() {
        // contract section 5.2, "Addressing": each change of the group
        let email = ("/attorneys/1/email", "null", "\"x\"");
        let signed_at = ("/attorneys/1/signedAt", "null", SIGNED.2);
        let out = |source| (source, "index out of range");
        let sent = update(KIND, &[SIGNED, email, signed_at]);
        refused(&lpa(), &sent, &[out("/changes/1/key"), out("/changes/2/key")]);
    }

    #[test]
    fn the_same_attorney_named_in_two_ways_is_refused() {
        // W11: today's service drops what the first group set
        let by_uid = format!("/attorneys/{ATTORNEY}/email");
        let sent = update(KIND, &[SIGNED, (&by_uid, "null", "\"x\"")]);
        refused(&lpa(), &sent, &[("/changes/1/key", "index out of range")]);
    }
}
