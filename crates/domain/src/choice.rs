//! Closed word lists of the contract, and what arrives in their place.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A closed list of words, each standing for one variant.
pub trait Words: Copy + Eq + fmt::Debug + 'static {
    /// Every variant, in the order of the contract.
    const ALL: &'static [Self];
    /// The word on the wire.
    fn word(self) -> &'static str;
    /// The variant of a word, byte for byte.
    fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|each| each.word() == word)
    }
}

/// A field that should hold a word of the list `E`, and may hold nothing or another word: paper LPAs are stored
/// as they were written (contract section 4.1), so another word must survive.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub enum Choice<E> {
    /// Nothing was given (`""`, `null` or no key).
    #[default]
    Unset,
    /// A word of the list.
    Is(E),
    /// A word that is not on the list, as it was written.
    Other(String),
}

impl<E: Words> Choice<E> {
    /// Reads a word; the empty one is [`Choice::Unset`].
    pub fn parse(word: &str) -> Self {
        if word.is_empty() {
            return Self::Unset;
        }
        E::from_word(word).map_or_else(|| Self::Other(word.to_owned()), Self::Is)
    }

    /// The word on the wire; `""` when unset.
    pub fn word(&self) -> &str {
        match self {
            Self::Unset => "",
            Self::Is(value) => value.word(),
            Self::Other(word) => word,
        }
    }

    /// The variant, when it is one of the list.
    pub fn known(&self) -> Option<E> {
        match self {
            Self::Is(value) => Some(*value),
            _ => None,
        }
    }

    /// Whether this is exactly `value`.
    pub fn is(&self, value: E) -> bool {
        self.known() == Some(value)
    }

    /// Whether nothing was given.
    pub const fn is_unset(&self) -> bool {
        matches!(self, Self::Unset)
    }
}

impl<E: Words> From<E> for Choice<E> {
    fn from(value: E) -> Self {
        Self::Is(value)
    }
}

/// A word outside the list is free text and may hold anything: it is not printed.
impl<E: fmt::Debug> fmt::Debug for Choice<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unset => f.write_str("Unset"),
            Self::Is(value) => value.fmt(f),
            Self::Other(_) => f.write_str("Other"),
        }
    }
}

impl<E: Words> Serialize for Choice<E> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.word())
    }
}

impl<'de, E: Words> Deserialize<'de> for Choice<E> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let word = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        Ok(Self::parse(&word))
    }
}

/// Declares an enum with its words: `words! { /// doc  pub enum Channel { /// doc Online = "online" } }`.
#[macro_export]
macro_rules! words {
    ($(#[$outer:meta])* $vis:vis enum $name:ident { $($(#[$inner:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$outer])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        $vis enum $name { $($(#[$inner])* $variant),+ }

        impl $crate::choice::Words for $name {
            const ALL: &'static [Self] = &[$(Self::$variant),+];
            fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }
    };
}
