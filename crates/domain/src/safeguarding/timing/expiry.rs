//! When an LPA that is not completed expires.

use jiff::civil::Date;

use super::signatures::LIFE;
use crate::rules::months::{after, before};
use crate::rules::{
    At, Category, Decided, Disclosure, Input, Missing, Rule, RuleSets, Scope, Section, Severity, Source,
    Stage, Topic, Verdict, View, Word, all,
};
use crate::safeguarding::complete::{everybody_has_signed, is_identified};
use crate::safeguarding::signing::attorney::is_certified;

const READS: &[Input] = &[
    Topic::Lpa.at(At::Signed),
    Topic::Signing.at(At::Submitted),
    Topic::Donor.at(At::IdentityChecked),
    Topic::Donor.at(At::CourtDirected),
    Topic::Donor.word_of(Word::IdentityResult),
    Topic::CertificateProvider.at(At::Signed),
    Topic::Attorney.at(At::Signed),
    Topic::Attorney.word_of(Word::Status),
    Topic::TrustCorporation.at(At::Signed),
    Topic::TrustCorporation.at(At::SecondSigned),
    Topic::TrustCorporation.word_of(Word::Status),
    Input::Today,
];

const SOURCES: &[Source] = &[
    Source::code("Modernising LPA: ExpiresAt"),
    Source::ours("what completes an LPA, and that the last day counts"),
];

const READING: &str = "It is complete, and expires no more, once the donor's identity is proved, the certificate given and everybody has signed. \
                       The day on which it expires is still in time.";

pub(super) const I06: Rule = Rule {
    id: "I06",
    name: "expired",
    says: "What is outstanding after the donor signed is done before the LPA expires.",
    category: Category::Process,
    severities: &[Severity::Block],
    stage: Stage::S15,
    section: Section::Signing,
    scope: Scope::Whole,
    reads: READS,
    disclosure: Disclosure::N0,
    sources: SOURCES,
    reading: Some(READING),
    sets: RuleSets::All,
    decide: |view| {
        let Some(last) = expires(view)? else { return Ok(Verdict::NotApplicable) };
        if is_complete(view)? {
            return Ok(Verdict::Satisfied);
        }
        Ok(if view.today()? <= last {
            Verdict::SatisfiedUntil(last)
        } else {
            Verdict::Violated("The LPA has expired: not everything was done in time. It must be made again.")
        })
    },
};

pub(super) const I07: Rule = Rule {
    id: "I07",
    name: "deadline-soon",
    says: "Three months before an LPA expires, everybody who has something to do is told.",
    severities: &[Severity::Info],
    decide: soon,
    ..I06
};

fn soon(view: &View<'_>) -> Decided {
    let Some(last) = expires(view)? else { return Ok(Verdict::NotApplicable) };
    if is_complete(view)? {
        return Ok(Verdict::NotApplicable);
    }
    let (today, first) = (view.today()?, before(last, 3));
    Ok(if today > last {
        Verdict::NotApplicable
    } else if today >= first {
        Verdict::Noted(
            "The LPA expires within three months. Remind whoever has still to sign or to prove an identity.",
        )
    } else {
        Verdict::SatisfiedUntil(first.yesterday().unwrap_or(first))
    })
}

/// The last day, once the donor has signed.
fn expires(view: &View<'_>) -> Result<Option<Date>, Missing> {
    let Some(signed) = view.lpa().on(At::Signed)? else { return Ok(None) };
    let proved = view.donor().at(At::IdentityChecked)?.is_some();
    if proved && view.signing().at(At::Submitted)?.is_some() {
        return Ok(Some(after(signed, LIFE)));
    }
    let provider = view.optional(Topic::CertificateProvider)?;
    let certified = provider.map_or(Ok(None), |provider| provider.on(At::Signed))?;
    let life = after(signed, LIFE);
    Ok(Some(match certified {
        Some(certified) => after(certified, 6).min(life.yesterday().unwrap_or(life)),
        None => after(signed, 6),
    }))
}

fn is_complete(view: &View<'_>) -> Result<bool, Missing> {
    all([is_identified(view.donor()), is_certified(view), everybody_has_signed(view)])
}
