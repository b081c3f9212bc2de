//! How long before or after a signature an identity may be proved.

use jiff::civil::Date;

use crate::rules::months::after;
use crate::rules::{
    At, Category, Decided, Disclosure, Input, Missing, Rule, RuleSets, Scope, Section, Severity, Source,
    Stage, Topic, Verdict, View,
};

/// How long, in months.
const WINDOW: u8 = 6;

const LAST_DAY: &str = "The last day of the six months counts.";

pub(super) const I01: Rule = Rule {
    id: "I01",
    name: "donor-sign-in-id-window",
    says: "The donor signs within six months of proving the identity.",
    category: Category::Process,
    severities: &[Severity::Block],
    stage: Stage::S14,
    section: Section::Identity,
    scope: Scope::Whole,
    reads: &[Topic::Donor.at(At::IdentityChecked), Topic::Lpa.at(At::Signed), Input::Today],
    disclosure: Disclosure::N0,
    sources: &[
        Source::code("Modernising LPA: a proved identity lapses"),
        Source::ours("rule book T141 and T142: the last day, and the end of a month"),
    ],
    reading: Some(LAST_DAY),
    sets: RuleSets::All,
    decide: |view| {
        let Some(proved) = view.donor().on(At::IdentityChecked)? else { return Ok(Verdict::NotApplicable) };
        let signed = view.lpa().on(At::Signed)?;
        if signed.is_some_and(|signed| signed < proved) {
            return Ok(Verdict::NotApplicable);
        }
        by(
            view,
            after(proved, WINDOW),
            signed,
            "The identity was proved too long before signing. Prove it again.",
        )
    },
};

pub(super) const I02: Rule = Rule {
    id: "I02",
    name: "donor-id-after-sign",
    says: "A donor who signs first proves the identity within six months of it.",
    category: Category::Process,
    severities: &[Severity::Block],
    stage: Stage::S15,
    section: Section::Identity,
    scope: Scope::Whole,
    reads: &[
        Topic::Donor.at(At::IdentityChecked),
        Topic::Donor.at(At::CourtDirected),
        Topic::Lpa.at(At::Signed),
        Topic::Lpa.at(At::WitnessedByCertificateProvider),
        Input::Today,
    ],
    disclosure: Disclosure::N0,
    sources: &[
        Source::code("Modernising LPA: the deadline for the identity"),
        Source::guidance("Modernising LPA: what to do after it"),
        Source::ours("the last day counts"),
    ],
    reading: Some(
        "The six months run from the witnessing, or from the signature where none is told; the last day counts.",
    ),
    sets: RuleSets::All,
    decide: proved_after,
};

fn proved_after(view: &View<'_>) -> Decided {
    let (lpa, donor) = (view.lpa(), view.donor());
    let proved = donor.on(At::IdentityChecked)?;
    let Some(signed) = lpa.on(At::Signed)? else { return Ok(Verdict::NotApplicable) };
    if proved.is_some_and(|proved| proved <= signed) || donor.at(At::CourtDirected)?.is_some() {
        return Ok(Verdict::NotApplicable);
    }
    let from = lpa.on(At::WitnessedByCertificateProvider)?.unwrap_or(signed);
    by(
        view,
        after(from, WINDOW),
        proved,
        "The identity was not proved within six months of signing. Apply to the Court of Protection, or make the LPA again.",
    )
}

pub(super) const I03: Rule = Rule {
    id: "I03",
    name: "cp-id-window",
    says: "The certificate provider proves the identity within six months of the certificate, before or after.",
    category: Category::Process,
    severities: &[Severity::Block],
    stage: Stage::S16,
    section: Section::CertificateProvider,
    scope: Scope::Each(&[Topic::CertificateProvider]),
    reads: &[
        Topic::CertificateProvider.at(At::IdentityChecked),
        Topic::CertificateProvider.at(At::CourtDirected),
        Topic::CertificateProvider.at(At::Signed),
        Input::Today,
    ],
    disclosure: Disclosure::N0,
    sources: &[
        Source::code(
            "Modernising LPA: the deadline after the certificate; case management: six months on either side",
        ),
        Source::ours("the last day counts"),
    ],
    reading: Some(LAST_DAY),
    sets: RuleSets::All,
    decide: near_certificate,
};

fn near_certificate(view: &View<'_>) -> Decided {
    let provider = view.subject();
    let (proved, signed) = (provider.on(At::IdentityChecked)?, provider.on(At::Signed)?);
    let earlier = match (proved, signed) {
        (Some(proved), Some(signed)) => proved.min(signed),
        (Some(one), None) | (None, Some(one)) => one,
        (None, None) => return Ok(Verdict::NotApplicable),
    };
    if provider.at(At::CourtDirected)?.is_some() {
        return Ok(Verdict::NotApplicable);
    }
    let both = proved.zip(signed).map(|(proved, signed)| proved.max(signed));
    by(
        view,
        after(earlier, WINDOW),
        both,
        "More than six months lie between the certificate and the identity. The certificate provider proves it again, and a person at OPG \
         decides whether the certificate stands.",
    )
}

/// Whether it was `done` by the last day, and as long as it was not, whether it still can be.
fn by(view: &View<'_>, last: Date, done: Option<Date>, cure: &'static str) -> Result<Verdict, Missing> {
    Ok(match done {
        Some(done) if done <= last => Verdict::Satisfied,
        None if view.today()? <= last => Verdict::SatisfiedUntil(last),
        _ => Verdict::Violated(cure),
    })
}
