//! The normal form of a name: what is left of it when two people write it in two ways.

use std::fmt;

use super::fold::{Letters, fold};

/// Leading words that are no part of a name (rule book, section 5.2).
const TITLES: [&str; 8] = ["mr", "mrs", "ms", "miss", "dr", "sir", "rev", "prof"];

/// A name in its normal form: the set of its plain spelling and, where it differs, that of ICAO Doc 9303.
///
/// It is for comparison alone. There is no way to read it, print it or store it: the deed keeps what the donor typed
/// (rule book, section 5.2), and OPG's records a keyed digest ([`KnownBy`](crate::records::KnownBy)). Make it once for each person, by [`Normal::of`].
///
/// ```
/// use lpa_domain::matching::Normal;
///
/// assert!(Normal::of("O’Brien").agrees(&Normal::of("OBRIEN")));
/// assert!(Normal::of("Müller").agrees(&Normal::of("Mueller")));
/// assert!(Normal::of("Müller").agrees(&Normal::of("Muller")));
/// assert_eq!(format!("{:?}", Normal::of("Müller")), "[personal]");
/// ```
///
/// ```compile_fail
/// let stored: lpa_domain::Personal<String> = lpa_domain::matching::Normal::of("Müller").into();
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Normal {
    plain: Form,
    icao: Option<Form>,
}

/// One spelling, with what comparing asks of it again and again.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Form {
    /// The words, with one space between them.
    pub(super) text: String,
    /// The same without spaces.
    pub(super) joined: String,
    /// The words in the order of the alphabet.
    pub(super) sorted: Vec<String>,
}

impl Normal {
    /// The normal form of what was typed. The work grows with the length of the text and no faster than sorting.
    pub fn of(typed: &str) -> Self {
        let plain = Form::of(typed, Letters::Plain);
        let icao = (!typed.is_ascii()).then(|| Form::of(typed, Letters::Icao)).filter(|form| *form != plain);
        Self { plain, icao }
    }

    /// Whether nothing is left: such a name is missing, and agrees with none.
    pub const fn is_empty(&self) -> bool {
        self.plain.text.is_empty()
    }

    /// Whether any spelling of one is any spelling of the other, spaces apart. Not transitive: `Muller` and `Mueller` both agree
    /// with `Müller`, and not with each other.
    pub fn agrees(&self, other: &Self) -> bool {
        !self.is_empty() && self.pairs(other).any(|(one, another)| one.joined == another.joined)
    }

    /// Each spelling without spaces: for keyed digests, of which one has to be the same where two names agree.
    pub(crate) fn joined(&self) -> impl Iterator<Item = &str> {
        self.forms().map(|form| form.joined.as_str())
    }

    /// Its spellings: one or two.
    pub(super) fn forms(&self) -> impl Iterator<Item = &Form> {
        std::iter::once(&self.plain).chain(&self.icao)
    }

    /// Each spelling of one with each of the other.
    pub(super) fn pairs<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = (&'a Form, &'a Form)> {
        self.forms().flat_map(|one| other.forms().map(move |another| (one, another)))
    }
}

impl fmt::Debug for Normal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[personal]")
    }
}

impl Form {
    fn of(typed: &str, letters: Letters) -> Self {
        let folded = fold(typed, letters);
        let text = without_titles(&folded).to_owned();
        let mut sorted: Vec<String> = text.split(' ').map(str::to_owned).collect();
        sorted.sort_unstable();
        Self { joined: text.replace(' ', ""), text, sorted }
    }

    /// The first word as it was typed.
    pub(super) fn first_word(&self) -> &str {
        self.text.split(' ').next().unwrap_or_default()
    }
}

/// Drops leading titles, but never the last word: there are people called Miss or Sir.
fn without_titles(folded: &str) -> &str {
    let mut rest = folded;
    while let Some((first, after)) = rest.split_once(' ') {
        if !TITLES.contains(&first) {
            break;
        }
        rest = after;
    }
    rest
}
