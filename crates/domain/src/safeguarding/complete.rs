//! Whether everybody has done what an LPA needs before it can wait for registration.

use super::signing::days::{first, signed};
use crate::document::AttorneyStatus;
use crate::rules::{About, At, IdentityResult, Missing, Topic, View, Word, all, any};

/// Whether the identity of one is proved, or the Court directs that it is taken as proved. Reads [`At::IdentityChecked`],
/// [`At::CourtDirected`] and [`Word::IdentityResult`].
pub(super) fn is_identified(one: About<'_>) -> Result<bool, Missing> {
    let result = one.word::<IdentityResult>(Word::IdentityResult);
    any([
        one.at(At::IdentityChecked).map(|at| at.is_some()),
        one.at(At::CourtDirected).map(|at| at.is_some()),
        result.map(|result| result.known().is_some_and(IdentityResult::is_confirmed)),
    ])
}

/// Whether that of the certificate provider is. Reads the same.
pub(super) fn provider_is_identified(view: &View<'_>) -> Result<bool, Missing> {
    view.optional(Topic::CertificateProvider)?.map_or(Ok(false), is_identified)
}

/// Whether every attorney, replacement and trust corporation has signed, or is removed. Reads [`At::Signed`] and the status of both,
/// and [`At::SecondSigned`].
pub(super) fn everybody_has_signed(view: &View<'_>) -> Result<bool, Missing> {
    all([Topic::Attorney, Topic::TrustCorporation].map(|topic| all(view.each(topic)?.map(is_done))))
}

fn is_done(one: About<'_>) -> Result<bool, Missing> {
    any([signed(one).map(|days| first(days).is_some()), is_removed(one)])
}

/// Whether one is removed. Reads the status.
pub(super) fn is_removed(one: About<'_>) -> Result<bool, Missing> {
    one.word(Word::Status).map(|status| status.is(AttorneyStatus::Removed))
}
