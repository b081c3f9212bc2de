//! Operations of which something is known in this process alone. Lost with it, and nothing goes wrong without.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

use lpa_domain::OperationId;

/// Operations of which one thing is known.
#[derive(Debug, Default)]
pub(super) struct Marked(Mutex<HashSet<OperationId>>);

impl Marked {
    /// It is so of this one.
    pub(super) fn note(&self, id: OperationId) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(id);
    }

    /// Whether it is so; from now on it is not.
    pub(super) fn take(&self, id: OperationId) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&id)
    }
}
