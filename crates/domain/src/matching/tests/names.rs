//! The vectors of section 5.2: names, dates and postcodes.

use jiff::civil::{Date, date};

use crate::matching::likeness::likeness;
use crate::matching::{BirthDateLevel, ForenamesLevel, LastNameLevel, Normal, Postcode, PostcodeLevel};

fn last_names(one: &str, other: &str) -> LastNameLevel {
    LastNameLevel::between(&Normal::of(one), &Normal::of(other))
}

fn forenames(one: &str, other: &str) -> ForenamesLevel {
    ForenamesLevel::between(&Normal::of(one), &Normal::of(other))
}

/// Section 5.2, the table of vectors; Smyth is `different` there, before the table of variants that it asks for.
#[test]
fn last_names_compare_as_the_rule_book_says() {
    use LastNameLevel::{Close, Different, KnownVariant, Missing, Same, SharesPart};
    let vectors = [
        ("O'Brien", "O’Brien", Same),
        ("O'Brien", "OBRIEN", Same),
        ("García", "GARCIA", Same),
        ("Müller", "MULLER", Same),
        ("Müller", "MUELLER", Same),
        ("Åberg", "ABERG", Same),
        ("Åberg", "AABERG", Same),
        ("Øster", "OSTER", Same),
        ("Øster", "OESTER", Same),
        ("Weiß", "WEISS", Same),
        ("Llŷr", "LLYR", Same),
        ("Smith Jones", "Smith-Jones", Same),
        ("Mc Donald", "McDonald", Same),
        (" Smith ", "Smith", Same),
        ("Smith Jones", "Jones", SharesPart),
        ("Smith-Jones", "Jones", SharesPart),
        ("Jones-Smith", "Jones", SharesPart),
        ("de la Cruz", "Cruz", SharesPart),
        ("van der Berg", "van der Veen", Different),
        ("MacDonald", "McDonald", Close),
        ("Johnson", "Johnston", Close),
        ("Patel", "Patle", Close),
        ("Smyth", "Smith", KnownVariant),
        ("Jones", "Johns", Different),
        ("", "", Missing),
        ("", "Smith", Missing),
        (" ’. ", "Smith", Missing),
    ];
    for (one, other, level) in vectors {
        assert_eq!(last_names(one, other), level, "{one} / {other}");
        assert_eq!(last_names(other, one), level, "{other} / {one}");
    }
}

/// Section 5.2; Muhammad and Liz are `different` there, before the table of variants that it asks for.
#[test]
fn forenames_compare_as_the_rule_book_says() {
    use ForenamesLevel::{Close, Different, FirstToken, Initial, KnownVariant, Missing, Same};
    let vectors = [
        ("John Paul", "John", FirstToken),
        ("Luis José", "JOSE LUIS", Same),
        ("Mary-Ann", "Mary Ann", Same),
        ("Maryann", "Mary Ann", Same),
        ("J", "John", Initial),
        ("Jon", "John", Close),
        ("Catherine", "Katherine", Close),
        ("Ann", "Anne", Close),
        ("Mohammed", "Muhammad", KnownVariant),
        ("Elizabeth", "Liz", KnownVariant),
        ("Dr John", "John", Same),
        ("Dr. John", "john", Same),
        ("J Paul", "J Peter", Initial),
        ("Megan", "Owain", Different),
        ("", "", Missing),
        ("John", "-", Missing),
    ];
    for (one, other, level) in vectors {
        assert_eq!(forenames(one, other), level, "{one} / {other}");
        assert_eq!(forenames(other, one), level, "{other} / {one}");
    }
}

