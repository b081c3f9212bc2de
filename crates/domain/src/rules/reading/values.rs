//! One value of its kind.

use crate::document::{BirthDate, Known};
use crate::json::Json;
use crate::moment::Moment;
use crate::rules::key::{Key, Word};
use crate::rules::value::Value;

/// A value of the draft, whose form was checked when it was read: what is of another kind says nothing.
pub(super) fn told(key: Key, json: Known<&Json>) -> Known<Value<'_>> {
    let json = happened(key, json);
    if let (Key::Day(_), Known::Known(json)) = (key, json) {
        return Known::Known(Value::Day(json.as_str().map_or(BirthDate::Malformed, BirthDate::parse)));
    }
    if is_unheard(key, json) {
        return Known::Unknown;
    }
    json.and_then(|json| value(key, json).unwrap_or(Known::Absent))
}

/// Whether the draft has a word here that is in no list: nothing is decided on it. Of the kind of LPA it is a rule that speaks (C17).
pub(super) fn is_unheard(key: Key, json: Known<&Json>) -> bool {
    match (key, json) {
        (Key::Word(word), Known::Known(Json::String(text))) => word != Word::LpaType && !word.has(text),
        _ => false,
    }
}

/// A value of the circumstances, or what is wrong with it.
pub(super) fn beside(key: Key, json: Known<&Json>) -> Result<Known<Value<'_>>, &'static str> {
    let Known::Known(json) = happened(key, json) else {
        return Ok(happened(key, json).and_then(|_| Known::Absent));
    };
    if let (Key::Word(word), Json::String(text)) = (key, json)
        && !word.has(text)
    {
        return Err("must be one of the words of its list");
    }
    if let (Key::Day(_), Json::String(text)) = (key, json)
        && BirthDate::parse(text) == BirthDate::Malformed
    {
        return Err("must be a day of the calendar, such as 1950-04-12");
    }
    value(key, json).ok_or(match key {
        Key::Text(_) | Key::Word(_) | Key::Day(_) => "must be a text",
        Key::Flag(_) => "must be true or false",
        Key::At(_) => "must be a valid datetime",
        Key::Count(_) => "must be a whole number, not below 0",
    })
}

/// A moment is told of what has happened. Of what nobody has told, nothing has happened yet: a draft that does not say that it is
/// signed is not. So time, and not knowledge, makes one of it. Likewise of [some flags](crate::rules::Flag::is_no_when_left_out).
fn happened(key: Key, json: Known<&Json>) -> Known<&Json> {
    let says_no = match key {
        Key::At(_) => true,
        Key::Flag(flag) => flag.is_no_when_left_out(),
        _ => false,
    };
    if says_no && json.is_unknown() { Known::Absent } else { json }
}

fn value(key: Key, json: &Json) -> Option<Known<Value<'_>>> {
    let value = match (key, json) {
        (Key::Text(_), Json::String(text)) => Value::Text(text),
        (Key::Word(_), Json::String(text)) => Value::Word(text),
        (Key::Flag(_), Json::Bool(flag)) => Value::Flag(*flag),
        (Key::Day(_), Json::String(text)) => Value::Day(BirthDate::parse(text)),
        (Key::At(_), Json::String(text)) => {
            let at: Moment = text.parse().ok()?;
            if at.is_zero() {
                return Some(Known::Absent);
            }
            Value::At(at.instant())
        }
        (Key::Count(_), Json::Number(number)) => Value::Count(number.as_u64()?),
        _ => return None,
    };
    Some(Known::Known(value))
}

impl Word {
    /// The words that may stand here.
    pub fn list(self) -> Vec<&'static str> {
        crate::rules::words::list(self)
    }

    /// Whether this word may stand here.
    pub fn has(self, text: &str) -> bool {
        crate::rules::words::has(self, text)
    }
}
