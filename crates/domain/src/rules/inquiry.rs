//! What is to be asked of OPG's records about a draft, and where each answer belongs.

use jiff::civil::Date;

use super::catalogue::Catalogue;
use super::facts::Facts;
use super::key::{Day, Key, Text, Word};
use super::question::{Answers, Question, Recorded};
use super::topic::Topic;
use super::value::Value;
use crate::LpaUid;
use crate::choice::Words as _;
use crate::document::{BirthDate, Known, LpaType};
use crate::lpa::reference::Reference;
use crate::personal::Personal;
use crate::records::{self, Answer, Drafting, Subject};

/// Every question that the rules have for OPG's records about one draft: one for each rule's input and each person, in one batch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inquiry {
    asked: Vec<Asked>,
}

/// One question, and of whom.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Asked {
    topic: Topic,
    index: usize,
    ask: Question,
    question: records::Question,
}

impl Inquiry {
    /// What the rules of the catalogue may read of the records about everybody who is told of the draft numbered `uid`.
    pub fn of(facts: &Facts<'_>, catalogue: &Catalogue, uid: LpaUid) -> Self {
        let of = catalogue.recorded(facts.told.rule_set);
        let about = About { facts, uid };
        let each = of.into_iter().flat_map(|(topic, ask)| {
            let count = facts.count(topic).unwrap_or(0);
            (0..count).filter_map(move |index| about.asked(topic, index, ask))
        });
        Self { asked: each.collect() }
    }

    /// The questions, in one batch.
    pub fn questions(&self) -> Vec<records::Question> {
        self.asked.iter().map(|asked| asked.question.clone()).collect()
    }

    /// Only what `other` asks in the very same words.
    #[must_use]
    pub fn shared_with(mut self, other: &Self) -> Self {
        self.asked.retain(|asked| other.asked.iter().any(|theirs| theirs.question == asked.question));
        self
    }

    /// The answers to [`Inquiry::questions`], each where it belongs. One that is missing was not given.
    pub fn answered(&self, answers: &[Answer]) -> Answers {
        self.asked.iter().zip(answers).fold(Answers::none(), |all, (asked, answer)| {
            all.with(asked.ask, asked.topic, asked.index, asked.recorded(*answer))
        })
    }
}

impl Asked {
    /// What the answer says to the rule.
    const fn recorded(&self, answer: Answer) -> Recorded {
        // The rule asks whether the reference is another's, the records are asked whether it is theirs (K05).
        let is_turned = matches!(self.question, records::Question::ReferenceBelongs { .. });
        match answer {
            Answer::CannotSay => Recorded::CannotSay,
            Answer::Probable => Recorded::Probable,
            Answer::Yes if is_turned => Recorded::No,
            Answer::No if is_turned => Recorded::Strong,
            Answer::Yes => Recorded::Strong,
            Answer::No => Recorded::No,
        }
    }
}

/// Whose LPA the questions are about.
#[derive(Clone, Copy)]
struct About<'f> {
    facts: &'f Facts<'f>,
    uid: LpaUid,
}

impl About<'_> {
    /// The question, if there is enough to ask it.
    fn asked(self, topic: Topic, index: usize, ask: Question) -> Option<Asked> {
        let question = match ask {
            Question::ReferenceOfAnother => records::Question::ReferenceBelongs {
                reference: self.text(Topic::Lpa, 0, Text::PreviousReference).parse::<Reference>().ok()?,
                donor: self.subject(Topic::Donor, 0),
            },
            ask => records::Question::Drafting(self.drafting(topic, index, ask)),
        };
        Some(Asked { topic, index, ask, question })
    }

    fn drafting(self, topic: Topic, index: usize, ask: Question) -> Drafting {
        let donor = self.subject(Topic::Donor, 0);
        let of = if topic == Topic::Lpa { donor.clone() } else { self.subject(topic, index) };
        let lpa_type = match self.facts.value(Topic::Lpa, 0, Key::Word(Word::LpaType)) {
            Known::Known(Value::Word(word)) => LpaType::from_word(word),
            _ => None,
        };
        Drafting { ask, of, donor, uid: Some(self.uid), lpa_type, on: self.today() }
    }

    const fn today(self) -> Date {
        self.facts.today()
    }

    fn subject(self, topic: Topic, index: usize) -> Subject {
        let day = match self.facts.value(topic, index, Key::Day(Day::Birth)) {
            Known::Known(Value::Day(day)) => day,
            _ => BirthDate::default(),
        };
        Subject {
            last_name: self.text(topic, index, Text::LastName).into(),
            forenames: self.text(topic, index, Text::FirstNames).into(),
            date_of_birth: Personal::new(day),
            postcode: self.text(topic, index, Text::Postcode).into(),
            email: self.text(topic, index, Text::Email).into(),
            phone: self.text(topic, index, Text::Phone).into(),
        }
    }

    fn text(self, topic: Topic, index: usize, key: Text) -> String {
        match self.facts.value(topic, index, Key::Text(key)) {
            Known::Known(Value::Text(text)) => text.to_owned(),
            _ => String::new(),
        }
    }
}
