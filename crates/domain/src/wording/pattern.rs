//! The table of patterns, read once.

use super::theme::Theme;
use crate::choice::Words as _;

/// The table as it is written.
pub const PATTERNS: &str = include_str!("../safeguarding/restrictions/patterns.txt");

/// How many words a gap may stand for.
const GAP: usize = 3;
const WIDE_GAP: usize = 6;

/// One place of a pattern.
#[derive(Clone, Debug)]
pub(super) enum Place {
    /// Exactly one word, one of these.
    Word(Vec<Token>),
    /// Any one word, or none.
    Gap,
}

/// How one word is written in a pattern.
#[derive(Clone, Copy, Debug)]
pub(super) enum Token {
    /// This word.
    Whole(&'static str),
    /// Any word that begins so.
    Start(&'static str),
}

/// One line of the table.
#[derive(Debug)]
pub(super) struct Pattern {
    pub(super) theme: Theme,
    pub(super) words: Vec<Place>,
    /// What it means, and its words.
    pub(super) says: String,
    /// What it must find.
    #[cfg(test)]
    pub(super) example: &'static str,
}

/// Every pattern that can be read; a test asks that every line can.
pub(super) fn every() -> Vec<Pattern> {
    rows().filter_map(pattern).collect()
}

/// The lines that hold a pattern.
pub(super) fn rows() -> impl Iterator<Item = &'static str> {
    PATTERNS.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

fn pattern(row: &'static str) -> Option<Pattern> {
    let mut fields = row.split('|').map(str::trim);
    let theme = Theme::from_word(fields.next()?)?;
    let (_language, written, example) = (fields.next()?, fields.next()?, fields.next()?);
    let words = written.split(' ').flat_map(places).collect();
    let says = format!("{} (Pattern: {written}.)", theme.says());
    let _ = example;
    Some(Pattern {
        theme,
        words,
        says,
        #[cfg(test)]
        example,
    })
}

fn places(word: &'static str) -> Vec<Place> {
    match word {
        "*" => vec![Place::Gap; GAP],
        "**" => vec![Place::Gap; WIDE_GAP],
        word => vec![Place::Word(word.split('/').map(token).collect())],
    }
}

fn token(word: &'static str) -> Token {
    word.strip_suffix('~').map_or(Token::Whole(word), Token::Start)
}