/// Section 5.2: the figures beside the vectors, recomputed there with another program.
#[test]
fn likeness_agrees_with_the_figures_of_the_rule_book() {
    let vectors = [
        ("van der berg", "van der veen", 0.900),
        ("macdonald", "mcdonald", 0.967),
        ("johnson", "johnston", 0.975),
        ("patel", "patle", 0.953),
        ("smyth", "smith", 0.893),
        ("jones", "johns", 0.893),
        ("jon", "john", 0.933),
        ("catherine", "katherine", 0.926),
        ("ann", "anne", 0.942),
        ("mohammed", "muhammad", 0.850),
        ("elizabeth", "liz", 0.778),
    ];
    for (one, other, figure) in vectors {
        assert!((likeness(one, other) - figure).abs() < 0.0006, "{one} {other}: {}", likeness(one, other));
        assert!((likeness(other, one) - figure).abs() < 0.0006, "{other} {one}");
    }
}

/// Section 7.4: T069 to T072, as far as they are about names.
#[test]
fn a_certificate_provider_who_shares_a_name_is_noticed() {
    assert_eq!(last_names("a", "c-a"), LastNameLevel::SharesPart, "T069");
    assert_eq!(last_names("a", "b"), LastNameLevel::Different, "T070");
    assert_eq!(last_names("a", ""), LastNameLevel::Missing, "T070");
    assert_eq!(last_names("Smith Jones", "Jones"), LastNameLevel::SharesPart, "T071");
    assert_eq!(last_names("Garcia", "García"), LastNameLevel::Same, "T072");
}

/// A title is dropped from the front, and the last word stays a name.
#[test]
fn titles_are_dropped_and_names_are_kept() {
    assert_eq!(forenames("Prof. Dr Ann", "Ann"), ForenamesLevel::Same);
    assert_eq!(last_names("Sir", "Sir"), LastNameLevel::Same);
    assert_eq!(last_names("Mr Rev", "Rev"), LastNameLevel::Same);
}

/// Two people who share no more than a particle.
#[test]
fn particles_are_nothing_to_have_in_common() {
    let particles = ["de", "la", "van", "von", "der", "al", "el", "ap", "ab", "bin", "ibn"];
    for particle in particles {
        let level = last_names(&format!("{particle} Quux"), &format!("{particle} Zyxomma"));
        assert_ne!(level, LastNameLevel::SharesPart, "{particle}");
    }
}

/// Section 5.2, the row of dates; the swap is that of T300 (section 7.11).
#[test]
fn dates_of_birth_compare_as_the_rule_book_says() {
    use BirthDateLevel::{DayMonthSwapped, Different, Missing, OneDigit, Same, SameYear};
    let born = Some(date(1950, 4, 12));
    let vectors: [(Option<Date>, BirthDateLevel); 8] = [
        (born, Same),
        (Some(date(1950, 12, 4)), DayMonthSwapped),
        (Some(date(1951, 4, 12)), OneDigit),
        (Some(date(1950, 4, 22)), OneDigit),
        (Some(date(1950, 6, 30)), SameYear),
        (Some(date(1961, 4, 12)), Different),
        (Some(date(1983, 9, 1)), Different),
        (None, Missing),
    ];
    for (other, level) in vectors {
        assert_eq!(BirthDateLevel::between(born, other), level, "{other:?}");
        assert_eq!(BirthDateLevel::between(other, born), level, "{other:?}");
    }
    assert_eq!(BirthDateLevel::between(None, None), Missing);
}

/// Section 5.2, the row of postcodes; T304 (section 7.11).
#[test]
fn postcodes_compare_as_the_rule_book_says() {
    use PostcodeLevel::{Different, Missing, Outward, Same};
    let vectors = [
        ("SW1A1AA", "sw1a 1aa", Same),
        ("SW1A 1AA", "SW1A 2AB", Outward),
        ("SW1A 1AA", "SW1 1AA", Different),
        ("1000", "1000", Same),
        ("1000", "1001", Missing),
        ("1000", "SW1A 1AA", Missing),
        ("", "", Missing),
        ("SW1A 1AA", " - ", Missing),
    ];
    for (one, other, level) in vectors {
        assert_eq!(
            PostcodeLevel::between(&Postcode::of(one), &Postcode::of(other)),
            level,
            "{one} / {other}"
        );
        assert_eq!(
            PostcodeLevel::between(&Postcode::of(other), &Postcode::of(one)),
            level,
            "{other} / {one}"
        );
    }
}
