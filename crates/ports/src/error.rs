//! What all port errors share.

/// The cause of a port error, for logs only. Adapters put nothing personal into it: no values, no URLs.
pub type Source = Box<dyn std::error::Error + Send + Sync>;

/// What the caller should do about an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retry {
    /// Try again later; nothing was done.
    Later,
    /// Try again later with the same id; it may have been done already.
    LaterSameId,
    /// Trying again changes nothing.
    Never,
}
