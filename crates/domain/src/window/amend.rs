//! Changing a window that was announced.

use jiff::Timestamp;

use super::{Calendar, Window, WindowEntry, WindowId, WindowRefusal, WindowState, WindowStep};
use crate::author::Author;

/// A change to a window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Amendment {
    /// It ends later: at this moment.
    Extend(Timestamp),
    /// It ends now.
    End,
    /// It does not take place; one that has begun is ended instead.
    Cancel,
}

impl Calendar {
    /// What is to be noted so that the window is changed; `None` when it is so already, so that asking twice does no harm.
    pub fn amend(
        &self,
        id: WindowId,
        amendment: Amendment,
        by: &Author,
        at: Timestamp,
    ) -> Result<Option<WindowEntry>, WindowRefusal> {
        let window = self.get(id).ok_or(WindowRefusal::Unknown)?;
        let noted = |step, end| Some(entry(window, step, end, (by, at)));
        match (amendment, window.state(at)) {
            (Amendment::Cancel, WindowState::Cancelled) => Ok(None),
            (_, WindowState::Cancelled) => Err(WindowRefusal::Cancelled),
            (Amendment::End | Amendment::Cancel, WindowState::Over) if window.step == WindowStep::Ended => {
                Ok(None)
            }
            (_, WindowState::Over) => Err(WindowRefusal::Over),
            (Amendment::End | Amendment::Cancel, WindowState::InForce) => Ok(noted(WindowStep::Ended, at)),
            (Amendment::End, WindowState::Announced) => Err(WindowRefusal::NotBegun),
            (Amendment::Cancel, WindowState::Announced) => Ok(noted(WindowStep::Cancelled, window.end)),
            (Amendment::Extend(end), WindowState::Announced | WindowState::InForce) => {
                self.extend(window, end, at).map(|extended| noted(WindowStep::Extended, extended?))
            }
        }
    }

    /// The end that is to be noted; `None` when it is that already.
    fn extend(
        &self,
        window: &Window,
        end: Timestamp,
        at: Timestamp,
    ) -> Result<Option<Timestamp>, WindowRefusal> {
        if end == window.end {
            return Ok(None);
        }
        if end < window.end {
            return Err(WindowRefusal::NotLater);
        }
        self.room(window.id, (window.start, end), at)?;
        Ok(Some(end))
    }
}

fn entry(window: &Window, step: WindowStep, end: Timestamp, (by, at): (&Author, Timestamp)) -> WindowEntry {
    let reason = window.reason.clone();
    WindowEntry { id: window.id, step, start: window.start, end, reason, by: by.clone(), at }
}
