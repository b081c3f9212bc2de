//! Whether an attorney stands there twice, or in a role that no attorney may have.

use crate::document::AppointmentType;
use crate::rules::same::{said_to_be_same, same_full_name, same_person};
use crate::rules::{
    About, Category, Day, Decided, Disclosure, Input, Missing, Relation, Rule, RuleSets, Scope, Section,
    Severity, Source, Stage, Text, Topic, Verdict, View, Word, all, any,
};

const AMONG_ATTORNEYS: &[Input] = &[
    Topic::Attorney.text(Text::FirstNames),
    Topic::Attorney.text(Text::LastName),
    Topic::Attorney.day(Day::Birth),
    Topic::Attorney.word_of(Word::Appointment),
    Topic::Attorney.related(Topic::Attorney, Relation::SamePerson),
];

pub(super) const B11: Rule = Rule {
    id: "B11",
    name: "attorney-duplicate",
    says: "Nobody is appointed twice in one role.",
    category: Category::DataQuality,
    severities: &[Severity::Block, Severity::Warn],
    stage: Stage::S4,
    section: Section::Attorneys,
    scope: Scope::EachAmong(&[Topic::Attorney]),
    reads: AMONG_ATTORNEYS,
    disclosure: Disclosure::N0,
    sources: &[
        Source::code("Modernising LPA, Make an LPA: warnings about equal names"),
        Source::ours("the same name and date of birth are one person"),
    ],
    reading: Some("The second of the two is named, not the first."),
    sets: RuleSets::All,
    decide: |view| {
        let subject = view.subject();
        let others = view.each(Topic::Attorney)?.take(subject.index());
        Ok(double(subject, others, same_role, "This person is appointed already. Take one of the two out.")?
            .unwrap_or(Verdict::Satisfied))
    },
};

pub(super) const B12: Rule = Rule {
    id: "B12",
    name: "attorney-also-replacement",
    says: "A replacement is not one of the attorneys appointed first.",
    category: Category::LegalValidity,
    stage: Stage::S6,
    section: Section::Replacements,
    sources: &[
        Source::code("Modernising LPA, Make an LPA: warnings about equal names"),
        Source::guidance("a text that appoints a surviving joint attorney again is another matter (F22)"),
        Source::ours("the same name and date of birth are one person"),
    ],
    reading: Some("The same full name and the same date of birth are taken for one person."),
    decide: |view| {
        let replacement = view.subject();
        let others = view.others()?;
        let found = double(
            replacement,
            others,
            |one, other| {
                all([
                    appointed(one, AppointmentType::Replacement),
                    appointed(other, AppointmentType::Original),
                ])
            },
            "An attorney cannot be their own replacement. Take one of the two out.",
        )?;
        Ok(found.unwrap_or(Verdict::Satisfied))
    },
    ..B11
};

/// The first finding among those whose roles clash: the same person, or only the same name.
fn double<'v>(
    subject: About<'v>,
    others: impl Iterator<Item = About<'v>> + Clone,
    clash: fn(About<'_>, About<'_>) -> Result<bool, Missing>,
    cure: &'static str,
) -> Result<Option<Verdict>, Missing> {
    let clashing = move |same: fn(About<'_>, About<'_>) -> Result<bool, Missing>| {
        any(others.clone().map(|other| all([same(subject, other), clash(subject, other)])))
    };
    Ok(if clashing(same_person)? {
        Some(Verdict::Violated(cure))
    } else if clashing(same_full_name)? {
        Some(Verdict::NeedsConfirmation("Two attorneys have this name. Are they really two people?"))
    } else {
        None
    })
}

fn appointed(one: About<'_>, so: AppointmentType) -> Result<bool, Missing> {
    Ok(one.word::<AppointmentType>(Word::Appointment)?.is(so))
}

fn same_role(one: About<'_>, other: About<'_>) -> Result<bool, Missing> {
    Ok(one.word::<AppointmentType>(Word::Appointment)? == other.word::<AppointmentType>(Word::Appointment)?)
}

pub(super) const B13: Rule = Rule {
    id: "B13",
    name: "attorney-is-cp",
    says: "No attorney or replacement is the certificate provider.",
    category: Category::ConflictOfInterest,
    stage: Stage::S9,
    scope: Scope::Each(&[Topic::Attorney]),
    reads: &[
        Topic::Attorney.text(Text::FirstNames),
        Topic::Attorney.text(Text::LastName),
        Topic::Attorney.day(Day::Birth),
        Topic::CertificateProvider.text(Text::FirstNames),
        Topic::CertificateProvider.text(Text::LastName),
        Topic::CertificateProvider.day(Day::Birth),
        Topic::Attorney.related(Topic::CertificateProvider, Relation::SamePerson),
    ],
    sources: &[Source::law("SI 2007/1253 regulation 8(3)(b)")],
    reading: Some("The same full name and the same date of birth are taken for one person."),
    decide: certifies,
    ..B11
};

fn certifies(view: &View<'_>) -> Decided {
    let Some(provider) = view.optional(Topic::CertificateProvider)? else {
        return Ok(Verdict::NotApplicable);
    };
    Ok(if same_person(view.subject(), provider)? {
        Verdict::Violated(
            "An attorney cannot be the certificate provider. Choose somebody else for one of the two.",
        )
    } else if same_full_name(view.subject(), provider)? {
        Verdict::NeedsConfirmation(
            "The certificate provider has this attorney's name. Are they really two people?",
        )
    } else {
        Verdict::Satisfied
    })
}

pub(super) const B14: Rule = Rule {
    id: "B14",
    name: "attorney-is-ptn",
    says: "A person to notify is no attorney or replacement.",
    category: Category::LegalValidity,
    stage: Stage::S10,
    section: Section::PeopleToNotify,
    scope: Scope::Each(&[Topic::PersonToNotify]),
    reads: &[
        Topic::PersonToNotify.text(Text::FirstNames),
        Topic::PersonToNotify.text(Text::LastName),
        Topic::Attorney.text(Text::FirstNames),
        Topic::Attorney.text(Text::LastName),
        Topic::PersonToNotify.related(Topic::Attorney, Relation::SamePerson),
    ],
    sources: &[
        Source::law_unread("Mental Capacity Act 2005 Schedule 1 paragraph 2(3)"),
        Source::guidance("Make an LPA: people to be told"),
        Source::code("Modernising LPA: only warns"),
    ],
    reading: Some(
        "No service asks for their date of birth, so of two of one name somebody says whether they are one.",
    ),
    decide: notified,
    ..B11
};

fn notified(view: &View<'_>) -> Decided {
    let (person, attorneys) = (view.subject(), view.each(Topic::Attorney)?);
    let is = |same: fn(About<'_>, About<'_>) -> Result<bool, Missing>| {
        any(attorneys.clone().map(|attorney| same(person, attorney)))
    };
    Ok(if is(said_to_be_same)? {
        Verdict::Violated("An attorney cannot be a person to notify. Choose somebody else, or nobody.")
    } else if is(same_full_name)? {
        Verdict::NeedsConfirmation("This person has the name of an attorney. Are they really two people?")
    } else {
        Verdict::Satisfied
    })
}
