//! How many attorneys there are, and what becomes of the LPA when one stops.

use crate::document::{AppointmentType, HowDecisions};
use crate::rules::{
    About, Category, Decided, Disclosure, Flag, Missing, Relation, Rule, RuleSets, Scope, Section, Severity,
    Source, Stage, Text, Topic, Verdict, View, Word, all, any,
};
use crate::safeguarding::appointed::{READS, count, is_appointed, originals};

use super::records::spouse_stays;

pub(super) const B01: Rule = Rule {
    id: "B01",
    name: "attorney-min-one",
    says: "At least one attorney or trust corporation is appointed first, and not only in replacement.",
    category: Category::LegalValidity,
    severities: &[Severity::Block, Severity::Info],
    stage: Stage::S4,
    section: Section::Attorneys,
    scope: Scope::Whole,
    reads: &READS,
    disclosure: Disclosure::N0,
    sources: &[
        Source::law("Mental Capacity Act 2005 sections 9 and 10"),
        Source::code(
            "LPA Store: takes a replacement for an attorney (Z-26), and wants a person beside a trust corporation (Z-09)",
        ),
    ],
    reading: None,
    sets: RuleSets::All,
    decide: |view| {
        let any_of =
            |topic: Topic| any(view.each(topic)?.map(|one| is_appointed(one, AppointmentType::Original)));
        let (person, company) = (any_of(Topic::Attorney), any_of(Topic::TrustCorporation));
        Ok(if any([person.clone(), company])? {
            if person? { Verdict::Satisfied } else { Verdict::Noted(COMPANY_ALONE) }
        } else {
            Verdict::Violated(
                "Appoint at least one attorney. Somebody who only replaces has nobody to replace.",
            )
        })
    },
};

const COMPANY_ALONE: &str = "A trust corporation alone is enough in law. The LPA Store of today also wants a person in the list of attorneys.";

pub(super) const B20: Rule = Rule {
    id: "B20",
    name: "attorney-spouse-end",
    says: "A sole attorney who is the donor's spouse or civil partner is told about: the appointment ends with the marriage.",
    severities: &[Severity::Info],
    stage: Stage::S6,
    scope: Scope::EachAmong(&[Topic::Attorney]),
    reads: &[
        READS[0],
        READS[1],
        READS[2],
        READS[3],
        Topic::Attorney.related(Topic::Donor, Relation::Spouse),
        Topic::Lpa.text(Text::Restrictions),
        Topic::Lpa.flag(Flag::SpouseStays),
    ],
    sources: &[
        Source::law_unread("Mental Capacity Act 2005 section 13(6)(c) and (11)"),
        Source::guidance("the end of a marriage"),
    ],
    reading: Some(
        "Whether a text keeps a spouse is said by a person who read it, never guessed from its words.",
    ),
    decide: spouse,
    ..B01
};

fn spouse(view: &View<'_>) -> Decided {
    if !view.subject().is_related(view.donor(), Relation::Spouse)? {
        return Ok(Verdict::NotApplicable);
    }
    let ends_all = all([is_alone(view), spouse_stays(view).map(|stays| !stays)]);
    Ok(if ends_all? {
        Verdict::Noted(
            "If the marriage or civil partnership ends, so does this LPA. A replacement would keep it.",
        )
    } else {
        Verdict::Satisfied
    })
}

fn is_alone(view: &View<'_>) -> Result<bool, Missing> {
    let acts = |one: About<'_>| {
        any([is_appointed(one, AppointmentType::Original), is_appointed(one, AppointmentType::Replacement)])
    };
    let others = any(view.others()?.map(acts));
    let companies = any(view.each(Topic::TrustCorporation)?.map(acts));
    any([others, companies]).map(|so| !so)
}

pub(super) const B25: Rule = Rule {
    id: "B25",
    name: "sole-attorney-no-replacement",
    says: "A donor with one attorney and no replacement is told that the LPA ends when that attorney stops.",
    severities: &[Severity::Info],
    stage: Stage::S6,
    section: Section::Replacements,
    sources: &[Source::guidance("why replacements matter")],
    decide: |view| {
        let is_sole = originals(view)? == 1 && count(view, AppointmentType::Replacement)? == 0;
        Ok(if is_sole {
            Verdict::Noted("If the only attorney stops, the LPA ends. A replacement would keep it.")
        } else {
            Verdict::Satisfied
        })
    },
    ..B01
};

pub(super) const B26: Rule = Rule {
    id: "B26",
    name: "attorney-count-high",
    says: "A donor with five attorneys or more, or three or more who decide jointly, is told that it may be hard to use.",
    category: Category::DataQuality,
    severities: &[Severity::Info],
    stage: Stage::S5,
    reads: &[READS[0], READS[1], READS[2], READS[3], Topic::Lpa.word_of(Word::How)],
    sources: &[Source::guidance("too many attorneys may be difficult"), Source::ours("the numbers")],
    reading: Some("Five, and three who decide jointly, are our numbers."),
    decide: |view| {
        let many = originals(view)?;
        let is_hard = many >= 5 || many >= 3 && view.lpa().word(Word::How)?.is(HowDecisions::Jointly);
        Ok(if is_hard {
            Verdict::Noted("So many attorneys may find it hard to act, above all when all must agree.")
        } else {
            Verdict::Satisfied
        })
    },
    ..B01
};
