//! The classes of section 5.4 and what they may cause.

use jiff::civil::date;

use super::people::{BORN, address, rare, whole};
use crate::LpaUid;
use crate::matching::{Circle, Class, Disclosure, LinkGroup, Subject, judge};

fn class(one: &Subject, other: &Subject, circle: Circle) -> Class {
    let class = one.compare(other).class(circle);
    assert_eq!(other.compare(one).class(circle), class);
    class
}

fn in_register(one: &Subject, other: &Subject) -> Class {
    class(one, other, Circle::Register)
}

fn uid() -> LpaUid {
    "M-1234-5678-9018".parse().unwrap()
}

/// Rule (a).
#[test]
fn a_uid_with_birth_date_and_last_name_is_strong() {
    let one = Subject::named("Ottiline", "Zyxomma").born(BORN).of_lpa(uid());
    let other = Subject::named("Petra", "ZYXOMMA").born(BORN).of_lpa(uid());
    assert_eq!(in_register(&one, &other), Class::Strong);
    let married = Subject::named("Petra", "Quux").born(BORN).of_lpa(uid());
    assert_ne!(in_register(&one, &married), Class::Strong);
    let unborn = Subject::named("Petra", "Zyxomma").of_lpa(uid());
    assert_ne!(in_register(&one, &unborn), Class::Strong);
}

/// Rule (b).
#[test]
fn one_verified_identity_is_strong() {
    let (one, other) = (rare().verified_as("urn:a"), Subject::named("Petra", "Quux").verified_as("urn:a"));
    assert_eq!(in_register(&one, &other), Class::Strong);
    assert_ne!(in_register(&rare().verified_as("urn:a"), &rare().verified_as("urn:b")), Class::Strong);
    assert_ne!(in_register(&rare().verified_as(""), &rare().verified_as("")), Class::Strong);
}

/// Rule (c): any address counts, current or previous, and a middle name may be missing.
#[test]
fn names_birth_date_and_postcode_are_strong() {
    assert_eq!(in_register(&whole(), &whole()), Class::Strong);
    let moved = rare()
        .born(BORN)
        .living_at(&address("3 Weir Road", "LL11 2AA"))
        .living_at(&address("10 Mill Lane", "sw1a1aa"));
    assert_eq!(in_register(&whole(), &moved), Class::Strong);
    let with_middle_name =
        Subject::named("Ottiline Ann", "Zyxomma").born(BORN).living_at(&address("1 Elm Rd", "SW1A 1AA"));
    assert_eq!(in_register(&whole(), &with_middle_name), Class::Strong);
}

/// One step short of rule (c) in each field: never strong.
#[test]
fn one_step_short_of_strong_is_not_strong() {
    let here = address("10 Mill Lane", "SW1A 1AA");
    let almost = [
        Subject::named("O", "Zyxomma").born(BORN).living_at(&here),
        Subject::named("Ottiline", "Zyxomma-Quux").born(BORN).living_at(&here),
        rare().born(BORN).living_at(&address("10 Mill Lane", "SW1A 1AB")),
        rare().born(BORN),
    ];
    for other in &almost {
        assert_eq!(in_register(&whole(), other), Class::Probable);
    }
    let variant = Subject::named("Liz", "Smyth").born(BORN).living_at(&here);
    let as_written = Subject::named("Elizabeth", "Smith").born(BORN).living_at(&here);
    assert_eq!(in_register(&variant, &as_written), Class::Probable);
}

/// Rule (d), with T194 (section 7.9): a full name and one mobile number, among the people of one donor.
#[test]
fn within_one_donor_a_full_name_and_a_way_to_reach_them_is_strong() {
    let eve = || Subject::named("Eve", "Finch");
    for (one, other) in [
        (eve().with_mobile("07700 900123"), eve().with_mobile("+447700900123")),
        (eve().with_email("Eve@example.org"), eve().with_email("eve+lpa@example.org")),
        (eve().born(BORN), eve().born(BORN)),
    ] {
        assert_eq!(class(&one, &other, Circle::OneDonor), Class::Strong);
        assert_ne!(in_register(&one, &other), Class::Strong);
    }
    assert_eq!(class(&eve(), &eve(), Circle::OneDonor), Class::Possible);
}

