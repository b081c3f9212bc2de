//! Announcing a window.

use jiff::{SignedDuration, Timestamp};

use super::{Calendar, Reason, Window, WindowEntry, WindowId, WindowRefusal, WindowState, WindowStep};
use crate::author::Author;

/// No window lasts longer, counted from its start or from when its end was set: a year mistyped would stop forwarding
/// for good. Work that takes longer is extended on the way.
pub const LONGEST: SignedDuration = SignedDuration::from_hours(7 * 24);

/// A window that somebody wants to announce.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Announcement {
    /// Its id; announced again under it, the same window is recognised.
    pub id: WindowId,
    /// When it starts; a start that has passed means from now on.
    pub start: Timestamp,
    /// When it ends.
    pub end: Timestamp,
    /// Why.
    pub reason: Reason,
}

impl Calendar {
    /// What is to be noted so that the window is announced; `None` when it was announced before, just so.
    pub fn announce(
        &self,
        wanted: Announcement,
        by: &Author,
        at: Timestamp,
    ) -> Result<Option<WindowEntry>, WindowRefusal> {
        let Announcement { id, start, end, reason } = wanted;
        let entry = WindowEntry { id, step: WindowStep::Announced, start, end, reason, by: by.clone(), at };
        if let Some(first) = self.first(id) {
            let same = (first.start, first.end, &first.reason) == (start, end, &entry.reason);
            return if same { Ok(None) } else { Err(WindowRefusal::IdReused) };
        }
        if end <= start {
            return Err(WindowRefusal::EndsBeforeItStarts);
        }
        self.room(id, (start, end), at)?;
        Ok(Some(entry))
    }

    /// Whether the window `id` may last from `start` to `end`, as said at `at`.
    pub(super) fn room(
        &self,
        id: WindowId,
        (start, end): (Timestamp, Timestamp),
        at: Timestamp,
    ) -> Result<(), WindowRefusal> {
        if end <= at {
            return Err(WindowRefusal::Past);
        }
        if end.duration_since(start.max(at)) > LONGEST {
            return Err(WindowRefusal::TooLong);
        }
        let taken = |other: &Window| {
            other.id != id
                && other.state(at) != WindowState::Cancelled
                && start < other.end
                && other.start < end
        };
        if self.windows().any(taken) { Err(WindowRefusal::Overlaps) } else { Ok(()) }
    }
}
