//! The certificate provider's identity is confirmed (contract section 5.3, `CERTIFICATE_PROVIDER_CONFIRM_IDENTITY`).

use super::engine::Fields;
use super::{Case, LegalAct, identity};
use crate::lpa::Lpa;
use crate::problem::Problem;

/// The certificate provider is who they say they are.
pub(super) struct CertificateProviderConfirmsIdentity;

impl LegalAct for CertificateProviderConfirmsIdentity {
    type Carried = ();

    fn carries(fields: &mut Fields<'_>, lpa: &mut Lpa) -> Option<()> {
        let check = &mut lpa.document.certificate_provider.identity_check;
        fields.required_group("certificateProvider/identityCheck", |fields| identity::check(fields, check));
        Some(())
    }

    fn takes_effect(_case: &Case<'_>, _lpa: &mut Lpa, (): ()) -> Result<(), Problem> {
        Ok(())
    }
}
