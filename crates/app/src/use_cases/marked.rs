//! Operations of which something is known in this process alone. Lost with it, and nothing goes wrong without.

use std::collections::HashSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

use lpa_domain::OperationId;

/// The earliest half of the marks is forgotten when there are twice as many: of operations that ended elsewhere nobody asks
/// again.
const HALF: usize = 32_768;

/// Operations of which one thing is known.
#[derive(Debug, Default)]
pub(super) struct Marked(Mutex<Marks>);

#[derive(Debug, Default)]
struct Marks {
    recent: HashSet<OperationId>,
    earlier: HashSet<OperationId>,
}

impl Marked {
    /// It is so of this one; whether that is new.
    pub(super) fn note(&self, id: OperationId) -> bool {
        let mut marks = self.marks();
        if marks.recent.contains(&id) || marks.earlier.contains(&id) {
            return false;
        }
        if marks.recent.len() >= HALF {
            marks.earlier = std::mem::take(&mut marks.recent);
        }
        marks.recent.insert(id)
    }

    /// Whether it is so.
    #[cfg(test)]
    pub(super) fn has(&self, id: OperationId) -> bool {
        let marks = self.marks();
        marks.recent.contains(&id) || marks.earlier.contains(&id)
    }

    /// Whether it is so; from now on it is not.
    pub(super) fn take(&self, id: OperationId) -> bool {
        let mut marks = self.marks();
        let (recent, earlier) = (marks.recent.remove(&id), marks.earlier.remove(&id));
        recent || earlier
    }

    fn marks(&self) -> MutexGuard<'_, Marks> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn marks_that_nobody_takes_are_forgotten_and_the_latest_are_not() {
        let marked = Marked::default();
        let id = |n: usize| OperationId(Uuid::from_u128(n as u128));
        for n in 0..5 * HALF {
            assert!(marked.note(id(n)) && !marked.note(id(n)));
        }
        let marks = marked.marks();
        assert!(marks.recent.len() + marks.earlier.len() <= 2 * HALF);
        drop(marks);
        assert!(marked.has(id(5 * HALF - 1)) && marked.has(id(4 * HALF)) && !marked.has(id(0)));
        assert!(marked.take(id(4 * HALF)) && !marked.has(id(4 * HALF)) && !marked.take(id(4 * HALF)));
    }
}
