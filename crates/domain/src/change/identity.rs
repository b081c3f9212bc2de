//! An identity check, of the donor or of the certificate provider.

use super::engine::Fields;
use super::engine::rules::{given, listed};
use crate::document::IdentityCheck;

/// Reads an identity check. It may be repeated: a second check of the same kind need only say when, where
/// today's service demands another kind too (contract section 9, W12).
pub(super) fn check(fields: &mut Fields<'_>, kept: &mut Option<IdentityCheck>) {
    let check = kept.get_or_insert_default();
    fields.at("type").needed(&mut check.kind, listed);
    fields.at("checkedAt").required(&mut check.checked_at, given);
}
