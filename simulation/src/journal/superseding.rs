//! What a state of a draft does to the earlier ones that wait.

use jiff::Timestamp;
use lpa_domain::draft::coalescing::{InLine, superseded};
use lpa_domain::{DraftOrder, Entry, OperationId, Outcome};

use super::book::Book;
use crate::planted::Plant;

impl Book {
    /// What recording this entry would supersede.
    pub(super) fn superseded_by(&self, entry: &Entry) -> Vec<OperationId> {
        let Some(order) = entry.draft_order() else { return Vec::new() };
        let line = self.lines.get(&entry.uid).into_iter().flatten();
        let line: Vec<usize> = line.copied().collect();
        let standing: Vec<InLine> = line.iter().map(|place| self.in_line(*place)).collect();
        let backwards = self.has(Plant::JournalSupersedesBackwards);
        let latest = DraftOrder::new(Timestamp::MAX, Timestamp::MAX, entry.id);
        let places = superseded(&standing, if backwards { latest } else { order });
        places.into_iter().map(|at| self.rows[line[at]].receipt.id).collect()
    }

    /// A later state was recorded at this moment, and takes its place.
    pub(super) fn supersede(&mut self, id: OperationId, at: Timestamp) {
        let Some(place) = self.by_id.get(&id).copied() else { return };
        let row = &mut self.rows[place];
        let at = at.max(row.receipt.requested_at);
        row.receipt.settled_at = Some(at);
        row.receipt.outcome = Outcome::Superseded;
        row.notes.ended(&Outcome::Superseded, at, None);
        self.noted.add(place);
        self.leave_line(place);
    }

    /// Of what was recorded before the file was opened nobody knows whether it was claimed and sent: claims of a file are not
    /// synced.
    fn in_line(&self, place: usize) -> InLine {
        let row = &self.rows[place];
        let is_free = row.receipt.outcome == Outcome::Held && row.lease.is_none();
        let may_be_applied = row.in_doubt || place < self.opened_at;
        let waits = is_free && (!may_be_applied || self.has(Plant::JournalSupersedesTheDoubtful));
        row.operation.as_ref().map_or(InLine::Other, |operation| InLine::of(operation, waits))
    }
}
