//! The certificate provider declines (contract section 5.3, `CERTIFICATE_PROVIDER_OPT_OUT`).
//!
//! Today's service lets it end an LPA in any status, registered included; ours only before the LPA has been decided
//! (rules/safeguarding.md T182; contract section 9, W19). Declining an LPA that cannot be registered anyway is recorded
//! and changes nothing, as today.

use super::engine::Fields;
use super::{Case, LegalAct};
use crate::lpa::Lpa;
use crate::lpa::status::Step;
use crate::problem::Problem;

/// The certificate provider will not certify, so the LPA cannot become valid (Mental Capacity Act 2005 Schedule 1
/// paragraph 2(1)(e)).
pub(super) struct CertificateProviderOptsOut;

impl LegalAct for CertificateProviderOptsOut {
    type Carried = ();

    fn carries(_fields: &mut Fields<'_>, _lpa: &mut Lpa) -> Option<()> {
        Some(())
    }

    fn takes_effect(_case: &Case<'_>, lpa: &mut Lpa, (): ()) -> Result<(), Problem> {
        if lpa.document.certificate_provider.signed_at.is_some() {
            let detail = "certificate provider cannot opt out after providing certificate";
            return Err(Problem::new("/type", detail));
        }
        lpa.status = lpa.status.after(Step::Decline)?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use crate::Status;
    use crate::change::sample::{accepted, lpa, refused, signed, standing, update};

    const KIND: &str = "CERTIFICATE_PROVIDER_OPT_OUT";

    #[test]
    fn before_registration_the_lpa_becomes_unregistrable() {
        // contract section 5.3 and matrix of section 6
        for status in [Status::InProgress, Status::StatutoryWaitingPeriod, Status::CannotRegister] {
            assert_eq!(accepted(&standing(status), &update(KIND, &[])).status, Status::CannotRegister);
        }
    }

    #[test]
    fn after_certifying_it_is_too_late() {
        let why = "certificate provider cannot opt out after providing certificate";
        refused(&signed(), &update(KIND, &[]), &[("/type", why)]);
    }

    #[test]
    fn a_registered_lpa_stays_registered() {
        // rules/safeguarding.md T182; today's service sets cannot-register
        let why = "certificate provider cannot opt out: the lpa is registered";
        refused(&standing(Status::Registered), &update(KIND, &[]), &[("/type", why)]);
    }

    #[test]
    fn it_carries_no_changes() {
        let sent = update(KIND, &[("/status", "null", "\"withdrawn\"")]);
        refused(&lpa(), &sent, &[("/changes", "expected empty")]);
    }
}
