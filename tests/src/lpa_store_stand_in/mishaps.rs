//! What goes wrong with writes.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::Barrier;

/// What goes wrong with one write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mishap {
    /// The connection is cut, and nothing was done.
    CutBefore,
    /// It is done, and the connection is cut.
    CutAfter,
    /// The connection is cut, and it is done a little later.
    CutAndDoneLater,
    /// Nothing is done or answered.
    HangBefore,
    /// It is done, and never answered.
    HangAfter,
    /// This status is answered, and nothing was done.
    StatusBefore(u16),
    /// It is done, and this status is answered.
    StatusAfter(u16),
}

impl Mishap {
    /// Whether the write is done all the same.
    pub const fn is_done(self) -> bool {
        matches!(self, Self::CutAfter | Self::HangAfter | Self::StatusAfter(_))
    }
}

/// What goes wrong with the next writes. Cloned freely: clones are the same.
#[derive(Clone, Debug, Default)]
pub struct Mishaps(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    next: VecDeque<Mishap>,
    meeting: Option<Arc<Barrier>>,
}

impl Mishaps {
    /// The next write goes wrong in this way, after those that were planned before.
    pub fn plan(&self, mishap: Mishap) {
        self.with(|state| state.next.push_back(mishap));
    }

    /// How many are still to come.
    pub fn planned(&self) -> usize {
        self.with(|state| state.next.len())
    }

    /// The next two writes meet: both have read before either writes.
    pub fn let_two_meet(&self) {
        self.with(|state| state.meeting = Some(Arc::new(Barrier::new(2))));
    }

    pub(super) fn next(&self) -> Option<Mishap> {
        self.with(|state| state.next.pop_front())
    }

    /// Between reading and writing.
    pub(super) async fn between(&self) {
        let meeting = self.with(|state| state.meeting.clone());
        match meeting {
            Some(barrier) => {
                barrier.wait().await;
                self.with(|state| state.meeting = None);
            }
            // A database is asked twice: others come in between.
            None => tokio::time::sleep(std::time::Duration::from_millis(2)).await,
        }
    }

    fn with<T>(&self, act: impl FnOnce(&mut State) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
