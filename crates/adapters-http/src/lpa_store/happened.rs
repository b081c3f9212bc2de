//! Whether an operation happened, told from what the store shows: evidence in, a verdict out.
//!
//! Pure and small, so that every case stands in a test below. Where the evidence fits more than one course of events the
//! verdict is *cannot say*, never the likelier one: an LPA is a legal instrument, and a person can look.

/// What the evidence says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It happened: sending again would do it twice.
    Applied,
    /// It did not happen, unless a request of it is still under way.
    NotApplied,
    /// It may have happened: a person must look.
    CannotSay(Doubt),
}

/// Why it cannot be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Doubt {
    /// The history holds it, and the LPA does not show it: it was lost to another writer (W2), or undone, or it is an
    /// earlier one just like it.
    Undone,
    /// The history holds it more than once.
    Several,
    /// The LPA shows it, and no entry of the history accounts for that: the entry was overwritten (W3).
    Unrecorded,
    /// The LPA and its static copy come from two creations that ran into each other (W4).
    Collided,
    /// The LPA has changed since, and there is no static copy to tell whose creation it was (W9).
    NoStaticCopy,
}

impl Doubt {
    /// In words for an operator.
    pub(super) const fn reason(self) -> &'static str {
        match self {
            Self::Undone => "the history holds this update, the LPA does not show it",
            Self::Several => "the history holds this update more than once",
            Self::Unrecorded => "the LPA shows this update, the history does not hold it",
            Self::Collided => "the LPA and its static copy come from two creations",
            Self::NoStaticCopy => "the LPA has changed, and the store has no static copy of it",
        }
    }
}

/// What speaks for and against an update having happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct UpdateEvidence {
    /// Entries of the history with its author, type and changes, not older than the operation.
    pub(super) recorded: Recorded,
    /// What the rules would say to it now.
    pub(super) again: Again,
    /// Whether the LPA shows what it would make of it.
    pub(super) shown: Shown,
}

/// How often the history holds an update just like it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Recorded {
    Never,
    Once,
    Several,
}

/// What the rules say to an update on the LPA as it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Again {
    /// It would change something.
    Changes,
    /// It would change nothing.
    ChangesNothing,
    /// It would be refused.
    Refused,
}

/// Whether the LPA shows what the update would make of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shown {
    No,
    /// The history and the static copy account for it.
    Explained,
    /// Nothing accounts for it.
    Unexplained,
}

/// Whether an update happened.
///
/// Record and history are written together (contract section 9, W2), so an entry proves that an update like this one was
/// applied; only an LPA that it would change once more speaks against it.
pub(super) const fn update(evidence: UpdateEvidence) -> Verdict {
    match evidence {
        UpdateEvidence { recorded: Recorded::Several, .. } => Verdict::CannotSay(Doubt::Several),
        UpdateEvidence { recorded: Recorded::Once, again: Again::Changes, .. } => {
            Verdict::CannotSay(Doubt::Undone)
        }
        UpdateEvidence { recorded: Recorded::Once, .. } => Verdict::Applied,
        UpdateEvidence { recorded: Recorded::Never, shown: Shown::Unexplained, .. } => {
            Verdict::CannotSay(Doubt::Unrecorded)
        }
        UpdateEvidence { recorded: Recorded::Never, .. } => Verdict::NotApplied,
    }
}

/// What speaks for and against a creation having happened, of an LPA that the store holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct CreationEvidence {
    /// It was created no earlier than the creation was asked for.
    pub(super) in_time: bool,
    /// Its history holds updates.
    pub(super) updated: bool,
    /// The LPA as it stands is what was to be created.
    pub(super) record: Likeness,
    /// Its static copy is; `None` when the store has none.
    pub(super) static_copy: Option<Likeness>,
}

/// Whether what the store holds is what was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Likeness {
    Same,
    Other,
}

