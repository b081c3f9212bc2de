//! Where the lines are drawn.

use jiff::SignedDuration;

/// Where the lines are drawn between well and away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// How long a caller waits; what takes longer is as good as no answer.
    pub budget: SignedDuration,
    /// An answer that took at least so long is slow.
    pub slow: SignedDuration,
    /// How many of the latest calls are looked at.
    pub kept: usize,
    /// How long a call is looked at.
    pub span: SignedDuration,
    /// The share of failed calls is judged over no fewer than this; calls that all failed are judged however few they are.
    pub least: usize,
    /// The share of slow calls is judged over no fewer than this.
    pub least_slow: usize,
    /// The share of failed calls, in percent, from which on it is away.
    pub failing_percent: usize,
    /// The share of slow calls, in percent, from which on it is away.
    pub slow_percent: usize,
}

impl Limits {
    /// What is put off because the other side said so is put off no longer than this.
    pub const LONGEST_PAUSE: SignedDuration = SignedDuration::from_hours(1);

    /// The lines for callers who wait for `budget`: an answer is slow that took three quarters of it; of the latest
    /// twenty calls of ten seconds, half may not fail and four fifths may not be slow.
    pub fn of_budget(budget: SignedDuration) -> Self {
        Self {
            budget,
            slow: budget / 4 * 3,
            kept: 20,
            span: SignedDuration::from_secs(10),
            least: 3,
            least_slow: 5,
            failing_percent: 50,
            slow_percent: 80,
        }
    }
}
