//! How alike two words are: Jaro and Winkler's measure, with bounded work and the same answer both ways.

/// How many letters are looked at. The longest last name that the services take has 61, forenames 53 (rule book, section 2.1);
/// the work grows with the square of this number.
pub const LETTERS_COMPARED: usize = 64;

/// From this value on two names are `close` (rule book, section 5.2).
const CLOSE: f64 = 0.92;

/// The measure is sums and quotients of small whole numbers: an error in the last places must not decide.
const ROUNDING: f64 = 1e-9;

/// Whether two texts are close: a measure of at least 0.92 over their first [`LETTERS_COMPARED`] letters.
///
/// The only number with a fraction in this module: the measure is defined by one. It is made by the same few operations
/// everywhere, so every machine says the same.
pub(super) fn close(one: &str, other: &str) -> bool {
    likeness(one, other) >= CLOSE - ROUNDING
}

/// From 0 (nothing in common) to 1 (the same), whichever of the two comes first: letters are paired from the left within one distance, which
/// is one pairing from either side.
pub(super) fn likeness(one: &str, other: &str) -> f64 {
    strsim::jaro_winkler(beginning(one), beginning(other))
}

fn beginning(text: &str) -> &str {
    text.char_indices().nth(LETTERS_COMPARED).map_or(text, |(end, _)| &text[..end])
}
