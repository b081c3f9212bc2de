//! What the register holds: every version of every LPA, and which operation made it.

use std::collections::{HashMap, HashSet};

use lpa_domain::fees::{FeeAccount, FeeDecision, FeeRecord};
use lpa_domain::{
    Act, Current, Decision, DraftDecision, HistoryEntry, KeptDraft, Lpa, LpaDecision, LpaUid, Operation,
    OperationId, Profile, Refusal, Version, decide,
};
use lpa_ports::{Applied, Drafted};

#[derive(Debug, Default)]
pub(super) struct Archive {
    /// The versions of each LPA, oldest first; never empty.
    lpas: HashMap<LpaUid, Vec<Made>>,
    /// The states of each draft, oldest first; never empty.
    drafts: HashMap<LpaUid, Vec<KeptDraft>>,
    /// Whose drafts were deleted.
    tombstones: HashSet<LpaUid>,
    /// What was told of each fee, oldest first; never empty.
    fees: HashMap<LpaUid, Vec<FeeRecord>>,
    /// What each operation was answered.
    operations: HashMap<OperationId, Answer>,
}

/// What an operation was answered.
#[derive(Clone, Debug)]
enum Answer {
    /// Which version of which LPA it made, counted from 0.
    Lpa(LpaUid, usize),
    Draft(Version),
    Fee(Version),
    Tombstone,
    Superseded,
    Refused(Refusal),
}

/// One version of an LPA, and how it came about.
#[derive(Debug)]
struct Made {
    lpa: Lpa,
    entry: HistoryEntry,
}

impl Archive {
    /// Judges and applies, whole or not at all; what was answered before is answered as it was then.
    pub(super) fn apply(&mut self, operation: &Operation, profile: Profile) -> Result<Applied, Refusal> {
        if let Some(answered) = self.answered(operation.id) {
            return answered;
        }
        let answer = match self.judge(operation, profile) {
            Ok(decision) => self.keep(operation, decision),
            Err(refusal) => Answer::Refused(refusal),
        };
        self.operations.insert(operation.id, answer);
        self.answered(operation.id).unwrap_or_else(|| Err(Refusal::unknown_lpa()))
    }

    fn judge(&self, operation: &Operation, profile: Profile) -> Result<Decision, Refusal> {
        let uid = operation.uid;
        if !matches!(operation.act, Act::Fee(_)) {
            return decide(self.current(uid), operation, operation.requested_at, profile);
        }
        let told = self.fees(uid).iter().map(|record| &record.act);
        let account = FeeAccount::of(uid, told).map_err(Refusal::invalid_fee)?;
        decide(Current::Fee(&account), operation, operation.requested_at, profile)
    }

    pub(super) fn fees(&self, uid: LpaUid) -> &[FeeRecord] {
        self.fees.get(&uid).map_or(&[], Vec::as_slice)
    }

    fn keep(&mut self, operation: &Operation, decision: Decision) -> Answer {
        match decision {
            Decision::Lpa(decision) => self.add_version(operation, *decision),
            Decision::Draft(DraftDecision::Keep(kept)) => {
                let version = kept.version;
                self.drafts.entry(operation.uid).or_default().push(*kept);
                Answer::Draft(version)
            }
            Decision::Fee(FeeDecision::Keep(record)) => {
                let version = record.version;
                self.fees.entry(operation.uid).or_default().push(*record);
                Answer::Fee(version)
            }
            Decision::Draft(DraftDecision::Superseded) | Decision::Fee(FeeDecision::Known) => {
                Answer::Superseded
            }
            Decision::Draft(DraftDecision::Bury) => {
                self.tombstones.insert(operation.uid);
                Answer::Tombstone
            }
        }
    }

    fn add_version(&mut self, operation: &Operation, decision: LpaDecision) -> Answer {
        let LpaDecision { lpa, changes } = decision;
        let entry = HistoryEntry {
            id: operation.id,
            uid: operation.uid,
            version: lpa.version,
            applied: lpa.updated_at.instant(),
            author: operation.author.clone(),
            kind: operation.act.label().to_owned(),
            changes,
        };
        let versions = self.lpas.entry(operation.uid).or_default();
        versions.push(Made { lpa, entry });
        Answer::Lpa(operation.uid, versions.len() - 1)
    }

    fn answered(&self, id: OperationId) -> Option<Result<Applied, Refusal>> {
        Some(match self.operations.get(&id)? {
            Answer::Lpa(uid, place) => Ok(Applied::from(self.lpas.get(uid)?.get(*place)?.lpa.clone())),
            Answer::Draft(version) => Ok(Applied::Draft(*version)),
            Answer::Fee(version) => Ok(Applied::Fee(*version)),
            Answer::Tombstone => Ok(Applied::Tombstone),
            Answer::Superseded => Ok(Applied::Superseded),
            Answer::Refused(refusal) => Err(refusal.clone()),
        })
    }

    fn current(&self, uid: LpaUid) -> Current<'_> {
        let draft = || self.drafts.get(&uid)?.last();
        match self.lpa(uid) {
            Some(lpa) => Current::Lpa(lpa),
            None if self.tombstones.contains(&uid) => Current::Tombstone,
            None => draft().map_or(Current::Nothing, Current::Draft),
        }
    }

    /// Every draft that is not deleted, and how many states of it were kept.
    pub(super) fn drafts(&self) -> Vec<(LpaUid, Version)> {
        let kept = self.drafts.iter().filter(|(uid, _states)| !self.tombstones.contains(uid));
        kept.filter_map(|(uid, states)| Some((*uid, states.last()?.version))).collect()
    }

    pub(super) fn draft(&self, uid: LpaUid) -> Option<Drafted> {
        if self.tombstones.contains(&uid) {
            return Some(Drafted::Tombstone);
        }
        self.drafts.get(&uid)?.last().cloned().map(|kept| Drafted::Draft(Box::new(kept)))
    }

    pub(super) fn lpa(&self, uid: LpaUid) -> Option<&Lpa> {
        self.lpas.get(&uid)?.last().map(|made| &made.lpa)
    }

    pub(super) fn lpas(&self, uids: &[LpaUid]) -> Vec<Lpa> {
        let mut named = HashSet::new();
        let once = uids.iter().filter(|uid| named.insert(**uid));
        once.filter_map(|uid| self.lpa(*uid).cloned()).collect()
    }

    pub(super) fn history(&self, uid: LpaUid) -> Option<Vec<HistoryEntry>> {
        let versions = self.lpas.get(&uid)?;
        Some(versions.iter().rev().map(|made| made.entry.clone()).collect())
    }

    pub(super) fn static_copy(&self, uid: LpaUid) -> Option<&Lpa> {
        self.lpas.get(&uid)?.first().map(|made| &made.lpa)
    }
}
