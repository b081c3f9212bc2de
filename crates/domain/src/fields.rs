//! One JSON object being read: each member by its name and kind, each problem where it stands.

use std::fmt::Display;
use std::str::FromStr;

use crate::choice::Words;
use crate::fees::Pence;
use crate::json::Json;
use crate::problem::Problem;

/// More items than any application has.
const MOST_ITEMS: usize = 1000;

/// No sum of money here comes near it: ten million pounds.
const MOST_PENCE: u64 = 1_000_000_000;

/// The members of one object. A member that is `null` is not told.
pub(crate) struct Fields<'a, 'p> {
    members: &'a [(String, Json)],
    at: String,
    problems: &'p mut Vec<Problem>,
    asked: Vec<&'static str>,
}

impl<'a, 'p> Fields<'a, 'p> {
    /// Opens `json`, which stands at `at`; nothing, with a problem, when it is no object.
    pub(crate) fn open(json: &'a Json, at: String, problems: &'p mut Vec<Problem>) -> Option<Self> {
        if let Json::Object(members) = json {
            return Some(Self { members, at, problems, asked: Vec::new() });
        }
        problems.push(Problem::new(at, "must be an object"));
        None
    }

    /// Whether this is the whole question.
    pub(crate) fn is_whole(&self) -> bool {
        self.at.is_empty()
    }

    /// Notes what is wrong with the member `key`.
    pub(crate) fn problem(&mut self, key: &str, detail: impl Into<std::borrow::Cow<'static, str>>) {
        self.problems.push(Problem::new(format!("{}/{key}", self.at), detail));
    }

    /// The member `key`, if it was told.
    pub(crate) fn value(&mut self, key: &'static str) -> Option<&'a Json> {
        if !self.asked.contains(&key) {
            self.asked.push(key);
        }
        self.members
            .iter()
            .find(|(name, _)| name == key)
            .map(|(_, value)| value)
            .filter(|json| !json.is_null())
    }

    /// Says so when `key` was not told.
    pub(crate) fn needed(&mut self, key: &'static str) -> Option<&'static str> {
        if self.value(key).is_some() {
            return Some(key);
        }
        self.problem(key, "is needed");
        None
    }

    /// A text.
    pub(crate) fn text(&mut self, key: &'static str) -> Option<&'a str> {
        match self.value(key)? {
            Json::String(text) => Some(text),
            _ => self.refuse(key, "must be a text"),
        }
    }

    /// Something that is written as a text.
    pub(crate) fn parsed<T: FromStr<Err: Display>>(&mut self, key: &'static str) -> Option<T> {
        let text = self.text(key)?;
        match text.parse() {
            Ok(value) => Some(value),
            // The reason may repeat what was sent, which may be anything: only ours is passed on.
            Err(_) => self.refuse(key, needs::<T>()),
        }
    }

    /// A word of a list.
    pub(crate) fn word<E: Words>(&mut self, key: &'static str) -> Option<E> {
        let text = self.text(key)?;
        let word = E::from_word(text);
        if word.is_none() {
            self.problem(key, one_of::<E>());
        }
        word
    }

    /// Words of a list.
    pub(crate) fn words<E: Words>(&mut self, key: &'static str) -> Option<Vec<E>> {
        let items = self.items(key)?;
        let words: Vec<Option<E>> = items.iter().map(|item| item.as_str().and_then(E::from_word)).collect();
        for index in (0..words.len()).filter(|index| words[*index].is_none()) {
            self.problem(&format!("{key}/{index}"), one_of::<E>());
        }
        Some(words.into_iter().flatten().collect())
    }

    /// Texts.
    pub(crate) fn texts(&mut self, key: &'static str) -> Option<Vec<String>> {
        let texts: Option<Vec<String>> =
            self.items(key)?.iter().map(|item| item.as_str().map(str::to_owned)).collect();
        texts.or_else(|| self.refuse(key, "must be a list of texts"))
    }

    /// A yes or no.
    pub(crate) fn flag(&mut self, key: &'static str) -> Option<bool> {
        match self.value(key)? {
            Json::Bool(value) => Some(*value),
            _ => self.refuse(key, "must be true or false"),
        }
    }

    /// A whole number from nothing to `most`.
    pub(crate) fn number(&mut self, key: &'static str, most: u64) -> Option<u64> {
        let value = self.value(key)?;
        let number = match value {
            Json::Number(number) => number.as_u64().filter(|number| *number <= most),
            _ => None,
        };
        if number.is_none() {
            self.problem(key, format!("must be a whole number from 0 to {most}"));
        }
        number
    }

    /// An amount of money.
    pub(crate) fn pence(&mut self, key: &'static str) -> Option<Pence> {
        self.number(key, MOST_PENCE).map(Pence::new)
    }

    /// An object.
    pub(crate) fn object(&mut self, key: &'static str) -> Option<Fields<'a, '_>> {
        let json = self.value(key)?;
        Fields::open(json, format!("{}/{key}", self.at), self.problems)
    }

    /// Objects, each read by `read`; those that cannot be read are left out, with their problems.
    pub(crate) fn list<T>(
        &mut self,
        key: &'static str,
        read: impl Fn(Fields<'a, '_>) -> Option<T>,
    ) -> Option<Vec<T>> {
        let items = self.items(key)?;
        let mut all = Vec::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            let fields = Fields::open(item, format!("{}/{key}/{index}", self.at), self.problems);
            all.extend(fields.and_then(&read));
        }
        Some(all)
    }

    fn items(&mut self, key: &'static str) -> Option<&'a [Json]> {
        match self.value(key)? {
            Json::Array(items) if items.len() > MOST_ITEMS => {
                self.refuse(key, "must not have more than 1000 items")
            }
            Json::Array(items) => Some(items),
            _ => self.refuse(key, "must be a list"),
        }
    }

    /// Says which members nobody asked for, and which were told twice.
    pub(crate) fn close(mut self) {
        for (index, (name, value)) in self.members.iter().enumerate() {
            let again = self.members[..index].iter().any(|(earlier, _)| earlier == name);
            match self.asked.iter().find(|asked| *asked == name).copied() {
                Some(known) if again => self.problem(known, "is given twice"),
                Some(_) => {}
                None if value.is_null() => {}
                // The name is the caller's, and may be anything: only where it stands is said.
                None => {
                    let known = self.asked.join(", ");
                    let detail = format!("has a member that is not known here; known are: {known}");
                    self.problems.push(Problem::new(self.at.clone(), detail));
                }
            }
        }
    }

    /// Notes what is wrong, and reads nothing.
    pub(crate) fn refuse<T>(&mut self, key: &'static str, detail: &'static str) -> Option<T> {
        self.problem(key, detail);
        None
    }
}

fn one_of<E: Words>() -> String {
    let words: Vec<&str> = E::ALL.iter().map(|each| each.word()).collect();
    format!("must be one of: {}", words.join(", "))
}

/// What a text must be that stands for a `T`.
fn needs<T>() -> &'static str {
    let name = std::any::type_name::<T>();
    let kinds = [
        ("Date", "must be a day of the calendar, YYYY-MM-DD"),
        ("Reference", "must be an LPA reference: M-XXXX-XXXX-XXXX, 7xxx-xxxx-xxxx or A and eleven digits"),
        ("Fraction", "must be a fraction from 0 to 1, such as 1/2"),
        ("Period", "must be a period, such as P6"),
        ("Author", "must be a URN"),
    ];
    kinds.iter().find(|(kind, _)| name.ends_with(kind)).map_or("cannot be read", |(_, detail)| detail)
}
