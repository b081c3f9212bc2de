//! How old the donor is.

use jiff::Span;
use jiff::civil::Date;

use crate::document::BirthDate;
use crate::rules::{
    At, Category, Day, Decided, Disclosure, Input, Rule, RuleSets, Scope, Section, Severity, Source, Stage,
    Topic, Verdict, View,
};

pub(super) const A01: Rule = Rule {
    id: "A01",
    name: "donor-age",
    says: "The donor is 18 or over on the day of signing.",
    category: Category::LegalValidity,
    severities: &[Severity::Block],
    stage: Stage::S1,
    section: Section::Donor,
    scope: Scope::Whole,
    reads: &[Topic::Donor.day(Day::Birth), Topic::Lpa.at(At::Signed), Input::Today],
    disclosure: Disclosure::N0,
    sources: &[
        Source::law("Mental Capacity Act 2005 section 9(2)(c)"),
        Source::code("Modernising LPA: stopped on the page where the LPA is checked"),
    ],
    reading: Some("Somebody born on 29 February is 18 on 1 March."),
    sets: RuleSets::All,
    decide: donor_age,
};

fn donor_age(view: &View<'_>) -> Decided {
    let Some(born) = view.donor().day(Day::Birth)? else { return Ok(Verdict::NotApplicable) };
    let comes_of_age = eighteen_on(born);
    let signed = view.lpa().on(At::Signed)?;
    Ok(match signed {
        Some(signed) if comes_of_age > signed => Verdict::Violated(
            "The donor was under 18 when signing. It must be made again from their 18th birthday.",
        ),
        None if comes_of_age > view.today()? => Verdict::NotYet(comes_of_age),
        _ => Verdict::Satisfied,
    })
}

pub(super) const A03: Rule = Rule {
    id: "A03",
    name: "donor-dob-real",
    says: "The donor's date of birth is given, is in the calendar, and is not in the future.",
    category: Category::DataQuality,
    severities: &[Severity::Block],
    stage: Stage::S1,
    section: Section::Donor,
    scope: Scope::Whole,
    reads: &[Topic::Donor.day(Day::Birth), Input::Today],
    disclosure: Disclosure::N0,
    sources: &[Source::code("Modernising LPA, Make an LPA, paper identity")],
    reading: None,
    sets: RuleSets::All,
    decide: |view| {
        Ok(match view.donor().written_day(Day::Birth)? {
            BirthDate::On(born) if born <= view.today()? => Verdict::Satisfied,
            BirthDate::On(_) => Verdict::Violated("The date of birth is in the future. Give the right one."),
            BirthDate::Malformed => {
                Verdict::Violated("The date of birth is not in the calendar. Give the right one.")
            }
            BirthDate::Absent => Verdict::Violated("Give the donor's date of birth."),
        })
    },
};

/// The day on which somebody turns 18: for 29 February, in a year that has none, 1 March (our reading).
fn eighteen_on(born: Date) -> Date {
    let year = born.year().saturating_add(18);
    Date::new(year, born.month(), born.day())
        .or_else(|_| Date::new(year, 3, 1))
        .unwrap_or_else(|_| born.saturating_add(Span::new().years(18)))
}
