//! That there is one, and how old.

use super::{PROVIDER, provider};
use crate::rules::{At, Category, Day, Decided, Input, Rule, Scope, Source, Stage, Topic, Verdict, View};
use crate::safeguarding::years::eighteen_on;

pub(super) const D01: Rule = Rule {
    id: "D01",
    name: "cp-required",
    says: "One certificate provider is named.",
    category: Category::LegalValidity,
    scope: Scope::Whole,
    reads: &[Topic::CertificateProvider.list()],
    sources: &[
        Source::public("Mental Capacity Act 2005 Schedule 1 paragraph 2(1)(e)"),
        Source::law("SI 2015/899: one certificate is enough since 1 July 2015"),
    ],
    decide: |view| {
        Ok(if provider(view)?.is_some() {
            Verdict::Satisfied
        } else {
            Verdict::Violated("Name a certificate provider.")
        })
    },
    ..PROVIDER
};

pub(super) const D02: Rule = Rule {
    id: "D02",
    name: "cp-age",
    says: "The certificate provider is 18 or over on the day of the certificate.",
    category: Category::LegalValidity,
    stage: Stage::S9,
    reads: &[
        Topic::CertificateProvider.day(Day::Birth),
        Topic::CertificateProvider.at(At::Signed),
        Input::Today,
    ],
    sources: &[
        Source::code("Modernising LPA: the certificate provider's own details"),
        Source::guidance("the regulation gives no age"),
    ],
    reading: Some(
        "Somebody born on 29 February is 18 on 1 March. Before the certificate the age counts on the day of asking.",
    ),
    decide: of_age,
    ..PROVIDER
};

fn of_age(view: &View<'_>) -> Decided {
    let Some(born) = view.subject().day(Day::Birth)? else { return Ok(Verdict::NotApplicable) };
    let on = match view.subject().on(At::Signed)? {
        Some(signed) => signed,
        None => view.today()?,
    };
    Ok(if eighteen_on(born) > on {
        Verdict::Violated("The certificate provider must be 18 or over. Choose somebody else.")
    } else {
        Verdict::Satisfied
    })
}
