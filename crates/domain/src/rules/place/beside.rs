//! What is told of those who stand in no document, and of the steps on the way to registration.

use super::{Place, beside};
use crate::rules::key::{At, Count, Day, Flag, Key, Text, Word};

pub(super) const CORRESPONDENT: &[Place] = &[
    beside(Key::Text(Text::FirstNames), "firstNames", "first names"),
    beside(Key::Text(Text::LastName), "lastName", "last name"),
    beside(Key::Text(Text::Line1), "address/line1", "first line of the address"),
    beside(Key::Text(Text::Postcode), "address/postcode", "postcode"),
    beside(Key::Text(Text::Email), "email", "email address"),
    beside(Key::Text(Text::Phone), "phone", "phone number"),
];

pub(super) const VOUCHER: &[Place] = &[
    beside(Key::Text(Text::FirstNames), "firstNames", "first names"),
    beside(Key::Text(Text::LastName), "lastName", "last name"),
    beside(Key::Day(Day::Birth), "dateOfBirth", "date of birth"),
    beside(Key::Text(Text::Line1), "address/line1", "first line of the address"),
    beside(Key::Text(Text::Postcode), "address/postcode", "postcode"),
    beside(Key::Text(Text::Email), "email", "email address"),
    beside(Key::Count(Count::VouchAttempts), "attempts", "how often somebody was asked to vouch"),
    beside(Key::Word(Word::IdentityResult), "identity/result", "what came of proving the identity"),
    beside(Key::Text(Text::VerifiedFirstNames), "identity/firstNames", "verified first names"),
    beside(Key::Text(Text::VerifiedLastName), "identity/lastName", "verified last name"),
    beside(Key::Text(Text::IdentitySubject), "identity/subject", "whom the identity provider verified"),
    beside(Key::Day(Day::KnownSince), "knownSince", "since when they have known the donor"),
];

pub(super) const APPLICANT: &[Place] = &[
    beside(Key::At(At::Signed), "signedAt", "when the applicant signed"),
    beside(Key::Word(Word::AppliesAs), "as", "as what the applicant applies"),
];

pub(super) const NOTICE: &[Place] =
    &[beside(Key::At(At::NoticeGiven), "givenAt", "when the Public Guardian gave notice of the application")];

pub(super) const OBJECTION: &[Place] = &[
    beside(Key::At(At::Received), "receivedAt", "when the objection was received"),
    beside(Key::At(At::Resolved), "resolvedAt", "when it was resolved"),
    beside(Key::Word(Word::ObjectsAs), "as", "as what somebody objects"),
];

pub(super) const SIGNING: &[Place] = &[
    beside(Key::Flag(Flag::TasksDone), "tasksDone", "whether every section is finished"),
    beside(Key::At(At::Checked), "checkedAt", "when the donor last checked the LPA"),
    beside(Key::At(At::Shared), "sharedAt", "when it was last shared with the certificate provider"),
    beside(Key::At(At::Changed), "changedAt", "when anything was last changed"),
    beside(Key::At(At::Submitted), "submittedAt", "when it was sent to the register"),
    beside(Key::Word(Word::Payment), "payment", "how far payment is"),
    beside(Key::Flag(Flag::DeclaresToSign), "declares/toSign", "whether the donor declares to sign"),
    beside(Key::Flag(Flag::DeclaresToApply), "declares/toApply", "whether the donor declares to apply"),
    beside(
        Key::Flag(Flag::ChangedSinceSigned),
        "changedSinceSigned",
        "whether anything changed since signing",
    ),
    beside(Key::Count(Count::CodeDigits), "witnessCode/digits", "how many digits the code has"),
    beside(Key::At(At::CodeSent), "witnessCode/sentAt", "when the code was sent"),
    beside(Key::At(At::CodeEntered), "witnessCode/enteredAt", "when it was entered"),
    beside(Key::At(At::CodeAskedAgain), "witnessCode/askedAgainAt", "when another was asked for"),
    beside(
        Key::Count(Count::CodesEntered),
        "witnessCode/enteredWithinAnHour",
        "how many were entered in an hour",
    ),
];

pub(super) const PAPER: &[Place] = &[
    beside(Key::Flag(Flag::OptionASigned), "section5/optionA/signed", "whether option A is signed"),
    beside(Key::Day(Day::OptionADated), "section5/optionA/on", "date beside option A"),
    beside(Key::Flag(Flag::OptionBSigned), "section5/optionB/signed", "whether option B is signed"),
    beside(Key::Day(Day::OptionBDated), "section5/optionB/on", "date beside option B"),
    beside(Key::Count(Count::Sheet1People), "sheet1/people", "people on continuation sheets 1"),
    beside(Key::Flag(Flag::TextContinues), "sheet2/needed", "whether a text goes on beyond its box"),
    beside(Key::Flag(Flag::HasSheet2), "sheet2/present", "whether continuation sheet 2 is there"),
    beside(Key::Flag(Flag::HasSheet3), "sheet3/present", "whether continuation sheet 3 is there"),
    beside(Key::Day(Day::Sheet3Dated), "sheet3/on", "date of continuation sheet 3"),
    beside(Key::Flag(Flag::HasSheet4), "sheet4/present", "whether continuation sheet 4 is there"),
    beside(Key::Flag(Flag::PagesMissing), "form/pagesMissing", "whether pages are missing"),
    beside(Key::Flag(Flag::OtherForm), "form/isAnother", "whether it is another form or version"),
    beside(Key::Flag(Flag::ContentDiffers), "form/saysOtherwise", "whether the form says something else"),
    beside(Key::Flag(Flag::StoredWithErrors), "storedWithErrors", "whether it was stored although wrong"),
];
