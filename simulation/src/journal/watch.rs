//! Looks at every write of the journal with books of its own, and tells which promise it breaks.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use lpa_domain::{Entry, Keyed, Lease, LpaUid, OperationId, Outcome, Task};

use super::log::Written;
use crate::invariants::{Invariant, Violation};

/// What was recorded, and what became of it: the truth that answers are compared with.
#[derive(Clone, Debug)]
pub(crate) struct Kept {
    /// What was recorded.
    pub(crate) entry: Entry,
    /// What became of it.
    pub(crate) outcome: Outcome,
    /// When it was settled.
    pub(crate) settled_at: Option<Timestamp>,
}

/// Books of its own, and what it found.
#[derive(Debug, Default)]
pub(super) struct Watch {
    kept: Vec<Kept>,
    by_id: BTreeMap<OperationId, usize>,
    keys: BTreeMap<Keyed, OperationId>,
    /// The latest lease of each operation that was not given back.
    leases: BTreeMap<OperationId, Lease>,
    broken: Vec<Violation>,
}

impl Watch {
    /// Takes in a write, and judges it.
    pub(super) fn see(&mut self, written: &Written) {
        let broken = match written {
            Written::Opened
            | Written::NoticeLeased { .. }
            | Written::NoticeTold { .. }
            | Written::NoticePutOff { .. }
            | Written::Revealed { .. }
            | Written::WindowNoted(_) => None,
            Written::Recorded { entry, lease, superseded } => {
                let missuperseded = superseded.iter().find_map(|id| self.missuperseded(*id, entry));
                missuperseded.or_else(|| self.misrecorded(entry, lease.is_some()))
            }
            Written::Leased { lease, now } => self.misleased(lease, *now),
            Written::Settled { lease, at, .. } => self.missettled(lease, Some(*at)),
            Written::Postponed { lease, .. } => self.missettled(lease, None),
            Written::Released(release) => self.misrepaired(release.id, None),
            Written::Discarded(discard) => self.misrepaired(discard.id, Some(discard.at)),
        };
        self.broken.extend(broken);
        self.recall(written);
    }

    /// Takes in a write that was judged before.
    pub(super) fn recall(&mut self, written: &Written) {
        match written {
            Written::Opened => self.leases.clear(),
            Written::Recorded { entry, lease, superseded } => {
                self.recorded(entry, *lease);
                for id in superseded {
                    self.superseded(*id, entry.requested_at);
                }
            }
            Written::Leased { lease, .. } => drop(self.leases.insert(lease.id, *lease)),
            Written::Settled { lease, outcome, at } => self.settled(lease.id, outcome, *at),
            Written::Postponed { lease, .. } => drop(self.leases.remove(&lease.id)),
            Written::Released(release) => self.released(release.id),
            Written::Discarded(discard) => self.settled(discard.id, &Outcome::Discarded, discard.at),
            Written::NoticeLeased { .. }
            | Written::NoticeTold { .. }
            | Written::NoticePutOff { .. }
            | Written::Revealed { .. }
            | Written::WindowNoted(_) => {}
        }
    }

    fn recorded(&mut self, entry: &Entry, lease: Option<Lease>) {
        let (outcome, settled_at) = match &entry.task {
            Task::Forward(_) => (Outcome::Held, None),
            Task::Answered { outcome, .. } => (outcome.clone(), Some(entry.requested_at)),
        };
        self.by_id.insert(entry.id, self.kept.len());
        self.keys.extend(entry.keyed.clone().map(|keyed| (keyed, entry.id)));
        self.leases.extend(lease.map(|lease| (entry.id, lease)));
        self.kept.push(Kept { entry: entry.clone(), outcome, settled_at });
    }

    fn settled(&mut self, id: OperationId, outcome: &Outcome, at: Timestamp) {
        self.leases.remove(&id);
        if let Some(place) = self.by_id.get(&id) {
            self.kept[*place].outcome = outcome.clone();
            self.kept[*place].settled_at = outcome.is_settled().then_some(at);
            if outcome.frees_key() {
                self.keys.retain(|_, held| *held != id);
            }
        }
    }

    fn superseded(&mut self, id: OperationId, at: Timestamp) {
        if let Some(place) = self.by_id.get(&id) {
            let kept = &mut self.kept[*place];
            kept.outcome = Outcome::Superseded;
            kept.settled_at = Some(at.max(kept.entry.requested_at));
        }
    }

