//! A paper certificate provider gains access online (contract section 5.3, `PAPER_CERTIFICATE_PROVIDER_ACCESS_ONLINE`).
//!
//! The channel stays paper. `old` may be nothing, as today's service demands, or the stored address.

use super::engine::Fields;
use super::engine::rules::given;
use super::{Case, LegalAct, paper};
use crate::lpa::Lpa;
use crate::problem::Problem;

/// A paper certificate provider is given an email address.
pub(super) struct PaperCertificateProviderGoesOnline;

impl LegalAct for PaperCertificateProviderGoesOnline {
    type Carried = ();

    fn carries(fields: &mut Fields<'_>, lpa: &mut Lpa) -> Option<()> {
        let email = &mut lpa.document.certificate_provider.email;
        fields.at("certificateProvider/email").prior_may_be_unstated().required(email, given);
        Some(())
    }

    fn takes_effect(_case: &Case<'_>, lpa: &mut Lpa, (): ()) -> Result<(), Problem> {
        paper::only(Some(&lpa.document.certificate_provider.channel))
    }
}
