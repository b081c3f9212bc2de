//! What the register holds: every version of every LPA, and which operation made it.

use std::collections::{HashMap, HashSet};

use lpa_domain::{HistoryEntry, Lpa, LpaUid, Operation, OperationId, Profile, Refusal, decide};

#[derive(Debug, Default)]
pub(super) struct Archive {
    /// The versions of each LPA, oldest first; never empty.
    lpas: HashMap<LpaUid, Vec<Made>>,
    /// Which LPA an operation was applied to, and which of its versions it made, counted from 0.
    operations: HashMap<OperationId, (LpaUid, usize)>,
}

/// One version of an LPA, and how it came about.
#[derive(Debug)]
struct Made {
    lpa: Lpa,
    entry: HistoryEntry,
}

impl Archive {
    /// Judges and applies, whole or not at all; what was applied before answers as it did then.
    pub(super) fn apply(&mut self, operation: &Operation, profile: Profile) -> Result<Lpa, Refusal> {
        if let Some(made) = self.made_by(operation.id) {
            return Ok(made.lpa.clone());
        }
        let decision = decide(self.lpa(operation.uid), operation, operation.requested_at, profile)?;
        let lpa = decision.lpa.clone();
        let entry = HistoryEntry {
            id: operation.id,
            uid: operation.uid,
            version: lpa.version,
            applied: lpa.updated_at.instant(),
            author: operation.author.clone(),
            kind: operation.act.label().to_owned(),
            changes: decision.changes,
        };
        let versions = self.lpas.entry(operation.uid).or_default();
        self.operations.insert(operation.id, (operation.uid, versions.len()));
        versions.push(Made { lpa: decision.lpa, entry });
        Ok(lpa)
    }

    fn made_by(&self, id: OperationId) -> Option<&Made> {
        let (uid, place) = self.operations.get(&id)?;
        self.lpas.get(uid)?.get(*place)
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
