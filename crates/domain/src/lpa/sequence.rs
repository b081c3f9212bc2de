//! From a sequence number to the UID it stands for.

use super::damm;
use super::uid::LpaUid;

/// Eleven nines: the sequence numbers run below it, and each stands for exactly one UID.
pub const MODULUS: u64 = 99_999_999_999;
const MULTIPLIER: u64 = 2_038_074_743;
const OFFSET: u64 = 35_761_845_209;

/// The UID of sequence number `n` (contract section 8.2): `None` from [`MODULUS`] on.
///
/// The product is carried out in 128 bits. Today's service overflows 64 bits from n = 4,525,531,771 on and is then no
/// longer sure to be unique; below that, the UIDs are the same.
///
/// ```
/// use lpa_domain::lpa::sequence::uid_of;
/// assert_eq!(uid_of(1).map(|uid| uid.to_string()).as_deref(), Some("M-3779-9919-9529"));
/// ```
pub fn uid_of(n: u64) -> Option<LpaUid> {
    if n >= MODULUS {
        return None;
    }
    let product = u128::from(MULTIPLIER) * u128::from(n) + u128::from(OFFSET);
    let mixed = u64::try_from(product % u128::from(MODULUS)).ok()?;
    Some(LpaUid::from_number(mixed * 10 + u64::from(damm::check_digit(decimals(mixed)))))
}

/// The eleven decimal digits of a number below 10^11, most significant first.
fn decimals(number: u64) -> [u8; 11] {
    let mut digits = [0; 11];
    let mut rest = number;
    for place in digits.iter_mut().rev() {
        *place = u8::try_from(rest % 10).unwrap_or_default();
        rest /= 10;
    }
    digits
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lpa::uid::Form;
    use proptest::prelude::*;

    #[test]
    fn the_vectors_of_the_uid_service_hold() {
        // contract section 8.2
        for (n, uid) in [
            (1, "M-3779-9919-9529"),
            (2, "M-3983-7994-6950"),
            (3, "M-4187-6069-4388"),
            (7, "M-5002-8368-4109"),
            (8, "M-5206-6443-1532"),
            (10, "M-5614-2592-6391"),
            (572, "M-0154-0598-2177"),
            (1_000_000, "M-1050-4865-5908"),
        ] {
            assert_eq!(uid_of(n).unwrap().to_string(), uid, "n = {n}");
        }
    }

    #[test]
    fn the_vector_that_needs_an_overflow_is_not_kept() {
        // `12345678901 -> M-1543-5537-7595` of the Go unit test exists only through 64-bit wrap-around, which would
        // cost uniqueness; it has never been on the wire (contract section 8.2).
        assert_ne!(uid_of(12_345_678_901).unwrap().to_string(), "M-1543-5537-7595");
    }

    #[test]
    fn the_last_number_has_a_uid_and_the_next_has_none() {
        assert!(uid_of(MODULUS - 1).is_some());
        assert_eq!(uid_of(MODULUS), None);
        assert_eq!(uid_of(u64::MAX), None);
    }

    /// The inverse of `MULTIPLIER` modulo `MODULUS` (extended Euclid). That it exists is the proof of the bijection.
    fn inverse() -> u128 {
        let (mut r0, mut r1) = (i128::from(MODULUS), i128::from(MULTIPLIER));
        let (mut t0, mut t1) = (0_i128, 1_i128);
        while r1 != 0 {
            let q = r0 / r1;
            (r0, r1) = (r1, r0 - q * r1);
            (t0, t1) = (t1, t0 - q * t1);
        }
        assert_eq!(r0, 1, "multiplier and modulus are coprime");
        u128::try_from(t0.rem_euclid(i128::from(MODULUS))).unwrap()
    }

    proptest! {
        #[test]
        fn every_number_can_be_found_again_from_its_uid(n in 0..MODULUS) {
            let uid = uid_of(n).unwrap();
            prop_assert_eq!(uid.form(), Form::Checked);
            let digits: u64 = uid.to_string().chars().filter(char::is_ascii_digit).collect::<String>().parse().unwrap();
            let unshifted = u128::from(digits / 10) + u128::from(MODULUS) - u128::from(OFFSET);
            prop_assert_eq!(unshifted * inverse() % u128::from(MODULUS), u128::from(n));
        }
    }
}
