//! Whether the certificate provider shares a last name with somebody.

use super::{PROVIDER, provider};
use crate::matching::LastNameLevel;
use crate::rules::same::both;
use crate::rules::{About, At, Missing, Rule, Scope, Severity, Source, Text, Topic, Verdict};

pub(super) const D14: Rule = Rule {
    id: "D14",
    name: "cp-last-name-match",
    says: "The certificate provider's last name, or a part of it, is not that of the donor or of an attorney.",
    severities: &[Severity::Refer, Severity::Warn],
    scope: Scope::Each(&[Topic::Donor, Topic::Attorney]),
    reads: &[
        Topic::CertificateProvider.text(Text::LastName),
        Topic::Donor.text(Text::LastName),
        Topic::Attorney.text(Text::LastName),
        Topic::Lpa.at(At::Signed),
    ],
    sources: &[Source::code("Modernising LPA: a warning before the LPA is shared; Sirius: an anomaly")],
    reading: Some(
        "Spellings of one name, a shared part and a close spelling all ask; once the donor has signed, a person looks.",
    ),
    decide: |view| {
        let Some(provider) = provider(view)? else { return Ok(Verdict::NotApplicable) };
        Ok(if !share_a_last_name(provider, view.subject())? {
            Verdict::Satisfied
        } else if view.lpa().at(At::Signed)?.is_some() {
            Verdict::Refer(
                "The certificate provider's last name is like that of the donor or of an attorney.",
            )
        } else {
            Verdict::NeedsConfirmation(
                "The certificate provider's last name is like that of the donor or of an attorney. Confirm that they are not related.",
            )
        })
    },
    ..PROVIDER
};

/// Whether two last names are alike enough to ask. Reads both.
pub(super) fn share_a_last_name(one: About<'_>, other: About<'_>) -> Result<bool, Missing> {
    both(one.last_name(), other.last_name(), |one, other| {
        !matches!(LastNameLevel::between(one, other), LastNameLevel::Different | LastNameLevel::Missing)
    })
}
