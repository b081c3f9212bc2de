//! The drafts that the register holds, and their tombstones.

use std::collections::BTreeMap;
use std::sync::Arc;

use lpa_domain::{
    Current, Decision, DraftDecision, KeptDraft, LpaUid, Operation, OperationId, Profile, Version, decide,
};
use lpa_ports::{Applied, Drafted};

use super::shelf::Verdict;
use crate::planted::Plant;
use crate::world::World;

/// What became of one draft.
#[derive(Clone, Debug, Default)]
pub(crate) struct OneDraft {
    /// Its states, oldest first.
    pub(crate) states: Vec<KeptDraft>,
    /// What deleted it, and how many states there were then.
    pub(crate) buried: Option<(OperationId, usize)>,
}

#[derive(Debug)]
pub(super) struct Drafts {
    world: Option<Arc<World>>,
    all: BTreeMap<LpaUid, OneDraft>,
}

impl Drafts {
    pub(super) const fn new(world: Option<Arc<World>>) -> Self {
        Self { world, all: BTreeMap::new() }
    }

    fn has(&self, plant: Plant) -> bool {
        self.world.as_ref().is_some_and(|world| world.has(plant))
    }

    /// What an operation is judged on where there is no LPA.
    pub(super) fn current(&self, uid: LpaUid) -> Current<'_> {
        if self.is_buried(uid) {
            return Current::Tombstone;
        }
        self.latest(uid).map_or(Current::Nothing, Current::Draft)
    }

    fn latest(&self, uid: LpaUid) -> Option<&KeptDraft> {
        self.all.get(&uid)?.states.last()
    }

    pub(super) fn is_buried(&self, uid: LpaUid) -> bool {
        self.all.get(&uid).is_some_and(|draft| draft.buried.is_some())
    }

    /// The verdict as a planted fault has it.
    pub(super) fn twist(&self, operation: &Operation, verdict: Verdict) -> Verdict {
        let is_too_late = matches!(verdict, Ok(Decision::Draft(DraftDecision::Superseded)));
        let is_retired =
            verdict.is_err() && self.is_buried(operation.uid) && operation.act.on_draft().is_some();
        let is_twisted = is_too_late && self.has(Plant::RegisterKeepsAnOlderDraft)
            || is_retired && self.has(Plant::RegisterLetsADraftRiseAgain);
        if !is_twisted {
            return verdict;
        }
        let mut twisted = decide(Current::Nothing, operation, operation.requested_at, Profile::Compatible);
        if let Ok(Decision::Draft(DraftDecision::Keep(kept))) = &mut twisted {
            kept.version = self.version(operation.uid).next();
        }
        twisted
    }

    fn version(&self, uid: LpaUid) -> Version {
        self.latest(uid).map_or(Version(0), |kept| kept.version)
    }

    /// Writes what was decided, if the draft is still as it was seen; else the version that is there.
    pub(super) fn write(
        &mut self,
        operation: &Operation,
        decision: &DraftDecision,
    ) -> Result<Applied, Version> {
        let found = self.version(operation.uid);
        let rises_again = self.has(Plant::RegisterLetsADraftRiseAgain);
        if self.is_buried(operation.uid) && !rises_again {
            return Err(found);
        }
        let draft = self.all.entry(operation.uid).or_default();
        match decision {
            DraftDecision::Keep(kept) if kept.version == found.next() => {
                draft.states.push(KeptDraft::clone(kept));
                Ok(Applied::Draft(kept.version))
            }
            DraftDecision::Keep(_) => Err(found),
            DraftDecision::Bury => {
                draft.buried = Some((operation.id, draft.states.len()));
                Ok(Applied::Tombstone)
            }
            DraftDecision::Superseded => Ok(Applied::Superseded),
        }
    }

    pub(super) fn draft(&self, uid: LpaUid) -> Option<Drafted> {
        if self.is_buried(uid) {
            return Some(Drafted::Tombstone);
        }
        self.latest(uid).cloned().map(|kept| Drafted::Draft(Box::new(kept)))
    }

    pub(super) fn all(&self) -> BTreeMap<LpaUid, OneDraft> {
        self.all.clone()
    }
}
