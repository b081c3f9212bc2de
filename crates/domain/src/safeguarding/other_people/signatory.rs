//! Who signs for a donor who cannot, and who sees it.

use jiff::civil::Date;

use crate::rules::same::{said_to_be_same, same_full_name};
use crate::rules::{
    About, At, Category, Day, Decided, Disclosure, Flag, Input, Missing, Relation, Rule, RuleSets, Scope,
    Section, Severity, Source, Stage, Text, Topic, Verdict, View, all, any,
};
use crate::safeguarding::years::eighteen_on;

pub(super) const E06: Rule = Rule {
    id: "E06",
    name: "signatory-required",
    says: "A donor who cannot sign has an authorised signatory and an independent witness.",
    category: Category::LegalValidity,
    severities: &[Severity::Block],
    stage: Stage::S11,
    section: Section::SignatoryAndWitness,
    scope: Scope::Whole,
    reads: &[Topic::Donor.flag(Flag::CanSign), Topic::Signatory.list(), Topic::Witness.list()],
    disclosure: Disclosure::N0,
    sources: &[
        Source::code("Modernising LPA: tasks of a donor who cannot sign"),
        Source::law_unread("SI 2007/1253 regulation 9"),
    ],
    reading: None,
    sets: RuleSets::All,
    decide: |view| {
        Ok(match view.donor().flag(Flag::CanSign)? {
            Some(false) if !all([is_there(view, Topic::Signatory), is_there(view, Topic::Witness)])? => {
                Verdict::Violated(
                    "The donor cannot sign. Name who signs for them, and an independent witness.",
                )
            }
            Some(false) => Verdict::Satisfied,
            Some(true) | None => Verdict::NotApplicable,
        })
    },
};

pub(super) const E09: Rule = Rule {
    id: "E09",
    name: "signatory-not-needed",
    says: "A donor who can sign has neither an authorised signatory nor an independent witness.",
    category: Category::DataQuality,
    sources: &[Source::code("Modernising LPA: both are cleared")],
    decide: |view| {
        Ok(match view.donor().flag(Flag::CanSign)? {
            Some(true) if any([is_there(view, Topic::Signatory), is_there(view, Topic::Witness)])? => {
                Verdict::Violated("The donor can sign. Take the authorised signatory and the witness out.")
            }
            Some(true) => Verdict::Satisfied,
            Some(false) | None => Verdict::NotApplicable,
        })
    },
    ..E06
};

fn is_there(view: &View<'_>, topic: Topic) -> Result<bool, Missing> {
    Ok(view.optional(topic)?.is_some())
}

pub(super) const E07: Rule = Rule {
    id: "E07",
    name: "signatory-distinct",
    says: "Who signs for the donor is not the independent witness, an attorney, a replacement or the certificate provider.",
    severities: &[Severity::Block, Severity::Warn],
    scope: Scope::Each(&[Topic::Signatory]),
    reads: &[
        Topic::Signatory.text(Text::FirstNames),
        Topic::Signatory.text(Text::LastName),
        Topic::Witness.text(Text::FirstNames),
        Topic::Witness.text(Text::LastName),
        Topic::Attorney.text(Text::FirstNames),
        Topic::Attorney.text(Text::LastName),
        Topic::CertificateProvider.text(Text::FirstNames),
        Topic::CertificateProvider.text(Text::LastName),
        Topic::Signatory.related(Topic::Witness, Relation::SamePerson),
        Topic::Signatory.related(Topic::Attorney, Relation::SamePerson),
        Topic::Signatory.related(Topic::CertificateProvider, Relation::SamePerson),
    ],
    sources: &[
        Source::guidance("Modernising LPA: who may sign for the donor"),
        Source::code("Modernising LPA: warnings about equal names"),
    ],
    reading: Some(
        "No service asks for a signatory's date of birth, so of two of one name somebody says whether they are one.",
    ),
    decide: |view| {
        let others = [Topic::Witness, Topic::Attorney, Topic::CertificateProvider];
        Ok(if is_any(view, others, said_to_be_same)? {
            Verdict::Violated(
                "Who signs for the donor can have no other role on this LPA. Choose somebody else.",
            )
        } else if is_any(view, others, same_full_name)? {
            Verdict::NeedsConfirmation(TWO_PEOPLE)
        } else {
            Verdict::Satisfied
        })
    },
    ..E06
};

const TWO_PEOPLE: &str = "Somebody else on this LPA has the same name. Are they really two people?";

/// Whether the subject is any of these others, in this sense of the same.
fn is_any(
    view: &View<'_>,
    others: [Topic; 3],
    same: fn(About<'_>, About<'_>) -> Result<bool, Missing>,
) -> Result<bool, Missing> {
    any(others.map(|topic| any(view.each(topic)?.map(|other| same(view.subject(), other)))))
}

pub(super) const E08: Rule = Rule {
    id: "E08",
    name: "witness-distinct",
    says: "The independent witness is 18, can be reached, and has no other role on the LPA.",
    scope: Scope::Each(&[Topic::Witness]),
    reads: &[
        Topic::Witness.text(Text::FirstNames),
        Topic::Witness.text(Text::LastName),
        Topic::Witness.day(Day::Birth),
        Topic::Witness.text(Text::Line1),
        Topic::Witness.text(Text::Phone),
        Topic::Lpa.at(At::WitnessedByWitness),
        Topic::Signatory.text(Text::FirstNames),
        Topic::Signatory.text(Text::LastName),
        Topic::Attorney.text(Text::FirstNames),
        Topic::Attorney.text(Text::LastName),
        Topic::CertificateProvider.text(Text::FirstNames),
        Topic::CertificateProvider.text(Text::LastName),
        Topic::Witness.related(Topic::Signatory, Relation::SamePerson),
        Topic::Witness.related(Topic::Attorney, Relation::SamePerson),
        Topic::Witness.related(Topic::CertificateProvider, Relation::SamePerson),
        Input::Today,
    ],
    sources: &[
        Source::guidance("Modernising LPA: who may be the independent witness"),
        Source::code("Modernising LPA: warnings about equal names"),
    ],
    reading: Some(
        "A date of birth that nobody asks for is no reason to refuse: who says that there is none passes. Of two of one name somebody says whether they are one.",
    ),
    decide: witness,
    ..E07
};

fn witness(view: &View<'_>) -> Decided {
    let witness = view.subject();
    let others = [Topic::Signatory, Topic::Attorney, Topic::CertificateProvider];
    let lacks = |key: Text| Ok(witness.text(key)?.is_none_or(|text| text.trim().is_empty()));
    let unfit = any([
        is_any(view, others, said_to_be_same),
        lacks(Text::Line1),
        lacks(Text::Phone),
        is_under_age(view),
    ]);
    Ok(if unfit? {
        Verdict::Violated(
            "The independent witness must be 18, with an address and a mobile number, and no other role on this LPA. Mend it, or choose somebody else.",
        )
    } else if is_any(view, others, same_full_name)? {
        Verdict::NeedsConfirmation(TWO_PEOPLE)
    } else {
        Verdict::Satisfied
    })
}

/// On the day of witnessing, or today when that is still to come.
fn is_under_age(view: &View<'_>) -> Result<bool, Missing> {
    let on: Date = match view.lpa().on(At::WitnessedByWitness)? {
        Some(witnessed) => witnessed,
        None => view.today()?,
    };
    Ok(view.subject().day(Day::Birth)?.is_some_and(|born| eighteen_on(born) > on))
}
