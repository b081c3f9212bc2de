//! Whether somebody else on the LPA receives what is sent to the donor.

use crate::rules::same::{same_email, same_phone};
use crate::rules::{
    About, Category, Decided, Disclosure, Missing, Rule, RuleSets, Scope, Section, Severity, Source, Stage,
    Text, Topic, Verdict, View, all, any,
};

const OTHERS: [Topic; 3] = [Topic::Attorney, Topic::CertificateProvider, Topic::Correspondent];

pub(super) const A19: Rule = Rule {
    id: "A19",
    name: "donor-contact-shared",
    says: "The donor's email and mobile are the donor's own, and not those of an attorney, the certificate provider or the correspondent.",
    category: Category::Safeguarding,
    severities: &[Severity::Refer, Severity::Warn],
    stage: Stage::S4,
    section: Section::Donor,
    scope: Scope::EachAmong(&[
        Topic::Donor,
        Topic::Attorney,
        Topic::CertificateProvider,
        Topic::Correspondent,
    ]),
    reads: &[
        Topic::Donor.text(Text::Email),
        Topic::Donor.text(Text::Phone),
        Topic::Attorney.text(Text::Email),
        Topic::Attorney.text(Text::Phone),
        Topic::CertificateProvider.text(Text::Email),
        Topic::CertificateProvider.text(Text::Phone),
        Topic::Correspondent.text(Text::Email),
        Topic::Correspondent.text(Text::Phone),
    ],
    disclosure: Disclosure::N3,
    sources: &[Source::ours("whoever reads the donor's messages can act for the donor unseen")],
    reading: Some(
        "Asked of the other, it refers, unseen. Asked of the donor, it wants a contact that is the donor's alone, and asks when there is none.",
    ),
    sets: RuleSets::All,
    decide: |view| {
        if view.subject().topic() == Topic::Donor {
            return own_contact(view);
        }
        let shared =
            any([same_email(view.donor(), view.subject()), same_phone(view.donor(), view.subject())]);
        Ok(if shared? {
            Verdict::Refer("The donor's email or mobile is also that of somebody who acts on the LPA.")
        } else {
            Verdict::Satisfied
        })
    },
};

/// Of the donor: whether one way to reach the donor alone is left, where one is shared.
fn own_contact(view: &View<'_>) -> Decided {
    let donor = view.donor();
    let (email, phone) = (is_shared(view, same_email), is_shared(view, same_phone));
    let own_email = all([donor.email().map(|email| email.is_some()), email.clone().map(|so| !so)]);
    let own_phone = all([donor.phone().map(|phone| phone.is_some()), phone.clone().map(|so| !so)]);
    let none_shared = any([email, phone]).map(|so| !so);
    Ok(if any([own_email, own_phone, none_shared])? {
        Verdict::Satisfied
    } else {
        Verdict::NeedsConfirmation(
            "The donor has no email or mobile that is theirs alone. Is there really no other way to reach them?",
        )
    })
}

fn is_shared(
    view: &View<'_>,
    same: fn(About<'_>, About<'_>) -> Result<bool, Missing>,
) -> Result<bool, Missing> {
    any(OTHERS.map(|topic| any(view.each(topic)?.map(|other| same(view.donor(), other)))))
}
