//! What a rule would need to know.

use std::fmt;

use super::key::{Input, Key};
use super::question::Question;
use super::relation::Relation;
use super::topic::{Arity, Topic};

/// One thing that is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Need {
    /// Something about the one at this place of a topic.
    Told(Topic, usize, Key),
    /// Whether there are any, and who.
    List(Topic),
    /// How two are related.
    Related((Topic, usize), (Topic, usize), Relation),
    /// The records were not asked yet.
    NotAsked(Topic, usize, Question),
    /// The records cannot be asked now.
    CannotSay(Topic, usize, Question),
    /// The rule asked for what it does not declare: a mistake in the rule, which decides nothing.
    Undeclared(Input),
}

/// Why a rule is not decided: the first thing that it needed, and what else was found missing beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    first: Need,
    others: Vec<Need>,
}

impl From<Need> for Missing {
    fn from(first: Need) -> Self {
        Self { first, others: Vec::new() }
    }
}

impl Missing {
    /// Both.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        let more = std::iter::once(other.first).chain(other.others);
        for need in more {
            if need != self.first && !self.others.contains(&need) {
                self.others.push(need);
            }
        }
        self
    }

    /// Everything that was found missing.
    pub fn needs(&self) -> impl Iterator<Item = Need> {
        std::iter::once(self.first).chain(self.others.iter().copied())
    }

    /// Whether nothing is missing but answers that cannot be had now.
    pub fn only_records_away(&self) -> bool {
        self.needs().all(|need| matches!(need, Need::CannotSay(..)))
    }
}

impl Need {
    /// The JSON pointer to where it would be told; nothing where only the records can tell.
    pub fn pointer(self) -> Option<String> {
        match self {
            Self::Told(topic, index, key) => {
                Some(format!("{}/{}", At(topic, index), topic.place(key).map_or("", |place| place.member)))
            }
            Self::List(topic) => Some(format!("/{}", topic.member())),
            Self::Related(..) => Some("/relations".to_owned()),
            Self::NotAsked(..) | Self::CannotSay(..) | Self::Undeclared(_) => None,
        }
    }
}

/// The pointer to one of a topic.
pub(super) struct At(pub(super) Topic, pub(super) usize);

impl fmt::Display for At {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.0, self.0.arity()) {
            (Topic::Lpa, _) => Ok(()),
            (topic, Arity::Many) => write!(f, "/{}/{}", topic.member(), self.1),
            (topic, _) => write!(f, "/{}", topic.member()),
        }
    }
}
