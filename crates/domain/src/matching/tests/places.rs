//! The vectors of section 5.2 and 7.4 on addresses.

use crate::document::Address;
use crate::matching::{AddressLevel, Place, Postcode, PostcodeLevel};

fn place(line1: &str, postcode: &str) -> Place {
    Place::of(&Address { line1: line1.into(), postcode: postcode.into(), ..Address::default() })
}

#[test]
fn addresses_compare_as_the_rule_book_says() {
    use AddressLevel::{Different, Missing, PostcodeOnly, Same, SameBuilding};
    let vectors = [
        // Section 5.1, the last rows: today's M5 takes the first pair for the same, and neither of the next two.
        (("1 High St", "SW1A 1AA"), ("1 HIGH ST", "sw1a 1aa"), Same),
        (("1 High St", "SW1A1AA"), ("1 High St", "SW1A 1AA"), Same), // T074
        (("Flat 1, 10 High St", "SW1A 1AA"), ("10 High St", "SW1A 1AA"), SameBuilding),
        (("Flat 1, 10 High Street", "SW1A 1AA"), ("10 High Street", "SW1A 1AA"), SameBuilding), // T076
        (("1 High Street", "SW1A 1AA"), ("1 High St", "SW1A 1AA"), Same),                       // T277
        (("", ""), ("", ""), Missing), // T075; today: equal
        (("", "SW1A 1AA"), ("", "SW1A 1AA"), PostcodeOnly),
        (("10 High St", ""), ("10 High St", ""), Missing),
        (("10 High St", "SW1A 1AA"), ("10 High St", "SW1A 2AA"), Different),
        (("10 High St", "SW1A 1AA"), ("11 High St", "SW1A 1AA"), PostcodeOnly),
        (("Flat 1, 10 High St", "SW1A 1AA"), ("Apartment 2, 10 High St", "SW1A 1AA"), SameBuilding),
        (("Flat 2 10 High St", "SW1A 1AA"), ("Apt. 2, 10, High Street", "SW1A 1AA"), Same),
        (("10A High St", "SW1A 1AA"), ("Flat A, 10 High St", "SW1A 1AA"), Same),
        (("Ground Floor Flat, 10 High St", "SW1A 1AA"), ("10 High St", "SW1A 1AA"), SameBuilding),
        (("1st Floor, 10 High St", "SW1A 1AA"), ("10 High St", "SW1A 1AA"), Same),
        (("Rose Cottage", "SW1A 1AA"), ("rose cottage", "SW1A 1AA"), Same),
        (("Rose Cottage", "SW1A 1AA"), ("Ivy Cottage", "SW1A 1AA"), PostcodeOnly),
        (("Mill Street", "SW1A 1AA"), ("Mill St", "SW1A 1AA"), Same),
    ];
    for (one, other, level) in vectors {
        let (a, b) = (place(one.0, one.1), place(other.0, other.1));
        assert_eq!(AddressLevel::between(&a, &b), level, "{one:?} / {other:?}");
        assert_eq!(AddressLevel::between(&b, &a), level, "{other:?} / {one:?}");
    }
}

#[test]
fn the_number_is_found_on_the_next_line() {
    let lines = Address {
        line1: "Flat 3".into(),
        line2: "10 High Street".into(),
        postcode: "SW1A 1AA".into(),
        ..Address::default()
    };
    let one_line = place("Flat 3, 10 High St", "SW1A 1AA");
    assert_eq!(AddressLevel::between(&Place::of(&lines), &one_line), AddressLevel::Same);
}

/// Section 5.2: compared when both sides have one.
#[test]
fn a_property_reference_counts_when_both_have_one() {
    use AddressLevel::{Missing, Same, SameBuilding};
    let plain = place("Rose Cottage", "SW1A 1AA");
    let (one, two) = (plain.clone().with_uprn(1), plain.clone().with_uprn(2));
    assert_eq!(AddressLevel::between(&one, &two), SameBuilding);
    assert_eq!(AddressLevel::between(&one, &plain), Same);
    assert_eq!(AddressLevel::between(&one, &place("The Cottage", "").with_uprn(1)), Same);
    assert_eq!(AddressLevel::between(&one, &place("Rose Cottage", "").with_uprn(2)), Missing);
}

#[test]
fn one_code_in_two_countries_is_not_one_place() {
    let code = |country: &str| Postcode::of("1000").in_country(country);
    assert_eq!(PostcodeLevel::between(&code("BE"), &code("BE")), PostcodeLevel::Same);
    assert_eq!(PostcodeLevel::between(&code("BE"), &code("")), PostcodeLevel::Same);
    assert_eq!(PostcodeLevel::between(&code("BE"), &code("DK")), PostcodeLevel::Missing);
    let british = |country: &str| Postcode::of("SW1A 1AA").in_country(country);
    assert_eq!(PostcodeLevel::between(&british("GB"), &british("")), PostcodeLevel::Same);
}

/// A foreign code of British shape has no district.
#[test]
fn a_foreign_code_has_no_outward_half() {
    let (one, other) = (Postcode::of("AB1 2CD").in_country("NL"), Postcode::of("AB1 3CD").in_country("NL"));
    assert_eq!(PostcodeLevel::between(&one, &other), PostcodeLevel::Missing);
}
