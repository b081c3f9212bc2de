//! Texts of any length: what grows with the square of them would not end here.

use super::people::BORN;
use crate::document::Address;
use crate::matching::{Circle, Class, LETTERS_COMPARED, PLACES_COMPARED, Subject};

#[test]
fn a_hundred_thousand_letters_are_compared_in_bounded_work() {
    for (one, other) in [("ab", "ba"), ("a b ", "b c "), ("é", "ü"), ("-", "’")] {
        let (one, other) = (one.repeat(100_000), other.repeat(100_000));
        let home = |text: &str| Address { line1: text.into(), postcode: text.into(), ..Address::default() };
        let a =
            Subject::named(&one, &one).born(BORN).living_at(&home(&one)).with_mobile(&one).with_email(&one);
        let b =
            Subject::named(&other, &other).living_at(&home(&other)).with_mobile(&other).with_email(&other);
        assert_ne!(a.compare(&b).class(Circle::Register), Class::Strong);
        assert!(!a.keys().is_empty());
    }
}

/// What differs behind the letters that are looked at is not seen by the measure, and still not taken for the same.
#[test]
fn the_measure_looks_at_the_beginning_alone() {
    let beginning = "q".repeat(LETTERS_COMPARED);
    let (one, other) = (beginning.clone() + &"x".repeat(900), beginning + &"y".repeat(900));
    let level = Subject::named("A", &one).compare(&Subject::named("A", &other)).last_name;
    assert_eq!(level, crate::matching::LastNameLevel::Close);
}

#[test]
fn no_more_addresses_are_kept_than_promised() {
    let home = Address { postcode: "SW1A 1AA".into(), ..Address::default() };
    let person = (0..PLACES_COMPARED * 3).fold(Subject::named("A", "B"), |person, _| person.living_at(&home));
    assert_eq!(person.places.len(), PLACES_COMPARED);
}
