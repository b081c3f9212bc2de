//! A trust corporation declines before signing (contract section 5.3, `TRUST_CORPORATION_OPT_OUT`).
//!
//! Its first signatory stands for the company.

use super::engine::Fields;
use super::{Case, LegalAct, acting, opts_out};
use crate::lpa::Lpa;
use crate::problem::Problem;

/// A trust corporation will not act.
pub(super) struct TrustCorporationOptsOut;

impl LegalAct for TrustCorporationOptsOut {
    type Carried = ();

    fn carries(_fields: &mut Fields<'_>, _lpa: &mut Lpa) -> Option<()> {
        Some(())
    }

    fn takes_effect(case: &Case<'_>, lpa: &mut Lpa, (): ()) -> Result<(), Problem> {
        let uid = acting(case.author)?;
        let mut corporations = lpa.document.trust_corporations.iter_mut();
        let who = corporations.find(|each| each.uid.as_str() == uid).map(|each| {
            let signed = each.signatories.first().is_some_and(|first| first.signed_at.is_some());
            (&mut each.status, signed)
        });
        opts_out::remove(who, "trust corporation")?;
        opts_out::carry_on(case, lpa)
    }
}
