//! What an attorney has done, shares, or is to the donor.

use crate::document::{AttorneyStatus, Channel};
use crate::rules::same::{same_email, same_phone};
use crate::rules::{
    About, At, Category, Decided, Disclosure, Missing, Relation, Rule, RuleSets, Scope, Section, Severity,
    Source, Stage, Text, Topic, Verdict, View, Word, any,
};

pub(super) const B22: Rule = Rule {
    id: "B22",
    name: "attorney-disclaimed",
    says: "Nobody who has opted out of this LPA, or disclaimed, is kept as an attorney.",
    category: Category::LegalValidity,
    severities: &[Severity::Block],
    stage: Stage::S17,
    section: Section::Attorneys,
    scope: Scope::Each(&[Topic::Attorney, Topic::TrustCorporation]),
    reads: &[
        Topic::Attorney.at(At::OptedOut),
        Topic::Attorney.word_of(Word::Status),
        Topic::TrustCorporation.at(At::OptedOut),
        Topic::TrustCorporation.word_of(Word::Status),
    ],
    disclosure: Disclosure::N0,
    sources: &[Source::code("LPA Store: ATTORNEY_OPT_OUT, TRUST_CORPORATION_OPT_OUT")],
    reading: None,
    sets: RuleSets::All,
    decide: |view| {
        let subject = view.subject();
        Ok(if subject.at(At::OptedOut)?.is_none() {
            Verdict::Satisfied
        } else if subject.word::<AttorneyStatus>(Word::Status)?.is(AttorneyStatus::Removed) {
            Verdict::NotApplicable
        } else {
            Verdict::Violated(
                "This attorney has opted out and cannot be kept. Remove them; a replacement may step in.",
            )
        })
    },
};

pub(super) const B23: Rule = Rule {
    id: "B23",
    name: "attorney-shared-contact",
    says: "No attorney has the email or mobile of somebody else on the LPA.",
    category: Category::Safeguarding,
    severities: &[Severity::Refer, Severity::Warn],
    stage: Stage::S4,
    scope: Scope::EachAmong(&[Topic::Attorney, Topic::TrustCorporation]),
    reads: &[
        Topic::Donor.text(Text::Email),
        Topic::Donor.text(Text::Phone),
        Topic::Attorney.text(Text::Email),
        Topic::Attorney.text(Text::Phone),
        Topic::TrustCorporation.text(Text::Email),
        Topic::TrustCorporation.text(Text::Phone),
        Topic::CertificateProvider.text(Text::Email),
        Topic::CertificateProvider.text(Text::Phone),
    ],
    disclosure: Disclosure::N3,
    sources: &[Source::ours(
        "two who share an address for messages may be one, or one may act for the other",
    )],
    reading: Some(
        "A contact shared with the donor or the certificate provider is referred unseen, as A19 and D20 do; among attorneys it asks, once for each pair.",
    ),
    decide: shared,
    ..B22
};

fn shared(view: &View<'_>) -> Decided {
    let subject = view.subject();
    let with_any = |topic: Topic| {
        let before = view.each(topic)?.filter(|other| is_another_before(subject, *other));
        any(before.map(|other| any([same_email(subject, other), same_phone(subject, other)])))
    };
    Ok(if any([with_any(Topic::Donor), with_any(Topic::CertificateProvider)])? {
        Verdict::Refer("This attorney has the email or mobile of the donor or of the certificate provider.")
    } else if any([with_any(Topic::Attorney), with_any(Topic::TrustCorporation)])? {
        Verdict::NeedsConfirmation("Two attorneys have the same email or mobile. Is that right?")
    } else {
        Verdict::Satisfied
    })
}

/// Of two attorneys only the later is asked, people before companies.
fn is_another_before(subject: About<'_>, other: About<'_>) -> bool {
    match (subject.topic(), other.topic()) {
        (Topic::Attorney, Topic::TrustCorporation) => false,
        (one, another) => one != another || other.index() < subject.index(),
    }
}

pub(super) const B24: Rule = Rule {
    id: "B24",
    name: "attorney-care-worker",
    says: "No attorney has to do with the care home where the donor lives, or is paid to care for the donor.",
    category: Category::Safeguarding,
    severities: &[Severity::Refer],
    stage: Stage::S4,
    scope: Scope::Each(&[Topic::Attorney]),
    reads: &[
        Topic::Attorney.related(Topic::Donor, Relation::CareHomeOf),
        Topic::Attorney.related(Topic::Donor, Relation::PaidCarerOf),
    ],
    disclosure: Disclosure::N3,
    sources: &[Source::public("abuse by carers"), Source::ours("that a person should look")],
    reading: Some("No law bars them: it brings a person to look, and nothing else."),
    decide: |view| {
        let is = |relation| view.subject().is_related(view.donor(), relation);
        Ok(if any([is(Relation::CareHomeOf), is(Relation::PaidCarerOf)])? {
            Verdict::Refer("This attorney works at the donor's care home, or is paid to care for the donor.")
        } else {
            Verdict::Satisfied
        })
    },
    ..B22
};

pub(super) const B28: Rule = Rule {
    id: "B28",
    name: "attorney-channel-contact",
    says: "An attorney who takes part online has an email address, one who does so on paper has none.",
    category: Category::DataQuality,
    stage: Stage::S4,
    reads: &[
        Topic::Attorney.word_of(Word::Channel),
        Topic::Attorney.text(Text::Email),
        Topic::TrustCorporation.word_of(Word::Channel),
        Topic::TrustCorporation.text(Text::Email),
    ],
    sources: &[Source::code("LPA Store: email by channel")],
    decide: |view| {
        let (channel, email) = (view.subject().word::<Channel>(Word::Channel)?, has_email(view.subject())?);
        Ok(match channel.known() {
            None => Verdict::NotApplicable,
            Some(Channel::Online) if !email => Verdict::Violated("Give an email address, or choose paper."),
            Some(Channel::Paper) if email => {
                Verdict::Violated("Take the email address out, or choose online.")
            }
            Some(_) => Verdict::Satisfied,
        })
    },
    ..B22
};

fn has_email(one: About<'_>) -> Result<bool, Missing> {
    Ok(one.text(Text::Email)?.is_some())
}
