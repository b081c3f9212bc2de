//! What a rule declares to read, in a form in which asking for it costs one step.

use super::key::Input;
use super::question::Question;
use super::relation::Relation;
use super::rule::Rule;
use super::slots::slot;
use super::topic::Topic;

/// How many topics there are.
pub(super) const TOPICS: usize = Topic::ALL.len();

/// One bit for each place of a topic, in the order of [`Topic::places`].
pub(super) type Slots = u64;

/// The inputs of one rule.
#[derive(Debug)]
pub(super) struct Declared {
    told: [Slots; TOPICS],
    /// The topics of which it may know how many there are.
    topics: [bool; TOPICS],
    related: Vec<(Topic, Topic, Relation)>,
    recorded: Vec<(Topic, Question)>,
    today: bool,
}

impl Declared {
    pub(super) fn by(rule: &Rule) -> Self {
        let nothing = Self {
            told: [0; TOPICS],
            topics: [false; TOPICS],
            related: Vec::new(),
            recorded: Vec::new(),
            today: false,
        };
        rule.reads.iter().fold(nothing, |declared, input| declared.and(*input))
    }

    fn and(mut self, input: Input) -> Self {
        match input {
            Input::Told(topic, key) => {
                self.topics[topic as usize] = true;
                if let Some(slot) = slot(topic, key) {
                    self.told[topic as usize] |= bit(slot);
                }
            }
            Input::List(topic) => self.topics[topic as usize] = true,
            Input::Related(one, other, relation) => {
                self.topics[one as usize] = true;
                self.topics[other as usize] = true;
                self.related.push((one, other, relation));
            }
            Input::Recorded(topic, question) => {
                self.topics[topic as usize] = true;
                self.recorded.push((topic, question));
            }
            Input::Today => self.today = true,
        }
        self
    }

    /// What of a topic it may read.
    pub(super) const fn told(&self, topic: Topic) -> Slots {
        self.told[topic as usize]
    }

    pub(super) const fn has_slot(&self, topic: Topic, slot: usize) -> bool {
        self.told(topic) & bit(slot) != 0
    }

    pub(super) const fn has_topic(&self, topic: Topic) -> bool {
        self.topics[topic as usize]
    }

    pub(super) fn has_related(&self, one: Topic, other: Topic, relation: Relation) -> bool {
        self.related.contains(&(one, other, relation))
    }

    pub(super) fn has_recorded(&self, topic: Topic, question: Question) -> bool {
        self.recorded.contains(&(topic, question))
    }

    pub(super) const fn has_today(&self) -> bool {
        self.today
    }

    pub(super) const fn has_relations(&self) -> bool {
        !self.related.is_empty()
    }

    /// What it asks of the records.
    pub(super) fn recorded(&self) -> &[(Topic, Question)] {
        &self.recorded
    }
}

/// The bit of a slot.
pub(super) const fn bit(slot: usize) -> Slots {
    1 << slot
}
