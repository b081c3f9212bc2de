//! Which language a text seems to be in: by the commonest words that belong to one alone.

use crate::document::Language;

/// Sorted, and none of them is a word of the other language **\[I\]**.
const ENGLISH: [&str; 32] = [
    "and",
    "are",
    "as",
    "attorney",
    "attorneys",
    "be",
    "before",
    "but",
    "by",
    "can",
    "for",
    "from",
    "have",
    "if",
    "is",
    "it",
    "me",
    "must",
    "my",
    "not",
    "of",
    "on",
    "or",
    "should",
    "that",
    "the",
    "their",
    "they",
    "this",
    "to",
    "when",
    "with",
];
const WELSH: [&str; 32] = [
    "ac",
    "am",
    "ar",
    "atwrnai",
    "atwrneiod",
    "bydd",
    "byddaf",
    "cyn",
    "dylai",
    "ddim",
    "ei",
    "eu",
    "fel",
    "fy",
    "gan",
    "gyda",
    "iddynt",
    "mae",
    "mewn",
    "neu",
    "nhw",
    "nid",
    "oni",
    "os",
    "pan",
    "rhaid",
    "rhoi",
    "sydd",
    "wedi",
    "wrth",
    "y",
    "yn",
];

/// The language, when at least two words tell, and more than twice as many as tell the other.
pub(super) fn of(words: &[&str]) -> Option<Language> {
    let count = |list: &[&str]| words.iter().filter(|word| list.contains(word)).count();
    let (english, welsh) = (count(&ENGLISH), count(&WELSH));
    if english >= 2 && english > welsh * 2 {
        Some(Language::En)
    } else if welsh >= 2 && welsh > english * 2 {
        Some(Language::Cy)
    } else {
        None
    }
}
