//! The certificate itself: how it is given, and what becomes of it.

use super::PROVIDER;
use crate::document::Channel;
use crate::rules::{At, Category, Decided, Flag, Rule, Severity, Source, Stage, Topic, Verdict, View, Word};

const PROVIDER_IS: Topic = Topic::CertificateProvider;

pub(super) const D24: Rule = Rule {
    id: "D24",
    name: "cp-opinion-real",
    says: "There is evidence that the certificate provider spoke with the donor in private and formed the opinion that they certify.",
    category: Category::LegalValidity,
    severities: &[Severity::Refer],
    stage: Stage::S16,
    reads: &[PROVIDER_IS.at(At::Signed), PROVIDER_IS.flag(Flag::PrivateConversation)],
    sources: &[Source::public("TA v Public Guardian [2023] EWCOP 63: a bare signature is not enough")],
    reading: Some("What counts as evidence, and that a machine asks for it, is our reading."),
    decide: |view| {
        Ok(if view.subject().at(At::Signed)?.is_none() {
            Verdict::NotApplicable
        } else if view.subject().is(Flag::PrivateConversation)? {
            Verdict::Satisfied
        } else {
            Verdict::Refer(
                "The certificate is given, and no private conversation with the donor is recorded.",
            )
        })
    },
    ..PROVIDER
};

pub(super) const D25: Rule = Rule {
    id: "D25",
    name: "cp-present",
    says: "The certificate provider is with the donor when the donor signs online.",
    category: Category::LegalValidity,
    stage: Stage::S15,
    reads: &[
        Topic::Lpa.at(At::Signed),
        Topic::Lpa.word_of(Word::Channel),
        PROVIDER_IS.flag(Flag::PresentAtSigning),
    ],
    sources: &[
        Source::code("Modernising LPA: the certificate provider's witness code"),
        Source::guidance("Modernising LPA: signing together"),
    ],
    reading: Some(
        "A code can be told by phone: only evidence that a person recorded can show that they were there.",
    ),
    decide: present,
    ..PROVIDER
};

fn present(view: &View<'_>) -> Decided {
    let is_online = view.lpa().word::<Channel>(Word::Channel)?.is(Channel::Online);
    Ok(if !is_online || view.lpa().at(At::Signed)?.is_none() {
        Verdict::NotApplicable
    } else if view.subject().is(Flag::PresentAtSigning)? {
        Verdict::Satisfied
    } else {
        Verdict::Violated(
            "The certificate provider was not with the donor. The donor must sign again in their presence.",
        )
    })
}

pub(super) const D26: Rule = Rule {
    id: "D26",
    name: "cp-opt-out",
    says: "The certificate provider has not opted out.",
    category: Category::Process,
    stage: Stage::S12,
    reads: &[PROVIDER_IS.at(At::OptedOut), PROVIDER_IS.at(At::Signed), Topic::Lpa.at(At::Signed)],
    sources: &[Source::code(
        "Modernising LPA: a new certificate provider is chosen; LPA Store: CERTIFICATE_PROVIDER_OPT_OUT",
    )],
    decide: opted_out,
    ..PROVIDER
};

fn opted_out(view: &View<'_>) -> Decided {
    let who = view.subject();
    let Some(out) = who.at(At::OptedOut)? else { return Ok(Verdict::Satisfied) };
    let before = |signed: Option<jiff::Timestamp>| signed.is_some_and(|signed| signed <= out);
    Ok(if before(who.at(At::Signed)?) {
        Verdict::Violated(
            "The certificate is given, and its provider cannot opt out any more. Take the opt-out back.",
        )
    } else if before(view.lpa().at(At::Signed)?) {
        Verdict::Violated(
            "The certificate provider opted out after the donor signed: this LPA cannot be registered. Make another.",
        )
    } else {
        Verdict::Violated("The certificate provider opted out. Choose another, and check the LPA again.")
    })
}

pub(super) const D27: Rule = Rule {
    id: "D27",
    name: "cp-no-vouching",
    says: "Nobody vouches for the certificate provider's identity.",
    category: Category::Identity,
    stage: Stage::S16,
    reads: &[PROVIDER_IS.flag(Flag::IdentityVouched)],
    sources: &[Source::guidance("Modernising LPA: vouching is for donors")],
    decide: |view| {
        Ok(if view.subject().is(Flag::IdentityVouched)? {
            Verdict::Violated(
                "The certificate provider must prove their identity themselves, online or at a Post Office.",
            )
        } else {
            Verdict::Satisfied
        })
    },
    ..PROVIDER
};
