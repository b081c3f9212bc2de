//! Twelve checks as rules of our engine and as expressions in CEL, each asked of the same facts and answered with which of them fired.
//!
//! The checks are flat where a draft is not: whole numbers and yes or no. Each of ours reads what such a check would read of a draft: an age out of
//! a date of birth and the day, a bankruptcy out of the records, a relative out of a relation. Two are about fees, which our rules do not know: an
//! income and two answers stand in facts about paper.

use std::hint::black_box;

use cel_interpreter::{Context, Program, Value as Cel};
use jiff::ToSpan as _;
use lpa_domain::document::LpaType;
use lpa_domain::rules::{
    About, Answers, At, Catalogue, Category, Count, Day, Decided, Disclosure, Facts, Flag, Input, Missing,
    Question, Recorded, Relation, Relationship, Rule, RuleSets, Scope, Section, Severity, Stage, Topic,
    Verdict, View, Word, all, any, assess,
};
use serde_json::{Value, json};

use crate::drafts::Sheet;

/// What each asks, in CEL.
const CHECKS: [&str; 12] = [
    "donor_age < 18",
    "min_attorney_age < 18",
    "is_pf == true && attorney_bankrupt == true",
    "cp_is_attorney == true",
    "cp_known_months < 24 && cp_professional == false",
    "cp_is_relative == true",
    "cp_signed_day < donor_signed_day",
    "attorney_signed_day < cp_signed_day",
    "witness_present == false",
    "changed_day > donor_signed_day",
    "income_pounds < 12000",
    "means_tested_benefit == true && damages_over_16000 == false",
];

const RULE: Rule = Rule {
    id: "",
    name: "check",
    says: "A check.",
    category: Category::Process,
    severities: &[Severity::Block],
    stage: Stage::S1,
    section: Section::Instrument,
    scope: Scope::Whole,
    reads: &[],
    disclosure: Disclosure::N0,
    sources: &[],
    reading: None,
    sets: RuleSets::All,
    decide: |_| Ok(Verdict::NotApplicable),
};

fn fired(fired: Result<bool, Missing>) -> Decided {
    fired.map(|fired| if fired { Verdict::Violated("It fired.") } else { Verdict::Satisfied })
}

fn is_minor(view: &View<'_>, who: About<'_>) -> Result<bool, Missing> {
    let today = view.today()?;
    let grown = who.day(Day::Birth)?.and_then(|born| born.checked_add(18.years()).ok());
    Ok(grown.is_some_and(|grown| today < grown))
}

fn provider<'v>(view: &'v View<'v>, so: impl FnOnce(About<'v>) -> Result<bool, Missing>) -> Decided {
    fired(view.optional(Topic::CertificateProvider)?.map_or(Ok(false), so))
}

static RULES: [Rule; 12] = [
    Rule {
        id: "1",
        reads: &[Topic::Donor.day(Day::Birth), Input::Today],
        decide: |view| fired(is_minor(view, view.donor())),
        ..RULE
    },
    Rule {
        id: "2",
        reads: &[Topic::Attorney.day(Day::Birth), Input::Today],
        decide: |view| fired(any(view.each(Topic::Attorney)?.map(|one| is_minor(view, one)))),
        ..RULE
    },
    Rule {
        id: "3",
        reads: &[Topic::Lpa.word_of(Word::LpaType), Topic::Attorney.recorded(Question::Insolvent)],
        decide: |view| {
            let is_pf =
                view.lpa().word::<LpaType>(Word::LpaType).map(|kind| kind.is(LpaType::PropertyAndAffairs));
            let each = view.each(Topic::Attorney)?;
            let bankrupt = any(each.map(|one| Ok(one.recorded(Question::Insolvent)? == Recorded::Strong)));
            fired(all([is_pf, bankrupt]))
        },
        ..RULE
    },
    Rule {
        id: "4",
        reads: &[Topic::CertificateProvider.related(Topic::Attorney, Relation::SamePerson)],
        decide: |view| {
            let each = view.each(Topic::Attorney)?;
            provider(view, |one| any(each.map(|other| one.is_related(other, Relation::SamePerson))))
        },
        ..RULE
    },
    Rule {
        id: "5",
        reads: &[
            Topic::CertificateProvider.day(Day::KnownSince),
            Topic::CertificateProvider.word_of(Word::Relationship),
            Input::Today,
        ],
        decide: |view| {
            provider(view, |one| {
                let today = view.today()?;
                let known = one.day(Day::KnownSince)?.and_then(|since| since.checked_add(24.months()).ok());
                let is_professional =
                    one.word::<Relationship>(Word::Relationship)?.is(Relationship::Professionally);
                Ok(known.is_some_and(|known| today < known) && !is_professional)
            })
        },
        ..RULE
    },
    Rule {
        id: "6",
        reads: &[Topic::CertificateProvider.related(Topic::Donor, Relation::CloseBlood)],
        decide: |view| provider(view, |one| one.is_related(view.donor(), Relation::CloseBlood)),
        ..RULE
    },
    Rule {
        id: "7",
        reads: &[Topic::CertificateProvider.at(At::Signed), Topic::Lpa.at(At::Signed)],
        decide: |view| provider(view, |one| Ok(one.at(At::Signed)? < view.lpa().at(At::Signed)?)),
        ..RULE
    },
    Rule {
        id: "8",
        reads: &[Topic::Attorney.at(At::Signed), Topic::CertificateProvider.at(At::Signed)],
        decide: |view| {
            let each = view.each(Topic::Attorney)?;
            provider(view, |one| any(each.map(|other| Ok(other.at(At::Signed)? < one.at(At::Signed)?))))
        },
        ..RULE
    },
    Rule {
        id: "9",
        reads: &[Topic::Lpa.at(At::WitnessedByWitness)],
        decide: |view| fired(Ok(view.lpa().at(At::WitnessedByWitness)?.is_none())),
        ..RULE
    },
    Rule {
        id: "10",
        reads: &[Topic::Signing.at(At::Changed), Topic::Lpa.at(At::Signed)],
        decide: |view| fired(Ok(view.signing().at(At::Changed)? > view.lpa().at(At::Signed)?)),
        ..RULE
    },
    Rule {
        id: "11",
        reads: &[Topic::Paper.count(Count::Sheet1People)],
        decide: |view| {
            fired(Ok(view.paper().count(Count::Sheet1People)?.is_some_and(|income| income < 12_000)))
        },
        ..RULE
    },
    Rule {
        id: "12",
        reads: &[Topic::Paper.flag(Flag::HasSheet2), Topic::Paper.flag(Flag::HasSheet3)],
        decide: |view| fired(Ok(view.paper().is(Flag::HasSheet2)? && !view.paper().is(Flag::HasSheet3)?)),
        ..RULE
    },
];

