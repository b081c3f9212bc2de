//! Every pattern finds its example; nothing that was written costs more than its length.

use super::automaton::AUTOMATON;
use super::pattern::{Place, every, rows};
use super::{LETTERS_READ, Theme, Wording};
use crate::choice::Words as _;
use crate::document::Language;
use crate::matching::folded;

#[test]
fn every_line_of_the_table_is_a_pattern() {
    assert_eq!(rows().count(), every().len());
    for row in rows() {
        let fields: Vec<&str> = row.split('|').map(str::trim).collect();
        assert_eq!(fields.len(), 5, "{row}");
        assert!(["en", "cy"].contains(&fields[1]), "{row}");
        assert_eq!(fields[1] == "cy", fields[4] == "unreviewed", "{row}");
        let words = fields[2].replace(['/', '~', '*'], " ");
        assert_eq!(words.split_whitespace().collect::<Vec<_>>().join(" "), folded(&words), "{row}");
    }
    for pattern in every() {
        assert!(pattern.words.len() <= 64, "{pattern:?}");
        let ends = [pattern.words.first(), pattern.words.last()];
        assert!(ends.iter().all(|place| matches!(place, Some(Place::Word(_)))), "{pattern:?}");
    }
}

#[test]
fn every_pattern_finds_its_example() {
    for (number, pattern) in AUTOMATON.patterns().iter().enumerate() {
        let folded = folded(pattern.example);
        let words: Vec<&str> =
            folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        let mut is_found = false;
        AUTOMATON.run(&words, |found, _| is_found |= usize::from(found) == number);
        assert!(is_found, "{pattern:?}");
    }
}

#[test]
fn every_theme_has_a_pattern() {
    for theme in Theme::ALL {
        assert!(AUTOMATON.patterns().iter().any(|pattern| pattern.theme == *theme), "{theme:?}");
    }
}

#[test]
fn a_gap_stands_for_so_many_words_and_no_more() {
    let finds = |text: &str| Wording::of(text).says(Theme::Will).is_some();
    assert!(finds("change will"));
    assert!(finds("change one two three will"));
    assert!(!finds("change one two three four will"));
}

#[test]
fn case_accents_and_punctuation_make_no_difference() {
    for text in ["CHANGE MY WILL", "change, my; will!", "chánge\u{a0}my—will", "Change my wi\u{200b}ll"] {
        assert!(Wording::of(text).says(Theme::Will).is_some(), "{text}");
    }
    assert!(Wording::of("exchange my willow").says(Theme::Will).is_none());
}

#[test]
fn what_it_says_is_ours_and_names_the_pattern() {
    let says = Wording::of("Quenby's will: change my will").says(Theme::Will).unwrap();
    assert!(says.contains("make/change/alter") && !says.contains("Quenby"), "{says}");
}

#[test]
fn a_limit_binds_the_name_before_it() {
    let text = Wording::of("My attorneys act alone. José Carr must not sell the house.");
    assert!(text.limits("Jose") && text.limits("CARR"));
    assert!(!text.limits("Cy") && !text.limits("") && !Wording::of("").limits("Jose"));
}

#[test]
fn the_commonest_words_tell_the_language() {
    assert_eq!(Wording::of("My attorneys must keep accounts.").language(), Some(Language::En));
    assert_eq!(Wording::of("Rhaid i fy atwrneiod gadw cyfrifon yn y tŷ.").language(), Some(Language::Cy));
    assert_eq!(Wording::of("Llanfair").language(), None);
}

/// Every pattern half begun, again and again: a search that tries twice would take hours.
#[test]
fn hostile_text_costs_no_more_than_its_length() {
    let half: String =
        "never one two three four five only if i must make give reappoint replac ".repeat(200_000);
    assert!(Wording::of(&half).says(Theme::Will).is_none());
    let late = format!("{} change my will", "x ".repeat(LETTERS_READ / 2));
    assert!(Wording::of(&late).says(Theme::Will).is_none(), "what comes after the limit is not read");
}
