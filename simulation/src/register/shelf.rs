//! What the register holds: every version of every LPA. The places where a fault can be planted are named.

use std::collections::BTreeMap;
use std::sync::Arc;

use lpa_domain::{
    HistoryEntry, Lpa, LpaDecision, LpaUid, Operation, OperationId, Profile, Refusal, Version, decide_lpa,
};

use crate::plan::RegisterKind;
use crate::planted::Plant;
use crate::world::World;

/// One version of an LPA, and how it came about.
#[derive(Clone, Debug)]
pub(crate) struct Made {
    /// The LPA as it was then.
    pub(crate) lpa: Lpa,
    /// What made it so.
    pub(crate) entry: HistoryEntry,
}

/// What the register makes of an operation before anything is written.
pub(super) enum Judged {
    /// It was applied before: the LPA as it made it.
    Known(Box<Lpa>),
    /// The rules say no.
    Refused(Refusal),
    /// The rules say yes, on the version that was seen.
    Yes(Box<LpaDecision>),
}

/// What came of a write that holds only on the version that was seen.
pub(super) enum Wrote {
    /// It is there: now, or from an earlier call with the same id.
    Done(Box<Lpa>),
    /// The LPA has another version by now.
    Moved(Version),
}

#[derive(Debug)]
pub(super) struct Shelf {
    world: Option<Arc<World>>,
    versions: BTreeMap<LpaUid, Vec<Made>>,
    applied: BTreeMap<OperationId, (LpaUid, usize)>,
    refused: BTreeMap<OperationId, Refusal>,
}

impl Shelf {
    pub(super) const fn new(world: Option<Arc<World>>) -> Self {
        Self { world, versions: BTreeMap::new(), applied: BTreeMap::new(), refused: BTreeMap::new() }
    }

    fn has(&self, plant: Plant) -> bool {
        self.world.as_ref().is_some_and(|world| world.has(plant))
    }

    /// Whether refusals are remembered by id, as another Causeway's journal does.
    fn remembers_refusals(&self) -> bool {
        let is_upstream = |world: &Arc<World>| world.plan.register == RegisterKind::Upstream;
        self.world.as_ref().is_some_and(is_upstream) && !self.has(Plant::RegisterForgetsRefusals)
    }

    pub(super) fn judge(&mut self, operation: &Operation) -> Judged {
        if let Some(lpa) = self.made_by(operation.id) {
            return Judged::Known(Box::new(lpa));
        }
        if let Some(refusal) = self.refused.get(&operation.id) {
            return Judged::Refused(refusal.clone());
        }
        let current = self.latest(operation.uid).filter(|_| !self.has(Plant::RegisterCreatesTwice));
        let current = current.or_else(|| match operation.act {
            lpa_domain::Act::Create(_) => None,
            lpa_domain::Act::Update(_) | lpa_domain::Act::Draft(_) => self.latest(operation.uid),
        });
        match decide_lpa(current, operation, operation.requested_at, Profile::Compatible) {
            Ok(decision) => Judged::Yes(Box::new(decision)),
            Err(refusal) => {
                if self.remembers_refusals() {
                    self.refused.insert(operation.id, refusal.clone());
                }
                Judged::Refused(refusal)
            }
        }
    }

    fn made_by(&self, id: OperationId) -> Option<Lpa> {
        if self.has(Plant::RegisterForgetsIds) {
            return None;
        }
        let (uid, place) = self.applied.get(&id)?;
        if self.has(Plant::RegisterAnswersRepeatsWithTheLatest) {
            return self.lpa(*uid);
        }
        Some(self.versions.get(uid)?.get(*place)?.lpa.clone())
    }

    /// Writes what was decided, if the LPA still has the version that was seen.
    pub(super) fn write(&mut self, operation: &Operation, decision: &LpaDecision) -> Wrote {
        let overwrites = self.has(Plant::RegisterOverwrites);
        if let Some(lpa) = self.made_by(operation.id).filter(|_| !overwrites) {
            return Wrote::Done(Box::new(lpa));
        }
        let found = self.latest(operation.uid).map_or(Version(0), |lpa| lpa.version);
        let is_as_seen = decision.lpa.version == found.next() || self.has(Plant::RegisterCreatesTwice);
        if !is_as_seen && !overwrites {
            return Wrote::Moved(found);
        }
        let mut lpa = decision.lpa.clone();
        let is_dropped = self.has(Plant::RegisterLosesAWrite) && lpa.version.0.is_multiple_of(5);
        if is_dropped || self.has(Plant::RegisterOnlySaysApplied) {
            return Wrote::Done(Box::new(lpa));
        }
        if self.has(Plant::RegisterAppliesHalf) && lpa.version > Version::FIRST {
            lpa.document = self.latest(operation.uid).map_or(lpa.document, |before| before.document.clone());
        }
        self.put(operation, &lpa, decision);
        Wrote::Done(Box::new(lpa))
    }

    fn put(&mut self, operation: &Operation, lpa: &Lpa, decision: &LpaDecision) {
        let entry = HistoryEntry {
            id: operation.id,
            uid: operation.uid,
            version: lpa.version,
            applied: lpa.updated_at.instant(),
            author: operation.author.clone(),
            kind: operation.act.label().to_owned(),
            changes: decision.changes.clone(),
        };
        let forgets = self.has(Plant::RegisterForgetsHistory) && lpa.version.0 == 3;
        let versions = self.versions.entry(operation.uid).or_default();
        if forgets {
            versions.clear();
        }
        self.applied.insert(operation.id, (operation.uid, versions.len()));
        versions.push(Made { lpa: lpa.clone(), entry });
    }

    fn latest(&self, uid: LpaUid) -> Option<&Lpa> {
        self.versions.get(&uid)?.last().map(|made| &made.lpa)
    }

    pub(super) fn lpa(&self, uid: LpaUid) -> Option<Lpa> {
        if self.has(Plant::RegisterReadsAnOldVersion) {
            return self.versions.get(&uid)?.iter().rev().nth(1).map(|made| made.lpa.clone());
        }
        self.latest(uid).cloned()
    }

    pub(super) fn history(&self, uid: LpaUid) -> Option<Vec<HistoryEntry>> {
        Some(self.versions.get(&uid)?.iter().rev().map(|made| made.entry.clone()).collect())
    }

    pub(super) fn static_copy(&self, uid: LpaUid) -> Option<Lpa> {
        let versions = self.versions.get(&uid)?;
        let made =
            if self.has(Plant::RegisterMovesTheStaticCopy) { versions.last() } else { versions.first() };
        made.map(|made| made.lpa.clone())
    }

    pub(super) fn versions(&self) -> Vec<(LpaUid, Vec<Made>)> {
        self.versions.iter().map(|(uid, versions)| (*uid, versions.clone())).collect()
    }
}
