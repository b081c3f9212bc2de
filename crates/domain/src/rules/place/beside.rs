//! What is told of those who stand in no document, and of the steps on the way to registration.

use super::{Place, beside};
use crate::rules::key::{At, Count, Day, Key, Text};

pub(super) const CORRESPONDENT: &[Place] = &[
    beside(Key::Text(Text::FirstNames), "firstNames", "first names"),
    beside(Key::Text(Text::LastName), "lastName", "last name"),
    beside(Key::Text(Text::Organisation), "organisation", "organisation"),
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
];

pub(super) const APPLICANT: &[Place] =
    &[beside(Key::At(At::Signed), "signedAt", "when the applicant signed")];

pub(super) const NOTICE: &[Place] = &[];

pub(super) const OBJECTION: &[Place] = &[];

pub(super) const SIGNING: &[Place] = &[];

pub(super) const PAPER: &[Place] = &[];
