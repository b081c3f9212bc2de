//! Who is one person, and who is another, by name, birthday and what was said.

use jiff::civil::date;
use serde_json::{Value, json};

use super::same_person;
use crate::document::Draft;
use crate::json::Json;
use crate::rules::rule::{Category, Disclosure, RuleSets, Scope, Section, Stage};
use crate::rules::{
    Answers, Catalogue, Day, Facts, Outcome, Relation, Rule, RuleSet, Text, Told, Topic, Verdict, assess,
};

/// Satisfied when the donor and the first attorney are the same person, not applicable when they are not.
static SAME: Rule = Rule {
    id: "X01",
    name: "same",
    says: "The donor is the first attorney.",
    category: Category::Identity,
    severities: &[],
    stage: Stage::S4,
    section: Section::Donor,
    scope: Scope::Whole,
    reads: &[
        Topic::Donor.text(Text::FirstNames),
        Topic::Donor.text(Text::LastName),
        Topic::Donor.day(Day::Birth),
        Topic::Attorney.text(Text::FirstNames),
        Topic::Attorney.text(Text::LastName),
        Topic::Attorney.day(Day::Birth),
        Topic::Donor.related(Topic::Attorney, Relation::SamePerson),
    ],
    disclosure: Disclosure::N0,
    sources: &[],
    reading: None,
    sets: RuleSets::All,
    decide: |view| {
        Ok(match view.each(Topic::Attorney)?.next() {
            Some(first) if same_person(view.donor(), first)? => Verdict::Satisfied,
            _ => Verdict::NotApplicable,
        })
    },
};

fn outcome(donor: &Value, attorney: &Value, beside: &Value) -> Outcome {
    let parsed = |json: &Value| Json::parse(json.to_string().as_bytes()).unwrap();
    let draft = Draft::from_json(&parsed(&json!({ "donor": donor, "attorneys": [attorney] }))).unwrap();
    let (circumstances, answers) = (parsed(beside), Answers::none());
    let told = Told {
        draft: &draft,
        is_finished: false,
        circumstances: &circumstances,
        answers: &answers,
        confirmations: &[],
        today: date(2026, 6, 1),
        rule_set: RuleSet::Rules2023,
    };
    let assessment = assess(&Facts::read(told).unwrap(), &Catalogue::of([&SAME]));
    assessment.findings.into_iter().next().unwrap().outcome
}

fn named(first: &str, last: &str) -> Value {
    json!({ "firstNames": first, "lastName": last })
}

fn born(first: &str, last: &str, born: &str) -> Value {
    json!({ "firstNames": first, "lastName": last, "dateOfBirth": born })
}

#[test]
fn one_name_and_one_birthday_are_one_person() {
    let found = outcome(
        &born("Luis José", "O’Brien", "1950-04-12"),
        &born("JOSE LUIS", "OBrien", "1950-04-12"),
        &json!({}),
    );
    assert_eq!(found, Outcome::Decided(Verdict::Satisfied));
}

#[test]
fn other_birthdays_are_other_people() {
    let found = outcome(&born("Ada", "Bell", "1950-04-12"), &born("Ada", "Bell", "1980-04-12"), &json!({}));
    assert_eq!(found, Outcome::Decided(Verdict::NotApplicable));
}

#[test]
fn other_names_are_other_people_whatever_is_not_known_yet() {
    for attorney in [named("Cy", "Bell"), named("Ada", "Dorn"), json!({ "lastName": "Dorn" })] {
        let found = outcome(&named("Ada", "Bell"), &attorney, &json!({}));
        assert_eq!(found, Outcome::Decided(Verdict::NotApplicable), "{attorney}");
    }
}

#[test]
fn the_parts_of_a_name_are_compared_each_alone() {
    let found = outcome(
        &born("Mary Ann", "Smith", "1950-04-12"),
        &born("Mary", "Ann Smith", "1950-04-12"),
        &json!({}),
    );
    assert_eq!(found, Outcome::Decided(Verdict::NotApplicable));
}

#[test]
fn one_name_without_a_birthday_is_not_decided() {
    let found = outcome(&born("Ada", "Bell", "1950-04-12"), &named("Ada", "Bell"), &json!({}));
    assert!(matches!(found, Outcome::Undetermined(_)), "{found:?}");
}

#[test]
fn where_there_is_no_birthday_to_give_the_relation_says() {
    let attorney = json!({ "firstNames": "Ada", "lastName": "Bell", "dateOfBirth": null });
    let related =
        |are: Value| json!({ "relations": [{ "one": "attorneys/0", "other": "donor", "are": are }] });
    let found = |beside| outcome(&named("Ada", "Bell"), &attorney, &beside);
    assert!(matches!(found(json!({})), Outcome::Undetermined(_)));
    let donor = json!({ "firstNames": "Ada", "lastName": "Bell", "dateOfBirth": null });
    let found = |beside| outcome(&donor, &attorney, &beside);
    assert_eq!(found(related(json!(["same-person"]))), Outcome::Decided(Verdict::Satisfied));
    assert_eq!(found(related(json!([]))), Outcome::Decided(Verdict::NotApplicable));
    assert!(matches!(found(json!({})), Outcome::Undetermined(_)));
}
