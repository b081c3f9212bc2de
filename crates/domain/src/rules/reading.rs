//! From what was sent to facts: each value to its place, all problems at once.

mod members;
mod relations;
mod values;

use super::facts::{Held, Told};
use super::missing::At;
use super::place::Place;
use super::topic::{Arity, Source, Topic};
use super::value::Value;
use crate::document::Known;
use crate::json::Json;
use crate::problem::Problem;

pub(super) use members::ignored;
pub(super) use relations::Pair;
pub use relations::named;

/// What came of it.
pub(super) struct Read<'a> {
    pub(super) topics: Vec<Known<Vec<Held<'a>>>>,
    pub(super) pairs: Vec<Pair>,
    pub(super) unheard: Vec<String>,
}

/// Reads the draft, which was checked before, and the circumstances, which were not.
pub(super) fn read<'a>(told: &Told<'a>) -> Result<Read<'a>, Vec<Problem>> {
    let mut problems = members::problems(told.circumstances);
    let draft = Whole { json: Known::Known(told.draft.told()), untold: untold(told.is_finished) };
    let beside = Whole { json: Known::Known(told.circumstances), untold: Known::Unknown };
    let mut reading = Reading { draft, beside, problems: Vec::new(), unheard: Vec::new() };
    let topics = Topic::ALL.iter().map(|topic| reading.topic(*topic)).collect();
    problems.append(&mut reading.problems);
    let pairs = relations::read(told.circumstances, &mut problems);
    if problems.is_empty() { Ok(Read { topics, pairs, unheard: reading.unheard }) } else { Err(problems) }
}

/// What a member that was left out means.
const fn untold<'a>(is_finished: bool) -> Known<&'a Json> {
    if is_finished { Known::Absent } else { Known::Unknown }
}

/// The draft, or the circumstances.
#[derive(Clone, Copy)]
struct Whole<'a> {
    json: Known<&'a Json>,
    untold: Known<&'a Json>,
}

impl Whole<'_> {
    fn member(self, key: &str) -> Self {
        let json = self.json.and_then(|json| match json {
            Json::Array(items) => nth(items, key).map_or(Known::Absent, heard),
            json => json.member(key).map_or(self.untold, heard),
        });
        Self { json, ..self }
    }

    fn item(self, index: usize) -> Self {
        let json = match self.json {
            Known::Known(Json::Array(items)) => items.get(index).map_or(self.untold, heard),
            _ => self.untold,
        };
        Self { json, ..self }
    }

    fn at(self, member: &str) -> Self {
        match self.json {
            Known::Known(_) => member.split('/').fold(self, Self::member),
            // Nothing is told of what is not told itself.
            Known::Absent | Known::Unknown => self,
        }
    }
}

/// One of a list, which is told whole: there are no more than it has.
fn nth<'a>(items: &'a [Json], at: &str) -> Option<&'a Json> {
    at.parse().ok().and_then(|at: usize| items.get(at))
}

/// `null` and `""` say that there is none.
fn heard(json: &Json) -> Known<&Json> {
    if json.is_null() || json.as_str() == Some("") { Known::Absent } else { Known::Known(json) }
}

struct Reading<'a> {
    draft: Whole<'a>,
    beside: Whole<'a>,
    problems: Vec<Problem>,
    unheard: Vec<String>,
}

impl<'a> Reading<'a> {
    fn topic(&mut self, topic: Topic) -> Known<Vec<Held<'a>>> {
        let (draft, beside) = (whole_of(self.draft, topic), whole_of(self.beside, topic));
        let stands = match topic.source() {
            Source::Draft => draft.json,
            Source::Beside => beside.json,
        };
        match topic.arity() {
            Arity::One => Known::Known(vec![self.held(topic, draft, beside, 0)]),
            Arity::Optional => stands.map(|_| vec![self.held(topic, draft, beside, 0)]),
            Arity::Many => stands.map(|list| {
                let count = if let Json::Array(items) = list { items.len() } else { 0 };
                (0..count).map(|at| self.held(topic, draft.item(at), beside.item(at), at)).collect()
            }),
        }
    }

    fn held(&mut self, topic: Topic, draft: Whole<'a>, beside: Whole<'a>, index: usize) -> Held<'a> {
        let each = topic.places().iter().map(|place| match place.source {
            Source::Draft => self.draft(topic, index, place, draft),
            Source::Beside => self.beside(topic, index, place, beside),
        });
        Held::of(each.collect())
    }

    fn draft(&mut self, topic: Topic, index: usize, place: &Place, draft: Whole<'a>) -> Known<Value<'a>> {
        let json = draft.at(place.member).json;
        if values::is_unheard(place.key, json) {
            self.unheard.push(format!("{}/{}", At(topic, index), place.member));
        }
        values::told(place.key, json)
    }

    fn beside(&mut self, topic: Topic, index: usize, place: &Place, beside: Whole<'a>) -> Known<Value<'a>> {
        values::beside(place.key, beside.at(place.member).json).unwrap_or_else(|detail| {
            let at = At(topic, index);
            self.problems.push(Problem::new(format!("{at}/{}", place.member), detail));
            Known::Unknown
        })
    }
}

fn whole_of(whole: Whole<'_>, topic: Topic) -> Whole<'_> {
    if topic == Topic::Lpa { whole } else { whole.member(topic.member()) }
}
