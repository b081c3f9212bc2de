//! What the register holds: every version of every LPA, every draft and every fee. The places where a fault can be planted are named.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use lpa_domain::fees::{FeeDecision, FeeRecord};
use lpa_domain::{
    Act, Current, Decision, DraftDecision, HistoryEntry, Lpa, LpaDecision, LpaUid, Operation, OperationId,
    Profile, Refusal, Version, decide,
};
use lpa_ports::{Applied, Drafted};

use super::drafts::{Drafts, OneDraft};
use super::fees::Fees;
use crate::planted::Plant;
use crate::world::World;

/// One version of an LPA, and how it came about.
#[derive(Clone, Debug)]
pub(crate) struct Made {
    /// The LPA as it was then.
    pub(crate) lpa: Lpa,
    /// What made it so.
    pub(crate) entry: HistoryEntry,
    /// When it was written.
    pub(crate) at: Duration,
}

/// What an operation is answered.
pub(super) type Answer = Result<Applied, Refusal>;

/// What the rules say of an operation, on what was seen.
pub(super) type Verdict = Result<Decision, Refusal>;

/// What the register makes of an operation before anything is written.
pub(super) enum Judged {
    /// It was answered before.
    Known(Answer),
    /// It is judged now.
    New(Box<Verdict>),
}

/// What came of a write that holds only on what was seen.
pub(super) enum Wrote {
    /// It is there, or remembered as refused: now, or from an earlier call with the same id.
    Done(Answer),
    /// The LPA has another version by now.
    Moved(Version),
}

/// What an operation was answered.
#[derive(Debug)]
enum Answered {
    /// It made a version of an LPA: which, counted from 0.
    Lpa(LpaUid, usize),
    /// It made something of a draft, or of a fee.
    Beside(Applied),
    /// It made nothing.
    Nothing(Answer),
}

#[derive(Debug)]
pub(super) struct Shelf {
    world: Option<Arc<World>>,
    versions: BTreeMap<LpaUid, Vec<Made>>,
    drafts: Drafts,
    fees: Fees,
    answered: BTreeMap<OperationId, Answered>,
    /// What was there and is not any more, and since when.
    deleted: BTreeMap<LpaUid, Duration>,
}

impl Shelf {
    pub(super) fn new(world: Option<Arc<World>>) -> Self {
        let (drafts, fees) = (Drafts::new(world.clone()), Fees::new(world.clone()));
        let (versions, answered, deleted) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        Self { world, versions, drafts, fees, answered, deleted }
    }

    fn has(&self, plant: Plant) -> bool {
        self.world.as_ref().is_some_and(|world| world.has(plant))
    }

    pub(super) fn judge(&self, operation: &Operation) -> Judged {
        if let Some(answer) = self.answer(operation.id) {
            return Judged::Known(answer);
        }
        if matches!(operation.act, Act::Fee(_)) {
            return Judged::New(Box::new(self.fees.judge(operation)));
        }
        let creates_twice = matches!(operation.act, Act::Create(_)) && self.has(Plant::RegisterCreatesTwice);
        let lpa = self.latest(operation.uid).filter(|_| !creates_twice);
        let current = lpa.map_or_else(|| self.drafts.current(operation.uid), Current::Lpa);
        let verdict = decide(current, operation, operation.requested_at, Profile::Compatible);
        Judged::New(Box::new(self.drafts.twist(operation, verdict)))
    }

    fn answer(&self, id: OperationId) -> Option<Answer> {
        let answered = self.answered.get(&id)?;
        let (uid, place) = match answered {
            Answered::Nothing(answer) => return Some(answer.clone()),
            _ if self.has(Plant::RegisterForgetsIds) => return None,
            Answered::Beside(applied) => return Some(Ok(applied.clone())),
            Answered::Lpa(uid, place) => (uid, place),
        };
        if self.has(Plant::RegisterAnswersRepeatsWithTheLatest) {
            return self.lpa(*uid).map(|lpa| Ok(Applied::from(lpa)));
        }
        Some(Ok(Applied::from(self.versions.get(uid)?.get(*place)?.lpa.clone())))
    }

    /// Writes what was decided, if what was seen is still so and the operation was not answered meanwhile. A refusal is
    /// written too: nothing may come of its operation later.
    pub(super) fn write(&mut self, operation: &Operation, verdict: &Verdict) -> Wrote {
        let overwrites = self.has(Plant::RegisterOverwrites);
        if let Some(answer) = self.answer(operation.id).filter(|_| !overwrites) {
            return Wrote::Done(answer);
        }
        match verdict {
            Ok(Decision::Lpa(decision)) => self.write_lpa(operation, decision),
            Ok(Decision::Draft(DraftDecision::Superseded) | Decision::Fee(FeeDecision::Known)) => {
                self.turn_down(operation, Ok(Applied::Superseded))
            }
            Ok(Decision::Fee(FeeDecision::Keep(record))) => self.write_fee(operation, record),
            Ok(Decision::Draft(decision)) => {
                if let Some(lpa) = self.latest(operation.uid) {
                    return Wrote::Moved(lpa.version);
                }
                match self.drafts.write(operation, decision) {
                    Ok(applied) => {
                        self.answered.insert(operation.id, Answered::Beside(applied.clone()));
                        Wrote::Done(Ok(applied))
                    }
                    Err(found) => Wrote::Moved(found),
                }
            }
            Err(refusal) => self.turn_down(operation, Err(refusal.clone())),
        }
    }

