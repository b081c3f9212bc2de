//! What people see and do.

use std::collections::BTreeSet;

use jiff::Timestamp;
use lpa_domain::{
    AuditEvent, Author, Content, Discard, Dossier, OperationId, Outcome, Query, Release, Repaired, Standing,
    Unsettled, Verdict,
};

use super::row::Row;
use super::{Book, Place};

impl Book {
    pub(in crate::journal) fn unsettled(&self, query: Query) -> Vec<Standing> {
        let unsettled: BTreeSet<Place> = match query.uid {
            Some(uid) => self.lines.get(&uid).cloned().unwrap_or_default(),
            None => self.lines.values().flatten().copied().collect(),
        };
        let after = |place: &Place| query.after.is_none_or(|after| numbered(*place) > after);
        let standings = unsettled.into_iter().filter(after).filter_map(|place| self.standing(place));
        standings.filter(|standing| is_in(query.state, &standing.receipt.outcome)).take(query.limit).collect()
    }

    pub(in crate::journal) fn dossier(&self, id: OperationId) -> Option<Dossier> {
        let place = *self.by_id.get(&id)?;
        let row = self.rows.get(&place)?;
        Some(Dossier {
            standing: self.standing(place)?,
            history: row.history.iter().cloned().collect(),
            trail: row.trail.clone(),
        })
    }

    fn standing(&self, place: Place) -> Option<Standing> {
        let row = self.rows.get(&place)?;
        let line = self.lines.get(&row.receipt.uid).filter(|line| line.contains(&place));
        let count = |others: usize| u64::try_from(others).unwrap_or(u64::MAX);
        Some(Standing {
            receipt: row.receipt.clone(),
            place: numbered(place),
            author: row.author.clone(),
            since: row.since,
            attempts: row.attempts,
            failures: row.failures,
            last_cause: row.history.back().map(|failed| failed.cause.clone()),
            may_have_been_applied: row.may_have_been_applied(),
            ahead: count(line.map_or(0, |line| line.range(..place).count())),
            behind: count(line.map_or(0, |line| line.range(place + 1..).count())),
        })
    }

    pub(in crate::journal) fn reveal(
        &mut self,
        id: OperationId,
        by: &Author,
        at: Timestamp,
    ) -> Option<Content> {
        let place = *self.by_id.get(&id)?;
        let row = self.rows.get_mut(&place)?;
        let Some(operation) = row.operation.clone() else { return Some(Content::Gone) };
        row.note(Some(AuditEvent::Revealed), at, Some(by.clone()), None);
        Some(Content::Kept(Box::new(operation)))
    }

    pub(in crate::journal) fn release(&mut self, release: &Release) -> Option<Repaired> {
        let place = *self.by_id.get(&release.id)?;
        let row = self.rows.get_mut(&place)?;
        if row.receipt.outcome.is_settled() {
            return Some(row.repaired(Verdict::Settled));
        }
        let was_parked = row.receipt.outcome != Outcome::Held;
        if was_parked {
            row.turn_to(&Outcome::Held, release.at);
        }
        if !row.is_being_forwarded(release.at) {
            row.rests_until = Timestamp::MIN;
        }
        row.failures = 0;
        row.note(Some(AuditEvent::Released), release.at, Some(release.by.clone()), release.reason.clone());
        let repaired = row.repaired(Verdict::Done);
        if was_parked {
            self.parked -= 1;
            self.held.insert(place);
            self.heads.insert(place);
        }
        Some(repaired)
    }

    pub(in crate::journal) fn discard(&mut self, discard: &Discard) -> Option<Repaired> {
        let place = *self.by_id.get(&discard.id)?;
        let row = self.rows.get_mut(&place)?;
        if let Some(against) = row.against(discard) {
            return Some(row.repaired(against));
        }
        let was_parked = row.receipt.outcome != Outcome::Held;
        row.in_doubt = row.may_have_been_applied();
        row.lease = None;
        row.turn_to(&Outcome::Discarded, discard.at);
        let by = Some(discard.by.clone());
        row.note(Some(AuditEvent::Discarded), discard.at, by, Some(discard.reason.clone()));
        let (uid, repaired) = (row.receipt.uid, row.repaired(Verdict::Done));
        if !row.was_told_at_once(discard.at) {
            self.noted.note(place);
        }
        self.parked -= u64::from(was_parked);
        self.held.remove(&place);
        self.heads.remove(&place);
        self.move_up(uid, place);
        Some(repaired)
    }
}

impl Row {
    /// What speaks against a discard.
    fn against(&self, discard: &Discard) -> Option<Verdict> {
        if self.receipt.outcome.is_settled() {
            Some(Verdict::Settled)
        } else if self.is_being_forwarded(discard.at) {
            Some(Verdict::BeingForwarded)
        } else if self.may_have_been_applied() && !discard.acknowledged {
            Some(Verdict::InDoubt)
        } else {
            None
        }
    }

    fn is_being_forwarded(&self, now: Timestamp) -> bool {
        self.lease.is_some() && self.rests_until > now
    }

    pub(super) const fn may_have_been_applied(&self) -> bool {
        self.in_doubt || self.lease.is_some()
    }

    fn repaired(&self, verdict: Verdict) -> Repaired {
        let may_have_been_applied = self.may_have_been_applied();
        Repaired { verdict, receipt: self.receipt.clone(), may_have_been_applied }
    }
}

/// Places are counted from 1 towards the outside.
fn numbered(place: Place) -> lpa_domain::Place {
    lpa_domain::Place(u64::try_from(place).map_or(u64::MAX, |place| place + 1))
}

fn is_in(state: Option<Unsettled>, outcome: &Outcome) -> bool {
    use lpa_domain::choice::Words as _;

    state.is_none_or(|state| state.word() == outcome.state())
}
