//! Who vouches is nobody's double and no relative.

use crate::document::AttorneyStatus;
use crate::matching::LastNameLevel;
use crate::rules::same::{both, same_address, same_full_name};
use crate::rules::{
    About, Category, Day, Decided, Disclosure, Missing, Rule, RuleSets, Scope, Section, Severity, Source,
    Stage, Text, Topic, Verdict, View, Word,
};

pub(super) const H10: Rule = Rule {
    id: "H10",
    name: "voucher-not-actor",
    says: "Who vouches for the donor is nobody else on the LPA; where they share a name, the donor confirms that they are two people.",
    category: Category::Identity,
    severities: &[Severity::Block, Severity::Refer, Severity::Warn],
    stage: Stage::S14,
    section: Section::Identity,
    scope: Scope::Each(&[
        Topic::Donor,
        Topic::Attorney,
        Topic::CertificateProvider,
        Topic::PersonToNotify,
        Topic::Signatory,
        Topic::Witness,
    ]),
    reads: &[
        Topic::Voucher.text(Text::FirstNames),
        Topic::Voucher.text(Text::LastName),
        Topic::Voucher.day(Day::Birth),
        Topic::Donor.text(Text::FirstNames),
        Topic::Donor.text(Text::LastName),
        Topic::Donor.day(Day::Birth),
        Topic::Attorney.text(Text::FirstNames),
        Topic::Attorney.text(Text::LastName),
        Topic::Attorney.day(Day::Birth),
        Topic::Attorney.word_of(Word::Status),
        Topic::CertificateProvider.text(Text::FirstNames),
        Topic::CertificateProvider.text(Text::LastName),
        Topic::CertificateProvider.day(Day::Birth),
        Topic::PersonToNotify.text(Text::FirstNames),
        Topic::PersonToNotify.text(Text::LastName),
        Topic::PersonToNotify.day(Day::Birth),
        Topic::Signatory.text(Text::FirstNames),
        Topic::Signatory.text(Text::LastName),
        Topic::Signatory.day(Day::Birth),
        Topic::Witness.text(Text::FirstNames),
        Topic::Witness.text(Text::LastName),
        Topic::Witness.day(Day::Birth),
    ],
    disclosure: Disclosure::N0,
    sources: &[Source::code("Modernising LPA; paper identity, which leaves out most (hazard Z-21)")],
    reading: Some(
        "Where a date of birth is not given, a name is not enough to refuse. An attorney who was removed is referred: no present service asks.",
    ),
    sets: RuleSets::All,
    decide: apart,
};

fn apart(view: &View<'_>) -> Decided {
    let Some(voucher) = view.optional(Topic::Voucher)? else { return Ok(Verdict::NotApplicable) };
    let other = view.subject();
    if !same_full_name(voucher, other)? {
        return Ok(Verdict::Satisfied);
    }
    Ok(if !both(voucher.day(Day::Birth), other.day(Day::Birth), |one, other| one == other)? {
        Verdict::NeedsConfirmation(
            "Who vouches has the name of somebody on the LPA. Confirm that they are two people.",
        )
    } else if is_removed(other)? {
        Verdict::Refer("Who vouches was an attorney on this LPA and was removed. A person at OPG must look.")
    } else {
        Verdict::Violated("Who vouches is somebody else on the LPA as well. Ask somebody else to vouch.")
    })
}

fn is_removed(one: About<'_>) -> Result<bool, Missing> {
    Ok(one.topic() == Topic::Attorney && one.word(Word::Status)?.is(AttorneyStatus::Removed))
}

pub(super) const H11: Rule = Rule {
    id: "H11",
    name: "voucher-surname",
    says: "Where who vouches shares the donor's last name, the donor confirms that they are no family.",
    category: Category::ConflictOfInterest,
    severities: &[Severity::Warn],
    scope: Scope::Each(&[Topic::Voucher]),
    reads: &[Topic::Voucher.text(Text::LastName), Topic::Donor.text(Text::LastName)],
    sources: &[Source::code("Modernising LPA: the warning when vouching")],
    reading: Some(
        "A part of the name in common, another spelling or a slip of the pen counts too, as for certificate providers.",
    ),
    decide: |view| {
        let shared = both(view.subject().last_name(), view.donor().last_name(), |voucher, donor| {
            LastNameLevel::between(voucher, donor) <= LastNameLevel::Close
        })?;
        Ok(if shared {
            Verdict::NeedsConfirmation(
                "Who vouches shares the donor's last name. Confirm that they are not of one family.",
            )
        } else {
            Verdict::Satisfied
        })
    },
    ..H10
};

pub(super) const H12: Rule = Rule {
    id: "H12",
    name: "voucher-address",
    says: "Who vouches does not live at the donor's address.",
    category: Category::ConflictOfInterest,
    severities: &[Severity::Block],
    scope: Scope::Each(&[Topic::Voucher]),
    reads: &[
        Topic::Voucher.text(Text::Line1),
        Topic::Voucher.text(Text::Postcode),
        Topic::Donor.text(Text::Line1),
        Topic::Donor.text(Text::Line2),
        Topic::Donor.text(Text::Line3),
        Topic::Donor.text(Text::Postcode),
        Topic::Donor.text(Text::Country),
    ],
    sources: &[Source::code("paper identity; Modernising LPA asks for no such address")],
    reading: Some("Postcode, house and flat are compared, and not the words of the first line."),
    decide: |view| {
        Ok(if same_address(view.subject(), view.donor())? {
            Verdict::Violated("Who vouches lives at the donor's address. Ask somebody who lives elsewhere.")
        } else {
            Verdict::Satisfied
        })
    },
    ..H10
};
