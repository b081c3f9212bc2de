//! What somebody confirmed, bound to everything that was compared.

use std::fmt;

use jiff::Timestamp;
use sha2::{Digest as _, Sha256};

use super::key::{Input, Key};
use super::missing::{Missing, Need};
use super::rule::Scope;
use super::topic::Topic;
use super::value::Value;
use super::view::View;
use crate::document::{BirthDate, Known};

/// SHA-256 of everything that a rule compared. Any change of it voids the confirmation (rule book section 3, item 5). It tells
/// nothing to whoever does not hold the values already, and still is personal data: names can be tried.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Digest([u8; 32]);

impl Digest {
    /// The digest of these bytes.
    pub const fn of_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Its bytes.
    pub const fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The digest that is written so; `None` when it is none.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.as_bytes();
        let mut bytes = [0; 32];
        if digits.len() != 64 {
            return None;
        }
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            let hex = std::str::from_utf8(pair).ok()?;
            *byte = u8::from_str_radix(hex, 16).ok().filter(|_| !hex.starts_with('+'))?;
        }
        Some(Self(bytes))
    }
}

/// Lower-case hexadecimal.
impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[personal]")
    }
}

/// That somebody said: yes, it is meant so. Who and when is kept, because a false statement may be an offence (J16).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confirmation {
    /// The rule that asked.
    pub rule: String,
    /// What was confirmed.
    pub digest: Digest,
    /// Who confirmed, as a URN.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

/// The digest of everything that the rule compared, or what of it is not known yet.
pub(super) fn digest(view: &View<'_>) -> Result<Digest, Missing> {
    let mut hash = Sha256::new();
    hash.update(b"causeway confirmation 1");
    add_text(&mut hash, view.rule.id);
    if let Some((topic, index)) = view.about {
        add_text(&mut hash, topic.member());
        hash.update((index as u64).to_be_bytes());
    }
    let mut missing: Option<Missing> = None;
    for input in view.rule.reads {
        if let Err(needs) = add(&mut hash, view, *input) {
            missing = Some(match missing {
                Some(so_far) => so_far.and(needs),
                None => needs,
            });
        }
    }
    missing.map_or_else(|| Ok(Digest(hash.finalize().into())), Err)
}

fn add(hash: &mut Sha256, view: &View<'_>, input: Input) -> Result<(), Missing> {
    match input {
        Input::Told(topic, key) => {
            for index in compared(view, topic)? {
                add_value(hash, view, topic, index, key)?;
            }
        }
        Input::List(topic) => hash.update((view.facts.count(topic)? as u64).to_be_bytes()),
        // A relation is said, not compared: a rule on which it bears is decided by it, and what is said of others bears on nothing.
        Input::Related(..) | Input::Recorded(..) | Input::Today => {}
    }
    Ok(())
}

/// Those of a topic that the rule compared: the one it was asked of, or all.
fn compared(view: &View<'_>, topic: Topic) -> Result<Vec<usize>, Missing> {
    match (view.rule.scope, view.about) {
        (Scope::Each(topics), Some((of, at))) if topics.contains(&topic) => {
            Ok(if of == topic { vec![at] } else { Vec::new() })
        }
        _ => Ok((0..view.facts.count(topic)?).collect()),
    }
}

fn add_value(
    hash: &mut Sha256,
    view: &View<'_>,
    topic: Topic,
    index: usize,
    key: Key,
) -> Result<(), Missing> {
    match view.facts.value(topic, index, key) {
        Known::Unknown => Err(Need::Told(topic, index, key).into()),
        Known::Absent => {
            add_nothing(hash);
            Ok(())
        }
        Known::Known(value) => {
            add_known(hash, value);
            Ok(())
        }
    }
}

/// That somebody said that there is none.
pub(super) fn add_nothing(hash: &mut Sha256) {
    hash.update([0]);
}

/// What somebody told.
pub(super) fn add_known(hash: &mut Sha256, value: Value<'_>) {
    match value {
        Value::Text(text) | Value::Word(text) => add_text(hash, text),
        Value::Flag(flag) => hash.update([2, u8::from(flag)]),
        Value::Day(BirthDate::On(day)) => add_text(hash, &day.to_string()),
        Value::Day(_) => hash.update([3]),
        Value::At(at) => hash.update(at.as_nanosecond().to_be_bytes()),
        Value::Count(count) => hash.update(count.to_be_bytes()),
    }
}

pub(super) fn add_text(hash: &mut Sha256, text: &str) {
    hash.update([1]);
    hash.update((text.len() as u64).to_be_bytes());
    hash.update(text);
}
