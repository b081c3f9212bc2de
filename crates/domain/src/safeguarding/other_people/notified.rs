//! People to notify, and who gets OPG's letters.

use crate::rules::same::same_full_name;
use crate::rules::{
    Category, Disclosure, Rule, RuleSets, Scope, Section, Severity, Source, Stage, Text, Topic, Verdict, any,
};

/// As many people as may be told (regulation 6).
const MOST: usize = 5;

pub(super) const E01: Rule = Rule {
    id: "E01",
    name: "ptn-max",
    says: "There are at most five people to notify.",
    category: Category::LegalValidity,
    severities: &[Severity::Block],
    stage: Stage::S10,
    section: Section::PeopleToNotify,
    scope: Scope::Whole,
    reads: &[Topic::PersonToNotify.list()],
    disclosure: Disclosure::N0,
    sources: &[
        Source::law("SI 2007/1253 regulation 6"),
        Source::code("Modernising LPA, Make an LPA: five at most"),
    ],
    reading: None,
    sets: RuleSets::All,
    decide: |view| {
        Ok(if view.each(Topic::PersonToNotify)?.len() > MOST {
            Verdict::Violated("There may be at most five people to notify. Take some out.")
        } else {
            Verdict::Satisfied
        })
    },
};

pub(super) const E02: Rule = Rule {
    id: "E02",
    name: "ptn-duplicate",
    says: "Nobody stands twice among the people to notify, unless the donor confirms that they are two.",
    category: Category::DataQuality,
    severities: &[Severity::Warn],
    scope: Scope::EachAmong(&[Topic::PersonToNotify]),
    reads: &[Topic::PersonToNotify.text(Text::FirstNames), Topic::PersonToNotify.text(Text::LastName)],
    sources: &[Source::code("Modernising LPA: warnings about equal names")],
    reading: Some("The second of the two is named, not the first."),
    decide: |view| {
        let subject = view.subject();
        let before = view.each(Topic::PersonToNotify)?.take(subject.index());
        Ok(if any(before.map(|other| same_full_name(subject, other)))? {
            Verdict::NeedsConfirmation("Two people to notify have this name. Are they really two people?")
        } else {
            Verdict::Satisfied
        })
    },
    ..E01
};

pub(super) const E03: Rule = Rule {
    id: "E03",
    name: "ptn-is-donor",
    says: "No person to notify has the donor's name, unless the donor confirms that it is somebody else.",
    scope: Scope::Each(&[Topic::PersonToNotify]),
    reads: &[
        Topic::Donor.text(Text::FirstNames),
        Topic::Donor.text(Text::LastName),
        Topic::PersonToNotify.text(Text::FirstNames),
        Topic::PersonToNotify.text(Text::LastName),
    ],
    reading: None,
    decide: |view| {
        Ok(if same_full_name(view.subject(), view.donor())? {
            Verdict::NeedsConfirmation("This person has the donor's name. Is it really somebody else?")
        } else {
            Verdict::Satisfied
        })
    },
    ..E02
};

pub(super) const E04: Rule = Rule {
    id: "E04",
    name: "ptn-address",
    says: "Every person to notify has an address to which the notice can be sent.",
    severities: &[Severity::Block],
    reads: &[Topic::PersonToNotify.text(Text::Line1)],
    sources: &[Source::code("Modernising LPA: the task is unfinished without an address")],
    decide: |view| {
        Ok(match view.subject().text(Text::Line1)? {
            Some(line) if !line.trim().is_empty() => Verdict::Satisfied,
            _ => Verdict::Violated("Give this person's address: without one they cannot be told."),
        })
    },
    ..E03
};

pub(super) const E05: Rule = Rule {
    id: "E05",
    name: "no-ptn",
    says: "A donor who names nobody to notify is told that a safeguard is lost.",
    category: Category::Safeguarding,
    severities: &[Severity::Info],
    sources: &[
        Source::guidance("why to name people to notify"),
        Source::ours("that signs of abuse weigh more without one"),
    ],
    reading: Some("That the signs of abuse then weigh more is ours; here it is only told."),
    decide: |view| {
        Ok(if view.each(Topic::PersonToNotify)?.is_empty() {
            Verdict::Noted("Nobody is told before registration. It is allowed, and it is one safeguard less.")
        } else {
            Verdict::Satisfied
        })
    },
    ..E01
};

pub(super) const E10: Rule = Rule {
    id: "E10",
    name: "correspondent-is-donor",
    says: "The correspondent does not have the donor's name, unless the donor confirms that it is somebody else.",
    scope: Scope::Each(&[Topic::Correspondent]),
    reads: &[
        Topic::Donor.text(Text::FirstNames),
        Topic::Donor.text(Text::LastName),
        Topic::Correspondent.text(Text::FirstNames),
        Topic::Correspondent.text(Text::LastName),
    ],
    ..E03
};
