//! Who may apply for registration: two laws, a rule for each.

use crate::document::{AttorneyStatus, HowDecisions};
use crate::rules::{
    Category, Decided, Disclosure, Missing, Role, Rule, RuleSet, RuleSets, Scope, Section, Severity, Source,
    Stage, Topic, Verdict, View, Word, all, any,
};

pub(super) const G19_2007: Rule = Rule {
    id: "G19",
    name: "applicant-eligible",
    says: "The donor applies for registration, or attorneys do, all of them when they act jointly; never donor and attorneys together.",
    category: Category::LegalValidity,
    severities: &[Severity::Block],
    stage: Stage::S18,
    section: Section::Registration,
    scope: Scope::Whole,
    reads: &[
        Topic::Applicant.word_of(Word::AppliesAs),
        Topic::Lpa.word_of(Word::How),
        Topic::Attorney.word_of(Word::Status),
        Topic::TrustCorporation.word_of(Word::Status),
    ],
    disclosure: Disclosure::N0,
    sources: &[
        Source::law("Mental Capacity Act 2005 Schedule 1 paragraph 4"),
        Source::guidance("Make an LPA: who applies"),
    ],
    reading: Some(
        "Attorneys who act jointly on some matters only may apply alone. Applicants are counted; who is who is not compared.",
    ),
    sets: RuleSets::Only(RuleSet::Rules2007),
    decide: eligible_2007,
};

fn eligible_2007(view: &View<'_>) -> Decided {
    let roles = roles(view)?;
    if roles.is_empty() {
        return Ok(Verdict::NotApplicable);
    }
    let donor = applies_as(&roles, Role::Donor);
    let attorney = applies_as(&roles, Role::Attorney);
    let other = applies(&roles, |role| !matches!(role, Some(Role::Donor | Role::Attorney)));
    if any([other, all([donor.clone(), attorney])])? {
        return Ok(Verdict::Violated(
            "Either the donor applies, or attorneys do, and nobody else. Apply again.",
        ));
    }
    let alone = view.lpa().word::<HowDecisions>(Word::How).map(|how| {
        how.is(HowDecisions::JointlyAndSeverally) || how.is(HowDecisions::JointlyForSomeSeverallyForOthers)
    });
    Ok(if any([donor, alone, all_apply(view, roles.len())])? {
        Verdict::Satisfied
    } else {
        Verdict::Violated("Attorneys who act jointly all apply together. Each of them signs section 15.")
    })
}

type Applies = Result<Option<Role>, Missing>;

fn roles(view: &View<'_>) -> Result<Vec<Applies>, Missing> {
    let each = view.each(Topic::Applicant)?;
    Ok(each.map(|one| one.word::<Role>(Word::AppliesAs).map(|role| role.known())).collect())
}

fn applies_as(roles: &[Applies], role: Role) -> Result<bool, Missing> {
    applies(roles, |one| one == Some(role))
}

fn applies(roles: &[Applies], is_so: impl Fn(Option<Role>) -> bool) -> Result<bool, Missing> {
    any(roles.iter().map(|role| role.clone().map(&is_so)))
}

/// Whether as many apply as act.
fn all_apply(view: &View<'_>, applicants: usize) -> Result<bool, Missing> {
    let mut acting = 0;
    for topic in [Topic::Attorney, Topic::TrustCorporation] {
        for one in view.each(topic)? {
            acting += usize::from(one.word(Word::Status)?.is(AttorneyStatus::Active));
        }
    }
    Ok(applicants >= acting)
}

pub(super) const G19_2023: Rule = Rule {
    says: "The donor alone applies for registration.",
    reads: &[Topic::Applicant.word_of(Word::AppliesAs)],
    sources: &[
        Source::public("Powers of Attorney Act 2023, not in force for this"),
        Source::code("Modernising LPA"),
    ],
    reading: Some("Online the donor applies by signing: there is no applicant to be told of."),
    sets: RuleSets::Only(RuleSet::Rules2023),
    decide: |view| {
        let roles = roles(view)?;
        if roles.is_empty() {
            return Ok(Verdict::NotApplicable);
        }
        Ok(if applies(&roles, |role| role != Some(Role::Donor))? {
            Verdict::Violated("Only the donor can apply for registration. The donor applies.")
        } else {
            Verdict::Satisfied
        })
    },
    ..G19_2007
};
