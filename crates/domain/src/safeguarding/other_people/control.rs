//! Whether one person holds everything: power, letters and the donor's own messages.

use crate::document::AppointmentType;
use crate::rules::same::{same_address, same_email, same_full_name, same_phone};
use crate::rules::{
    About, Category, Decided, Disclosure, Input, Missing, Rule, RuleSets, Scope, Section, Severity, Source,
    Stage, Text, Topic, Verdict, View, all, any,
};
use crate::safeguarding::appointed::{READS, is_appointed, originals};

type Same = fn(About<'_>, About<'_>) -> Result<bool, Missing>;

pub(super) const E11: Rule = Rule {
    id: "E11",
    name: "correspondent-is-sole-attorney",
    says: "A sole attorney does not get all letters too, with nobody to notify and the donor's messages shared.",
    category: Category::Safeguarding,
    severities: &[Severity::Refer],
    stage: Stage::S10,
    section: Section::PeopleToNotify,
    scope: Scope::Whole,
    reads: &[
        READS[0],
        READS[1],
        READS[2],
        READS[3],
        Topic::PersonToNotify.list(),
        Topic::Attorney.text(Text::FirstNames),
        Topic::Attorney.text(Text::LastName),
        Topic::Attorney.text(Text::Email),
        Topic::Attorney.text(Text::Phone),
        Topic::Correspondent.text(Text::FirstNames),
        Topic::Correspondent.text(Text::LastName),
        Topic::Correspondent.text(Text::Email),
        Topic::Correspondent.text(Text::Phone),
        Topic::Donor.text(Text::Email),
        Topic::Donor.text(Text::Phone),
    ],
    disclosure: Disclosure::N3,
    sources: &[
        Source::guidance("attorneys may be correspondents"),
        Source::ours("the combination of all four"),
    ],
    reading: Some("Each of the four is lawful; only all together bring a person to look."),
    sets: RuleSets::All,
    decide: |view| {
        let is_sole = originals(view).map(|count| count == 1);
        let nobody_told = view.each(Topic::PersonToNotify).map(|people| people.is_empty());
        Ok(if all([nobody_told, is_sole, attorney_gets_letters(view)])? {
            Verdict::Refer(
                "The sole attorney gets all letters, nobody is notified, and the donor's messages are shared.",
            )
        } else {
            Verdict::Satisfied
        })
    },
};

/// Whether an attorney who acts first is the correspondent, and one of the two shares the donor's messages.
fn attorney_gets_letters(view: &View<'_>) -> Result<bool, Missing> {
    let Some(correspondent) = view.optional(Topic::Correspondent)? else { return Ok(false) };
    let reaches_donor = |one: About<'_>| any([same_email(view.donor(), one), same_phone(view.donor(), one)]);
    any(view.each(Topic::Attorney)?.map(|attorney| {
        all([
            is_appointed(attorney, AppointmentType::Original),
            same_full_name(attorney, correspondent),
            any([reaches_donor(attorney), reaches_donor(correspondent)]),
        ])
    }))
}

pub(super) const E12: Rule = Rule {
    id: "E12",
    name: "single-controller",
    says: "No email, phone or address serves the donor, an attorney, and the certificate provider or correspondent at once.",
    scope: Scope::Each(&[Topic::Attorney]),
    reads: CONTACTS,
    sources: &[Source::ours("one who holds the messages of three roles can play all three")],
    reading: Some(
        "An attorney who lives with the donor and is the correspondent is no such case: only a shared email or phone is, there.",
    ),
    decide: controller,
    ..E11
};

const CONTACTS: &[Input] = &[
    Topic::Donor.text(Text::Email),
    Topic::Donor.text(Text::Phone),
    Topic::Donor.text(Text::Line1),
    Topic::Donor.text(Text::Line2),
    Topic::Donor.text(Text::Line3),
    Topic::Donor.text(Text::Postcode),
    Topic::Donor.text(Text::Country),
    Topic::Attorney.text(Text::FirstNames),
    Topic::Attorney.text(Text::LastName),
    Topic::Attorney.text(Text::Email),
    Topic::Attorney.text(Text::Phone),
    Topic::Attorney.text(Text::Line1),
    Topic::Attorney.text(Text::Line2),
    Topic::Attorney.text(Text::Line3),
    Topic::Attorney.text(Text::Postcode),
    Topic::Attorney.text(Text::Country),
    Topic::CertificateProvider.text(Text::Email),
    Topic::CertificateProvider.text(Text::Phone),
    Topic::CertificateProvider.text(Text::Line1),
    Topic::CertificateProvider.text(Text::Line2),
    Topic::CertificateProvider.text(Text::Line3),
    Topic::CertificateProvider.text(Text::Postcode),
    Topic::CertificateProvider.text(Text::Country),
    Topic::Correspondent.text(Text::FirstNames),
    Topic::Correspondent.text(Text::LastName),
    Topic::Correspondent.text(Text::Email),
    Topic::Correspondent.text(Text::Phone),
    Topic::Correspondent.text(Text::Line1),
    Topic::Correspondent.text(Text::Postcode),
];

fn controller(view: &View<'_>) -> Decided {
    let attorney = view.subject();
    let with = |topic: Topic, same: Same| {
        let thirds = view.each(topic)?;
        any(thirds.map(|third| all([same(view.donor(), attorney), same(view.donor(), third)])))
    };
    let is_one = any([
        with(Topic::CertificateProvider, same_email),
        with(Topic::CertificateProvider, same_phone),
        with(Topic::CertificateProvider, same_address),
        with(Topic::Correspondent, same_email),
        with(Topic::Correspondent, same_phone),
        all([with(Topic::Correspondent, same_address), is_no_correspondent(view, attorney)]),
    ]);
    Ok(if is_one? {
        Verdict::Refer("One email, phone or address serves the donor, an attorney and a third role.")
    } else {
        Verdict::Satisfied
    })
}

fn is_no_correspondent(view: &View<'_>, attorney: About<'_>) -> Result<bool, Missing> {
    let each = view.each(Topic::Correspondent)?;
    any(each.into_iter().map(|one| same_full_name(one, attorney))).map(|so| !so)
}
