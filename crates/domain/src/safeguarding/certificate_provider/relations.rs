//! Who the certificate provider must not be, or be family of (SI 2007/1253 regulation 8(3)(a), (b) and (d)).

use super::{PROVIDER, provider};
use crate::rules::same::same_person;
use crate::rules::{
    About, Day, Decided, Missing, Relation, Rule, Scope, Severity, Source, Text, Topic, Verdict, View, any,
};

const PROVIDER_IS: Topic = Topic::CertificateProvider;

pub(super) const D05: Rule = Rule {
    id: "D05",
    name: "cp-not-attorney",
    says: "The certificate provider is no attorney or replacement of this LPA.",
    scope: Scope::Each(&[Topic::Attorney]),
    reads: &[
        PROVIDER_IS.text(Text::FirstNames),
        PROVIDER_IS.text(Text::LastName),
        PROVIDER_IS.day(Day::Birth),
        Topic::Attorney.text(Text::FirstNames),
        Topic::Attorney.text(Text::LastName),
        Topic::Attorney.day(Day::Birth),
        PROVIDER_IS.related(Topic::Attorney, Relation::SamePerson),
    ],
    sources: &[Source::law("SI 2007/1253 regulation 8(3)(b)")],
    reading: Some(
        "The same full name and date of birth are one person; without a date of birth the relation says.",
    ),
    decide: |view| {
        let Some(provider) = provider(view)? else { return Ok(Verdict::NotApplicable) };
        Ok(if same_person(provider, view.subject())? {
            Verdict::Violated("An attorney cannot give the certificate. Choose another certificate provider.")
        } else {
            Verdict::Satisfied
        })
    },
    ..PROVIDER
};

/// Who is family in law, as OPG's guidance reads it.
const FAMILY: [Relation; 3] = [Relation::Spouse, Relation::CloseBlood, Relation::InLawOrStep];

const NOT_FAMILY: Verdict = Verdict::Violated(
    "Family of the donor or of an attorney cannot give the certificate. Choose another certificate provider.",
);

pub(super) const D07: Rule = Rule {
    id: "D07",
    name: "cp-not-donor-family",
    says: "The certificate provider is no family of the donor.",
    severities: &[Severity::Block, Severity::Refer],
    reads: &[
        PROVIDER_IS.related(Topic::Donor, Relation::Spouse),
        PROVIDER_IS.related(Topic::Donor, Relation::CloseBlood),
        PROVIDER_IS.related(Topic::Donor, Relation::InLawOrStep),
        PROVIDER_IS.related(Topic::Donor, Relation::SameAddress),
    ],
    sources: &[Source::law("SI 2007/1253 regulation 8(3)(a)")],
    reading: Some(
        "Family is husband, wife, civil partner, close blood, in-laws and step-relatives. Living together refers.",
    ),
    decide: |view| family(view.subject(), view.donor()),
    ..PROVIDER
};

pub(super) const D08: Rule = Rule {
    id: "D08",
    name: "cp-not-attorney-family",
    says: "The certificate provider is no family of an attorney or replacement.",
    severities: &[Severity::Block, Severity::Refer],
    scope: Scope::Each(&[Topic::Attorney]),
    reads: &[
        PROVIDER_IS.related(Topic::Attorney, Relation::Spouse),
        PROVIDER_IS.related(Topic::Attorney, Relation::CloseBlood),
        PROVIDER_IS.related(Topic::Attorney, Relation::InLawOrStep),
        PROVIDER_IS.related(Topic::Attorney, Relation::SameAddress),
    ],
    sources: &[
        Source::law("SI 2007/1253 regulation 8(3)(d)"),
        Source::guidance("Modernising LPA, Make an LPA: replacements count as attorneys"),
    ],
    reading: Some(
        "Family is husband, wife, civil partner, close blood, in-laws and step-relatives. Living together refers.",
    ),
    decide: |view| match provider(view)? {
        Some(provider) => family(provider, view.subject()),
        None => Ok(Verdict::NotApplicable),
    },
    ..PROVIDER
};

fn family(provider: About<'_>, of: About<'_>) -> Decided {
    Ok(if is_any(provider, of, &FAMILY)? {
        NOT_FAMILY
    } else if provider.is_related(of, Relation::SameAddress)? {
        Verdict::Refer("The certificate provider lives with the donor or an attorney and may be family.")
    } else {
        Verdict::Satisfied
    })
}

pub(super) const D09: Rule = Rule {
    id: "D09",
    name: "cp-not-partner",
    says: "The certificate provider is no partner of the donor or of an attorney, living together or not.",
    scope: Scope::Each(&[Topic::Donor, Topic::Attorney]),
    reads: &[
        PROVIDER_IS.related(Topic::Donor, Relation::UnmarriedPartner),
        PROVIDER_IS.related(Topic::Attorney, Relation::UnmarriedPartner),
    ],
    sources: &[Source::guidance("Modernising LPA, Make an LPA: who can be a certificate provider")],
    decide: |view| {
        related(
            view,
            &[Relation::UnmarriedPartner],
            Verdict::Violated(
                "A partner of the donor or of an attorney cannot give the certificate. Choose another certificate provider.",
            ),
        )
    },
    ..PROVIDER
};

pub(super) const D23: Rule = Rule {
    id: "D23",
    name: "cp-ex-in-law",
    says: "The certificate provider is no cousin, former in-law or former spouse of the donor or of an attorney.",
    severities: &[Severity::Refer],
    scope: Scope::Each(&[Topic::Donor, Topic::Attorney]),
    reads: &[
        PROVIDER_IS.related(Topic::Donor, Relation::OtherBlood),
        PROVIDER_IS.related(Topic::Donor, Relation::FormerInLaw),
        PROVIDER_IS.related(Topic::Donor, Relation::FormerSpouse),
        PROVIDER_IS.related(Topic::Attorney, Relation::OtherBlood),
        PROVIDER_IS.related(Topic::Attorney, Relation::FormerInLaw),
        PROVIDER_IS.related(Topic::Attorney, Relation::FormerSpouse),
    ],
    sources: &[
        Source::public("TA v Public Guardian [2023] EWCOP 63, which left it open"),
        Source::law_unread("Re Kittle, on cousins"),
    ],
    reading: Some(
        "The regulation does not say who is family; a former spouse is treated as a former in-law is.",
    ),
    decide: |view| {
        related(
            view,
            &[Relation::OtherBlood, Relation::FormerInLaw, Relation::FormerSpouse],
            Verdict::Refer("The certificate provider may count as family of the donor or of an attorney."),
        )
    },
    ..PROVIDER
};

/// What the certificate provider must not be to whom the rule is asked of.
pub(super) fn related(view: &View<'_>, relations: &[Relation], then: Verdict) -> Decided {
    let Some(provider) = provider(view)? else { return Ok(Verdict::NotApplicable) };
    Ok(if is_any(provider, view.subject(), relations)? { then } else { Verdict::Satisfied })
}

fn is_any(one: About<'_>, other: About<'_>, relations: &[Relation]) -> Result<bool, Missing> {
    any(relations.iter().map(|relation| one.is_related(other, *relation)))
}
