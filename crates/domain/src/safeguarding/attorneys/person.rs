//! Age, date of birth and name of each attorney.

use crate::document::BirthDate;
use crate::rules::{
    About, At, Category, Day, Decided, Disclosure, Input, Missing, Rule, RuleSets, Scope, Section, Severity,
    Source, Stage, Text, Topic, Verdict, View, any,
};
use crate::safeguarding::years::{of_age, over_100};

/// Parts of a name that a person does not have and a firm does, or an office.
const OF_FIRMS: [&str; 9] =
    ["ltd", "limited", "llp", "plc", "solicitors", "lawyers", "manager", "trustees", "partnership"];

pub(super) const B02: Rule = Rule {
    id: "B02",
    name: "attorney-age",
    says: "Every attorney and replacement who is a person is 18 or over when the donor signs.",
    category: Category::LegalValidity,
    severities: &[Severity::Block],
    stage: Stage::S4,
    section: Section::Attorneys,
    scope: Scope::Each(&[Topic::Attorney]),
    reads: &[Topic::Attorney.day(Day::Birth), Topic::Lpa.at(At::Signed), Input::Today],
    disclosure: Disclosure::N0,
    sources: &[
        Source::law("Mental Capacity Act 2005 section 10(1)(a)"),
        Source::code("Modernising LPA: stopped on the page where the LPA is checked"),
        Source::guidance("Make an LPA: such an LPA is rejected"),
    ],
    reading: Some("Somebody born on 29 February is 18 on 1 March."),
    sets: RuleSets::All,
    decide: |view| match view.subject().day(Day::Birth)? {
        None => Ok(Verdict::NotApplicable),
        Some(born) => of_age(
            view,
            born,
            "This attorney was under 18 when the donor signed. Choose somebody else, or make the LPA again from their 18th birthday.",
        ),
    },
};

pub(super) const B03: Rule = Rule {
    id: "B03",
    name: "attorney-dob",
    says: "Every attorney's date of birth is given, in the calendar and past; over 100 years ago it is asked about.",
    category: Category::DataQuality,
    severities: &[Severity::Block, Severity::Warn],
    reads: &[Topic::Attorney.day(Day::Birth), Input::Today],
    sources: &[Source::code("Modernising LPA, Make an LPA")],
    reading: Some("A birthday today is past; on the hundredth birthday nothing is asked."),
    decide: birth,
    ..B02
};

fn birth(view: &View<'_>) -> Decided {
    Ok(match view.subject().written_day(Day::Birth)? {
        BirthDate::Absent => Verdict::Violated("Give the attorney's date of birth."),
        BirthDate::Malformed => {
            Verdict::Violated("The attorney's date of birth is not in the calendar. Give the right one.")
        }
        BirthDate::On(born) if born > view.today()? => {
            Verdict::Violated("The attorney's date of birth is in the future. Give the right one.")
        }
        BirthDate::On(born) if over_100(view, born)? => {
            Verdict::NeedsConfirmation("The attorney would be over 100. Is the date of birth right?")
        }
        BirthDate::On(_) => Verdict::Satisfied,
    })
}

pub(super) const B19: Rule = Rule {
    id: "B19",
    name: "attorney-named-individual",
    says: "An attorney who is no trust corporation is named as a person, not as a firm or an office.",
    category: Category::DataQuality,
    severities: &[Severity::Warn],
    reads: &[Topic::Attorney.text(Text::FirstNames), Topic::Attorney.text(Text::LastName)],
    sources: &[Source::guidance("a professional attorney is a named person")],
    reading: Some("Which words show a firm or an office is ours; a person may bear one, so it only asks."),
    decide: |view| {
        let subject = view.subject();
        let of_firm = any([of_firm(subject, Text::FirstNames), of_firm(subject, Text::LastName)]);
        Ok(if of_firm? {
            Verdict::NeedsConfirmation("An attorney must be a named person. Is this the name of one?")
        } else {
            Verdict::Satisfied
        })
    },
    ..B02
};

fn of_firm(one: About<'_>, key: Text) -> Result<bool, Missing> {
    Ok(one.text(key)?.is_some_and(|name| {
        let words = || name.split(|letter: char| !letter.is_alphanumeric());
        let is_known = |word: &str| OF_FIRMS.iter().any(|of_firms| of_firms.eq_ignore_ascii_case(word));
        words().any(is_known) || has_and_co(name)
    }))
}

fn has_and_co(name: &str) -> bool {
    let (_, rest) = name.split_once('&').unwrap_or_default();
    rest.split_whitespace().next().is_some_and(|word| word.trim_end_matches('.').eq_ignore_ascii_case("co"))
}
