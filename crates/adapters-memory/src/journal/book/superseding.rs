//! What a state of a draft does to the earlier ones.

use lpa_domain::draft::coalescing::{InLine, superseded};
use lpa_domain::{AuditEvent, Entry, Outcome};

use super::row::Row;
use super::{Book, Place};

impl Book {
    /// The entry was recorded at this place, behind others: if it is a state of the draft, it takes the place of those that
    /// it supersedes.
    pub(super) fn supersede(&mut self, entry: &Entry, recorded: Place) {
        let (Some(by), Some(line)) = (entry.draft_order(), self.lines.get(&entry.uid)) else { return };
        let before: Vec<Place> = line.range(..recorded).copied().collect();
        let line: Vec<InLine> =
            before.iter().filter_map(|place| self.rows.get(place)).map(Row::in_line).collect();
        for place in superseded(&line, by).into_iter().filter_map(|at| before.get(at).copied()) {
            if let Some(row) = self.rows.get_mut(&place) {
                // Whatever the clocks said, nothing is settled before it was recorded or released.
                let at = row.since.max(entry.requested_at);
                row.turn_to(&Outcome::Superseded, at);
                row.note(AuditEvent::of(&Outcome::Superseded), at, None, None);
            }
            // However soon it is, its caller may have been told `held`: not by its own end was it answered.
            self.noted.note(place);
            self.held.remove(&place);
            self.heads.remove(&place);
            self.move_up(entry.uid, place);
        }
    }
}

impl Row {
    fn in_line(&self) -> InLine {
        let waits = self.receipt.outcome == Outcome::Held && !self.may_have_been_applied();
        self.operation.as_ref().map_or(InLine::Other, |operation| InLine::of(operation, waits))
    }
}
