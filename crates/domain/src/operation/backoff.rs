//! How long to wait before forwarding again.

use jiff::SignedDuration;

/// The first delay, in milliseconds.
const FIRST_MS: u64 = 250;
/// No delay is longer, in milliseconds: a register that is back must be noticed soon, and one attempt a second hurts nobody.
const LONGEST_MS: u64 = 1_000;

/// The delay before the next attempt after `attempts` failed ones: doubling from 250 ms up to one second, of which `jitter`
/// (0 to 255, a random byte) takes away up to a half so that many waiting operations do not return at once. There is
/// no last attempt: while the register is away an operation stays held.
///
/// ```
/// use lpa_domain::operation::backoff::delay;
/// assert_eq!(delay(0, 0).as_millis(), 250);
/// assert_eq!(delay(1, 0).as_millis(), 500);
/// assert_eq!(delay(1_000, 0).as_millis(), 1_000);
/// assert!(delay(1_000, 255).as_millis() >= 500);
/// ```
pub fn delay(attempts: u32, jitter: u8) -> SignedDuration {
    let full =
        FIRST_MS.saturating_mul(1_u64.checked_shl(attempts.min(32)).unwrap_or(u64::MAX)).min(LONGEST_MS);
    let cut = full / 2 * u64::from(jitter) / 255;
    SignedDuration::from_millis(i64::try_from(full - cut).unwrap_or(i64::MAX))
}
