//! What only the Court of Protection decides.

use crate::rules::{
    Category, Disclosure, Flag, Question, Rule, RuleSets, Scope, Section, Severity, Source, Stage, Topic,
    Verdict,
};
use crate::safeguarding::recorded::{STOP, refuse};

pub(super) const J06: Rule = Rule {
    id: "J06",
    name: "prescribed-ground",
    says: "No application is before the Court that the power is invalid, revoked, got by fraud or pressure, or abused.",
    category: Category::LegalValidity,
    severities: &[Severity::Block, Severity::Refer],
    stage: Stage::S18,
    section: Section::Registration,
    scope: Scope::Whole,
    reads: &[Topic::Lpa.recorded(Question::PrescribedGround)],
    disclosure: Disclosure::N4,
    sources: &[
        Source::law_unread("Mental Capacity Act 2005 Schedule 1 paragraph 13(3) and (4)"),
        Source::public("Form COP7 and its notes"),
    ],
    reading: None,
    sets: RuleSets::All,
    decide: |view| {
        let answer = view.lpa().recorded(Question::PrescribedGround)?;
        Ok(refuse(
            answer,
            STOP,
            "An application to the Court on a prescribed ground probably concerns this LPA.",
        ))
    },
};

pub(super) const J09: Rule = Rule {
    id: "J09",
    name: "severance-outstanding",
    says: "What the LPA cannot contain has been severed by the Court before it is registered.",
    category: Category::LegalValidity,
    severities: &[Severity::Block, Severity::Refer],
    stage: Stage::S18,
    section: Section::Restrictions,
    scope: Scope::Whole,
    reads: &[Topic::Lpa.recorded(Question::SeveranceOutstanding)],
    disclosure: Disclosure::N4,
    sources: &[
        Source::law_unread("Mental Capacity Act 2005 Schedule 1 paragraph 11"),
        Source::code("Case management: severance, which the donor's consent alone does not settle"),
    ],
    reading: None,
    sets: RuleSets::All,
    decide: |view| {
        let answer = view.lpa().recorded(Question::SeveranceOutstanding)?;
        Ok(refuse(answer, STOP, "A severance is probably outstanding on this LPA."))
    },
};

pub(super) const J13: Rule = Rule {
    id: "J13",
    name: "court-route",
    says: "A donor whose identity cannot be proved may apply to the Court of Protection.",
    category: Category::Process,
    severities: &[Severity::Info],
    stage: Stage::S14,
    section: Section::Identity,
    scope: Scope::Whole,
    reads: &[Topic::Donor.flag(Flag::CourtRoute)],
    disclosure: Disclosure::N0,
    sources: &[Source::code("Modernising LPA: registering through the Court of Protection")],
    reading: None,
    sets: RuleSets::All,
    decide: |view| {
        Ok(if view.donor().is(Flag::CourtRoute)? {
            Verdict::Noted(
                "The donor registers through the Court of Protection. The Court takes its own fee, £421; the identity stays open until it \
                 decides.",
            )
        } else {
            Verdict::NotApplicable
        })
    },
};
