//! What one rule sees: the inputs that it declares, and nothing else.

use jiff::civil::Date;

use super::about::About;
use super::declared::Declared;
use super::facts::Facts;
use super::key::{Input, Key};
use super::missing::{Missing, Need};
use super::question::{Question, Recorded};
use super::relation::Relation;
use super::rule::Rule;
use super::slots::slot;
use super::topic::{Arity, Topic};
use super::value::Value;
use crate::document::Known;

/// The facts as one rule may read them, asked of one subject. What the rule does not declare is answered with
/// [`Need::Undeclared`], so such a rule decides nothing, and a test names it.
#[derive(Clone, Copy, Debug)]
pub struct View<'v> {
    pub(super) facts: &'v Facts<'v>,
    pub(super) rule: &'v Rule,
    pub(super) declared: &'v Declared,
    pub(super) about: Option<(Topic, usize)>,
}

impl<'v> View<'v> {
    /// The instrument as a whole.
    pub const fn lpa(&'v self) -> About<'v> {
        About { view: self, topic: Topic::Lpa, index: 0 }
    }

    /// Who gives the power.
    pub const fn donor(&'v self) -> About<'v> {
        About { view: self, topic: Topic::Donor, index: 0 }
    }

    /// The steps of signing.
    pub const fn signing(&'v self) -> About<'v> {
        About { view: self, topic: Topic::Signing, index: 0 }
    }

    /// What a paper form shows.
    pub const fn paper(&'v self) -> About<'v> {
        About { view: self, topic: Topic::Paper, index: 0 }
    }

    /// Of whom the rule is asked; of a rule that is asked once, the whole.
    pub const fn subject(&'v self) -> About<'v> {
        match self.about {
            Some((topic, index)) => About { view: self, topic, index },
            None => self.lpa(),
        }
    }

    /// All of a topic.
    pub fn each(&'v self, topic: Topic) -> Result<Each<'v>, Missing> {
        if !self.declared.has_topic(topic) {
            return Err(Need::Undeclared(Input::List(topic)).into());
        }
        Ok(Each { view: self, topic, next: 0, end: self.facts.count(topic)? })
    }

    /// The one of a topic of which there is none or one.
    pub fn optional(&'v self, topic: Topic) -> Result<Option<About<'v>>, Missing> {
        debug_assert!(topic.arity() != Arity::Many, "{topic:?} is a list");
        Ok(self.each(topic)?.next())
    }

    /// All others of the topic of which the rule is asked.
    pub fn others(&'v self) -> Result<impl Iterator<Item = About<'v>> + Clone, Missing> {
        let subject = self.subject();
        Ok(self.each(subject.topic)?.filter(move |other| other.index != subject.index))
    }

    /// The day of the assessment.
    pub fn today(&self) -> Result<Date, Missing> {
        if self.declared.has_today() {
            Ok(self.facts.today())
        } else {
            Err(Need::Undeclared(Input::Today).into())
        }
    }

    /// What was told, `None` when it was told that there is none.
    pub(super) fn told(&self, topic: Topic, index: usize, key: Key) -> Result<Option<Value<'v>>, Missing> {
        let slot = slot(topic, key).filter(|slot| self.declared.has_slot(topic, *slot));
        let Some(slot) = slot else { return Err(Need::Undeclared(Input::Told(topic, key)).into()) };
        let told = self.facts.held(topic, index).and_then(|held| held.values().get(slot));
        match told {
            Some(Known::Known(value)) => Ok(Some(*value)),
            Some(Known::Absent) => Ok(None),
            Some(Known::Unknown) | None => Err(Need::Told(topic, index, key).into()),
        }
    }

    pub(super) fn related(
        &self,
        one: (Topic, usize),
        other: (Topic, usize),
        relation: Relation,
    ) -> Result<bool, Missing> {
        if !self.declared.has_related(one.0, other.0, relation) {
            return Err(Need::Undeclared(Input::Related(one.0, other.0, relation)).into());
        }
        let known = self.facts.related(one, other, relation);
        known.ok_or_else(|| Need::Related(one, other, relation).into())
    }

    pub(super) fn recorded(
        &self,
        topic: Topic,
        index: usize,
        question: Question,
    ) -> Result<Recorded, Missing> {
        if !self.declared.has_recorded(topic, question) {
            return Err(Need::Undeclared(Input::Recorded(topic, question)).into());
        }
        match self.facts.recorded(topic, index, question) {
            None => Err(Need::NotAsked(topic, index, question).into()),
            Some(Recorded::CannotSay) => Err(Need::CannotSay(topic, index, question).into()),
            Some(answer) => Ok(answer),
        }
    }
}

/// All of one topic, in their order.
#[derive(Clone, Debug)]
pub struct Each<'v> {
    view: &'v View<'v>,
    topic: Topic,
    next: usize,
    end: usize,
}

impl Each<'_> {
    /// Whether there are none.
    pub const fn is_empty(&self) -> bool {
        self.next == self.end
    }
}

impl<'v> Iterator for Each<'v> {
    type Item = About<'v>;

    fn next(&mut self) -> Option<About<'v>> {
        let index = self.next;
        (index < self.end).then(|| {
            self.next += 1;
            About { view: self.view, topic: self.topic, index }
        })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.end - self.next, Some(self.end - self.next))
    }
}

impl ExactSizeIterator for Each<'_> {}
