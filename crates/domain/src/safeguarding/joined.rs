//! Two lists of inputs as one.

use crate::rules::Input;

/// What a rule reads that reads all of one list and all of another; `BOTH` is the length of the two together.
pub(super) const fn joined<const BOTH: usize>(one: &[Input], other: &[Input]) -> [Input; BOTH] {
    let mut both = [Input::Today; BOTH];
    let mut at = 0;
    while at < BOTH {
        both[at] = if at < one.len() { one[at] } else { other[at - one.len()] };
        at += 1;
    }
    both
}
