//! The fees that the register holds: what was told of each.

use std::collections::BTreeMap;
use std::sync::Arc;

use lpa_domain::fees::{About, FeeAccount, FeeDecision, FeeRecord};
use lpa_domain::{Act, Current, Decision, LpaUid, Operation, Profile, Refusal, Version, decide};
use lpa_ports::Applied;

use super::shelf::Verdict;
use crate::planted::Plant;
use crate::world::World;

#[derive(Debug)]
pub(super) struct Fees {
    world: Option<Arc<World>>,
    all: BTreeMap<LpaUid, Vec<FeeRecord>>,
}

impl Fees {
    pub(super) const fn new(world: Option<Arc<World>>) -> Self {
        Self { world, all: BTreeMap::new() }
    }

    fn has(&self, plant: Plant) -> bool {
        self.world.as_ref().is_some_and(|world| world.has(plant))
    }

    pub(super) fn judge(&self, operation: &Operation) -> Verdict {
        let account = FeeAccount::of(operation.uid, self.of(operation.uid).iter().map(|record| &record.act));
        let account = account.map_err(Refusal::invalid_fee)?;
        let verdict = decide(Current::Fee(&account), operation, operation.requested_at, Profile::Compatible);
        self.twist(operation, verdict)
    }

    /// The verdict as a planted fault has it.
    fn twist(&self, operation: &Operation, verdict: Verdict) -> Verdict {
        let Act::Fee(act) = &operation.act else { return verdict };
        let is_known = matches!(verdict, Ok(Decision::Fee(FeeDecision::Known)));
        if !is_known || act.about != About::Payment || !self.has(Plant::RegisterCountsAPaymentTwice) {
            return verdict;
        }
        Ok(Decision::Fee(FeeDecision::Keep(Box::new(FeeRecord {
            uid: operation.uid,
            version: self.version(operation.uid).next(),
            id: operation.id,
            author: operation.author.clone(),
            requested_at: operation.requested_at,
            act: act.clone(),
            events: Vec::new(),
        }))))
    }

    fn version(&self, uid: LpaUid) -> Version {
        self.of(uid).last().map_or(Version(0), |last| last.version)
    }

    /// Writes what was decided, if the fee is still as it was seen; else the version that is there.
    pub(super) fn write(&mut self, record: &FeeRecord) -> Result<Applied, Version> {
        let found = self.version(record.uid);
        if record.version != found.next() {
            return Err(found);
        }
        let applied = Ok(Applied::Fee(record.version));
        if self.has(Plant::RegisterOnlySaysPaid) && record.act.about == About::Payment {
            return applied;
        }
        let turns = self.has(Plant::RegisterMixesUpTheFee) && record.version.0 == 4;
        let told = self.all.entry(record.uid).or_default();
        told.push(record.clone());
        if turns && let [.., before, last] = told.as_mut_slice() {
            std::mem::swap(before, last);
            std::mem::swap(&mut before.version, &mut last.version);
        }
        applied
    }

    pub(super) fn of(&self, uid: LpaUid) -> &[FeeRecord] {
        self.all.get(&uid).map(Vec::as_slice).unwrap_or_default()
    }

    pub(super) fn all(&self) -> BTreeMap<LpaUid, Vec<FeeRecord>> {
        self.all.clone()
    }
}
