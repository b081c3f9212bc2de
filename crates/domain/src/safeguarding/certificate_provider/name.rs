//! Whether the certificate provider has another actor's name, or is that actor.

use super::{PROVIDER, provider};
use crate::rules::same::both;
use crate::rules::same::{same_full_name, same_person};
use crate::rules::{
    About, Category, Day, Decided, Missing, Relation, Rule, Scope, Severity, Source, Stage, Text, Topic,
    Verdict, View, any,
};

const PROVIDER_IS: Topic = Topic::CertificateProvider;

pub(super) const D17: Rule = Rule {
    id: "D17",
    name: "cp-name-match-actor",
    says: "The certificate provider does not have the name of the donor, an attorney or the correspondent.",
    severities: &[Severity::Warn],
    scope: Scope::Each(&[Topic::Donor, Topic::Attorney, Topic::Correspondent]),
    reads: &[
        PROVIDER_IS.text(Text::FirstNames),
        PROVIDER_IS.text(Text::LastName),
        Topic::Donor.text(Text::FirstNames),
        Topic::Donor.text(Text::LastName),
        Topic::Attorney.text(Text::FirstNames),
        Topic::Attorney.text(Text::LastName),
        Topic::Correspondent.text(Text::FirstNames),
        Topic::Correspondent.text(Text::LastName),
    ],
    sources: &[Source::code("Modernising LPA: warnings about names")],
    reading: Some("D18 asks of signatory and witness, D19 of people to notify."),
    decide: |view| {
        let Some(provider) = provider(view)? else { return Ok(Verdict::NotApplicable) };
        Ok(if same_full_name(provider, view.subject())? {
            Verdict::NeedsConfirmation(
                "The certificate provider has the same name as somebody else on the LPA. Confirm that they are two people.",
            )
        } else {
            Verdict::Satisfied
        })
    },
    ..PROVIDER
};

pub(super) const D18: Rule = Rule {
    id: "D18",
    name: "cp-not-signatory-or-witness",
    says: "The certificate provider is neither the authorised signatory nor the independent witness.",
    category: Category::LegalValidity,
    severities: &[Severity::Block, Severity::Warn],
    stage: Stage::S11,
    scope: Scope::Each(&[Topic::Signatory, Topic::Witness]),
    reads: &[
        PROVIDER_IS.text(Text::Uid),
        PROVIDER_IS.text(Text::FirstNames),
        PROVIDER_IS.text(Text::LastName),
        PROVIDER_IS.day(Day::Birth),
        Topic::Signatory.text(Text::Uid),
        Topic::Signatory.text(Text::FirstNames),
        Topic::Signatory.text(Text::LastName),
        Topic::Signatory.day(Day::Birth),
        Topic::Witness.text(Text::Uid),
        Topic::Witness.text(Text::FirstNames),
        Topic::Witness.text(Text::LastName),
        Topic::Witness.day(Day::Birth),
        PROVIDER_IS.related(Topic::Signatory, Relation::SamePerson),
        PROVIDER_IS.related(Topic::Witness, Relation::SamePerson),
    ],
    sources: &[Source::guidance("Modernising LPA: warnings about the signatory and the witness")],
    reading: Some(
        "Of one name, the same identifier or date of birth makes one person; otherwise the name is asked about.",
    ),
    decide: signatory_or_witness,
    ..PROVIDER
};

fn signatory_or_witness(view: &View<'_>) -> Decided {
    let Some(provider) = provider(view)? else { return Ok(Verdict::NotApplicable) };
    if !same_full_name(provider, view.subject())? {
        return Ok(Verdict::Satisfied);
    }
    Ok(if is_one(provider, view.subject())? {
        Verdict::Violated(
            "The certificate provider cannot sign for the donor or be the independent witness. Choose another for one of the two.",
        )
    } else {
        Verdict::NeedsConfirmation(
            "The certificate provider has the same name as the signatory or the witness. Confirm that they are two people.",
        )
    })
}

/// Whether two of one name are one person.
fn is_one(one: About<'_>, other: About<'_>) -> Result<bool, Missing> {
    any([
        both(one.text(Text::Uid), other.text(Text::Uid), |one, other| one == other),
        same_person(one, other),
    ])
}

pub(super) const D19: Rule = Rule {
    id: "D19",
    name: "cp-may-be-ptn",
    says: "The certificate provider may be a person to notify, though one service says they should not be.",
    severities: &[Severity::Info],
    stage: Stage::S10,
    scope: Scope::Each(&[Topic::PersonToNotify]),
    reads: &[
        PROVIDER_IS.text(Text::FirstNames),
        PROVIDER_IS.text(Text::LastName),
        Topic::PersonToNotify.text(Text::FirstNames),
        Topic::PersonToNotify.text(Text::LastName),
    ],
    sources: &[
        Source::guidance("Make an LPA: a person to notify may give the certificate"),
        Source::guidance("Modernising LPA, glossary: they must be different"),
    ],
    reading: Some("Two official texts disagree; nothing is asked for."),
    decide: |view| {
        let Some(provider) = provider(view)? else { return Ok(Verdict::NotApplicable) };
        Ok(if same_full_name(provider, view.subject())? {
            Verdict::Noted(
                "The certificate provider has the name of a person to notify. One person may be both.",
            )
        } else {
            Verdict::Satisfied
        })
    },
    ..PROVIDER
};
