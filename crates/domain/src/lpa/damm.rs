//! The Damm check digit: catches every single wrong digit and every swap of neighbours.

/// Row: interim digit; column: next digit (contract section 8.2).
const TABLE: [[u8; 10]; 10] = [
    [0, 3, 1, 7, 5, 9, 8, 6, 4, 2],
    [7, 0, 9, 2, 1, 5, 4, 8, 6, 3],
    [4, 2, 0, 6, 8, 7, 1, 3, 5, 9],
    [1, 7, 5, 0, 9, 8, 3, 4, 2, 6],
    [6, 1, 2, 3, 0, 4, 5, 9, 7, 8],
    [3, 6, 7, 4, 2, 0, 9, 5, 8, 1],
    [5, 8, 6, 9, 7, 2, 0, 1, 3, 4],
    [8, 9, 4, 5, 3, 6, 2, 0, 1, 7],
    [9, 4, 3, 8, 6, 1, 7, 2, 0, 5],
    [2, 5, 8, 1, 4, 3, 6, 7, 9, 0],
];

/// The check digit of a run of decimal digits (values 0 to 9; each is taken modulo 10).
pub fn check_digit(digits: impl IntoIterator<Item = u8>) -> u8 {
    digits.into_iter().fold(0, |interim, digit| TABLE[usize::from(interim)][usize::from(digit % 10)])
}

/// Whether a run of decimal digits ends in its own check digit.
pub fn is_valid(digits: impl IntoIterator<Item = u8>) -> bool {
    check_digit(digits) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digits(text: &str) -> Vec<u8> {
        text.bytes().filter(u8::is_ascii_digit).map(|byte| byte - b'0').collect()
    }

    #[test]
    fn the_published_vectors_hold() {
        // contract section 8.2; 572 -> 4 is Damm's own example
        assert!(is_valid(digits("M-1234-5678-9018")));
        assert_eq!(check_digit(digits("572")), 4);
    }

    #[test]
    fn every_single_error_and_every_swap_of_neighbours_is_caught() {
        let good = digits("377999199529");
        assert!(is_valid(good.clone()));
        for at in 0..good.len() {
            for other in (0..10).filter(|digit| *digit != good[at]) {
                let mut bad = good.clone();
                bad[at] = other;
                assert!(!is_valid(bad));
            }
            if at > 0 && good[at - 1] != good[at] {
                let mut bad = good.clone();
                bad.swap(at - 1, at);
                assert!(!is_valid(bad));
            }
        }
    }
}
