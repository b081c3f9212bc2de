//! What a text seems to speak of: patterns of words, named when they are found.
//!
//! It serves the rules about restrictions and conditions (group F). It understands nothing: it finds the wordings of
//! `safeguarding/restrictions/patterns.txt`, all of which are our reading. **How good it is was measured nowhere**: what it finds may be
//! harmless, what it does not find may be anything. So a rule may refer or ask because of it, and never refuse; and every text is looked at by a
//! person whatever was found (F24). Texts that stand in a scanned picture are not read at all.
//!
//! The work grows with the length of the text and with nothing else, whatever was written: the words pass once through an automaton that holds all
//! patterns at once, a bit for each place in each of them, and [`LETTERS_READ`] letters are read.

mod automaton;
mod language;
mod pattern;
#[cfg(test)]
mod tests;
mod theme;

use std::fmt;

use automaton::AUTOMATON;
pub use pattern::PATTERNS;
pub use theme::Theme;

use crate::choice::Words as _;
use crate::document::Language;
use crate::matching::folded;

/// How many letters of a text are read; a longer one is not taken at all (F19).
pub const LETTERS_READ: usize = 10_000;

/// How many words before a limit may say whom it binds.
const WORDS_BEFORE: usize = 2;

/// What was found in one text. Its `Debug` shows nothing.
pub struct Wording {
    found: [Option<u16>; Theme::ALL.len()],
    limited: Vec<Box<str>>,
    language: Option<Language>,
    is_empty: bool,
}

impl Wording {
    /// Reads a text.
    pub fn of(text: &str) -> Self {
        let end = text.char_indices().nth(LETTERS_READ).map_or(text.len(), |(at, _)| at);
        let folded = folded(text.get(..end).unwrap_or_default());
        let words: Vec<&str> =
            folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        let mut wording = Self {
            found: [None; Theme::ALL.len()],
            limited: Vec::new(),
            language: language::of(&words),
            is_empty: words.is_empty(),
        };
        AUTOMATON.run(&words, |pattern, end| wording.note(pattern, end, &words));
        wording
    }

    fn note(&mut self, pattern: u16, end: usize, words: &[&str]) {
        let Some(of) = AUTOMATON.pattern(pattern) else { return };
        if of.theme == Theme::Limit {
            let start = (end + 1).saturating_sub(of.words.len());
            let before = words.get(start.saturating_sub(WORDS_BEFORE)..start).unwrap_or_default();
            self.limited.extend(before.iter().map(|word| Box::from(*word)));
        }
        if let Some(slot) = self.found.get_mut(of.theme as usize) {
            slot.get_or_insert(pattern);
        }
    }

    /// What to say of `theme`, when it was found: our own words, and the pattern.
    pub fn says(&self, theme: Theme) -> Option<&'static str> {
        let pattern = (*self.found.get(theme as usize)?)?;
        AUTOMATON.pattern(pattern).map(|pattern| pattern.says.as_str())
    }

    /// Whether a limit seems to bind just the one of this name, as it was typed.
    pub fn limits(&self, name: &str) -> bool {
        if self.limited.is_empty() {
            return false;
        }
        folded(name)
            .split(' ')
            .any(|part| !part.is_empty() && self.limited.iter().any(|word| **word == *part))
    }

    /// The language that it seems to be in, when its commonest words tell.
    pub const fn language(&self) -> Option<Language> {
        self.language
    }

    /// Whether there is no word in it.
    pub const fn is_empty(&self) -> bool {
        self.is_empty
    }
}

impl fmt::Debug for Wording {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[personal]")
    }
}
