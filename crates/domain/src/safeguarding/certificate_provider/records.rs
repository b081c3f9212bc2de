//! What only OPG knows of the certificate provider.

use super::PROVIDER;
use crate::rules::{Category, Decided, Disclosure, Question, Rule, Severity, Source, Topic, View};
use crate::safeguarding::recorded::{NOT_IN_THIS_ROLE, refer, refuse};

const PROVIDER_IS: Topic = Topic::CertificateProvider;

pub(super) const D06: Rule = Rule {
    id: "D06",
    name: "cp-not-attorney-elsewhere",
    says: "The certificate provider is no attorney or replacement of any LPA or EPA that the donor ever executed, revoked or not.",
    severities: &[Severity::Block, Severity::Refer],
    reads: &[PROVIDER_IS.recorded(Question::AttorneyElsewhere)],
    disclosure: Disclosure::N2,
    sources: &[
        Source::law("SI 2007/1253 regulation 8(3)(c)"),
        Source::guidance("replacements count as attorneys"),
    ],
    reading: Some("A probable match refers; only a strong one refuses."),
    decide: |view| {
        let recorded = view.subject().recorded(Question::AttorneyElsewhere)?;
        let probable =
            "The certificate provider is probably an attorney of another instrument of this donor.";
        Ok(refuse(recorded, NOT_IN_THIS_ROLE, probable))
    },
    ..PROVIDER
};

const SILENT: Rule = Rule {
    category: Category::Safeguarding,
    severities: &[Severity::Refer],
    disclosure: Disclosure::N3,
    ..PROVIDER
};

pub(super) const D21: Rule = Rule {
    id: "D21",
    name: "cp-serial",
    says: "A certificate provider without a profession has not certified for many donors who are not related, within a year.",
    reads: &[PROVIDER_IS.recorded(Question::CertifierOfMany)],
    sources: &[Source::ours("more than 3 donors in 12 months, to be set from data")],
    reading: Some(
        "The number of donors and the time are placeholders; whoever certifies by profession is not counted.",
    ),
    decide: |view| {
        said(
            view,
            Question::CertifierOfMany,
            "The certificate provider has certified for many donors within a year.",
        )
    },
    ..SILENT
};

pub(super) const D22: Rule = Rule {
    id: "D22",
    name: "cp-prior-concern",
    says: "No certificate of this certificate provider was set aside, and no answer to OPG was refused.",
    reads: &[PROVIDER_IS.recorded(Question::CertifierOfConcern)],
    sources: &[
        Source::public("TA v Public Guardian [2023] EWCOP 63"),
        Source::code("Modernising LPA's own record: investigators ask the certificate provider first"),
    ],
    reading: Some("That an earlier certificate is a reason to look is our reading."),
    decide: |view| {
        said(
            view,
            Question::CertifierOfConcern,
            "An earlier certificate of this certificate provider gave concern.",
        )
    },
    ..SILENT
};

fn said(view: &View<'_>, question: Question, why: &'static str) -> Decided {
    Ok(refer(view.subject().recorded(question)?, why))
}
