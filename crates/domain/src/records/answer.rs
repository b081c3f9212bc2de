//! What the records answer.

crate::words! {
    /// What OPG's records answer to one question; nothing else is learnt from them.
    pub enum Answer {
        /// They say so.
        Yes = "yes",
        /// They say so of somebody who is probably the one meant: enough to look, never to refuse (safeguarding.md 5.4).
        Probable = "probable",
        /// They say that it is not so.
        No = "no",
        /// They cannot be asked now, or too little is known to tell. It counts against nobody.
        CannotSay = "cannot-say",
    }
}
