//! What is known of a fact.

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

impl Fact {
    /// Whether it is surely so.
    pub const fn is_yes(self) -> bool {
        matches!(self, Self::Yes)
    }
}
