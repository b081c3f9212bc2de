//! When an answer that hangs on the records is given: at a whole number of beats after it was asked for, so that its time does not tell what they say.
//!
//! That an answer of the records is found costs some microseconds more than that there is none, and enough calls would show it
//! (`cargo xtask bench untold`; safeguarding.md 5.5, item 5).

use std::time::Duration;

use tokio::time::{Instant, sleep_until};

/// Longer than nearly every answer takes. Our choice.
const BEAT: Duration = Duration::from_millis(10);

/// Begun when the question came.
pub(super) struct Beat(Instant);

impl Beat {
    pub(super) fn begin() -> Self {
        Self(Instant::now())
    }

    /// Waits for the next beat. Whatever hangs on the records has to be done before.
    pub(super) async fn next(self) {
        let mut next = self.0 + BEAT;
        let now = Instant::now();
        while next < now {
            next += BEAT;
        }
        sleep_until(next).await;
    }
}
