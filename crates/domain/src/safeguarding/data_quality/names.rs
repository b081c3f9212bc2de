//! Names that nobody has.

use std::ops::RangeInclusive;

use crate::matching::folded;
use crate::rules::{
    Category, Disclosure, Rule, RuleSets, Scope, Section, Severity, Source, Stage, Text, Topic, Verdict, any,
};

pub(super) const L06: Rule = Rule {
    id: "L06",
    name: "name-suspicious",
    says: "A name is a name: no digits, no single letter repeated, no title alone, no word typed to try out the page.",
    category: Category::DataQuality,
    severities: &[Severity::Warn],
    stage: Stage::S1,
    section: Section::Donor,
    scope: Scope::Each(Topic::PEOPLE),
    reads: &[
        Topic::Donor.text(Text::FirstNames),
        Topic::Donor.text(Text::LastName),
        Topic::Attorney.text(Text::FirstNames),
        Topic::Attorney.text(Text::LastName),
        Topic::CertificateProvider.text(Text::FirstNames),
        Topic::CertificateProvider.text(Text::LastName),
        Topic::PersonToNotify.text(Text::FirstNames),
        Topic::PersonToNotify.text(Text::LastName),
        Topic::Signatory.text(Text::FirstNames),
        Topic::Signatory.text(Text::LastName),
        Topic::Witness.text(Text::FirstNames),
        Topic::Witness.text(Text::LastName),
        Topic::Correspondent.text(Text::FirstNames),
        Topic::Correspondent.text(Text::LastName),
        Topic::Voucher.text(Text::FirstNames),
        Topic::Voucher.text(Text::LastName),
    ],
    disclosure: Disclosure::N0,
    sources: &[Source::ours("rule book L06")],
    reading: Some(
        "Which names look odd, one letter three to twenty times among them. That somebody bears the donor's name is asked by A11.",
    ),
    sets: RuleSets::All,
    decide: |view| {
        let looks_odd = |key| Ok(view.subject().text(key)?.is_some_and(is_odd));
        Ok(if any([looks_odd(Text::FirstNames), looks_odd(Text::LastName)])? {
            Verdict::NeedsConfirmation(
                "This does not look like a name. Is it written as in an official document?",
            )
        } else {
            Verdict::Satisfied
        })
    },
};

const TITLES: &[&str] = &[
    "mr",
    "mrs",
    "miss",
    "ms",
    "mx",
    "dr",
    "prof",
    "professor",
    "sir",
    "lady",
    "dame",
    "lord",
    "rev",
    "revd",
];

/// How often one letter is repeated in what somebody types to get past a field. What is longer A05 measures.
const REPEATED: RangeInclusive<usize> = 3..=20;

fn is_odd(name: &str) -> bool {
    if name.chars().any(char::is_numeric) {
        return true;
    }
    let folded = folded(name);
    let bare = folded.trim_matches(|letter: char| !letter.is_alphanumeric());
    bare == "test" || TITLES.contains(&bare) || is_one_letter_repeated(bare)
}

fn is_one_letter_repeated(name: &str) -> bool {
    let mut letters = name.chars();
    let first = letters.next();
    REPEATED.contains(&name.chars().count()) && letters.all(|letter| Some(letter) == first)
}
