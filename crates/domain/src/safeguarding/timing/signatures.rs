//! Two years for everybody who signs after the donor.

use jiff::civil::Date;

use crate::rules::months::after;
use crate::rules::{
    At, Category, Decided, Disclosure, Input, Rule, RuleSets, Scope, Section, Severity, Source, Stage, Topic,
    Verdict, View, Word,
};
use crate::safeguarding::complete::is_removed;
use crate::safeguarding::signing::days::signed;

/// How long, in months.
pub(super) const LIFE: u8 = 24;

const SOURCES: &[Source] = &[
    Source::code("Modernising LPA and case management: two years after the donor signed"),
    Source::ours("rule book T149: whether the day after two years still counts is open"),
];

const READING: &str = "Of the very day two years later the services do not agree whether it counts: a person decides. Until the day before it is \
                       surely in time.";

pub(super) const I04: Rule = Rule {
    id: "I04",
    name: "cp-within-2y",
    says: "The certificate is given within two years of the donor's signature.",
    category: Category::Process,
    severities: &[Severity::Block, Severity::Refer],
    stage: Stage::S16,
    section: Section::CertificateProvider,
    scope: Scope::Each(&[Topic::CertificateProvider]),
    reads: &[Topic::Lpa.at(At::Signed), Topic::CertificateProvider.at(At::Signed), Input::Today],
    disclosure: Disclosure::N0,
    sources: SOURCES,
    reading: Some(READING),
    sets: RuleSets::All,
    decide: |view| {
        let certified = view.subject().on(At::Signed)?;
        within(view, certified)
    },
};

pub(super) const I05: Rule = Rule {
    id: "I05",
    name: "attorney-within-2y",
    says: "Each attorney signs within two years of the donor.",
    category: Category::Process,
    severities: &[Severity::Block, Severity::Refer],
    stage: Stage::S17,
    section: Section::Attorneys,
    scope: Scope::Each(&[Topic::Attorney, Topic::TrustCorporation]),
    reads: &[
        Topic::Lpa.at(At::Signed),
        Topic::Attorney.at(At::Signed),
        Topic::TrustCorporation.at(At::Signed),
        Topic::TrustCorporation.at(At::SecondSigned),
        Topic::Attorney.word_of(Word::Status),
        Topic::TrustCorporation.word_of(Word::Status),
        Input::Today,
    ],
    disclosure: Disclosure::N0,
    sources: SOURCES,
    reading: Some(READING),
    sets: RuleSets::All,
    decide: |view| {
        let one = view.subject();
        match within(view, signed(one)?.into_iter().flatten().max())? {
            Verdict::Violated(_) | Verdict::Refer(_) if is_removed(one)? => Ok(Verdict::NotApplicable),
            verdict => Ok(verdict),
        }
    },
};

/// Whether somebody signed within two years of the donor, or still can.
fn within(view: &View<'_>, signed: Option<Date>) -> Decided {
    let Some(donor) = view.lpa().on(At::Signed)? else { return Ok(Verdict::NotApplicable) };
    let open = after(donor, LIFE);
    let sure = open.yesterday().unwrap_or(open);
    let day = match signed {
        Some(day) => day,
        None => view.today()?,
    };
    Ok(match signed {
        None if day <= sure => Verdict::SatisfiedUntil(sure),
        _ if day <= sure => Verdict::Satisfied,
        _ if day == open => Verdict::Refer(
            "Two years to the day after the donor signed. A person decides whether that is in time.",
        ),
        _ => Verdict::Violated("More than two years after the donor signed. The LPA must be made again."),
    })
}
