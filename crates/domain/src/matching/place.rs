//! Addresses as they are compared: the building and the flat, not the words around them.

use std::fmt;

use super::fold::{Letters, fold};
use super::postcode::{Postcode, PostcodeLevel};
use crate::document::Address;

/// Words that come before the number of a dwelling inside a building.
const DWELLINGS: [&str; 5] = ["flat", "apartment", "apt", "unit", "room"];

/// Words of streets that are written in full or not **\[I\]**.
const SHORT: [(&str, &str); 14] = [
    ("street", "st"),
    ("saint", "st"),
    ("road", "rd"),
    ("avenue", "ave"),
    ("av", "ave"),
    ("lane", "ln"),
    ("close", "cl"),
    ("drive", "dr"),
    ("court", "ct"),
    ("crescent", "cres"),
    ("gardens", "gdns"),
    ("square", "sq"),
    ("terrace", "ter"),
    ("place", "pl"),
];

/// An address as it is compared: made once, kept with the person. Its `Debug` shows nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct Place {
    postcode: Postcode,
    uprn: Option<u64>,
    dwelling: Dwelling,
}

#[derive(Clone, Default, PartialEq, Eq)]
struct Dwelling {
    /// The first house number, without its letter.
    number: String,
    /// The flat, or the letter of the house number.
    flat: String,
    /// The first words that are neither; what tells buildings apart that have no number **\[I\]**.
    name: String,
}

/// How two addresses compare, from the strongest (least) to `Missing` (greatest): rule book, section 5.2.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AddressLevel {
    /// One postcode, one building, one flat; or one UPRN.
    Same,
    /// One postcode and building; the flats differ, or one does not say, or the UPRNs differ.
    SameBuilding,
    /// One postcode and no more.
    PostcodeOnly,
    /// Two postcodes.
    Different,
    /// The postcode of one is not there or cannot be compared: says nothing either way.
    Missing,
}

impl Place {
    /// From an address as it was typed.
    pub fn of(address: &Address) -> Self {
        let mut dwelling = Dwelling::default();
        for line in [&address.line1, &address.line2, &address.line3] {
            line.as_str().split(',').for_each(|segment| dwelling.read(segment));
        }
        let postcode = Postcode::of(address.postcode.as_str()).in_country(address.country.as_str());
        Self { postcode, uprn: None, dwelling }
    }

    /// With its Unique Property Reference Number, as One Login's address claim carries it.
    #[must_use]
    pub const fn with_uprn(mut self, uprn: u64) -> Self {
        self.uprn = Some(uprn);
        self
    }

    /// Its postcode.
    pub const fn postcode(&self) -> &Postcode {
        &self.postcode
    }
}

impl AddressLevel {
    /// Compares two addresses; the order does not matter.
    pub fn between(one: &Place, other: &Place) -> Self {
        let level = match PostcodeLevel::between(&one.postcode, &other.postcode) {
            PostcodeLevel::Missing => Self::Missing,
            PostcodeLevel::Same => Self::within_postcode(&one.dwelling, &other.dwelling),
            PostcodeLevel::Outward | PostcodeLevel::Different => Self::Different,
        };
        match (one.uprn, other.uprn) {
            (Some(a), Some(b)) if a == b => Self::Same,
            (Some(_), Some(_)) => level.max(Self::SameBuilding),
            _ => level,
        }
    }

    fn within_postcode(one: &Dwelling, other: &Dwelling) -> Self {
        if !one.is_same_building(other) {
            Self::PostcodeOnly
        } else if one.flat == other.flat {
            Self::Same
        } else {
            Self::SameBuilding
        }
    }
}

impl Dwelling {
    /// By number where there is one, else by name; two that say neither are not the same.
    fn is_same_building(&self, other: &Self) -> bool {
        if self.number.is_empty() && other.number.is_empty() {
            !self.name.is_empty() && self.name == other.name
        } else {
            self.number == other.number
        }
    }

    /// Reads what stands between two commas.
    fn read(&mut self, segment: &str) {
        let folded = fold(segment, Letters::Plain);
        let mut words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        let mut name = Vec::new();
        while let Some(word) = words.next() {
            if DWELLINGS.contains(&word) && self.flat.is_empty() {
                // "Ground floor flat, 10 High Street": named by the words before it.
                self.flat = words.next().map_or_else(|| std::mem::take(&mut name).join(" "), str::to_owned);
            } else if let Some((number, letter)) = house_number(word).filter(|_| self.number.is_empty()) {
                number.clone_into(&mut self.number);
                if self.flat.is_empty() {
                    letter.clone_into(&mut self.flat);
                }
            } else {
                name.push(shortened(word));
            }
        }
        if self.name.is_empty() {
            self.name = name.join(" ");
        }
    }
}

/// Digits with at most one letter after them: 10, 10a; not 1st.
fn house_number(word: &str) -> Option<(&str, &str)> {
    let end = word.find(|c: char| !c.is_ascii_digit()).unwrap_or(word.len());
    let (number, letter) = word.split_at(end);
    (!number.is_empty() && letter.chars().count() <= 1).then_some((number, letter))
}

fn shortened(word: &str) -> &str {
    SHORT.iter().find(|(full, _)| *full == word).map_or(word, |(_, short)| short)
}

impl fmt::Debug for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[personal]")
    }
}
