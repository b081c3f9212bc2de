//! Marks say of two people what comparing them in the clear would say, or less.

use proptest::prelude::*;

use super::people::BORN;
use super::properties::person;
use crate::matching::{
    Agreement, BirthDateLevel, Circle, Class, ExactLevel, ForenamesLevel, LastNameLevel, PostcodeLevel,
    Subject,
};

fn agreement(sought: &Subject, kept: &Subject) -> Agreement {
    Agreement::between(&sought.sought(), &kept.kept())
}

proptest! {
    /// Nobody is refused or referred for a mark whom the comparison would not have found.
    #[test]
    fn what_marks_find_the_comparison_finds(one in person(), other in person()) {
        let compared = one.compare(&other);
        for circle in [Circle::Register, Circle::OneDonor] {
            let class = agreement(&one, &other).class(circle);
            let clear = compared.class(circle).min(compared.class(Circle::Register));
            prop_assert!(class == Class::None || clear <= class, "{compared:?} {class:?} {clear:?}");
        }
    }

    #[test]
    fn who_can_be_sought_has_marks_to_be_sought_by(one in person()) {
        for person in [one.clone(), Subject { birth_date: None, ..one.clone() }, Subject { places: Vec::new(), birth_date: None, ..one }] {
            prop_assert_eq!(person.can_be_sought(), !person.sought().is_empty());
        }
    }

    /// The definitions of section 5.4 without UID, identity and score, whichever of the two is kept.
    #[test]
    fn what_the_definitions_say_marks_find(one in person(), other in person()) {
        let compared = one.compare(&other);
        let same_birth = compared.birth_date == BirthDateLevel::Same;
        let same_name = compared.last_name == LastNameLevel::Same;
        let found = agreement(&one, &other);
        if same_birth && same_name && compared.forenames <= ForenamesLevel::FirstToken
            && compared.postcode == PostcodeLevel::Same
        {
            prop_assert!(found.strong);
        }
        let reached = compared.email == ExactLevel::Same || compared.mobile == ExactLevel::Same;
        let born = same_birth || (reached && compared.birth_date == BirthDateLevel::Missing);
        if compared.is_same_full_name() && born {
            prop_assert_eq!(found.class(Circle::OneDonor), Class::Strong);
        }
        if same_birth && compared.last_name <= LastNameLevel::SharesPart
            && compared.forenames <= ForenamesLevel::Initial
        {
            prop_assert!(found.probable);
        }
        prop_assert_eq!(agreement(&other, &one), found);
    }
}

fn named(forenames: &str, last_name: &str) -> Subject {
    Subject::named(forenames, last_name).born(BORN)
}

#[test]
fn twins_are_two_people_and_an_initial_may_be_either() {
    let class = |one: &Subject, other: &Subject| agreement(one, other).class(Circle::Register);
    let (john, james, j) = (named("John", "Quenby"), named("James", "Quenby"), named("J", "Quenby"));
    assert_eq!(class(&john, &james), Class::None);
    assert_eq!((class(&john, &j), class(&j, &james)), (Class::Probable, Class::Probable));
    assert_eq!(class(&named("Elizabeth", "Hale-Quenby"), &named("Liz", "Quenby")), Class::Probable);
}

#[test]
fn of_whom_too_little_is_known_there_are_no_marks() {
    for person in [Subject::named("Ann", "Quenby"), named("", "Quenby"), named("Ann", "")] {
        assert_eq!((person.kept(), person.sought()), (vec![], vec![]));
    }
}

#[test]
fn no_mark_is_printed() {
    let printed = format!("{:?} {:?}", named("Ann", "Quenby").kept(), named("Ann", "Quenby").sought());
    assert!(!printed.to_lowercase().contains("quenby") && !printed.contains("1950"), "{printed}");
}
