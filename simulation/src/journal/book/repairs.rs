//! What people see of the operations and do about them. The places where a fault can be planted are named.

use jiff::Timestamp;
use lpa_domain::choice::Words as _;
use lpa_domain::window::Tally;
use lpa_domain::{
    Content, Discard, Dossier, OperationId, Outcome, Query, Release, Repaired, Standing, Unsettled, Verdict,
};

use super::{Book, Place, Row};
use crate::planted::Plant;

use lpa_domain::operation::notice::was_told_at_once;

impl Book {
    pub(in crate::journal) fn unsettled(&self, query: Query) -> Vec<Standing> {
        let mut places: Vec<Place> = match query.uid {
            Some(uid) => self.lines.get(&uid).into_iter().flatten().copied().collect(),
            None => self.lines.values().flatten().copied().collect(),
        };
        places.sort_unstable();
        let hidden = |row: &Row| {
            self.has(Plant::ListsHideTheParked) && matches!(row.receipt.outcome, Outcome::Parked { .. })
        };
        places.retain(|place| {
            let row = &self.rows[*place];
            let after = query.after.is_none_or(|after| numbered(*place) > after);
            after && is_in(query.state, &row.receipt.outcome) && !hidden(row)
        });
        places.iter().take(query.limit).map(|place| self.standing(*place)).collect()
    }

    pub(in crate::journal) fn dossier(&self, id: OperationId) -> Option<Dossier> {
        let place = *self.by_id.get(&id)?;
        let notes = &self.rows[place].notes;
        let (history, trail) = (notes.attempts.iter().cloned().collect(), notes.trail.clone());
        Some(Dossier { standing: self.standing(place), history, trail })
    }

    fn standing(&self, place: Place) -> Standing {
        let row = &self.rows[place];
        let line = self.lines.get(&row.receipt.uid).filter(|line| line.contains(&place));
        let count = |others: usize| u64::try_from(others).unwrap_or(u64::MAX);
        Standing {
            receipt: row.receipt.clone(),
            place: numbered(place),
            author: row.author.clone(),
            since: row.notes.since,
            attempts: row.attempts,
            failures: row.failures,
            last_cause: row.notes.attempts.back().map(|failed| failed.cause.clone()),
            may_have_been_applied: self.is_in_doubt(row),
            ahead: count(line.map_or(0, |line| line.range(..place).count())),
            behind: count(line.map_or(0, |line| line.range(place + 1..).count())),
        }
    }

    pub(in crate::journal) fn content(&self, id: OperationId) -> Option<Content> {
        let row = &self.rows[*self.by_id.get(&id)?];
        let kept = row.operation.clone().map(|operation| Content::Kept(Box::new(operation)));
        Some(kept.unwrap_or(Content::Gone))
    }

    /// Whether it can be released, or why not.
    pub(in crate::journal) fn may_release(&self, release: &Release) -> Option<Verdict> {
        let row = &self.rows[*self.by_id.get(&release.id)?];
        Some(if row.receipt.outcome.is_settled() { Verdict::Settled } else { Verdict::Done })
    }

    /// Whether it can be given up, or why not.
    pub(in crate::journal) fn may_discard(&self, discard: &Discard) -> Option<Verdict> {
        let row = &self.rows[*self.by_id.get(&discard.id)?];
        let forwarded = row.is_being_forwarded(discard.at) && !self.has(Plant::DiscardsIgnoreLeases);
        Some(match () {
            () if row.receipt.outcome.is_settled() => Verdict::Settled,
            () if forwarded => Verdict::BeingForwarded,
            () if self.is_in_doubt(row) && !discard.acknowledged => Verdict::InDoubt,
            () => Verdict::Done,
        })
    }

    /// What is answered once it was written, or once it was not.
    pub(in crate::journal) fn repaired(&self, id: OperationId, verdict: Verdict) -> Option<Repaired> {
        let row = &self.rows[*self.by_id.get(&id)?];
        let (receipt, may_have_been_applied) = (row.receipt.clone(), self.is_in_doubt(row));
        Some(Repaired { verdict, receipt, may_have_been_applied })
    }

    pub(super) fn released(&mut self, release: &Release) {
        let breaks_leases = self.has(Plant::ReleasesBreakLeases);
        let only_says_so = self.has(Plant::ReleasesOnlySaySo);
        let leaves_no_trace = self.has(Plant::RepairsLeaveNoTrace);
        self.change(release.id, |row| {
            let was_parked = row.receipt.outcome != Outcome::Held;
            if was_parked && !only_says_so {
                row.turn_to(&Outcome::Held, release.at);
                row.notes.since = release.at;
            }
            if !row.is_being_forwarded(release.at) || breaks_leases {
                row.rests_until = Timestamp::MIN;
            }
            row.failures = 0;
            if !leaves_no_trace {
                row.notes.released(release);
            }
        });
    }

    pub(super) fn discarded(&mut self, discard: &Discard) {
        let Some(place) = self.by_id.get(&discard.id).copied() else { return };
        let goes_on = self.has(Plant::DiscardsAreForwarded);
        let leaves_no_trace = self.has(Plant::RepairsLeaveNoTrace);
        let row = &mut self.rows[place];
        let operation = row.operation.clone();
        row.in_doubt |= row.lease.take().is_some();
        row.turn_to(&Outcome::Discarded, discard.at);
        if !leaves_no_trace {
            row.notes.ended(&Outcome::Discarded, discard.at, Some(discard));
        }
        if row.attempts > 0 || !was_told_at_once(row.receipt.requested_at, discard.at) {
            self.noted.add(place);
        }
        if goes_on {
            row.operation = operation;
        } else if !self.has(Plant::DiscardsFreeNobody) {
            self.leave_line(place);
        }
    }

    /// Everything that may have been applied, or was.
    pub(in crate::journal) fn may_be_applied(&self) -> impl Iterator<Item = OperationId> {
        let applied = |row: &&Row| matches!(row.receipt.outcome, Outcome::Applied { .. });
        let may_be = move |row: &&Row| row.in_doubt || row.lease.is_some() || applied(row);
        self.rows.iter().filter(may_be).map(|row| row.receipt.id)
    }

    pub(in crate::journal) fn tally(&self, from: Timestamp, to: Timestamp) -> Tally {
        let mut tally = Tally::default();
        let accepted = self.rows.iter().map(|row| &row.receipt);
        for receipt in accepted.filter(|receipt| (from..to).contains(&receipt.requested_at)) {
            tally.add(receipt.outcome.state(), 1);
        }
        tally
    }

    fn is_in_doubt(&self, row: &Row) -> bool {
        (row.in_doubt || row.lease.is_some()) && !self.has(Plant::JournalForgetsDoubt)
    }
}

impl Row {
    fn is_being_forwarded(&self, now: Timestamp) -> bool {
        self.lease.is_some() && self.rests_until > now
    }
}

/// Places are counted from 1 towards the outside.
fn numbered(place: Place) -> lpa_domain::Place {
    lpa_domain::Place(u64::try_from(place).map_or(u64::MAX, |place| place + 1))
}

fn is_in(state: Option<Unsettled>, outcome: &Outcome) -> bool {
    state.is_none_or(|state| state.word() == outcome.state())
}
