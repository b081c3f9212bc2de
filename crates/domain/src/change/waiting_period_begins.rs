//! The LPA is complete, and the waiting period begins (contract section 5.3, `STATUTORY_WAITING_PERIOD`, alias `PERFECT`).
//!
//! Stricter than today's service: a trust corporation without signatories has not signed (rules/safeguarding.md
//! T172; contract section 9, W20).

use super::engine::Fields;
use super::{Case, LegalAct};
use crate::document::{AttorneyStatus, Document};
use crate::lpa::Lpa;
use crate::lpa::status::Step;
use crate::problem::Problem;

/// Everyone has signed; people are told and may object.
pub(super) struct WaitingPeriodBegins;

impl LegalAct for WaitingPeriodBegins {
    type Carried = ();

    fn carries(_fields: &mut Fields<'_>, _lpa: &mut Lpa) -> Option<()> {
        Some(())
    }

    fn takes_effect(case: &Case<'_>, lpa: &mut Lpa, (): ()) -> Result<(), Problem> {
        lpa.status = lpa.status.after(Step::BeginWaitingPeriod)?;
        if let Some(unsigned) = unsigned(&lpa.document) {
            return Err(Problem::new("/type", unsigned));
        }
        lpa.kept.waiting_since = Some(case.at);
        Ok(())
    }
}

/// Whose signature is missing. Inactive replacements must have signed; the removed need not.
fn unsigned(document: &Document) -> Option<&'static str> {
    if document.signed_at.is_none() {
        return Some("lpa must be signed");
    }
    if document.certificate_provider.signed_at.is_none() {
        return Some("lpa must have a certificate");
    }
    let mut attorneys = document.attorneys().iter();
    if attorneys.any(|each| !each.status.is(AttorneyStatus::Removed) && each.signed_at.is_none()) {
        return Some("lpa must be signed by attorneys");
    }
    let mut corporations = document.trust_corporations.iter();
    let unsigned = corporations.any(|each| {
        let signed =
            !each.signatories.is_empty() && each.signatories.iter().all(|one| one.signed_at.is_some());
        !each.status.is(AttorneyStatus::Removed) && !signed
    });
    unsigned.then_some("lpa must be signed by trust corporations")
}

#[cfg(test)]
mod tests {
    use crate::Status;
    use crate::change::sample::{NOW, accepted, instant, refused, signed, standing, update};
    use crate::document::AttorneyStatus;

    const KIND: &str = "STATUTORY_WAITING_PERIOD";

    #[test]
    fn with_every_signature_it_begins_under_both_names() {
        for kind in [KIND, "PERFECT"] {
            let after = accepted(&signed(), &update(kind, &[]));
            assert_eq!(after.status, Status::StatutoryWaitingPeriod);
            assert_eq!(after.kept.waiting_since, Some(instant(NOW)));
        }
    }

    #[test]
    fn what_is_missing_is_named_in_order() {
        // contract section 5.3: the order of the checks
        let mut lpa = signed();
        let says = |lpa: &crate::Lpa, why| refused(lpa, &update(KIND, &[]), &[("/type", why)]);
        lpa.document.trust_corporations[0].signatories[0].signed_at = None;
        says(&lpa, "lpa must be signed by trust corporations");
        lpa.document.attorneys.as_mut().unwrap()[1].signed_at = None; // inactive, must have signed (T171)
        says(&lpa, "lpa must be signed by attorneys");
        lpa.document.certificate_provider.signed_at = None;
        says(&lpa, "lpa must have a certificate");
        lpa.document.signed_at = None;
        says(&lpa, "lpa must be signed");
        lpa.status = Status::Registered;
        says(&lpa, "status must be in-progress to enter statutory-waiting-period");
    }

    #[test]
    fn the_removed_need_not_have_signed() {
        // rules/safeguarding.md T170
        let mut lpa = signed();
        let attorney = &mut lpa.document.attorneys.as_mut().unwrap()[1];
        attorney.signed_at = None;
        attorney.status = AttorneyStatus::Removed.into();
        lpa.document.trust_corporations[0].signatories.clear();
        lpa.document.trust_corporations[0].status = AttorneyStatus::Removed.into();
        assert_eq!(accepted(&lpa, &update(KIND, &[])).status, Status::StatutoryWaitingPeriod);
    }

    #[test]
    fn a_company_without_signatories_has_not_signed() {
        // W20, rules/safeguarding.md T172: today's service lets it pass
        let mut lpa = signed();
        lpa.document.trust_corporations[0].signatories.clear();
        refused(&lpa, &update(KIND, &[]), &[("/type", "lpa must be signed by trust corporations")]);
    }

    #[test]
    fn it_carries_no_changes() {
        let sent = update(KIND, &[("/status", "\"in-progress\"", "\"registered\"")]);
        refused(&standing(Status::InProgress), &sent, &[("/changes", "expected empty")]);
    }
}
