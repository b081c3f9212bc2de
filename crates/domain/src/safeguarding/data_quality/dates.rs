//! Days that cannot both be right.

use crate::rules::{
    At, Category, Day, Disclosure, Rule, RuleSets, Scope, Section, Severity, Source, Stage, Topic, Verdict,
};
use crate::safeguarding::years::eighteen_on;

pub(super) const L09: Rule = Rule {
    id: "L09",
    name: "date-plausible",
    says: "Each attorney was 18 when the donor signed, and when signing.",
    category: Category::DataQuality,
    severities: &[Severity::Refer],
    stage: Stage::S15,
    section: Section::Attorneys,
    scope: Scope::Each(&[Topic::Attorney]),
    reads: &[Topic::Attorney.day(Day::Birth), Topic::Attorney.at(At::Signed), Topic::Lpa.at(At::Signed)],
    disclosure: Disclosure::N0,
    sources: &[Source::ours("rule book L09: a wrong date is likelier than a child")],
    reading: Some(
        "That it is looked at beside B02, which refuses it: one of the two dates may be wrong. The donor's own age is A01's.",
    ),
    sets: RuleSets::All,
    decide: |view| {
        let (donor, own) = (view.lpa().on(At::Signed)?, view.subject().on(At::Signed)?);
        let Some(first) = donor.into_iter().chain(own).min() else { return Ok(Verdict::NotApplicable) };
        let Some(born) = view.subject().day(Day::Birth)? else { return Ok(Verdict::NotApplicable) };
        Ok(if eighteen_on(born) > first {
            Verdict::Refer("The attorney was under 18 at a signature, or one of the two dates is wrong.")
        } else {
            Verdict::Satisfied
        })
    },
};
