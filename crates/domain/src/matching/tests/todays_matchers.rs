//! The pairs on which the matchers in use today differ (section 5.1), and what ours says of each.

use crate::matching::{ForenamesLevel, LastNameLevel, Normal};

/// M1, M2, M4 and M9 agree on three of these rows at most; the comment says who takes them for the same today.
#[test]
fn one_matcher_answers_where_four_differ_over_last_names() {
    use LastNameLevel::{KnownVariant, Missing, Same, SharesPart};
    let pairs = [
        ("O'Brien", "O’Brien", Same),               // M1, M2, M9
        ("OBRIEN", "O'Brien", Same),                // none
        ("Jose", "José", Same),                     // M4
        ("Muller", "Müller", Same),                 // none
        ("Asa", "Åsa", Same),                       // none
        ("Llyr", "Llŷr", Same),                     // M4
        ("Smith-Jones", "Smith Jones", Same),       // none
        ("Smith-Jones", "Jones", SharesPart),       // M2
        ("Smith Jones", "Jones", SharesPart),       // none
        ("Jones-Smith", "Smith-Jones", SharesPart), // M2
        ("Smith–Bloggs", "Smith", SharesPart),      // M2
        ("Smyth", "Smith", KnownVariant),           // none
        ("", "", Missing),                          // all four
    ];
    for (one, other, level) in pairs {
        assert_eq!(LastNameLevel::between(&Normal::of(one), &Normal::of(other)), level, "{one} / {other}");
    }
}

#[test]
fn one_matcher_answers_where_four_differ_over_forenames() {
    use ForenamesLevel::{FirstToken, Missing, Same};
    let pairs = [
        ("John", "John Paul", FirstToken), // M9
        ("Luis José", "JOSE LUIS", Same),  // M4
        ("Mary-Ann", "Mary Ann", Same),    // none
        ("", "", Missing),                 // all
    ];
    for (one, other, level) in pairs {
        assert_eq!(ForenamesLevel::between(&Normal::of(one), &Normal::of(other)), level, "{one} / {other}");
    }
}

/// Lesson 3 of section 5.1: unequal in every matcher of today.
#[test]
fn one_letter_or_letter_and_mark_are_one_name() {
    let (one, two) = ("Jos\u{e9}", "Jose\u{301}");
    assert_ne!(one, two);
    assert!(Normal::of(one) == Normal::of(two));
    assert!(Normal::of("Mu\u{308}ller").agrees(&Normal::of("Mueller")));
}

/// Z-22: joined to one text, these two were one person.
#[test]
fn the_boundary_between_forenames_and_last_name_counts() {
    let level = |one: &str, other: &str| {
        (ForenamesLevel::between(&Normal::of(one), &Normal::of(other)), one.len().cmp(&other.len()))
    };
    assert_eq!(level("Mary Ann", "Mary").0, ForenamesLevel::FirstToken);
    let last = LastNameLevel::between(&Normal::of("Smith"), &Normal::of("Ann Smith"));
    assert_eq!(last, LastNameLevel::SharesPart);
}
