//! Telling callers what has become of work that they were told is held.

use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use super::receipt::Receipt;
use crate::author::Author;

/// An operation that comes to its end sooner than this after it was asked for, in its first attempt, was answered
/// by its end: its caller was told `applied` or `refused`, and no notice is due. The budget within which callers wait
/// is longer. A notice too many does no harm.
pub const TOLD_AT_ONCE: SignedDuration = SignedDuration::from_millis(100);

/// Whether an operation that was settled in its first attempt was surely answered by its end. When two machines' clocks
/// disagree, it may seem to end before it was asked for: then that is not sure.
pub fn was_told_at_once(requested_at: Timestamp, settled_at: Timestamp) -> bool {
    let took = settled_at.duration_since(requested_at);
    !took.is_negative() && took < TOLD_AT_ONCE
}

/// That an operation has left the state `held`, for its caller, who had been told `held` or may have been.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Where it stands among all notices of its journal; what was noted later of one LPA stands later.
    pub cursor: NoticeCursor,
    /// Who asked for the operation.
    pub author: Author,
    /// What has become of it, by the time the notice is read.
    pub receipt: Receipt,
}

impl Notice {
    /// Names it, for a receiver that is told twice: the operation, and the number of the notice.
    pub fn id(&self) -> String {
        format!("{}:{}", self.receipt.id, self.cursor.number)
    }
}

/// The first delay between deliveries of one notice, and the longest, in seconds.
const FIRST_SECS: i64 = 1;
const LONGEST_SECS: i64 = 600;

/// How long to wait before a notice is delivered again after `attempts` failed deliveries: doubling from one second up
/// to ten minutes. There is no last attempt.
pub fn delay(attempts: u32) -> SignedDuration {
    let doubled = 1_i64.checked_shl(attempts.min(32)).and_then(|times| FIRST_SECS.checked_mul(times));
    SignedDuration::from_secs(doubled.unwrap_or(LONGEST_SECS).min(LONGEST_SECS))
}

/// How far a reader of notices has come. The default is the very beginning.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct NoticeCursor {
    /// The transaction that noted it, where a journal numbers transactions; else 0.
    pub transaction: u64,
    /// Its number.
    pub number: u64,
}

/// The right to deliver one notice until a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoticeLease {
    /// Which notice.
    pub notice: NoticeCursor,
    /// Fences off a holder whose lease has run out.
    pub token: Uuid,
}

/// A notice to deliver.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeasedNotice {
    /// The right to deliver it.
    pub lease: NoticeLease,
    /// What to tell.
    pub notice: Notice,
    /// How many times it was claimed before this.
    pub attempts: u32,
}

/// Asks for notices that are due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoticeClaim {
    /// Notices that are put off or leased beyond this moment stay where they are.
    pub now: Timestamp,
    /// When the leases shall run out.
    pub until: Timestamp,
    /// At most so many.
    pub limit: usize,
}

impl std::fmt::Display for NoticeCursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-{}", self.transaction, self.number)
    }
}

/// The text is no cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a cursor: two numbers with a hyphen between")]
pub struct NotACursor;

impl std::str::FromStr for NoticeCursor {
    type Err = NotACursor;

    fn from_str(text: &str) -> Result<Self, NotACursor> {
        let (transaction, number) = text.split_once('-').ok_or(NotACursor)?;
        let read = |part: &str| part.parse().map_err(|_not_a_number| NotACursor);
        Ok(Self { transaction: read(transaction)?, number: read(number)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_seems_to_end_before_it_was_asked_for_may_not_have_been_told() {
        let asked: Timestamp = "2026-03-02T09:00:00Z".parse().unwrap();
        let told = |millis| was_told_at_once(asked, asked + SignedDuration::from_millis(millis));
        assert_eq!([-1, 0, 99, 100].map(told), [false, true, true, false]);
    }

    #[test]
    fn deliveries_are_tried_again_less_and_less_often_and_never_given_up() {
        let seconds = [0, 1, 2, 9, 10, 63, u32::MAX].map(|attempts| delay(attempts).as_secs());
        assert_eq!(seconds, [1, 2, 4, 512, 600, 600, 600]);
    }

    #[test]
    fn a_cursor_comes_back_as_it_was_written() {
        let cursor = NoticeCursor { transaction: 7, number: 42 };
        assert_eq!(cursor.to_string().parse(), Ok(cursor));
        for text in ["", "7", "7-", "-42", "a-b", "7-42-1"] {
            assert_eq!(text.parse::<NoticeCursor>(), Err(NotACursor), "{text}");
        }
    }
}
