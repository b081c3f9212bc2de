//! Moments as `bigint`: nanoseconds since 1970-01-01T00:00:00Z, exact from the year 1678 to 2261.

use jiff::Timestamp;
use lpa_ports::JournalError;

/// A moment to be given back exactly.
pub(super) fn exact(at: Timestamp) -> Result<i64, JournalError> {
    let too_far = "a moment outside the years 1678 to 2261 cannot be kept";
    fit(at).ok_or_else(|| JournalError::Unavailable(too_far.into()))
}

/// A moment only to be compared with: what does not fit becomes the nearest that does.
pub(super) fn nearest(at: Timestamp) -> i64 {
    fit(at).unwrap_or(if at < Timestamp::UNIX_EPOCH { i64::MIN } else { i64::MAX })
}

/// The moment that [`exact`] wrote.
pub(super) fn read(nanoseconds: i64) -> Timestamp {
    Timestamp::from_nanosecond(nanoseconds.into()).unwrap_or(Timestamp::UNIX_EPOCH)
}

fn fit(at: Timestamp) -> Option<i64> {
    i64::try_from(at.as_nanosecond()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_comes_back_to_the_nanosecond_and_the_ends_of_time_keep_their_order() {
        for text in ["2024-01-10T23:00:00.123456789Z", "1969-12-31T23:59:59.999999999Z"] {
            let at: Timestamp = text.parse().unwrap();
            assert_eq!(read(exact(at).unwrap()), at);
        }
        assert!(exact(Timestamp::MAX).is_err());
        assert_eq!((nearest(Timestamp::MIN), nearest(Timestamp::MAX)), (i64::MIN, i64::MAX));
    }
}