/// Father and son of one name on one telephone; a slip of the pen is no other person.
#[test]
fn another_birth_date_outweighs_a_shared_telephone() {
    let called = |born| Subject::named("Eve", "Finch").with_mobile("07700 900123").born(born);
    assert_ne!(class(&called(BORN), &called(date(1983, 9, 1)), Circle::OneDonor), Class::Strong);
    assert_eq!(class(&called(BORN), &called(date(1950, 12, 4)), Circle::OneDonor), Class::Strong);
}

/// Rule K06 with T300 (section 7.11): refers by its own rule, and refuses nobody.
#[test]
fn another_birth_date_under_one_name_and_address_is_noticed() {
    let here = address("10 Mill Lane", "SW1A 1AA");
    let swapped = rare().born(date(1950, 12, 4)).living_at(&here);
    assert!(whole().compare(&swapped).is_drift());
    assert!(in_register(&whole(), &swapped).may(Disclosure::N3));
    let son = rare().born(date(1983, 9, 1)).living_at(&here);
    assert!(whole().compare(&son).is_drift());
    assert_eq!(in_register(&whole(), &son), Class::Possible);
    assert_eq!(class(&whole(), &son, Circle::OneDonor), Class::Possible);
    assert!(!whole().compare(&whole()).is_drift());
}

/// T234: spouses share a name, an address, and often a telephone. That is normal.
#[test]
fn spouses_are_two_people() {
    let here = address("10 Mill Lane", "SW1A 1AA");
    let one = Subject::named("Ottiline", "Zyxomma").living_at(&here).with_mobile("07700 900123");
    let other = Subject::named("Bertram", "Zyxomma").living_at(&here).with_mobile("07700 900123");
    for circle in [Circle::Register, Circle::OneDonor] {
        assert!(!class(&one, &other, circle).may(Disclosure::N3));
    }
    assert_eq!(in_register(&rare(), &Subject::named("Bertram", "Quux")), Class::None);
}

/// Two who are not there are not one person.
#[test]
fn nobody_is_nobody() {
    let nobody = Subject::named("", "").living_at(&address("", "")).with_mobile("").with_email("");
    assert_eq!(in_register(&nobody, &nobody), Class::None);
    assert_eq!(class(&nobody, &nobody, Circle::OneDonor), Class::None);
}

/// Section 5.4, "exactly one link group may qualify"; K09 with T301: merged records count once.
#[test]
fn exactly_one_group_may_be_strong() {
    let (asked, record) = (whole(), whole());
    let group = |number| (LinkGroup(number), &record);
    let merged = judge(&asked, [group(1), group(1), group(1)], Circle::Register);
    assert_eq!(merged.class(), Class::Strong);
    let two = judge(&asked, [group(1), group(2)], Circle::Register);
    assert_eq!(two.class(), Class::Probable);
    assert_eq!(two.of_class(Class::Probable).count(), 2);
    let weaker = rare().born(BORN);
    let beside = judge(&asked, [group(1), (LinkGroup(2), &weaker)], Circle::Register);
    assert_eq!(beside.of_class(Class::Strong).collect::<Vec<_>>(), [LinkGroup(1)]);
    assert_eq!(judge(&asked, [], Circle::Register).class(), Class::None);
}

/// Section 5.4: refuse only on Strong; refer on Probable; never on Possible alone.
#[test]
fn what_a_class_may_cause_is_a_table() {
    use Disclosure::{N0, N1, N2, N3, N4};
    let table = [
        (Class::Strong, [true, true, true, true, true]),
        (Class::Probable, [true, false, false, true, false]),
        (Class::Possible, [true, false, false, false, false]),
        (Class::None, [true, false, false, false, false]),
    ];
    for (class, may) in table {
        assert_eq!([N0, N1, N2, N3, N4].map(|cause| class.may(cause)), may, "{class:?}");
    }
}
