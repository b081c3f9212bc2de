//! What one rule sees: the inputs that it declares, and nothing else.

use jiff::civil::Date;

use super::about::About;
use super::facts::Facts;
use super::key::Input;
use super::missing::{Missing, Need};
use super::question::{Question, Recorded};
use super::rule::Rule;
use super::topic::{Arity, Topic};

/// The facts as one rule may read them, asked of one subject. What the rule does not declare is answered with
/// [`Need::Undeclared`], so such a rule decides nothing, and a test names it.
#[derive(Clone, Copy, Debug)]
pub struct View<'v> {
    pub(super) facts: &'v Facts<'v>,
    pub(super) rule: &'v Rule,
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
    pub fn each(&'v self, topic: Topic) -> Result<Vec<About<'v>>, Missing> {
        self.declared_topic(topic)?;
        Ok((0..self.facts.count(topic)?).map(|index| About { view: self, topic, index }).collect())
    }

    /// The one of a topic of which there is none or one.
    pub fn optional(&'v self, topic: Topic) -> Result<Option<About<'v>>, Missing> {
        debug_assert!(topic.arity() != Arity::Many, "{topic:?} is a list");
        Ok(self.each(topic)?.first().copied())
    }

    /// All others of the topic of which the rule is asked.
    pub fn others(&'v self) -> Result<Vec<About<'v>>, Missing> {
        let subject = self.subject();
        Ok(self.each(subject.topic)?.into_iter().filter(|other| other.index != subject.index).collect())
    }

    /// The day of the assessment.
    pub fn today(&self) -> Result<Date, Missing> {
        self.declared(Input::Today)?;
        Ok(self.facts.today())
    }

    pub(super) fn declared(&self, input: Input) -> Result<(), Missing> {
        if self.rule.reads.contains(&input) { Ok(()) } else { Err(Need::Undeclared(input).into()) }
    }

    fn declared_topic(&self, topic: Topic) -> Result<(), Missing> {
        let of = |input: &Input| match *input {
            Input::Told(of, _) | Input::List(of) | Input::Recorded(of, _) => of == topic,
            Input::Related(one, other, _) => one == topic || other == topic,
            Input::Today => false,
        };
        if self.rule.reads.iter().any(of) { Ok(()) } else { Err(Need::Undeclared(Input::List(topic)).into()) }
    }

    pub(super) fn recorded(
        &self,
        topic: Topic,
        index: usize,
        question: Question,
    ) -> Result<Recorded, Missing> {
        self.declared(Input::Recorded(topic, question))?;
        match self.facts.recorded(topic, index, question) {
            None => Err(Need::NotAsked(topic, index, question).into()),
            Some(Recorded::CannotSay) => Err(Need::CannotSay(topic, index, question).into()),
            Some(answer) => Ok(answer),
        }
    }
}
