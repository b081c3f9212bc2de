//! All that is known when a draft is assessed.

use std::sync::OnceLock;

use jiff::civil::Date;

use super::confirmation::Confirmation;
use super::key::{Key, Text};
use super::missing::{Missing, Need};
use super::prepared::Prepared;
use super::question::{Answers, Recorded};
use super::reading::{self, Pair};
use super::relation::Relation;
use super::slots::slot;
use super::topic::Topic;
use super::value::Value;
use super::{Question, RuleSet};
use crate::document::{Draft, Known};
use crate::json::Json;
use crate::problem::Problem;
use crate::wording::Wording;

/// What was told, and what the records answered.
#[derive(Clone, Copy, Debug)]
pub struct Told<'a> {
    /// The draft.
    pub draft: &'a Draft,
    /// Whether the document is finished: what is left out of it then is not there, and not merely untold.
    pub is_finished: bool,
    /// What is told beside it; its shape is that of the draft, with the members of [`place`](super::place).
    pub circumstances: &'a Json,
    /// What OPG's records, and other registers, answered.
    pub answers: &'a Answers,
    /// What somebody confirmed.
    pub confirmations: &'a [Confirmation],
    /// The day of the assessment, in London.
    pub today: Date,
    /// The rules to go by.
    pub rule_set: RuleSet,
}

/// The facts as rules read them: every value in its place, of its kind, known or not.
#[derive(Debug)]
pub struct Facts<'a> {
    pub(super) told: Told<'a>,
    topics: Vec<Known<Vec<Held<'a>>>>,
    pub(super) pairs: Vec<Pair>,
    unheard: Vec<String>,
    wording: [OnceLock<Wording>; 4],
}

/// The values of one person, company or step, and what comparing them needs.
pub(super) struct Held<'a> {
    values: Vec<Known<Value<'a>>>,
    pub(super) prepared: Prepared,
}

impl<'a> Held<'a> {
    /// These values, each in its slot.
    pub(super) fn of(values: Vec<Known<Value<'a>>>) -> Self {
        Self { values, prepared: Prepared::default() }
    }

    /// What is known of each place of its topic.
    pub(super) fn values(&self) -> &[Known<Value<'a>>] {
        &self.values
    }
}

impl std::fmt::Debug for Held<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("[personal]")
    }
}

impl<'a> Facts<'a> {
    /// Reads what was told. Everything in the circumstances that cannot be read is a problem, with a pointer into them; what
    /// nobody would read is [ignored](Facts::ignored) and said.
    pub fn read(told: Told<'a>) -> Result<Self, Vec<Problem>> {
        let read = reading::read(&told)?;
        Ok(Self {
            told,
            topics: read.topics,
            pairs: read.pairs,
            unheard: read.unheard,
            wording: Default::default(),
        })
    }

    /// Members of the circumstances that no rule reads, as JSON pointers into them.
    pub fn ignored(&self) -> Vec<String> {
        reading::ignored(self.told.circumstances)
    }

    /// Words of the draft that are in no list, as JSON pointers into it: to the rules they are not told.
    pub fn unheard(&self) -> &[String] {
        &self.unheard
    }

    /// The day of the assessment.
    pub const fn today(&self) -> Date {
        self.told.today
    }

    /// How many there are of `topic`, when that is known.
    pub(super) fn count(&self, topic: Topic) -> Result<usize, Missing> {
        match self.topics.get(topic as usize) {
            Some(Known::Known(all)) => Ok(all.len()),
            Some(Known::Absent) => Ok(0),
            Some(Known::Unknown) | None => Err(Need::List(topic).into()),
        }
    }

    /// What is known of `key` of the one at `index`.
    pub(super) fn value(&self, topic: Topic, index: usize, key: Key) -> Known<Value<'a>> {
        let held = self.held(topic, index).zip(slot(topic, key));
        held.and_then(|(held, slot)| held.values.get(slot)).copied().unwrap_or_default()
    }

    /// The one at `index`, if there is one.
    pub(super) fn held(&self, topic: Topic, index: usize) -> Option<&Held<'a>> {
        match self.topics.get(topic as usize) {
            Some(Known::Known(all)) => all.get(index),
            _ => None,
        }
    }

    /// What the text at `key` of the LPA seems to speak of, read once.
    pub(super) fn wording(&self, key: Text, text: &str) -> Option<&Wording> {
        let at = match key {
            Text::Restrictions => 0,
            Text::HowDetails => 1,
            Text::ReplacementHowDetails => 2,
            Text::StepInDetails => 3,
            _ => return None,
        };
        self.wording.get(at).map(|once| once.get_or_init(|| Wording::of(text)))
    }

    /// Whether the one is so related to the other, when anything is told of the two: whichever of them was named first, what no
    /// entry about the two names is not so.
    pub(super) fn related(
        &self,
        one: (Topic, usize),
        other: (Topic, usize),
        relation: Relation,
    ) -> Option<bool> {
        let mut known = None;
        for pair in &self.pairs {
            if (pair.one, pair.other) == (one, other) {
                known = Some(known.unwrap_or(false) || pair.are.contains(&relation));
            } else if (pair.one, pair.other) == (other, one) {
                let converse = relation.converse().is_some_and(|converse| pair.are.contains(&converse));
                known = Some(known.unwrap_or(false) || converse);
            }
        }
        known
    }

    /// What the records answered.
    pub(super) fn recorded(&self, topic: Topic, index: usize, question: Question) -> Option<Recorded> {
        self.told.answers.to(question, topic, index)
    }

    /// What the one at `index` is called within the LPA, if that was told.
    pub fn uid(&self, topic: Topic, index: usize) -> Option<&'a str> {
        match self.value(topic, index, Key::Text(Text::Uid)) {
            Known::Known(Value::Text(uid)) => Some(uid),
            _ => None,
        }
    }
}
