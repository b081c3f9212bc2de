//! A paper attorney gains access online (contract section 5.3, `PAPER_ATTORNEY_ACCESS_ONLINE`).
//!
//! The channel stays paper. `old` may be nothing, as today's service demands, or the stored address.

use super::engine::Fields;
use super::engine::rules::given;
use super::{Case, LegalAct, paper};
use crate::lpa::Lpa;
use crate::problem::Problem;

/// A paper attorney is given an email address.
pub(super) struct PaperAttorneyGoesOnline;

impl LegalAct for PaperAttorneyGoesOnline {
    type Carried = usize;

    fn carries(fields: &mut Fields<'_>, lpa: &mut Lpa) -> Option<usize> {
        let attorneys = lpa.document.attorneys.as_deref_mut().unwrap_or_default();
        let mut who = None;
        fields.required_group("attorneys", |fields| {
            who = fields.one_of(attorneys, |fields, attorney| {
                fields.at("email").prior_may_be_unstated().required(&mut attorney.email, given);
            });
        });
        who
    }

    fn takes_effect(_case: &Case<'_>, lpa: &mut Lpa, who: usize) -> Result<(), Problem> {
        paper::only(lpa.document.attorneys().get(who).map(|attorney| &attorney.channel))
    }
}
