//! Rules made ready to be asked: what each declares to read is worked out once, and not at every question.

use super::declared::Declared;
use super::key::Input;
use super::question::Question;
use super::rule::{Rule, RuleSet, Section};
use super::topic::Topic;

/// Rules in their order, ready to be asked. It is made once and asked of any number of drafts.
#[derive(Debug)]
pub struct Catalogue(Vec<Ready>);

/// One rule, and what it declares.
#[derive(Debug)]
pub(super) struct Ready {
    pub(super) rule: &'static Rule,
    pub(super) declared: Declared,
}

impl Catalogue {
    /// These rules.
    pub fn of(rules: impl IntoIterator<Item = &'static Rule>) -> Self {
        Self(rules.into_iter().map(|rule| Ready { rule, declared: Declared::by(rule) }).collect())
    }

    /// Every rule, of whatever rule set.
    pub fn rules(&self) -> impl DoubleEndedIterator<Item = &'static Rule> {
        self.0.iter().map(|ready| ready.rule)
    }

    /// The rule with this number; of two, one for each rule set, the first.
    pub fn rule(&self, id: &str) -> Option<&'static Rule> {
        self.rules().find(|rule| rule.id == id)
    }

    /// Room for what an LPA of the usual size gives: some rules are asked of several people.
    pub(super) const fn usual_findings(&self) -> usize {
        self.0.len() + self.0.len() / 4
    }

    /// Those of one rule set.
    pub(super) fn of_set(&self, set: RuleSet) -> impl Iterator<Item = &Ready> {
        self.0.iter().filter(move |ready| ready.rule.sets.holds(set))
    }

    /// All that rules of this set read for `section`, each once.
    pub(super) fn inputs_of(&self, set: RuleSet, section: Section) -> Vec<Input> {
        let own = self.of_set(set).map(|ready| ready.rule).filter(|rule| rule.section == section);
        once_each(own.flat_map(|rule| rule.reads).copied())
    }

    /// All that rules of this set ask of the records, each once.
    pub(super) fn recorded(&self, set: RuleSet) -> Vec<(Topic, Question)> {
        once_each(self.of_set(set).flat_map(|ready| ready.declared.recorded()).copied())
    }
}

fn once_each<T: Ord>(all: impl Iterator<Item = T>) -> Vec<T> {
    let mut all: Vec<T> = all.collect();
    all.sort_unstable();
    all.dedup();
    all
}
