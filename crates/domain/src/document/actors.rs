//! The people and companies of an LPA.

mod attorney;
mod certificate_provider;
mod donor;
mod people;
mod trust_corporation;

pub use attorney::{AppointmentType, Attorney, AttorneyStatus};
pub use certificate_provider::CertificateProvider;
pub use donor::{Donor, IdentityCheck, IdentityCheckType};
pub use people::{AuthorisedSignatory, IndependentWitness, PersonToNotify};
pub use trust_corporation::{Signatory, TrustCorporation};

crate::words! {
    /// How an LPA is made, or how one of its actors takes part.
    pub enum Channel {
        /// Through the online service.
        Online = "online",
        /// On paper.
        Paper = "paper",
    }
}

crate::words! {
    /// A language in which OPG writes.
    pub enum Language {
        /// English.
        En = "en",
        /// Welsh.
        Cy = "cy",
    }
}
