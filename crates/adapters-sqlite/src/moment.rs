//! Moments as the file keeps them: nanoseconds since 1970 in 64 bits, exact from 1677 to 2262.

use jiff::Timestamp;

/// A moment to be given back exactly; `None` when it does not fit.
pub(crate) fn exact(at: Timestamp) -> Option<i64> {
    i64::try_from(at.as_nanosecond()).ok()
}

/// A moment only to be compared with: what does not fit becomes the nearest that does.
pub(crate) fn nearest(at: Timestamp) -> i64 {
    exact(at).unwrap_or(if at < Timestamp::UNIX_EPOCH { i64::MIN } else { i64::MAX })
}

/// The moment that [`exact`] wrote.
pub(crate) fn read(nanoseconds: i64) -> Timestamp {
    Timestamp::from_nanosecond(nanoseconds.into()).unwrap_or(Timestamp::UNIX_EPOCH)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_comes_back_to_the_nanosecond() {
        for text in
            ["2024-01-10T23:00:00.123456789Z", "1969-12-31T23:59:59.999999999Z", "2262-04-11T00:00:00Z"]
        {
            let at: Timestamp = text.parse().unwrap();
            assert_eq!(read(exact(at).unwrap()), at);
        }
    }

    #[test]
    fn the_ends_of_time_keep_their_order() {
        assert_eq!((exact(Timestamp::MAX), nearest(Timestamp::MAX)), (None, i64::MAX));
        assert_eq!((exact(Timestamp::MIN), nearest(Timestamp::MIN)), (None, i64::MIN));
    }
}
