//! Whether anybody is left to act.

use crate::document::AttorneyStatus;
use crate::rules::{
    Category, Decided, Disclosure, Missing, Rule, RuleSets, Scope, Section, Severity, Source, Stage, Topic,
    Verdict, View, Word, any,
};

pub(super) const J15: Rule = Rule {
    id: "J15",
    name: "no-attorney-left",
    says: "When attorneys are removed, one is left who acts, or a replacement who can step in.",
    category: Category::LegalValidity,
    severities: &[Severity::Block, Severity::Refer],
    stage: Stage::S17,
    section: Section::Attorneys,
    scope: Scope::Whole,
    reads: &[Topic::Attorney.word_of(Word::Status), Topic::TrustCorporation.word_of(Word::Status)],
    disclosure: Disclosure::N0,
    sources: &[
        Source::law_unread("Mental Capacity Act 2005 section 13"),
        Source::guidance("Modernising LPA: replacement attorneys"),
        Source::ours("rule book T189: a replacement is enabled by a person"),
    ],
    reading: Some(
        "Somebody who opts out is told as removed, as the LPA Store does. A replacement who could step in is for a person to enable.",
    ),
    sets: RuleSets::All,
    decide: left,
};

fn left(view: &View<'_>) -> Decided {
    if any_is(view, AttorneyStatus::Active)? {
        return Ok(Verdict::Satisfied);
    }
    if !any_is(view, AttorneyStatus::Removed)? {
        return Ok(Verdict::NotApplicable);
    }
    Ok(if any_is(view, AttorneyStatus::Inactive)? {
        Verdict::Refer("Every acting attorney is removed, and a replacement could step in.")
    } else {
        Verdict::Violated(
            "No attorney is left, and no replacement. The LPA cannot work: it must be made again.",
        )
    })
}

fn any_is(view: &View<'_>, status: AttorneyStatus) -> Result<bool, Missing> {
    any([Topic::Attorney, Topic::TrustCorporation].map(|topic| {
        any(view.each(topic)?.map(|one| Ok(one.word::<AttorneyStatus>(Word::Status)?.is(status))))
    }))
}
