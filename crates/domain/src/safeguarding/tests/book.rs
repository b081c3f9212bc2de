//! The catalogue beside the rule book.

use crate::rules::{Disclosure, Grade, Input, Severity};
use crate::safeguarding::every_rule;

#[test]
fn every_rule_says_where_it_comes_from() {
    for rule in every_rule() {
        assert!(!rule.sources.is_empty(), "{}", rule.id);
        assert!(!rule.severities.is_empty(), "{}", rule.id);
        assert!(rule.says.ends_with('.'), "{}: {}", rule.id, rule.says);
        let is_ours = rule.sources.iter().any(|source| source.grade == Grade::Ours);
        assert!(!is_ours || rule.reading.is_some(), "{} is our reading and does not say of what", rule.id);
    }
}

#[test]
fn every_input_that_a_rule_declares_can_be_told() {
    for rule in every_rule() {
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

/// Only what is surely known of the person may refuse or stop anybody.
#[test]
fn what_only_opg_knows_is_declared_as_such() {
    for rule in every_rule() {
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