/// Whether a creation happened.
pub(super) const fn creation(evidence: CreationEvidence) -> Verdict {
    use Likeness::{Other, Same};
    let CreationEvidence { in_time, updated, record, static_copy } = evidence;
    if !in_time {
        return Verdict::NotApplied;
    }
    match (static_copy, record, updated) {
        (Some(Same), Other, true) | (Some(Same) | None, Same, _) => Verdict::Applied,
        (Some(Same), Other, false) | (Some(Other), Same, _) => Verdict::CannotSay(Doubt::Collided),
        (Some(Other), Other, _) | (None, Other, false) => Verdict::NotApplied,
        (None, Other, true) => Verdict::CannotSay(Doubt::NoStaticCopy),
    }
}

#[cfg(test)]
mod tests {
    use super::Likeness::{Other, Same};
    use super::*;

    const AGAIN: [Again; 3] = [Again::Changes, Again::ChangesNothing, Again::Refused];
    const SHOWN: [Shown; 3] = [Shown::No, Shown::Explained, Shown::Unexplained];

    /// What is said of an update recorded so often, for each of the nine ways in which the LPA may stand.
    fn verdicts(recorded: Recorded) -> Vec<(Again, Shown, Verdict)> {
        let all = AGAIN.into_iter().flat_map(|again| SHOWN.map(|shown| (again, shown)));
        all.map(|(again, shown)| (again, shown, update(UpdateEvidence { recorded, again, shown }))).collect()
    }

    #[test]
    fn an_update_in_the_history_has_happened_unless_the_lpa_would_change_once_more() {
        for (again, _, verdict) in verdicts(Recorded::Once) {
            let expected = match again {
                Again::Changes => Verdict::CannotSay(Doubt::Undone),
                Again::ChangesNothing | Again::Refused => Verdict::Applied,
            };
            assert_eq!(verdict, expected, "{again:?}");
        }
    }

    #[test]
    fn an_update_that_the_history_does_not_hold_has_not_happened_unless_the_lpa_shows_it_unexplained() {
        for (_, shown, verdict) in verdicts(Recorded::Never) {
            let expected = match shown {
                Shown::Unexplained => Verdict::CannotSay(Doubt::Unrecorded),
                Shown::No | Shown::Explained => Verdict::NotApplied,
            };
            assert_eq!(verdict, expected, "{shown:?}");
        }
    }

    #[test]
    fn an_update_that_the_history_holds_twice_is_for_a_person() {
        for (_, _, verdict) in verdicts(Recorded::Several) {
            assert_eq!(verdict, Verdict::CannotSay(Doubt::Several));
        }
    }

    #[test]
    fn of_a_creation_every_case_is_told() {
        let rows = [
            (Some(Same), Same, false, Verdict::Applied),
            (Some(Same), Same, true, Verdict::Applied),
            (Some(Same), Other, false, Verdict::CannotSay(Doubt::Collided)),
            (Some(Same), Other, true, Verdict::Applied),
            (Some(Other), Same, false, Verdict::CannotSay(Doubt::Collided)),
            (Some(Other), Same, true, Verdict::CannotSay(Doubt::Collided)),
            (Some(Other), Other, false, Verdict::NotApplied),
            (Some(Other), Other, true, Verdict::NotApplied),
            (None, Same, false, Verdict::Applied),
            (None, Same, true, Verdict::Applied),
            (None, Other, false, Verdict::NotApplied),
            (None, Other, true, Verdict::CannotSay(Doubt::NoStaticCopy)),
        ];
        for (static_copy, record, updated, expected) in rows {
            let evidence = CreationEvidence { in_time: true, updated, record, static_copy };
            assert_eq!(creation(evidence), expected, "{evidence:?}");
            // What stood there before it was asked for is another's, whatever it looks like.
            assert_eq!(creation(CreationEvidence { in_time: false, ..evidence }), Verdict::NotApplied);
        }
    }
}
