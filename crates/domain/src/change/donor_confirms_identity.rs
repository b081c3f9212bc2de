//! The donor's identity is confirmed (contract section 5.3, `DONOR_CONFIRM_IDENTITY`).

use super::engine::Fields;
use super::{Case, LegalAct, identity};
use crate::lpa::Lpa;
use crate::problem::Problem;

/// The donor is who they say they are.
pub(super) struct DonorConfirmsIdentity;

impl LegalAct for DonorConfirmsIdentity {
    type Carried = ();

    fn carries(fields: &mut Fields<'_>, lpa: &mut Lpa) -> Option<()> {
        let check = &mut lpa.document.donor.identity_check;
        fields.required_group("donor/identityCheck", |fields| identity::check(fields, check));
        Some(())
    }

    fn takes_effect(_case: &Case<'_>, _lpa: &mut Lpa, (): ()) -> Result<(), Problem> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use crate::change::sample::{accepted, lpa, moment, refused, update};
    use crate::document::IdentityCheckType;

    const KIND: &str = "DONOR_CONFIRM_IDENTITY";
    const TYPE: &str = "/donor/identityCheck/type";
    const AT: &str = "/donor/identityCheck/checkedAt";
    const FIRST: &str = "\"2026-01-13T22:00:00Z\"";

    #[test]
    fn the_check_is_kept() {
        let sent = update(KIND, &[(AT, "null", FIRST), (TYPE, "null", "\"one-login\"")]);
        let check = accepted(&lpa(), &sent).document.donor.identity_check.unwrap();
        assert!(check.kind.is(IdentityCheckType::OneLogin));
        assert_eq!(check.checked_at, Some(moment("2026-01-13T22:00:00Z")));
    }

    #[test]
    fn it_may_be_repeated_in_the_same_way() {
        // W12: today's service demands another type too
        let once = accepted(&lpa(), &update(KIND, &[(AT, "null", FIRST), (TYPE, "null", "\"one-login\"")]));
        let sent = update(KIND, &[(AT, FIRST, "\"2026-01-20T22:00:00Z\"")]);
        let check = accepted(&once, &sent).document.donor.identity_check.unwrap();
        assert_eq!(check.checked_at, Some(moment("2026-01-20T22:00:00Z")));
    }

    #[test]
    fn what_is_missing_or_wrong_is_named() {
        // contract section 5.3
        refused(&lpa(), &update(KIND, &[]), &[("/changes", "missing /donor/identityCheck/...")]);
        let missing = ("/changes", "missing /donor/identityCheck/type");
        refused(&lpa(), &update(KIND, &[(AT, "null", FIRST)]), &[missing]);
        let sent = update(KIND, &[(TYPE, "null", "\"oath\""), ("/donor/email", "null", "\"x\"")]);
        let problems = [
            ("/changes/0/new", "invalid value"),
            ("/changes", "missing /donor/identityCheck/checkedAt"),
            ("/changes/1", "unexpected change provided"),
        ];
        refused(&lpa(), &sent, &problems);
    }
}
