//! Whether two records are about one person: one normal form, one comparison, four classes.
//!
//! At least five notions of "the same name" are in use among today's services; a donor can pass one and fail the next
//! (hazard Z-02). Here is one, for every rule that compares people.
//!
//! | question | answered by |
//! |---|---|
//! | is it the same name, written otherwise? | [`Normal::agrees`] |
//! | how alike is one field? | a level: [`LastNameLevel`], [`ForenamesLevel`], [`BirthDateLevel`], [`PostcodeLevel`], [`AddressLevel`], [`ExactLevel`] |
//! | how do two people compare? | [`Subject::compare`], which gives a [`Comparison`] |
//! | how sure is it that they are one? | a [`Class`]: [`Comparison::class`] for a pair, [`judge`] for all candidates |
//! | what may come of it? | [`Class::may`] |
//! | whom to compare with at all? | [`Subject::keys`] |
//! | and where nobody may be read? | [`Subject::sought`] and [`Subject::kept`], which share marks: an [`Agreement`] |
//!
//! Levels and classes are ordered from the strongest, which is the least. What is not there is `Missing` and weighs nothing:
//! two empty addresses are not one address. Everything is symmetric. A name is compared in its normal form, which nobody
//! can read or store; the deed keeps what was typed.
//!
//! ```
//! use jiff::civil::date;
//! use lpa_domain::document::Address;
//! use lpa_domain::matching::{Circle, Class, Disclosure, LinkGroup, Subject, judge};
//!
//! let home = Address { line1: "10 Mill Lane".into(), postcode: "SW1A 1AA".into(), ..Address::default() };
//! let asked = Subject::named("Luis José", "García").born(date(1950, 4, 12)).living_at(&home);
//! let record = Subject::named("JOSE LUIS", "GARCIA").born(date(1950, 4, 12)).living_at(&home);
//!
//! let judged = judge(&asked, [(LinkGroup(1), &record)], Circle::Register);
//! assert_eq!(judged.class(), Class::Strong);
//! assert!(judged.class().may(Disclosure::N2));
//!
//! // Two people answer to it equally well: neither may be refused.
//! let judged = judge(&asked, [(LinkGroup(1), &record), (LinkGroup(2), &record)], Circle::Register);
//! assert_eq!(judged.class(), Class::Probable);
//! ```
//!
//! The work for one comparison is bounded whatever was typed: the measure of likeness looks at [`LETTERS_COMPARED`] letters, and
//! [`PLACES_COMPARED`] addresses are kept; the rest grows with the length of the names, which callers limit.
//!
//! Source: rule book, section 5, which is itself a proposal **\[I\]**. The table of variants ([`VARIANTS`]) and the weights
//! ([`REGISTER`], [`ONE_DONOR`]) are ours and unmeasured; `docs/matching.md` says what that means.

mod birth_date;
mod candidates;
mod class;
mod comparison;
mod contact;
mod fold;
mod forenames;
mod keys;
mod last_name;
mod likeness;
mod marks;
mod normal;
mod place;
mod postcode;
mod subject;
#[cfg(test)]
mod tests;
mod variants;
mod weights;

pub use birth_date::BirthDateLevel;
pub use candidates::{Judged, LinkGroup, judge};
pub use class::{Circle, Class, Disclosure};
pub use comparison::Comparison;
pub use contact::{Contact, ExactLevel};
pub use fold::MOST_GROWTH;
pub(crate) use fold::folded;
pub use forenames::ForenamesLevel;
pub use keys::Key;
pub use last_name::LastNameLevel;
pub use likeness::LETTERS_COMPARED;
pub use marks::{Agreement, Kept, MARKS_FORM, Sought};
pub use normal::Normal;
pub use place::{AddressLevel, Place};
pub use postcode::{Postcode, PostcodeLevel};
pub use subject::{PLACES_COMPARED, Subject};
pub use variants::VARIANTS;
pub use weights::{ONE_DONOR, REGISTER, Score, Weights};
