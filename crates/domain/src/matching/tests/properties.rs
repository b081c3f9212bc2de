//! What holds for every text (T226, T227).

use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization as _;

use super::people::BORN;
use crate::document::Address;
use crate::matching::fold::{Letters, fold};
use crate::matching::likeness::likeness;
use crate::matching::{
    Circle, Class, Contact, ForenamesLevel, LastNameLevel, MOST_GROWTH, Normal, Postcode, PostcodeLevel,
    Subject,
};

/// Any text, and texts made of what names and their mistakes are made of.
fn text() -> impl Strategy<Value = String> {
    let letters = prop::sample::select(vec![
        "a", "e", "J", "o", "S", "ä", "Å", "ø", "ß", "É", "ŵ", "Þ", "İ", "ı", "Σ", "ς", "\u{301}", "\u{308}",
        "\u{3099}", "\u{5b0}", "\u{315}", "か", "’", "'", "＇", "´", ".", "-", "–", " ", "\u{a0}",
        "\u{200b}", "mr ", "Dr. ", "van ", "smith", "Smyth", "ﬀ", "™", "\u{fdfa}", "कि",
    ]);
    prop_oneof![any::<String>(), prop::collection::vec(letters, 0..12).prop_map(|parts| parts.concat())]
}

/// A person of few values, so that two of them often agree in some.
pub(super) fn person() -> impl Strategy<Value = Subject> {
    let pick = |values: &'static [&'static str]| prop::sample::select(values);
    let names = (
        pick(&["", "J", "John", "John Paul", "Jon", "Liz", "Müller"]),
        pick(&["", "Smith", "Smyth", "Smith-Jones", "Müller", "Mueller"]),
    );
    let days = prop::option::of(prop::sample::select(vec![
        BORN,
        jiff::civil::date(1950, 12, 4),
        jiff::civil::date(1983, 9, 1),
    ]));
    let homes = (
        pick(&["", "1 High St", "Flat 2, 1 High St", "Rose Cottage"]),
        pick(&["", "SW1A 1AA", "SW1A 1AB", "1000"]),
    );
    let reached = (
        pick(&["", "07700900123", "07700900124"]),
        pick(&["", "a@example.org"]),
        pick(&["", "urn:a", "urn:b"]),
    );
    (names, days, homes, reached).prop_map(|(names, day, home, reached)| {
        let address = Address { line1: home.0.into(), postcode: home.1.into(), ..Address::default() };
        let person = Subject::named(names.0, names.1).living_at(&address);
        let person = person.with_mobile(reached.0).with_email(reached.1).verified_as(reached.2);
        day.into_iter().fold(person, Subject::born)
    })
}

proptest! {
    /// T227: words of few letters, so that many of them pair, in any order and length.
    #[test]
    fn the_measure_is_the_same_both_ways(one in "[abn]{0,20}", other in "[abn]{0,20}") {
        prop_assert_eq!(likeness(&one, &other).to_bits(), likeness(&other, &one).to_bits());
    }

    /// T227: two people compare alike both ways, and so does their class.
    #[test]
    fn people_compare_alike_both_ways(one in person(), other in person()) {
        prop_assert_eq!(one.compare(&other), other.compare(&one));
        for circle in [Circle::Register, Circle::OneDonor] {
            prop_assert_eq!(one.compare(&other).class(circle), other.compare(&one).class(circle));
        }
    }

    /// Section 5.3: a candidate must share a key. Who is the same by what a document says is always found.
    #[test]
    fn who_is_strong_by_a_document_shares_a_key(one in person(), other in person()) {
        let by_identity = one.identity.is_some() && one.identity == other.identity;
        if !by_identity && one.compare(&other).class(Circle::Register) == Class::Strong {
            prop_assert!(one.keys().iter().any(|key| other.keys().contains(key)));
        }
    }

    /// T224: nothing that was typed is printed.
    #[test]
    fn nothing_typed_is_printed(one in person()) {
        let printed = format!("{one:?} {:?} {:?}", one.keys(), (&one.last_name, &one.mobile, &one.places));
        prop_assert!(printed.replace("[personal]", "").chars().all(|c| " [](),Some".contains(c) || "None".contains(c)));
    }

    #[test]
    fn no_text_is_too_strange_to_compare(typed in text()) {
        let home = Address { line1: typed.as_str().into(), postcode: typed.as_str().into(), ..Address::default() };
        let person = Subject::named(&typed, &typed).living_at(&home).with_mobile(&typed).with_email(&typed);
        prop_assert_ne!(person.compare(&person).class(Circle::Register), Class::Strong);
        prop_assert_eq!(person.keys(), person.clone().keys());
    }

    #[test]
    fn contacts_are_settled(digits in "(07|\\+447|\\+|0044)[0-9]{9}", mailbox in "[a-zA-Z+.]{1,9}@[a-zA-Z.]{1,9}") {
        for made in [Contact::mobile(&digits)].into_iter().flatten() {
            prop_assert_eq!(Contact::mobile(made.text()), Some(made));
        }
        for made in [Contact::email(&mailbox)].into_iter().flatten() {
            prop_assert_eq!(Contact::email(made.text()), Some(made));
        }
    }

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
