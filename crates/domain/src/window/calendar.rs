//! Everything that was announced.

use std::collections::HashMap;

use jiff::Timestamp;

use super::{Window, WindowEntry, WindowId, WindowState};

/// Every window that was announced, as its latest entry left it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calendar {
    /// In the order of announcement.
    windows: Vec<Window>,
    /// As first announced: tells a repeat from another window under the same id.
    first: HashMap<WindowId, WindowEntry>,
    read: u64,
}

impl Calendar {
    /// Reads the entries that follow those read before, in their order.
    pub fn read(&mut self, entries: impl IntoIterator<Item = WindowEntry>) {
        for entry in entries {
            self.read += 1;
            if let Some(window) = self.windows.iter_mut().find(|window| window.id == entry.id) {
                window.take(entry);
            } else {
                self.first.insert(entry.id, entry.clone());
                self.windows.push(Window::of(entry));
            }
        }
    }

    /// How many entries were read: the number of the latest.
    pub const fn noted(&self) -> u64 {
        self.read
    }

    /// Every window, in the order of announcement.
    pub fn windows(&self) -> impl Iterator<Item = &Window> {
        self.windows.iter()
    }

    /// The window of an id.
    pub fn get(&self, id: WindowId) -> Option<&Window> {
        self.windows().find(|window| window.id == id)
    }

    /// The window in force at a moment. There is one at most: they never overlap.
    pub fn in_force(&self, at: Timestamp) -> Option<&Window> {
        self.windows().find(|window| window.state(at) == WindowState::InForce)
    }

    /// The window in force at a moment, else the next to come.
    pub fn current_or_next(&self, at: Timestamp) -> Option<&Window> {
        let live =
            |window: &&Window| matches!(window.state(at), WindowState::Announced | WindowState::InForce);
        self.windows().filter(live).min_by_key(|window| window.start)
    }

    pub(super) fn first(&self, id: WindowId) -> Option<&WindowEntry> {
        self.first.get(&id)
    }
}

impl Window {
    fn of(entry: WindowEntry) -> Self {
        let WindowEntry { id, step, start, end, reason, by, at } = entry;
        let (announced_by, announced_at) = (by.clone(), at);
        Self { id, start, end, reason, announced_by, announced_at, step, changed_by: by, changed_at: at }
    }

    fn take(&mut self, entry: WindowEntry) {
        let WindowEntry { id: _, step, start, end, reason, by, at } = entry;
        (self.start, self.end, self.reason, self.step) = (start, end, reason, step);
        (self.changed_by, self.changed_at) = (by, at);
    }
}
