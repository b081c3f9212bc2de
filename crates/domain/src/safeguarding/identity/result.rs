//! What follows when an identity could not be proved.

use crate::rules::{
    At, Category, Count, Decided, Disclosure, IdentityResult, Rule, RuleSets, Scope, Section, Severity,
    Source, Stage, Topic, Verdict, View, Word,
};

/// How often somebody may be asked to vouch.
pub(super) const MOST_ATTEMPTS: u64 = 2;

pub(super) const H05: Rule = Rule {
    id: "H05",
    name: "donor-identity-failed",
    says: "A donor whose identity failed goes through the Court of Protection; nobody can vouch.",
    category: Category::Identity,
    severities: &[Severity::Block, Severity::Refer],
    stage: Stage::S14,
    section: Section::Identity,
    scope: Scope::Each(&[Topic::Donor]),
    reads: &[Topic::Donor.word_of(Word::IdentityResult), Topic::Donor.at(At::CourtDirected)],
    disclosure: Disclosure::N0,
    sources: &[Source::code("Modernising LPA: the codes of One Login")],
    reading: Some("Once the Court has directed, a person records it, and the failure blocks no more."),
    sets: RuleSets::All,
    decide: |view| {
        let donor = view.subject();
        let failed = donor
            .word::<IdentityResult>(Word::IdentityResult)?
            .known()
            .is_some_and(IdentityResult::is_failed);
        if !failed {
            return Ok(Verdict::NotApplicable);
        }
        Ok(match donor.at(At::CourtDirected)? {
            Some(_) => Verdict::Refer(
                "The identity failed, and the Court has directed. A person at OPG records the direction.",
            ),
            None => Verdict::Violated(
                "The identity could not be confirmed, and nobody can vouch. Apply to the Court of Protection.",
            ),
        })
    },
};

pub(super) const H06: Rule = Rule {
    id: "H06",
    name: "donor-identity-insufficient",
    says: "A donor without enough evidence of identity may have somebody vouch, twice at most.",
    severities: &[Severity::Warn],
    reads: &[
        Topic::Donor.word_of(Word::IdentityResult),
        Topic::Voucher.list(),
        Topic::Voucher.count(Count::VouchAttempts),
    ],
    reading: Some("Once somebody is named to vouch, the donor has chosen, and nothing is asked."),
    decide: insufficient,
    ..H05
};

fn insufficient(view: &View<'_>) -> Decided {
    let result = view.subject().word::<IdentityResult>(Word::IdentityResult)?;
    if !result.known().is_some_and(IdentityResult::is_insufficient) {
        return Ok(Verdict::NotApplicable);
    }
    let Some(voucher) = view.optional(Topic::Voucher)? else {
        return Ok(Verdict::NeedsConfirmation(
            "There is not enough evidence of the donor's identity. Name somebody who vouches, or apply to the Court.",
        ));
    };
    Ok(if voucher.count(Count::VouchAttempts)?.is_none_or(|attempts| attempts <= MOST_ATTEMPTS) {
        Verdict::Satisfied
    } else {
        Verdict::NeedsConfirmation(
            "Nobody can vouch any more: prove the identity in another way, or apply to the Court.",
        )
    })
}

pub(super) const H08: Rule = Rule {
    id: "H08",
    name: "cp-identity-failed",
    says: "A certificate stands only if the identity of who gave it neither failed nor lacks evidence.",
    severities: &[Severity::Block],
    stage: Stage::S16,
    scope: Scope::Each(&[Topic::CertificateProvider]),
    reads: &[
        Topic::CertificateProvider.word_of(Word::IdentityResult),
        Topic::CertificateProvider.at(At::CourtDirected),
    ],
    sources: &[
        Source::code("Modernising LPA completes the task all the same (hazard Z-03)"),
        Source::ours("that such a certificate cannot stand"),
    ],
    reading: Some("Today the certificate is taken and the donor is written to afterwards."),
    decide: |view| {
        let provider = view.subject();
        let result = provider.word::<IdentityResult>(Word::IdentityResult)?;
        Ok(match result.known() {
            None => Verdict::NotApplicable,
            Some(result) if !result.is_failed() && !result.is_insufficient() => Verdict::Satisfied,
            Some(_) if provider.at(At::CourtDirected)?.is_some() => Verdict::Satisfied,
            Some(_) => Verdict::Violated(
                "The certificate provider's identity is not proved, and cannot be vouched for. They prove it in another way, or somebody \
                 else gives the certificate.",
            ),
        })
    },
    ..H05
};
