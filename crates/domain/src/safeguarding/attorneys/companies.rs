//! Trust corporations.

use crate::document::LpaType;
use crate::matching::Normal;
use crate::rules::same::both;
use crate::rules::{
    At, Category, Decided, Disclosure, Question, Recorded, Rule, RuleSets, Scope, Section, Severity, Source,
    Stage, Text, Topic, Verdict, View, Word, any,
};
use crate::safeguarding::recorded::{NOT_IN_THIS_ROLE, refuse};

pub(super) const B04: Rule = Rule {
    id: "B04",
    name: "trust-corp-pa-only",
    says: "A trust corporation is appointed only for property and financial affairs.",
    category: Category::LegalValidity,
    severities: &[Severity::Block],
    stage: Stage::S4,
    section: Section::Attorneys,
    scope: Scope::Each(&[Topic::TrustCorporation]),
    reads: &[Topic::Lpa.word_of(Word::LpaType), Topic::TrustCorporation.list()],
    disclosure: Disclosure::N0,
    sources: &[Source::law("Mental Capacity Act 2005 section 10(1)(b)")],
    reading: None,
    sets: RuleSets::All,
    decide: |view| {
        Ok(match view.lpa().word::<LpaType>(Word::LpaType)?.known() {
            None => Verdict::NotApplicable,
            Some(LpaType::PropertyAndAffairs) => Verdict::Satisfied,
            Some(LpaType::PersonalWelfare) => Verdict::Violated(
                "A trust corporation cannot decide about health and welfare. Take it out, or choose a person.",
            ),
        })
    },
};

pub(super) const B05: Rule = Rule {
    id: "B05",
    name: "trust-corp-count",
    says: "There is one trust corporation; one that replaces another is a different company.",
    severities: &[Severity::Block, Severity::Warn],
    scope: Scope::Whole,
    reads: &[Topic::TrustCorporation.text(Text::Name)],
    sources: &[
        Source::code("Modernising LPA: the replacement may not bear the same name; Make an LPA: at most one"),
        Source::guidance(
            "Modernising LPA: the page about attorneys and the glossary say otherwise of each other",
        ),
    ],
    reading: Some(
        "Whether two different ones are allowed is an open question of policy; until then it asks.",
    ),
    decide: companies,
    ..B04
};

fn companies(view: &View<'_>) -> Decided {
    let all = view.each(Topic::TrustCorporation)?;
    if all.len() < 2 {
        return Ok(Verdict::Satisfied);
    }
    let pairs = all.clone().flat_map(|one| all.clone().skip(one.index() + 1).map(move |other| (one, other)));
    let same = any(pairs.map(|(one, other)| both(one.name(), other.name(), Normal::agrees)));
    Ok(if same? {
        Verdict::Violated(
            "The same trust corporation stands there twice. It can act, or replace, and not both.",
        )
    } else {
        Verdict::NeedsConfirmation(
            "There is more than one trust corporation. Is it meant so? Official texts differ on whether it may be.",
        )
    })
}

pub(super) const B06: Rule = Rule {
    id: "B06",
    name: "trust-corp-registered-name",
    says: "A trust corporation bears its registered name, and has given its company number when it signs.",
    category: Category::DataQuality,
    severities: &[Severity::Block, Severity::Warn],
    reads: &[
        Topic::TrustCorporation.text(Text::CompanyNumber),
        Topic::TrustCorporation.at(At::Signed),
        Topic::TrustCorporation.recorded(Question::NotTheRegisteredName),
    ],
    disclosure: Disclosure::N1,
    sources: &[
        Source::guidance("Modernising LPA: the registered name of the company"),
        Source::code("LPA Store: the company number comes with the signature"),
    ],
    reading: Some(
        "Endings such as Ltd and Limited are one (case T241): whoever asks the register compares so.",
    ),
    decide: registered,
    ..B04
};

fn registered(view: &View<'_>) -> Decided {
    let company = view.subject();
    if company.at(At::Signed)?.is_some() && company.text(Text::CompanyNumber)?.is_none() {
        return Ok(Verdict::Violated(
            "The trust corporation has signed without its company number. Give it.",
        ));
    }
    Ok(match company.recorded(Question::NotTheRegisteredName)? {
        Recorded::Strong | Recorded::Probable => Verdict::NeedsConfirmation(
            "This is not the name under which the company is registered. Is it the company that is meant?",
        ),
        Recorded::No | Recorded::CannotSay => Verdict::Satisfied,
    })
}

pub(super) const B07: Rule = Rule {
    id: "B07",
    name: "trust-corp-wound-up",
    says: "A trust corporation is not dissolved, wound up, or being wound up.",
    severities: &[Severity::Block, Severity::Refer],
    reads: &[Topic::TrustCorporation.recorded(Question::WoundUp)],
    disclosure: Disclosure::N2,
    sources: &[
        Source::law_unread("Mental Capacity Act 2005 section 13(6)(b)"),
        Source::public("grounds of objection: the trust corporation is wound up"),
        Source::guidance("Modernising LPA: what a trust corporation declares"),
    ],
    decide: |view| {
        let wound_up = view.subject().recorded(Question::WoundUp)?;
        Ok(refuse(wound_up, NOT_IN_THIS_ROLE, "The trust corporation is probably wound up."))
    },
    ..B04
};
