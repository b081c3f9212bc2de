//! Vectors beside those of the rule book: each tells apart two ways of writing the code that the book's own vectors leave alike.

use jiff::civil::date;

use super::people::{BORN, address, rare, whole};
use crate::matching::fold::{Letters, fold};
use crate::matching::{Circle, Class, Key, LinkGroup, Subject, judge};

fn in_register(one: &Subject, other: &Subject) -> Class {
    one.compare(other).class(Circle::Register)
}

/// Section 5.4, class (c) wants the same day: a slip of the pen in it is looked at, and refuses nobody.
#[test]
fn a_slip_in_the_date_of_birth_is_not_strong() {
    let slips = [date(1950, 12, 4), date(1950, 4, 13), date(1951, 4, 12), date(1950, 7, 1)];
    for born in slips {
        let other = rare().born(born).living_at(&address("10 Mill Lane", "SW1A 1AA"));
        assert_ne!(in_register(&whole(), &other), Class::Strong, "{born}");
    }
}

/// The same class with a known variant in one name only.
#[test]
fn a_variant_of_one_name_is_not_strong() {
    let here = address("10 Mill Lane", "SW1A 1AA");
    let called = |forename, last| Subject::named(forename, last).born(BORN).living_at(&here);
    for (one, other) in
        [(("Liz", "Zyxomma"), ("Elizabeth", "Zyxomma")), (("Ottiline", "Smyth"), ("Ottiline", "Smith"))]
    {
        let (one, other) = (called(one.0, one.1), called(other.0, other.1));
        assert_eq!(in_register(&one, &other), Class::Probable);
    }
}

/// Rule K09: a group is as sure as its surest record, wherever that stands among them.
#[test]
fn a_group_is_as_sure_as_its_surest_record_in_any_order() {
    let (sure, unsure, other) = (whole(), rare().born(BORN), Subject::named("Bertram", "Quux"));
    for records in [[&sure, &unsure, &other], [&other, &unsure, &sure], [&unsure, &sure, &other]] {
        let judged = judge(&whole(), records.map(|record| (LinkGroup(1), record)), Circle::Register);
        assert_eq!(judged.groups().collect::<Vec<_>>(), [(LinkGroup(1), Class::Strong)]);
    }
}

/// Section 5.3: the keys, and what each is made of; a name with `ü` has two.
#[test]
fn everything_that_a_person_can_be_found_by_is_a_key() {
    let person = Subject::named("Ann", "Müller")
        .born(BORN)
        .living_at(&address("10 Mill Lane", "SW1A 1AA"))
        .with_email("Ann+lpa@example.org")
        .with_mobile("07700 900123")
        .of_lpa("M-3779-9919-9529".parse().unwrap());
    let keys = person.keys();
    let keys: Vec<&str> = keys.iter().map(Key::expose).collect();
    assert_eq!(
        keys,
        [
            "v1|born|1950-04-12",
            "v1|email|ann@example.org",
            "v1|mobile|+447700900123",
            "v1|name|1950|mueller",
            "v1|name|1950|muller",
            "v1|postcode|SW1A1AA|m",
            "v1|uid|M-3779-9919-9529",
        ]
    );
    assert!(Subject::named("Ann", "Müller").keys().is_empty(), "a name alone finds nobody");
}

/// Rule K06 wants the full name, the whole address, and two days that are known and differ.
#[test]
fn only_one_name_and_address_with_two_birth_dates_is_a_drift() {
    let born = date(1983, 9, 1);
    let here = address("10 Mill Lane", "SW1A 1AA");
    let others = [
        ("nobody knows when", rare().living_at(&here)),
        ("next door", rare().born(born).living_at(&address("12 Mill Lane", "SW1A 1AA"))),
        ("another forename", Subject::named("Bertram", "Zyxomma").born(born).living_at(&here)),
        ("one forename more", Subject::named("Ottiline Ann", "Zyxomma").born(born).living_at(&here)),
        ("another last name", Subject::named("Ottiline", "Quux").born(born).living_at(&here)),
    ];
    for (why, other) in others {
        assert!(!whole().compare(&other).is_drift(), "{why}");
        assert!(!other.compare(&whole()).is_drift(), "{why}");
    }
    assert!(whole().compare(&rare().born(born).living_at(&here)).is_drift());
}

/// A name that many have: the model alone would say two people, and K06 still has to see the pair.
#[test]
fn a_drift_is_possible_even_where_the_model_says_no() {
    let lives = |day| {
        let place = address("10 Mill Lane", "SW1A 1AA");
        Subject::named("John", "Smith").born(day).living_at(&place)
    };
    assert_eq!(lives(BORN).compare(&lives(date(1983, 9, 1))).class(Circle::OneDonor), Class::Possible);
}

/// What is dropped between two marks brings them together in the wrong order: folded once more, they stand in the right one.
#[test]
fn marks_that_come_together_are_put_in_order() {
    let (apart, together) = ("か\u{5b0}＇\u{3099}", "か\u{3099}\u{5b0}");
    assert_eq!(fold(apart, Letters::Plain), fold(together, Letters::Plain));
    assert_eq!(fold(&fold(apart, Letters::Plain), Letters::Plain), fold(apart, Letters::Plain));
}
