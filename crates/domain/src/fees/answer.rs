//! What is known of a fact, and what OPG's records answer.

crate::words! {
    /// A fact of which one may not have been told yet.
    pub enum Fact {
        /// Not told yet: it may still turn out either way.
        Unknown = "unknown",
        /// It is not so.
        No = "no",
        /// It is so.
        Yes = "yes",
    }
}

crate::words! {
    /// What OPG's records answer to one question; nothing else is learnt from them.
    pub enum Answer {
        /// They say so.
        Yes = "yes",
        /// They say that it is not so.
        No = "no",
        /// They cannot be asked now, or the match is too weak. It counts against nobody.
        CannotSay = "cannot-say",
    }
}

impl Fact {
    /// Whether it is surely so.
    pub const fn is_yes(self) -> bool {
        matches!(self, Self::Yes)
    }
}
