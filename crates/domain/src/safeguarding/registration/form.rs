//! Whether a paper LPA is made on the form that is prescribed.

use crate::document::Channel;
use crate::rules::{
    Category, Disclosure, Flag, Missing, Rule, RuleSets, Scope, Section, Severity, Source, Stage, Topic,
    Verdict, View, Word, any,
};

pub(super) const J10: Rule = Rule {
    id: "J10",
    name: "not-made-properly",
    says: "A paper LPA is whole, and says what the prescribed form says.",
    category: Category::LegalValidity,
    severities: &[Severity::Block],
    stage: Stage::S18,
    section: Section::Instrument,
    scope: Scope::Whole,
    reads: &[
        Topic::Lpa.word_of(Word::Channel),
        Topic::Paper.flag(Flag::PagesMissing),
        Topic::Paper.flag(Flag::ContentDiffers),
    ],
    disclosure: Disclosure::N0,
    sources: &[Source::law_unread("Mental Capacity Act 2005 Schedule 1 paragraph 11(1)")],
    reading: Some("What else an LPA must be made with has rules of its own (groups A to G)."),
    sets: RuleSets::All,
    decide: |view| {
        if !is_paper(view)? {
            return Ok(Verdict::NotApplicable);
        }
        Ok(if is_defective(view)? {
            Verdict::Violated(
                "Pages are missing, or the form does not say what it must. Send the missing pages if they exist, or make the LPA again; \
                 else only the Court can direct that it is registered.",
            )
        } else {
            Verdict::Satisfied
        })
    },
};

pub(super) const J11: Rule = Rule {
    id: "J11",
    name: "immaterial-defect",
    says: "A difference from the prescribed form that changes nothing may be passed over.",
    category: Category::LegalValidity,
    severities: &[Severity::Refer],
    stage: Stage::S18,
    section: Section::Instrument,
    scope: Scope::Whole,
    reads: &[
        Topic::Lpa.word_of(Word::Channel),
        Topic::Paper.flag(Flag::OtherForm),
        Topic::Paper.flag(Flag::PagesMissing),
        Topic::Paper.flag(Flag::ContentDiffers),
    ],
    disclosure: Disclosure::N0,
    sources: &[Source::public("Mental Capacity Act 2005 Schedule 1 paragraph 3, as reported")],
    reading: None,
    sets: RuleSets::All,
    decide: |view| {
        if !is_paper(view)? || !view.paper().is(Flag::OtherForm)? {
            return Ok(Verdict::NotApplicable);
        }
        Ok(if is_defective(view)? {
            Verdict::NotApplicable
        } else {
            Verdict::Refer(
                "It is made on another form, or another version of it. A person decides whether that matters.",
            )
        })
    },
};

fn is_paper(view: &View<'_>) -> Result<bool, Missing> {
    Ok(view.lpa().word::<Channel>(Word::Channel)?.is(Channel::Paper))
}

fn is_defective(view: &View<'_>) -> Result<bool, Missing> {
    any([view.paper().is(Flag::PagesMissing), view.paper().is(Flag::ContentDiffers)])
}
