//! One person, company or step, as a rule reads it.

mod contact;
mod names;
mod wording;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::facts::Held;
use super::key::{At, Count, Day, Flag, Key, Text, Word};
use super::missing::Missing;
use super::question::{Question, Recorded};
use super::relation::Relation;
use super::topic::Topic;
use super::value::Value;
use super::view::View;
use crate::choice::{Choice, Words};
use crate::document::BirthDate;

static LONDON: TimeZone = jiff::tz::get!("Europe/London");

/// The day in London at this moment.
pub fn london_day(at: Timestamp) -> Date {
    at.to_zoned(LONDON.clone()).date()
}

/// One of a topic. Each question answers what was told, `None` when it was told that there is none, and otherwise returns what is
/// [`Missing`].
#[derive(Clone, Copy, Debug)]
pub struct About<'v> {
    pub(super) view: &'v View<'v>,
    pub(super) topic: Topic,
    pub(super) index: usize,
}

impl<'v> About<'v> {
    /// What it is.
    pub const fn topic(self) -> Topic {
        self.topic
    }

    /// Which of its list, from 0.
    pub const fn index(self) -> usize {
        self.index
    }

    /// Something written.
    pub fn text(self, key: Text) -> Result<Option<&'v str>, Missing> {
        Ok(match self.value(Key::Text(key))? {
            Some(Value::Text(text)) => Some(text),
            _ => None,
        })
    }

    /// Yes or no.
    pub fn flag(self, key: Flag) -> Result<Option<bool>, Missing> {
        Ok(match self.value(Key::Flag(key))? {
            Some(Value::Flag(flag)) => Some(flag),
            _ => None,
        })
    }

    /// Whether it was told to be so. That it was declined to say is no yes.
    pub fn is(self, key: Flag) -> Result<bool, Missing> {
        Ok(self.flag(key)?.unwrap_or(false))
    }

    /// A day as it was written.
    pub fn written_day(self, key: Day) -> Result<BirthDate, Missing> {
        Ok(match self.value(Key::Day(key))? {
            Some(Value::Day(day)) => day,
            _ => BirthDate::Absent,
        })
    }

    /// A day, when one was told that is in the calendar.
    pub fn day(self, key: Day) -> Result<Option<Date>, Missing> {
        Ok(match self.written_day(key)? {
            BirthDate::On(day) => Some(day),
            BirthDate::Absent | BirthDate::Malformed => None,
        })
    }

    /// When something happened; `None` when it has not.
    pub fn at(self, key: At) -> Result<Option<Timestamp>, Missing> {
        Ok(match self.value(Key::At(key))? {
            Some(Value::At(at)) => Some(at),
            _ => None,
        })
    }

    /// On which day, in London, something happened; `None` when it has not.
    pub fn on(self, key: At) -> Result<Option<Date>, Missing> {
        Ok(self.at(key)?.map(london_day))
    }

    /// How many.
    pub fn count(self, key: Count) -> Result<Option<u64>, Missing> {
        Ok(match self.value(Key::Count(key))? {
            Some(Value::Count(count)) => Some(count),
            _ => None,
        })
    }

    /// A word of a closed list.
    pub fn word<E: Words>(self, key: Word) -> Result<Choice<E>, Missing> {
        Ok(match self.value(Key::Word(key))? {
            Some(Value::Word(word)) => Choice::parse(word),
            _ => Choice::Unset,
        })
    }

    /// What the records answer: [`Recorded::No`], [`Recorded::Probable`] or [`Recorded::Strong`].
    pub fn recorded(self, question: Question) -> Result<Recorded, Missing> {
        self.view.recorded(self.topic, self.index, question)
    }

    /// On which day the records answered. Missing as long as they did not.
    pub fn answered_on(self, question: Question) -> Result<Date, Missing> {
        self.recorded(question)?;
        let told = &self.view.facts.told;
        Ok(told.answers.day_of(question, self.topic, self.index).unwrap_or(told.today))
    }

    /// Whether the one is so related to the other.
    pub fn is_related(self, other: Self, relation: Relation) -> Result<bool, Missing> {
        self.view.related((self.topic, self.index), (other.topic, other.index), relation)
    }

    fn held(self) -> Option<&'v Held<'v>> {
        self.view.facts.held(self.topic, self.index)
    }

    fn value(self, key: Key) -> Result<Option<Value<'v>>, Missing> {
        self.view.told(self.topic, self.index, key)
    }
}
