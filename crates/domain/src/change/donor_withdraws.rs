//! The donor takes the LPA back before registration (contract section 5.3, `DONOR_WITHDRAW_LPA`).
//!
//! Stricter than today's service: an LPA that has ended another way cannot be withdrawn (rules/safeguarding.md T180;
//! contract section 9, W19).

use super::engine::Fields;
use super::{Case, LegalAct};
use crate::lpa::Lpa;
use crate::lpa::status::Step;
use crate::problem::Problem;

/// The donor takes the LPA back.
pub(super) struct DonorWithdraws;

impl LegalAct for DonorWithdraws {
    type Carried = ();

    fn carries(_fields: &mut Fields<'_>, _lpa: &mut Lpa) -> Option<()> {
        Some(())
    }

    fn takes_effect(_case: &Case<'_>, lpa: &mut Lpa, (): ()) -> Result<(), Problem> {
        lpa.status = lpa.status.after(Step::Withdraw)?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use crate::Status;
    use crate::change::sample::{accepted, lpa, refused, standing, update};

    const KIND: &str = "DONOR_WITHDRAW_LPA";

    #[test]
    fn before_registration_the_donor_may_withdraw() {
        for status in [Status::InProgress, Status::StatutoryWaitingPeriod] {
            assert_eq!(accepted(&standing(status), &update(KIND, &[])).status, Status::Withdrawn);
        }
    }

    #[test]
    fn afterwards_it_is_refused_with_the_reason() {
        // contract section 5.3; the last three are ours (rules/safeguarding.md T180)
        for (status, why) in [
            (Status::Withdrawn, "lpa has already been withdrawn"),
            (Status::Registered, "cannot withdraw a registered lpa"),
            (Status::CannotRegister, "cannot withdraw an unregisterable lpa"),
            (Status::Cancelled, "cannot withdraw: the lpa is cancelled"),
            (Status::DoNotRegister, "cannot withdraw: the lpa is do-not-register"),
            (Status::Expired, "cannot withdraw: the lpa is expired"),
        ] {
            refused(&standing(status), &update(KIND, &[]), &[("/type", why)]);
        }
    }

    #[test]
    fn it_carries_no_changes() {
        let sent = update(KIND, &[("/status", "\"in-progress\"", "\"withdrawn\"")]);
        refused(&lpa(), &sent, &[("/changes", "expected empty")]);
    }
}