    fn write_fee(&mut self, operation: &Operation, record: &FeeRecord) -> Wrote {
        match self.fees.write(record) {
            Ok(applied) => {
                self.answered.insert(operation.id, Answered::Beside(applied.clone()));
                Wrote::Done(Ok(applied))
            }
            Err(found) => Wrote::Moved(found),
        }
    }

    pub(super) fn fees(&self, uid: LpaUid) -> Vec<FeeRecord> {
        self.fees.of(uid).to_vec()
    }

    pub(super) fn all_fees(&self) -> BTreeMap<LpaUid, Vec<FeeRecord>> {
        self.fees.all()
    }

    fn turn_down(&mut self, operation: &Operation, answer: Answer) -> Wrote {
        if !self.has(Plant::RegisterForgetsRefusals) {
            self.answered.insert(operation.id, Answered::Nothing(answer.clone()));
        }
        Wrote::Done(answer)
    }

    fn write_lpa(&mut self, operation: &Operation, decision: &LpaDecision) -> Wrote {
        if self.drafts.is_buried(operation.uid) {
            return Wrote::Moved(Version(0));
        }
        let found = self.latest(operation.uid).map_or(Version(0), |lpa| lpa.version);
        let is_as_seen = decision.lpa.version == found.next() || self.has(Plant::RegisterCreatesTwice);
        if !is_as_seen && !self.has(Plant::RegisterOverwrites) {
            return Wrote::Moved(found);
        }
        let mut lpa = decision.lpa.clone();
        let is_dropped = self.has(Plant::RegisterLosesAWrite) && lpa.version.0.is_multiple_of(5);
        if is_dropped || self.has(Plant::RegisterOnlySaysApplied) {
            return Wrote::Done(Ok(Applied::from(lpa)));
        }
        if self.has(Plant::RegisterAppliesHalf) && lpa.version > Version::FIRST {
            lpa.document = self.latest(operation.uid).map_or(lpa.document, |before| before.document.clone());
        }
        self.put(operation, &lpa, decision);
        Wrote::Done(Ok(Applied::from(lpa)))
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
        let at = self.world.as_ref().map(|world| world.elapsed()).unwrap_or_default();
        let versions = self.versions.entry(operation.uid).or_default();
        if forgets {
            versions.clear();
        }
        self.answered.insert(operation.id, Answered::Lpa(operation.uid, versions.len()));
        versions.push(Made { lpa: lpa.clone(), entry, at });
    }

    fn latest(&self, uid: LpaUid) -> Option<&Lpa> {
        self.versions.get(&uid)?.last().map(|made| &made.lpa)
    }

    pub(super) fn lpa(&self, uid: LpaUid) -> Option<Lpa> {
        if self.deleted.contains_key(&uid) {
            return None;
        }
        if self.has(Plant::RegisterReadsAnOldVersion) {
            return self.versions.get(&uid)?.iter().rev().nth(1).map(|made| made.lpa.clone());
        }
        self.latest(uid).cloned()
    }

    pub(super) fn history(&self, uid: LpaUid) -> Option<Vec<HistoryEntry>> {
        Some(self.there(uid)?.iter().rev().map(|made| made.entry.clone()).collect())
    }

    pub(super) fn static_copy(&self, uid: LpaUid) -> Option<Lpa> {
        let versions = self.there(uid)?;
        let made =
            if self.has(Plant::RegisterMovesTheStaticCopy) { versions.last() } else { versions.first() };
        made.map(|made| made.lpa.clone())
    }

    pub(super) fn draft(&self, uid: LpaUid) -> Option<Drafted> {
        self.drafts.draft(uid)
    }

    pub(super) fn drafts(&self) -> BTreeMap<LpaUid, OneDraft> {
        self.drafts.all()
    }

    /// The versions of an LPA that was not deleted.
    fn there(&self, uid: LpaUid) -> Option<&Vec<Made>> {
        self.versions.get(&uid).filter(|_| !self.deleted.contains_key(&uid))
    }

    /// It is not there any more.
    pub(super) fn delete(&mut self, uid: LpaUid, at: Duration) {
        self.deleted.insert(uid, at);
    }

    pub(super) fn deleted(&self) -> BTreeMap<LpaUid, Duration> {
        self.deleted.clone()
    }

    pub(super) fn versions(&self) -> Vec<(LpaUid, Vec<Made>)> {
        self.versions.iter().map(|(uid, versions)| (*uid, versions.clone())).collect()
    }
}
