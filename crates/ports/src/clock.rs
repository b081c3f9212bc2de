//! Time and fresh identifiers.

use jiff::Timestamp;
use uuid::Uuid;

/// Tells the time. Never goes backwards between two calls on the same value, and does not stand still while time passes.
pub trait Clock: Send + Sync {
    /// The present moment.
    fn now(&self) -> Timestamp;
}

/// Makes identifiers that nobody has used before.
pub trait Ids: Send + Sync {
    /// A fresh random (version 4) UUID.
    fn fresh(&self) -> Uuid;
}
