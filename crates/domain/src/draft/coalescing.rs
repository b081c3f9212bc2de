//! Which states of a draft need not be forwarded any more, because a later one was recorded behind them.
//!
//! "Drafts are coalesced: the last one wins, the history keeps all." Our reading: a journal does it in the step that records
//! the later state, however the register is. Degraded or not is not asked; nothing waits for long while the register is
//! there.

use super::{DraftAct, DraftOrder};
use crate::operation::Operation;

/// An unsettled operation in the line of an LPA, as far as a later state of the draft is concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InLine {
    /// It is not on the draft, and what stands before it stays before it: it may depend on it.
    Other,
    /// It deletes the draft: what stands behind it is to be told so, each of it.
    Deletion,
    /// It is a state of the draft, and somebody is at it, or it may have been applied: how it ends is for the register to say.
    Stays,
    /// It is a state of the draft, held, leased to nobody, and surely not applied.
    Waits(DraftOrder),
}

impl InLine {
    /// An unsettled operation, and whether it `waits`: held, leased to nobody, and in no doubt. It was never sent, or each time
    /// it is known that it did not arrive.
    pub fn of(operation: &Operation, waits: bool) -> Self {
        match (operation.act.on_draft(), operation.draft_order()) {
            (Some(DraftAct::Keep { .. }), Some(order)) if waits => Self::Waits(order),
            (Some(DraftAct::Keep { .. }), _) => Self::Stays,
            (Some(DraftAct::Delete), _) => Self::Deletion,
            (None, _) => Self::Other,
        }
    }
}

/// Which places of a line are superseded by a state that is recorded behind all of it: what waits, comes before it in
/// [`DraftOrder`], and is not separated from it by anything that is not on the draft. Nothing, once a deletion stands in
/// the line: whoever asks for something after it learns that the draft is deleted, not that a later state is kept.
///
/// What may have been applied does not wait: it stays in line and is sent again, so that its receipt says what the register
/// says. Were it superseded here, one who has read `applied` could later read `superseded`.
pub fn superseded(line: &[InLine], by: DraftOrder) -> Vec<usize> {
    if line.contains(&InLine::Deletion) {
        return Vec::new();
    }
    let behind_others = line.iter().rposition(|each| *each == InLine::Other).map_or(0, |place| place + 1);
    let waits = |place: &usize| matches!(line.get(*place), Some(InLine::Waits(order)) if *order < by);
    (behind_others..line.len()).filter(waits).collect()
}

#[cfg(test)]
mod tests {
    use super::InLine::{Deletion, Other, Stays, Waits};
    use super::*;
    use crate::operation::Act;
    use jiff::{SignedDuration, Timestamp};

    /// The state that was known in second `n`, and asked for then.
    fn known(n: i64) -> DraftOrder {
        let at = Timestamp::UNIX_EPOCH + SignedDuration::from_secs(n);
        DraftOrder::new(at, at, crate::ids::OperationId(uuid::Uuid::nil()))
    }

    #[test]
    fn all_earlier_states_that_wait_are_superseded() {
        assert_eq!(superseded(&[Waits(known(1)), Waits(known(2))], known(3)), [0, 1]);
        assert_eq!(superseded(&[], known(3)), [0; 0]);
    }

    #[test]
    fn a_state_that_was_known_later_stays() {
        assert_eq!(superseded(&[Waits(known(1)), Waits(known(9)), Waits(known(2))], known(3)), [0, 2]);
    }

    #[test]
    fn what_somebody_is_at_or_may_be_applied_stays_and_keeps_nothing_else() {
        assert_eq!(superseded(&[Waits(known(1)), Stays, Waits(known(2))], known(3)), [0, 2]);
    }

    #[test]
    fn nothing_is_superseded_across_an_operation_that_is_not_on_the_draft() {
        assert_eq!(superseded(&[Waits(known(1)), Other, Waits(known(2))], known(3)), [2]);
        assert_eq!(superseded(&[Waits(known(1)), Waits(known(2)), Other], known(3)), [0; 0]);
    }

    #[test]
    fn behind_a_deletion_nothing_is_superseded() {
        assert_eq!(superseded(&[Deletion, Waits(known(1)), Waits(known(2))], known(3)), [0; 0]);
        assert_eq!(superseded(&[Stays, Deletion, Other, Waits(known(2))], known(3)), [0; 0]);
    }

    #[test]
    fn what_stands_in_line_is_told_by_its_act_and_by_whether_it_waits() {
        let asks = |act| Operation { act, ..crate::change::sample::update("", &[]) };
        let state = asks(Act::Draft(DraftAct::Keep {
            as_at: Timestamp::UNIX_EPOCH,
            draft: Box::default(),
            beside: Box::default(),
        }));
        let order = state.draft_order().unwrap();
        assert_eq!([true, false].map(|waits| InLine::of(&state, waits)), [Waits(order), Stays]);
        let deletion = asks(Act::Draft(DraftAct::Delete));
        assert_eq!([true, false].map(|waits| InLine::of(&deletion, waits)), [Deletion, Deletion]);
        assert_eq!(InLine::of(&asks(Act::Create(Box::default())), true), Other);
    }
}
