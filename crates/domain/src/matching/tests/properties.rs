//! What holds for every text (T226, T227).

use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization as _;

use crate::matching::fold::{Letters, fold};
use crate::matching::{ForenamesLevel, LastNameLevel, MOST_GROWTH, Normal, Postcode, PostcodeLevel};

/// Any text, and texts made of what names and their mistakes are made of.
fn text() -> impl Strategy<Value = String> {
    let letters = prop::sample::select(vec![
        "a", "e", "J", "o", "S", "ä", "Å", "ø", "ß", "É", "ŵ", "Þ", "İ", "ı", "Σ", "ς", "\u{301}", "\u{308}",
        "\u{3099}", "\u{5b0}", "\u{315}", "か", "’", "'", "＇", "´", ".", "-", "–", " ", "\u{a0}",
        "\u{200b}", "mr ", "Dr. ", "van ", "smith", "Smyth", "ﬀ", "™", "\u{fdfa}", "कि",
    ]);
    prop_oneof![any::<String>(), prop::collection::vec(letters, 0..12).prop_map(|parts| parts.concat())]
}

proptest! {
    /// T226: folded again, nothing changes, and no spelling is lost or won.
    #[test]
    fn the_normal_form_is_settled(typed in text()) {
        for form in Normal::of(&typed).forms() {
            let again = Normal::of(&form.text);
            prop_assert_eq!(again.forms().count(), 1);
            prop_assert!(again.forms().all(|each| each == form));
        }
    }

    /// T226: equal under NFC, equal under it.
    #[test]
    fn composed_and_decomposed_are_one(typed in text()) {
        let (composed, decomposed): (String, String) = (typed.nfc().collect(), typed.nfd().collect());
        prop_assert!(Normal::of(&composed) == Normal::of(&typed));
        prop_assert!(Normal::of(&decomposed) == Normal::of(&typed));
    }

    #[test]
    fn the_normal_form_is_bounded(typed in text()) {
        for letters in [Letters::Plain, Letters::Icao] {
            prop_assert!(fold(&typed, letters).len() <= MOST_GROWTH * typed.len());
        }
    }

    /// T227: the order of the two does not matter.
    #[test]
    fn levels_are_symmetric(one in text(), other in text()) {
        let (a, b) = (Normal::of(&one), Normal::of(&other));
        prop_assert_eq!(LastNameLevel::between(&a, &b), LastNameLevel::between(&b, &a));
        prop_assert_eq!(ForenamesLevel::between(&a, &b), ForenamesLevel::between(&b, &a));
        let (a, b) = (Postcode::of(&one), Postcode::of(&other));
        prop_assert_eq!(PostcodeLevel::between(&a, &b), PostcodeLevel::between(&b, &a));
    }

    /// Whatever is there is the same as itself, and what is not there is missing.
    #[test]
    fn a_name_is_itself_or_missing(typed in text()) {
        let name = Normal::of(&typed);
        let (last, first) = (LastNameLevel::between(&name, &name), ForenamesLevel::between(&name, &name));
        if name.is_empty() {
            prop_assert_eq!((last, first), (LastNameLevel::Missing, ForenamesLevel::Missing));
        } else {
            prop_assert_eq!((last, first), (LastNameLevel::Same, ForenamesLevel::Same));
        }
    }
}
