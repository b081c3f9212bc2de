//! An attorney declines before signing (contract section 5.3, `ATTORNEY_OPT_OUT`).

use super::engine::Fields;
use super::{Case, LegalAct, acting, opts_out};
use crate::lpa::Lpa;
use crate::problem::Problem;

/// An attorney will not act.
pub(super) struct AttorneyOptsOut;

impl LegalAct for AttorneyOptsOut {
    type Carried = ();

    fn carries(_fields: &mut Fields<'_>, _lpa: &mut Lpa) -> Option<()> {
        Some(())
    }

    fn takes_effect(case: &Case<'_>, lpa: &mut Lpa, (): ()) -> Result<(), Problem> {
        let uid = acting(case.author)?;
        let mut attorneys = lpa.document.attorneys.iter_mut().flatten();
        let who = attorneys.find(|each| each.uid.as_str() == uid);
        opts_out::remove(who.map(|each| (&mut each.status, each.signed_at.is_some())), "attorney")?;
        opts_out::carry_on(case, lpa)
    }
}
