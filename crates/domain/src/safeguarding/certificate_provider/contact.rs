//! How the certificate provider is reached, and that nobody else is reached so.

use super::{PROVIDER, provider};
use crate::document::Channel;
use crate::rules::same::{same_email, same_phone};
use crate::rules::{
    Category, Decided, Disclosure, Rule, Scope, Severity, Source, Text, Topic, Verdict, View, Word, any,
};

const PROVIDER_IS: Topic = Topic::CertificateProvider;

pub(super) const D20: Rule = Rule {
    id: "D20",
    name: "cp-contact-independent",
    says: "The certificate provider's mobile number and email address are not those of the donor or of an attorney.",
    category: Category::Safeguarding,
    severities: &[Severity::Refer],
    scope: Scope::Each(&[Topic::Donor, Topic::Attorney]),
    reads: &[
        PROVIDER_IS.text(Text::Phone),
        PROVIDER_IS.text(Text::Email),
        Topic::Donor.text(Text::Phone),
        Topic::Donor.text(Text::Email),
        Topic::Attorney.text(Text::Phone),
        Topic::Attorney.text(Text::Email),
    ],
    disclosure: Disclosure::N3,
    sources: &[Source::ours("the code with which the signature is witnessed goes to that mobile")],
    reading: Some("No service compares them today (Z-31); it is asked again when the donor signs."),
    decide: |view| {
        let Some(provider) = provider(view)? else { return Ok(Verdict::NotApplicable) };
        let shared = any([same_phone(provider, view.subject()), same_email(provider, view.subject())])?;
        Ok(if shared {
            Verdict::Refer(
                "The certificate provider is reached by the mobile or email of the donor or of an attorney.",
            )
        } else {
            Verdict::Satisfied
        })
    },
    ..PROVIDER
};

pub(super) const D28: Rule = Rule {
    id: "D28",
    name: "cp-contact-shape",
    says: "The certificate provider has a phone number that can be called, and an email address exactly when they take part online.",
    category: Category::DataQuality,
    reads: &[
        PROVIDER_IS.text(Text::Phone),
        PROVIDER_IS.text(Text::Email),
        PROVIDER_IS.word_of(Word::Channel),
    ],
    sources: &[Source::code("Modernising LPA: validation; LPA Store: lambda/create/validate.go")],
    decide: reachable,
    ..PROVIDER
};

fn reachable(view: &View<'_>) -> Decided {
    let who = view.subject();
    let channel = who.word::<Channel>(Word::Channel);
    let has_email = who.text(Text::Email).map(|email| email.is_some());
    let without_phone = who.phone().map(|phone| phone.is_none());
    let email_is_wrong = match (channel, has_email) {
        (Ok(channel), Ok(has)) => {
            Ok((channel.is(Channel::Online) && !has) || (channel.is(Channel::Paper) && has))
        }
        (Err(one), Err(other)) => Err(one.and(other)),
        (Err(missing), _) | (_, Err(missing)) => Err(missing),
    };
    Ok(if any([without_phone, email_is_wrong])? {
        Verdict::Violated(
            "Give the certificate provider's mobile number, and an email address if they take part online, but none if on paper.",
        )
    } else {
        Verdict::Satisfied
    })
}