const DRAFT: &str = r#"{
    "draft": {
        "lpaType": "property-and-affairs",
        "donor": { "dateOfBirth": "1955-02-01" },
        "attorneys": [ { "dateOfBirth": "1993-02-01", "signedAt": "2026-04-12T10:00:00Z" } ],
        "certificateProvider": { "signedAt": "2026-04-11T10:00:00Z" },
        "signedAt": "2026-04-10T10:00:00Z",
        "witnessedByIndependentWitnessAt": "2026-04-10T10:00:00Z"
    },
    "circumstances": {
        "certificateProvider": { "knownSince": "2001-01-01", "relationship": "personally" },
        "relations": [
            { "one": "certificateProvider", "other": "attorneys/0", "are": [] },
            { "one": "certificateProvider", "other": "donor", "are": [] }
        ],
        "signing": { "changedAt": "2026-04-15T10:00:00Z" },
        "paper": { "sheet1": { "people": 9000 }, "sheet2": { "present": false }, "sheet3": { "present": false } }
    }
}"#;

fn flat() -> Value {
    json!({
        "donor_age": 71, "min_attorney_age": 33, "is_pf": true, "attorney_bankrupt": false, "cp_is_attorney": false,
        "cp_known_months": 300, "cp_professional": false, "cp_is_relative": false, "cp_signed_day": 101,
        "donor_signed_day": 100, "attorney_signed_day": 102, "witness_present": true, "changed_day": 105,
        "income_pounds": 9000, "means_tested_benefit": false, "damages_over_16000": false
    })
}

/// Both in turn, after both have said that the same two fire.
pub(crate) fn beside() -> anyhow::Result<()> {
    println!("twelve checks, with which of them fired");
    let sheet = Sheet::read(DRAFT)?;
    let answers = Answers::none().with(Question::Insolvent, Topic::Attorney, 0, Recorded::No);
    let checks = Catalogue::of(&RULES);
    let facts = sheet.facts(&answers)?;
    let programs: Vec<Program> = CHECKS
        .iter()
        .map(|check| Program::compile(check))
        .collect::<Result<_, _>>()
        .map_err(|error| anyhow::anyhow!("{error}"))?;
    let flat = flat();
    let context = context(&flat);
    anyhow::ensure!(ours(&facts, &checks) == [9, 10], "ours: {:?}", ours(&facts, &checks));
    anyhow::ensure!(theirs(&context, &programs) == [9, 10], "CEL: {:?}", theirs(&context, &programs));
    crate::report(
        &[
            "ours, facts in memory, verdicts and reasons",
            "CEL, variables in memory",
            "ours, facts read from a draft",
            "CEL, variables made from JSON",
        ],
        &mut [
            Box::new(|_| drop(black_box(assess(black_box(&facts), &checks)))),
            Box::new(|_| drop(black_box(theirs(black_box(&context), &programs)))),
            Box::new(|_| drop(black_box(sheet.facts(&answers).map(|facts| assess(&facts, &checks))))),
            Box::new(|_| drop(black_box(theirs(&self::context(&flat), &programs)))),
        ],
    );
    Ok(())
}

fn ours(facts: &Facts<'_>, checks: &Catalogue) -> Vec<usize> {
    let findings = assess(facts, checks).findings;
    (0..findings.len()).filter(|at| findings[*at].outcome.severity().is_some()).collect()
}

fn context(facts: &Value) -> Context<'static> {
    let mut context = Context::default();
    for (name, value) in facts.as_object().into_iter().flatten() {
        match value.as_bool() {
            Some(is_so) => context.add_variable_from_value(name.clone(), is_so),
            None => context.add_variable_from_value(name.clone(), value.as_i64().unwrap_or_default()),
        }
    }
    context
}

fn theirs(context: &Context<'_>, programs: &[Program]) -> Vec<usize> {
    let is_so = |program: &Program| matches!(program.execute(context), Ok(Cel::Bool(true)));
    (0..programs.len()).filter(|at| is_so(&programs[*at])).collect()
}