    /// What is wrong with taking an operation's place without a lease of it.
    fn missuperseded(&self, id: OperationId, by: &Entry) -> Option<Violation> {
        let kept = &self.kept[*self.by_id.get(&id)?];
        if kept.outcome != Outcome::Held {
            return Some(broken(Invariant::SettledOnce, id, "superseded after it was settled or parked"));
        }
        if self.leases.contains_key(&id) {
            return Some(broken(Invariant::OneLease, id, "superseded while it was leased"));
        }
        let strange = kept.entry.uid != by.uid || kept.entry.draft_order().is_none();
        strange
            .then(|| broken(Invariant::AsWithoutFaults, id, "superseded by what has nothing to do with it"))
    }

    /// What was parked is held again; what is leased stays so.
    fn released(&mut self, id: OperationId) {
        if let Some(place) = self.by_id.get(&id) {
            self.kept[*place].outcome = Outcome::Held;
        }
    }

    /// What is wrong with what a person did; `given_up` when that is what it was.
    fn misrepaired(&self, id: OperationId, given_up: Option<Timestamp>) -> Option<Violation> {
        let kept = &self.kept[*self.by_id.get(&id)?];
        if kept.outcome.is_settled() {
            return Some(broken(Invariant::SettledOnce, id, "repaired after it was settled"));
        }
        let held = self.leases.get(&id).filter(|held| given_up.is_some_and(|at| held.until > at))?;
        let text = format!("given up while a lease until {} was in force", held.until);
        Some(broken(Invariant::OneLease, id, &text))
    }

    fn misrecorded(&self, entry: &Entry, leased: bool) -> Option<Violation> {
        if self.by_id.contains_key(&entry.id) {
            return Some(broken(Invariant::RecordedOnce, entry.id, "recorded under an id that was taken"));
        }
        if let Some(first) = entry.keyed.as_ref().and_then(|keyed| self.keys.get(keyed)) {
            return Some(broken(Invariant::RecordedOnce, *first, "recorded again under the same key"));
        }
        let overtakes = leased && self.first_of(entry.uid).is_some();
        overtakes.then(|| broken(Invariant::InOrder, entry.id, "leased on recording before its turn"))
    }

    fn misleased(&self, lease: &Lease, now: Timestamp) -> Option<Violation> {
        let kept = &self.kept[*self.by_id.get(&lease.id)?];
        if kept.outcome != Outcome::Held {
            return Some(broken(Invariant::SettledOnce, lease.id, "leased after it was settled or parked"));
        }
        if self.first_of(kept.entry.uid) != Some(lease.id) {
            return Some(broken(Invariant::InOrder, lease.id, "leased before an earlier one was settled"));
        }
        let held = self.leases.get(&lease.id).filter(|held| held.until > now)?;
        let text = format!("leased while a lease until {} was in force at {now}", held.until);
        Some(broken(Invariant::OneLease, lease.id, &text))
    }

    /// What is wrong with a settlement, or with giving the lease back.
    fn missettled(&self, lease: &Lease, at: Option<Timestamp>) -> Option<Violation> {
        let kept = &self.kept[*self.by_id.get(&lease.id)?];
        if kept.outcome != Outcome::Held {
            return Some(broken(
                Invariant::SettledOnce,
                lease.id,
                "written to after it was settled or parked",
            ));
        }
        if self.leases.get(&lease.id).is_none_or(|held| held.token != lease.token) {
            return Some(broken(Invariant::OneLease, lease.id, "written to under an old lease"));
        }
        let late = at.is_some_and(|at| lease.until <= at);
        late.then(|| broken(Invariant::OneLease, lease.id, "settled under a lease that had run out"))
    }

    /// The first unsettled operation of an LPA.
    fn first_of(&self, uid: LpaUid) -> Option<OperationId> {
        let unsettled = |kept: &&Kept| kept.entry.uid == uid && !kept.outcome.is_settled();
        self.kept.iter().find(unsettled).map(|kept| kept.entry.id)
    }

    pub(super) fn kept(&self) -> Vec<Kept> {
        self.kept.clone()
    }

    /// Whether everything is settled, or parked, or waits behind something parked.
    pub(super) fn is_at_rest(&self) -> bool {
        let mut blocked = BTreeSet::new();
        self.kept.iter().all(|kept| {
            if matches!(kept.outcome, Outcome::Parked { .. }) {
                blocked.insert(kept.entry.uid);
            }
            kept.outcome.is_settled() || blocked.contains(&kept.entry.uid)
        })
    }

    pub(super) fn take_broken(&mut self) -> Vec<Violation> {
        std::mem::take(&mut self.broken)
    }

    pub(super) fn keep_broken_of(&mut self, earlier: &Self) {
        self.broken.clone_from(&earlier.broken);
    }
}

fn broken(invariant: Invariant, id: OperationId, what: &str) -> Violation {
    Violation::new(invariant, format_args!("{id} {what}"))
}
