//! Texts about one person.

use super::seen::{SEEN, restrictions};
use crate::rules::{
    About, Category, Decided, Disclosure, Missing, Rule, Scope, Severity, Source, Text, Topic, Verdict, View,
    any,
};
use crate::wording::{Theme, Wording};

pub(super) const F05: Rule = Rule {
    id: "F05",
    name: "text-specific-attorney",
    says: "No text restricts one attorney alone.",
    scope: Scope::Each(&[Topic::Attorney]),
    reads: &[
        Topic::Lpa.text(Text::Restrictions),
        Topic::Attorney.text(Text::FirstNames),
        Topic::Attorney.text(Text::LastName),
    ],
    sources: &[Source::guidance("Make an LPA: instructions for one attorney")],
    reading: Some(
        "It is meant of an attorney when part of the name stands just before words such as *must not*. The patterns are unmeasured.",
    ),
    decide: restricts_one,
    ..SEEN
};

fn restricts_one(view: &View<'_>) -> Decided {
    let Some(wording) = restrictions(view)? else { return Ok(Verdict::NotApplicable) };
    let Some(says) = wording.says(Theme::Limit) else { return Ok(Verdict::Satisfied) };
    let attorney = view.subject();
    let named = [Text::FirstNames, Text::LastName].map(|name| limits(wording, attorney, name));
    Ok(if any(named)? { Verdict::Refer(says) } else { Verdict::Satisfied })
}

fn limits(wording: &Wording, attorney: About<'_>, name: Text) -> Result<bool, Missing> {
    Ok(attorney.text(name)?.is_some_and(|name| wording.limits(name)))
}

pub(super) const F25: Rule = Rule {
    id: "F25",
    name: "text-consult-inform",
    says: "A duty to consult, inform or account to somebody is usually fine; whoever is named must be no cause of concern.",
    category: Category::Safeguarding,
    severities: &[Severity::Info],
    disclosure: Disclosure::N3,
    sources: &[
        Source::guidance("Make an LPA: instructions that work"),
        Source::ours("OPG's records on the person who is named, as in B15 to B17"),
    ],
    reading: Some(
        "Who is named stands in free text, and no record can be asked about them; the person who reviews the text does.",
    ),
    decide: |view| {
        let Some(wording) = restrictions(view)? else { return Ok(Verdict::NotApplicable) };
        Ok(wording.says(Theme::Consult).map_or(Verdict::Satisfied, Verdict::Noted))
    },
    ..SEEN
};
