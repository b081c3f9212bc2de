//! Words that a donor may use about attorneys who stop. They may only make a person look, or spare the donor a question.

/// Whether each of these groups has a word in the text, in any case.
fn has(text: &str, groups: &[&[&str]]) -> bool {
    let text = text.to_lowercase();
    groups.iter().all(|group| group.iter().any(|word| text.contains(word)))
}

const STEPPING_IN: &[&str] =
    &["replac", "step in", "steps in", "stepping in", "take over", "takes over", "in place of", "instead of"];

/// Whether whoever is left seems to be told to go on when another stops (F22).
pub(super) fn keeps_survivors(text: &str) -> bool {
    let left = &["surviv", "remain", "who is left", "who are left", "the other", "re-appoint", "reappoint"];
    let go_on = &["continue", "carry on", "go on", "appoint", "may act", "can act", "act alone", "solely"];
    let stops =
        &["no longer", "cannot", "can't", "unable", "dies", "death", "stops", "surviv", "remain", "left"];
    has(text, &[left, go_on, stops])
}

/// Whether a replacement seems to be asked to step in for a time, or for a reason that is not of the Act.
pub(super) fn steps_in_for_a_time(text: &str) -> bool {
    let reasons = &[
        "holiday",
        "abroad",
        "away",
        "busy",
        "unavailable",
        "temporar",
        "overseas",
        "in hospital",
        "on leave",
        "too old",
        "wishes",
        "chooses",
        "when needed",
        "if needed",
        "reaches the age",
        "moves",
    ];
    has(text, &[STEPPING_IN, reasons])
}

/// Whether a replacement seems to be replaced in turn.
pub(super) fn replaces_a_replacement(text: &str) -> bool {
    let fails =
        &["cannot", "can not", "can't", "unable", "not able", "no longer", "does not", "dies", "fails"];
    let lower = text.to_lowercase();
    let steps: usize = STEPPING_IN.iter().map(|word| lower.matches(word).count()).sum();
    steps > 1 && has(&lower, &[fails])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn survivors_are_kept_only_where_somebody_stops() {
        assert!(keeps_survivors("If one attorney dies, the surviving attorney may act alone."));
        assert!(keeps_survivors(
            "I re-appoint whichever of them can no longer be joined, so that the other may act."
        ));
        assert!(!keeps_survivors("My attorneys should consult the other members of my family."));
    }

    #[test]
    fn stepping_in_for_a_time_needs_both_words() {
        assert!(steps_in_for_a_time("B replaces A while A is on holiday."));
        assert!(!steps_in_for_a_time("B replaces A when A dies."));
        assert!(!steps_in_for_a_time("Book no holiday without asking me."));
    }

    #[test]
    fn a_replacement_is_replaced_where_two_step_in() {
        assert!(replaces_a_replacement("If B cannot replace A, C replaces B."));
        assert!(!replaces_a_replacement("If A cannot act, C replaces A."));
    }
}
