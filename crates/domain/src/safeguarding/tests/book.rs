//! The catalogue beside the rule book.

use crate::rules::{Disclosure, Grade, Input, RuleSet, Severity, Topic};
use crate::safeguarding::catalogue;

/// Section 4 of the rule book: how many rules each group has.
const GROUPS: [(char, usize); 12] = [
    ('A', 20),
    ('B', 28),
    ('C', 20),
    ('D', 28),
    ('E', 12),
    ('F', 25),
    ('G', 21),
    ('H', 20),
    ('I', 10),
    ('J', 16),
    ('K', 11),
    ('L', 9),
];

#[test]
fn every_rule_of_the_book_is_there_in_its_order() {
    let book = GROUPS.iter().flat_map(|(group, count)| (1..=*count).map(move |n| format!("{group}{n:02}")));
    let book: Vec<String> = book.collect();
    for set in [RuleSet::Rules2007, RuleSet::Rules2023] {
        let of_set = catalogue().rules().filter(|rule| rule.sets.holds(set));
        assert_eq!(of_set.map(|rule| rule.id).collect::<Vec<_>>(), book, "{}", set.name());
    }
}

#[test]
fn every_rule_says_where_it_comes_from() {
    for rule in catalogue().rules() {
        assert!(!rule.sources.is_empty(), "{}", rule.id);
        assert!(!rule.severities.is_empty(), "{}", rule.id);
        assert!(rule.says.ends_with('.'), "{}: {}", rule.id, rule.says);
        let is_ours = rule.sources.iter().any(|source| source.grade == Grade::Ours);
        assert!(!is_ours || rule.reading.is_some(), "{} is our reading and does not say of what", rule.id);
    }
}

#[test]
fn every_input_that_a_rule_declares_can_be_told() {
    for rule in catalogue().rules() {
        for input in rule.reads {
            if let Input::Told(topic, key) = *input {
                assert!(
                    topic.place(key).is_some(),
                    "{} reads {topic:?} {key:?}, which has no place",
                    rule.id
                );
            }
        }
    }
}

#[test]
fn every_place_is_read_by_some_rule() {
    let rules = catalogue();
    let is_read = |topic, key| rules.rules().any(|rule| rule.reads.contains(&Input::Told(topic, key)));
    let unread: Vec<String> = Topic::ALL
        .iter()
        .flat_map(|topic| topic.places().iter().map(move |place| (*topic, place)))
        .filter(|(topic, place)| !is_read(*topic, place.key))
        .map(|(topic, place)| format!("{}/{}", topic.member(), place.member))
        .collect();
    assert!(unread.is_empty(), "nobody reads {unread:?}");
}

/// Only what is surely known of the person may refuse or stop anybody.
#[test]
fn what_only_opg_knows_is_declared_as_such() {
    for rule in catalogue().rules() {
        let asks_records = rule.reads.iter().any(|input| matches!(input, Input::Recorded(..)));
        assert!(
            !asks_records || rule.disclosure != Disclosure::N0,
            "{} would tell what only OPG knows",
            rule.id
        );
        let only_refers = rule.severities.iter().all(|severity| *severity != Severity::Block);
        assert!(rule.disclosure != Disclosure::N3 || only_refers, "{} refuses silently", rule.id);
    }
}
