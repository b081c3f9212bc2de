//! Words that a donor may use about replacements. They may only make a person look.

const STEPPING_IN: &[&str] =
    &["replac", "step in", "steps in", "stepping in", "take over", "takes over", "in place of", "instead of"];

const FAILING: &[&str] =
    &["cannot", "can not", "can't", "unable", "not able", "no longer", "does not", "dies", "fails"];

/// Whether a replacement seems to be replaced in turn: two step in, and one of them fails (our reading).
pub(super) fn replaces_a_replacement(text: &str) -> bool {
    let lower = text.to_lowercase();
    let steps: usize = STEPPING_IN.iter().map(|word| lower.matches(word).count()).sum();
    steps > 1 && FAILING.iter().any(|word| lower.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_replacement_is_replaced_where_two_step_in() {
        assert!(replaces_a_replacement("If B cannot replace A, C replaces B."));
        assert!(!replaces_a_replacement("If A cannot act, C replaces A."));
    }
}
