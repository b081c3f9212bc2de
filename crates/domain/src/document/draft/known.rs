//! Unknown is a value.

/// A fact that may not have been told yet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Known<T> {
    /// Not told yet: it may still turn out to be anything.
    #[default]
    Unknown,
    /// Told: there is none.
    Absent,
    /// Told.
    Known(T),
}

impl<T> Known<T> {
    /// Whether a value was told.
    pub const fn is_known(&self) -> bool {
        matches!(self, Self::Known(_))
    }

    /// Whether it was told that there is none.
    pub const fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// Whether nothing was told.
    pub const fn is_unknown(&self) -> bool {
        matches!(self, Self::Unknown)
    }

    /// The value, when one was told.
    pub fn known(self) -> Option<T> {
        match self {
            Self::Known(value) => Some(value),
            Self::Unknown | Self::Absent => None,
        }
    }

    /// The same, borrowed.
    pub const fn as_ref(&self) -> Known<&T> {
        match self {
            Self::Unknown => Known::Unknown,
            Self::Absent => Known::Absent,
            Self::Known(value) => Known::Known(value),
        }
    }

    /// The value changed, ignorance and absence kept.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Known<U> {
        self.and_then(|value| Known::Known(change(value)))
    }

    /// What follows from the value, ignorance and absence kept.
    pub fn and_then<U>(self, follow: impl FnOnce(T) -> Known<U>) -> Known<U> {
        match self {
            Self::Unknown => Known::Unknown,
            Self::Absent => Known::Absent,
            Self::Known(value) => follow(value),
        }
    }

    /// Both values. Absent as soon as one is absent, whatever the other will turn out to be; otherwise unknown as long as
    /// one is unknown.
    ///
    /// ```
    /// use lpa_domain::Known;
    /// assert_eq!(Known::Known(1).zip(Known::Known(2)), Known::Known((1, 2)));
    /// assert_eq!(Known::Known(1).zip(Known::<u8>::Unknown), Known::Unknown);
    /// assert_eq!(Known::<u8>::Unknown.zip(Known::<u8>::Absent), Known::Absent);
    /// ```
    pub fn zip<U>(self, other: Known<U>) -> Known<(T, U)> {
        match (self, other) {
            (Self::Known(one), Known::Known(two)) => Known::Known((one, two)),
            (Self::Absent, _) | (_, Known::Absent) => Known::Absent,
            _ => Known::Unknown,
        }
    }
}

impl<T: Clone> Known<&T> {
    /// The value itself, copied out.
    pub fn cloned(self) -> Known<T> {
        self.map(T::clone)
    }
}

/// In a finished document there is nothing unknown.
impl<T> From<Option<T>> for Known<T> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Absent, Self::Known)
    }
}
