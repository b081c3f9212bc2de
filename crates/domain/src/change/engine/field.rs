//! The kinds of field that a change can set (contract section 5.2, items 3 and 4).

use crate::choice::{Choice, Words};
use crate::document::BirthDate;
use crate::json::Json;
use crate::moment::Moment;
use crate::personal::Personal;

/// A field that a change can set.
pub(crate) trait Field {
    /// Whether this is what the caller believes is there. `null` and `""` stand for nothing; JSON of another kind, which crashes
    /// today's service (contract section 9.4), matches nothing.
    fn matches(&self, old: &Json) -> bool;

    /// Sets the value and says whether that changed it. `null` keeps what is there. `None`: JSON of the wrong kind.
    fn set(&mut self, new: &Json) -> Option<bool>;

    /// Whether nothing is there.
    fn is_blank(&self) -> bool;

    /// What is there, as the LPA object writes it.
    fn json(&self) -> Json;
}

/// The text of `old`, nothing being `""`; `None` when it is no text.
fn claimed(old: &Json) -> Option<&str> {
    if old.is_null() { Some("") } else { old.as_str() }
}

/// Puts a value in place and says whether it was another.
fn put<T: PartialEq>(place: &mut T, value: T) -> bool {
    let changed = *place != value;
    *place = value;
    changed
}

impl Field for Personal<String> {
    fn matches(&self, old: &Json) -> bool {
        claimed(old) == Some(self.as_str())
    }

    fn set(&mut self, new: &Json) -> Option<bool> {
        if new.is_null() {
            return Some(false);
        }
        new.as_str().map(|text| put(self, text.into()))
    }

    fn is_blank(&self) -> bool {
        self.is_empty()
    }

    fn json(&self) -> Json {
        self.as_str().into()
    }
}

impl<E: Words> Field for Choice<E> {
    fn matches(&self, old: &Json) -> bool {
        claimed(old) == Some(self.word())
    }

    fn set(&mut self, new: &Json) -> Option<bool> {
        if new.is_null() {
            return Some(false);
        }
        new.as_str().map(|word| put(self, Self::parse(word)))
    }

    fn is_blank(&self) -> bool {
        self.is_unset()
    }

    fn json(&self) -> Json {
        self.word().into()
    }
}

/// The zero moment stands for nothing, and is kept as nothing.
impl Field for Option<Moment> {
    fn matches(&self, old: &Json) -> bool {
        let known = self.filter(|moment| !moment.is_zero());
        match claimed(old) {
            Some("") => known.is_none(),
            Some(text) => text
                .parse::<Moment>()
                .is_ok_and(|moment| known.map_or(moment.is_zero(), |known| known == moment)),
            None => false,
        }
    }

    /// Another way of writing the same instant is a change: it is kept as written.
    fn set(&mut self, new: &Json) -> Option<bool> {
        if new.is_null() {
            return Some(false);
        }
        let moment: Moment = new.as_str()?.parse().ok()?;
        let before = self.map(|known| known.to_string());
        *self = Some(moment).filter(|moment| !moment.is_zero());
        Some(before != self.map(|known| known.to_string()))
    }

    fn is_blank(&self) -> bool {
        self.is_none_or(|moment| moment.is_zero())
    }

    fn json(&self) -> Json {
        self.map_or(Json::Null, |moment| Json::String(moment.to_string()))
    }
}

/// A date never fails to be read: what is no date is malformed, `null` included, and left to the rule (contract section 1.3,
/// items 3 and 6). `""` keeps what is there.
impl Field for Personal<BirthDate> {
    fn matches(&self, old: &Json) -> bool {
        let known = match self.expose() {
            BirthDate::Malformed => BirthDate::Absent,
            known => *known,
        };
        claimed(old).is_some_and(|text| match BirthDate::parse(text) {
            BirthDate::Malformed => known == BirthDate::Absent,
            date => date == known,
        })
    }

    fn set(&mut self, new: &Json) -> Option<bool> {
        let date = new.as_str().map_or(BirthDate::Malformed, BirthDate::parse);
        Some(date != BirthDate::Absent && put(self.expose_mut(), date))
    }

    fn is_blank(&self) -> bool {
        !matches!(self.expose(), BirthDate::On(_))
    }

    fn json(&self) -> Json {
        match self.expose() {
            BirthDate::On(date) => Json::String(date.to_string()),
            BirthDate::Absent | BirthDate::Malformed => "".into(),
        }
    }
}

impl Field for bool {
    fn matches(&self, old: &Json) -> bool {
        match old {
            Json::Null => !*self,
            Json::Bool(value) => value == self,
            _ => false,
        }
    }

    fn set(&mut self, new: &Json) -> Option<bool> {
        match new {
            Json::Null => Some(false),
            Json::Bool(value) => Some(put(self, *value)),
            _ => None,
        }
    }

    /// A flag always says something.
    fn is_blank(&self) -> bool {
        false
    }

    fn json(&self) -> Json {
        (*self).into()
    }
}
