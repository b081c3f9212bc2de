//! Letters: how a text loses what two ways of writing one name differ in.
//!
//! The order of the steps is that of the rule book (section 5.2) with one change: apostrophes go before compatibility
//! decomposition too, because that would turn `´` into a space. Three things are ours **\[I\]**: invisible characters are
//! dropped like apostrophes; only the marks that stand on Latin, Greek and Cyrillic letters are dropped, because a
//! Devanagari vowel or a Japanese voicing mark makes another name; and `ħ`, `ŧ`, `ŋ` (ICAO Doc 9303) join the letters
//! that have no decomposition.

use unicode_normalization::UnicodeNormalization as _;

/// By how much a folded text may be longer than what was typed, both in bytes of UTF-8: U+FDFA is the worst.
pub const MOST_GROWTH: usize = 11;

/// Whether a letter that ICAO Doc 9303 writes with two is written so.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Letters {
    /// `ü` is `u`.
    Plain,
    /// `ü` is `ue`.
    Icao,
}

/// The words of any text as names are folded, with one space between them. For comparison alone.
pub(crate) fn folded(text: &str) -> String {
    fold(text, Letters::Plain)
}

/// The words of a text, folded, with one space between them.
pub(super) fn fold(text: &str, letters: Letters) -> String {
    if text.is_ascii() {
        return words(&text.chars().filter(|c| !is_dropped(*c)).map(ascii).collect::<String>());
    }
    let mut folded = String::with_capacity(text.len());
    for letter in text.nfc().flat_map(char::to_lowercase) {
        match icao(letter).filter(|_| letters == Letters::Icao) {
            Some(two) => folded.push_str(two),
            None => push_letter(&mut folded, letter),
        }
    }
    // Twice: what is dropped in the first round may bring marks together that belong in another order.
    words(&decompose(&decompose(&folded)))
}

/// Compatibility decomposition, without marks; what comes out of it is folded like what was typed.
fn decompose(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.nfkd().filter(|c| !is_mark(*c)).flat_map(char::to_lowercase) {
        push_letter(&mut out, letter);
    }
    out
}

/// Adds a lower-case letter, in the letters that stand for it.
fn push_letter(out: &mut String, letter: char) {
    match single(letter) {
        Some(letters) => out.push_str(letters),
        None if is_dropped(letter) => {}
        None => out.push(spaced(letter)),
    }
}

fn ascii(letter: char) -> char {
    spaced(letter.to_ascii_lowercase())
}

/// One space between words, none around them.
fn words(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// What ICAO Doc 9303 part 3 writes with two letters where others write one.
const fn icao(letter: char) -> Option<&'static str> {
    Some(match letter {
        'ä' => "ae",
        'ö' | 'ø' => "oe",
        'ü' => "ue",
        'å' => "aa",
        _ => return None,
    })
}

/// Letters without decomposition.
const fn single(letter: char) -> Option<&'static str> {
    Some(match letter {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'þ' => "th",
        'ı' => "i",
        'ħ' => "h",
        'ŧ' => "t",
        'ŋ' => "n",
        'ς' => "σ",
        _ => return None,
    })
}

/// Apostrophes of every shape, full stops, and what cannot be seen.
const fn is_dropped(letter: char) -> bool {
    matches!(letter, '\'' | '’' | '‘' | 'ʼ' | '`' | '´' | '′' | '.')
        || matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// Every dash is a space.
const fn spaced(letter: char) -> char {
    match letter {
        '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' => ' ',
        other => other,
    }
}

/// The blocks of combining diacritical marks.
const fn is_mark(letter: char) -> bool {
    matches!(
        letter,
        '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}'
            | '\u{fe20}'..='\u{fe2f}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every character of the first three planes, alone (nothing above decomposes): the same again when folded again, and never longer than promised.
    #[test]
    fn every_character_settles_at_once() {
        let mut worst = 0;
        for letter in '\0'..='\u{2ffff}' {
            let mut typed = [0; 4];
            let typed: &str = letter.encode_utf8(&mut typed);
            for letters in [Letters::Plain, Letters::Icao] {
                let folded = fold(typed, letters);
                assert_eq!(fold(&folded, Letters::Plain), folded, "{letter:?}");
                assert_eq!(fold(&folded, Letters::Icao), folded, "{letter:?}");
                worst = worst.max(folded.len().div_ceil(typed.len()));
            }
        }
        assert_eq!(worst, MOST_GROWTH);
    }

    #[test]
    fn marks_of_other_scripts_make_another_name() {
        assert_ne!(fold("कि", Letters::Plain), fold("का", Letters::Plain));
        assert_ne!(fold("が", Letters::Plain), fold("か", Letters::Plain));
    }

    #[test]
    fn what_cannot_be_seen_counts_for_nothing() {
        assert_eq!(fold("Sm\u{200b}ith\u{ad}", Letters::Plain), "smith");
    }
}
