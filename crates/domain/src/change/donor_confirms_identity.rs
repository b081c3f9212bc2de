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
