//! How old the donor is.

use jiff::Span;

use crate::document::BirthDate;
use crate::rules::{
    At, Category, Day, Decided, Disclosure, Input, Rule, RuleSets, Scope, Section, Severity, Source, Stage,
    Topic, Verdict, View,
};
use crate::safeguarding::years::{eighteen_on, of_age, over_100};

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
    decide: |view| match view.donor().day(Day::Birth)? {
        None => Ok(Verdict::NotApplicable),
        Some(born) => of_age(
            view,
            born,
            "The donor was under 18 when signing. It must be made again from their 18th birthday.",
        ),
    },
};

pub(super) const A02: Rule = Rule {
    id: "A02",
    name: "donor-18-in-id-window",
    says: "A donor under 18 whose identity is confirmed learns whether that lasts until the 18th birthday.",
    category: Category::Process,
    severities: &[Severity::Info],
    stage: Stage::S14,
    reads: &[
        Topic::Donor.day(Day::Birth),
        Topic::Donor.at(At::IdentityChecked),
        Topic::Lpa.at(At::Signed),
        Input::Today,
    ],
    sources: &[
        Source::guidance("Modernising LPA: texts for a donor under 18"),
        Source::code("Modernising LPA: an identity is good for 6 months"),
    ],
    reading: Some("The identity is good up to and including the corresponding day of the sixth month."),
    decide: within_identity,
    ..A01
};

fn within_identity(view: &View<'_>) -> Decided {
    let (checked, signed) = (view.donor().on(At::IdentityChecked)?, view.lpa().at(At::Signed)?);
    let (Some(checked), None) = (checked, signed) else { return Ok(Verdict::NotApplicable) };
    let Some(born) = view.donor().day(Day::Birth)? else { return Ok(Verdict::NotApplicable) };
    let comes_of_age = eighteen_on(born);
    Ok(if comes_of_age <= view.today()? {
        Verdict::NotApplicable
    } else if comes_of_age <= checked.saturating_add(Span::new().months(6)) {
        Verdict::Noted("The donor turns 18 while the confirmed identity is good, and can sign from then on.")
    } else {
        Verdict::Noted("The confirmed identity ends before the donor turns 18. It must be confirmed again.")
    })
}

pub(super) const A03: Rule = Rule {
    id: "A03",
    name: "donor-dob-real",
    says: "The donor's date of birth is given, is in the calendar, and is not in the future.",
    category: Category::DataQuality,
    reads: &[Topic::Donor.day(Day::Birth), Input::Today],
    sources: &[Source::code("Modernising LPA, Make an LPA, paper identity")],
    reading: None,
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
    ..A01
};

pub(super) const A04: Rule = Rule {
    id: "A04",
    name: "donor-dob-over-100",
    says: "A donor born more than 100 years ago is asked whether the date of birth is right.",
    category: Category::DataQuality,
    severities: &[Severity::Warn],
    reads: &[Topic::Donor.day(Day::Birth), Input::Today],
    sources: &[
        Source::code("Modernising LPA: strictly more than 100 years"),
        Source::code("Make an LPA: 100 years or more"),
    ],
    reading: Some("The services differ about the hundredth birthday itself; on that day nothing is asked."),
    decide: |view| {
        Ok(match view.donor().day(Day::Birth)? {
            None => Verdict::NotApplicable,
            Some(born) if over_100(view, born)? => {
                Verdict::NeedsConfirmation("The donor would be over 100. Is the date of birth right?")
            }
            Some(_) => Verdict::Satisfied,
        })
    },
    ..A01
};
