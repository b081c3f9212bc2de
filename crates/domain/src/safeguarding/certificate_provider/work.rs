//! Whom the certificate provider must not work for (SI 2007/1253 regulation 8(3)(e) to (h)).

use super::relations::related;
use super::{PROVIDER, provider};
use crate::rules::{
    Decided, Disclosure, Question, Recorded, Relation, Rule, Scope, Severity, Source, Topic, Verdict, View,
    any,
};
use crate::safeguarding::recorded::NOT_IN_THIS_ROLE;

const PROVIDER_IS: Topic = Topic::CertificateProvider;

pub(super) const D10: Rule = Rule {
    id: "D10",
    name: "cp-not-trust-corp-staff",
    says: "The certificate provider is no director or employee of an appointed trust corporation.",
    severities: &[Severity::Block, Severity::Refer],
    scope: Scope::Each(&[Topic::TrustCorporation]),
    reads: &[
        PROVIDER_IS.related(Topic::TrustCorporation, Relation::DirectorOrEmployeeOf),
        PROVIDER_IS.recorded(Question::OfTrustCorporation),
    ],
    disclosure: Disclosure::N2,
    sources: &[Source::law("SI 2007/1253 regulation 8(3)(e)")],
    reading: Some("A probable match in the register of companies refers; only a strong one refuses."),
    decide: trust_corporation_staff,
    ..PROVIDER
};

fn trust_corporation_staff(view: &View<'_>) -> Decided {
    let Some(provider) = provider(view)? else { return Ok(Verdict::NotApplicable) };
    let recorded = provider.recorded(Question::OfTrustCorporation);
    let told = provider.is_related(view.subject(), Relation::DirectorOrEmployeeOf);
    Ok(if any([told, recorded.clone().map(|answer| answer == Recorded::Strong)])? {
        Verdict::Violated(NOT_IN_THIS_ROLE)
    } else if recorded? == Recorded::Probable {
        Verdict::Refer("The certificate provider may be a director or employee of the trust corporation.")
    } else {
        Verdict::Satisfied
    })
}

pub(super) const D11: Rule = Rule {
    id: "D11",
    name: "cp-not-business-or-employee",
    says: "The certificate provider is no business partner or employee of the donor or of an attorney.",
    severities: &[Severity::Block, Severity::Refer],
    scope: Scope::Each(&[Topic::Donor, Topic::Attorney]),
    reads: &[
        PROVIDER_IS.related(Topic::Donor, Relation::BusinessPartner),
        PROVIDER_IS.related(Topic::Donor, Relation::EmployeeOf),
        PROVIDER_IS.related(Topic::Donor, Relation::SameFirm),
        PROVIDER_IS.related(Topic::Attorney, Relation::BusinessPartner),
        PROVIDER_IS.related(Topic::Attorney, Relation::EmployeeOf),
        PROVIDER_IS.related(Topic::Attorney, Relation::SameFirm),
    ],
    sources: &[Source::law("SI 2007/1253 regulation 8(3)(f)")],
    reading: Some("Working for the same firm, neither for the other, refers."),
    decide: |view| {
        let barred = related(
            view,
            &[Relation::BusinessPartner, Relation::EmployeeOf],
            Verdict::Violated(
                "A business partner or employee of the donor or of an attorney cannot give the certificate. Choose another certificate \
                 provider.",
            ),
        )?;
        if barred != Verdict::Satisfied {
            return Ok(barred);
        }
        let same_firm =
            Verdict::Refer("The certificate provider works for the same firm as the donor or an attorney.");
        related(view, &[Relation::SameFirm], same_firm)
    },
    ..PROVIDER
};

const CARE_HOME: Verdict = Verdict::Violated(
    "Whoever runs or works at the care home where the donor lives, and their family, cannot give the certificate. Choose another \
     certificate provider.",
);

pub(super) const D12: Rule = Rule {
    id: "D12",
    name: "cp-not-care-home",
    says: "The certificate provider does not own, direct, manage or work at the care home where the donor lives.",
    scope: Scope::Each(&[Topic::Donor]),
    reads: &[PROVIDER_IS.related(Topic::Donor, Relation::CareHomeOf)],
    sources: &[Source::law("SI 2007/1253 regulation 8(3)(g)")],
    decide: |view| related(view, &[Relation::CareHomeOf], CARE_HOME),
    ..PROVIDER
};

pub(super) const D13: Rule = Rule {
    id: "D13",
    name: "cp-not-care-home-family",
    says: "The certificate provider is no family of somebody who owns, directs, manages or works at that care home.",
    scope: Scope::Each(&[Topic::Donor]),
    reads: &[PROVIDER_IS.related(Topic::Donor, Relation::FamilyOfCareHomeOf)],
    sources: &[Source::law("SI 2007/1253 regulation 8(3)(h)")],
    decide: |view| related(view, &[Relation::FamilyOfCareHomeOf], CARE_HOME),
    ..PROVIDER
};
