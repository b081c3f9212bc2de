//! Names that are known to be written in several ways, read from `variants.txt`.

use std::sync::LazyLock;

/// The table as it is written: one family a line.
pub const VARIANTS: &str = include_str!("variants.txt");

static FORENAMES: LazyLock<Table> = LazyLock::new(|| Table::read(VARIANTS, "forename"));
static LAST_NAMES: LazyLock<Table> = LazyLock::new(|| Table::read(VARIANTS, "last-name"));

/// Whether two forenames, in normal form, stand in one family.
pub(super) fn forenames(one: &str, other: &str) -> bool {
    FORENAMES.has(one, other)
}

/// Whether two last names, in normal form, stand in one family.
pub(super) fn last_names(one: &str, other: &str) -> bool {
    LAST_NAMES.has(one, other)
}

/// In which families a forename, in normal form, stands.
pub(super) fn forename_families(word: &str) -> impl Iterator<Item = usize> {
    FORENAMES.of(word).iter().map(|(_, family)| *family)
}

/// In which families a last name, in normal form, stands.
pub(super) fn last_name_families(word: &str) -> impl Iterator<Item = usize> {
    LAST_NAMES.of(word).iter().map(|(_, family)| *family)
}

/// Each word with the line that it stands in, in the order of the alphabet. A word may stand in several lines.
struct Table(Vec<(&'static str, usize)>);

impl Table {
    fn read(text: &'static str, kind: &str) -> Self {
        let mut words: Vec<_> = families(text, kind)
            .enumerate()
            .flat_map(|(family, words)| words.split_whitespace().map(move |word| (word, family)))
            .collect();
        words.sort_unstable();
        Self(words)
    }

    fn has(&self, one: &str, other: &str) -> bool {
        self.of(one).iter().any(|(_, family)| self.of(other).iter().any(|(_, another)| family == another))
    }

    fn of(&self, word: &str) -> &[(&'static str, usize)] {
        let start = self.0.partition_point(|(each, _)| *each < word);
        let end = start + self.0[start..].iter().take_while(|(each, _)| *each == word).count();
        &self.0[start..end]
    }
}

/// The words of each family of a kind.
fn families<'a>(text: &'static str, kind: &'a str) -> impl Iterator<Item = &'static str> + 'a {
    text.lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('|'))
        .filter(move |(name, _)| name.trim() == kind)
        .map(|(_, words)| words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matching::fold::{Letters, fold};

    /// A word that is not in normal form would never be found.
    #[test]
    fn every_line_is_a_family_of_normal_words() {
        for line in VARIANTS.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let (kind, words) = line.split_once('|').unwrap();
            assert!(["forename", "last-name"].contains(&kind.trim()), "{line}");
            let mut words: Vec<_> = words.split_whitespace().collect();
            assert!(words.len() > 1, "{line}");
            assert!(words.iter().all(|word| fold(word, Letters::Plain) == *word), "{line}");
            words.sort_unstable();
            let count = words.len();
            words.dedup();
            assert_eq!(words.len(), count, "{line}");
        }
    }

    /// Alex is both; Alexander and Alexandra are two people.
    #[test]
    fn families_are_not_joined_by_a_word_that_stands_in_both() {
        assert!(forenames("alex", "alexander") && forenames("alex", "alexandra"));
        assert!(!forenames("alexander", "alexandra"));
        assert!(!forenames("unheard", "unheard"));
        assert!(!last_names("mohammed", "liz"));
    }
}
