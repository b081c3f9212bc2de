//! What the drain knows of callers who come meanwhile.

use jiff::{SignedDuration, Timestamp};

/// Callers come for so long after the latest was there.
const COMING: SignedDuration = SignedDuration::from_secs(1);
/// A caller who waited less was not held up, however quick the others were.
const UNNOTICED: SignedDuration = SignedDuration::from_millis(1);
/// Of the usual wait the latest makes a sixteenth, and counts as four times the usual at most: a disk that stalls says
/// nothing of what is usual.
const WEIGHT: i32 = 16;
const OUTLIER: i32 = 4;
/// So many of the latest eight who were answered beside a call waited long: then it is the drain. One alone is chance.
const TOO_MANY: u32 = 3;

/// A caller who waits for the register.
#[derive(Debug)]
pub struct Caller {
    pub(super) came: Timestamp,
    /// How many calls of the drain had begun.
    pub(super) begun: u64,
    /// None was being made.
    pub(super) undisturbed: bool,
}

/// Callers who wait for the register while it is being drained to.
#[derive(Clone, Debug, Default)]
pub(super) struct Callers {
    waiting: usize,
    /// When one was there last.
    latest: Option<Timestamp>,
    /// How long the latest waited who was answered.
    waited: SignedDuration,
    /// How long they wait with no call of the drain beside; `None` before that was seen.
    usual: Option<SignedDuration>,
    /// Of the latest eight who were answered beside a call, who waited long: a bit each.
    long: u8,
}

impl Callers {
    pub(super) fn come(&mut self, at: Timestamp) {
        self.waiting += 1;
        self.latest = Some(at);
    }

    pub(super) fn gone(&mut self, at: Timestamp) {
        self.waiting = self.waiting.saturating_sub(1);
        self.latest = Some(at);
    }

    /// Whether they come just now.
    pub(super) fn come_at(&self, at: Timestamp) -> bool {
        self.waiting > 0 || self.latest.is_some_and(|latest| at.duration_since(latest) < COMING)
    }

    /// One was answered, with no call of the drain beside or with one; whether too many of the latest waited more than twice as
    /// long as usual beside one.
    pub(super) fn answered(&mut self, caller: &Caller, undisturbed: bool, at: Timestamp) -> bool {
        self.waited = at.duration_since(caller.came).max(SignedDuration::ZERO);
        if undisturbed {
            let usual = self.usual.unwrap_or(self.waited);
            let counts = self.waited.min(usual.max(UNNOTICED) * OUTLIER);
            self.usual = Some(usual + (counts - usual) / WEIGHT);
            return false;
        }
        let is_long = self.usual.is_some_and(|usual| self.waited > usual.max(UNNOTICED) * 2);
        self.long = self.long << 1 | u8::from(is_long);
        self.long.count_ones() >= TOO_MANY
    }

    /// What they waited until now says nothing of what comes.
    pub(super) const fn forget_long(&mut self) {
        self.long = 0;
    }

    /// How long the drain leaves the register to them after a call that took so long.
    pub(super) fn share(&self, took: SignedDuration) -> SignedDuration {
        took.max(self.usual.unwrap_or(self.waited) * 2)
    }
}
