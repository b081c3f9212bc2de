//! Operations that the register fails at each time, while it answers others: poison, until somebody mends what is wrong.

use std::collections::BTreeMap;
use std::sync::Mutex;

use lpa_domain::{OperationId, Version};
use lpa_ports::RegisterError;

use crate::world::{World, lock};

/// In which way the register fails at an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Illness {
    /// It finds another version than it expects, each time: never done.
    Conflicts,
    /// It refuses the connection for it: never done.
    Refuses,
    /// It errs, before anything is done.
    Errs,
    /// It does it, and errs.
    ErrsAfterwards,
    /// It does it, and its answer cannot be read.
    Garbles,
}

/// Which operations the register fails at.
#[derive(Debug, Default)]
pub(crate) struct Illnesses(Mutex<BTreeMap<OperationId, Option<Illness>>>);

impl Illnesses {
    /// How it fails at this operation, if it does; decided when it first sees it.
    pub(super) fn of(&self, world: &World, id: OperationId) -> Option<Illness> {
        *lock(&self.0).entry(id).or_insert_with(|| Illness::draw(world))
    }

    /// Somebody has mended what was wrong with this operation.
    pub(crate) fn mend(&self, id: OperationId) {
        lock(&self.0).insert(id, None);
    }
}

impl Illness {
    fn draw(world: &World) -> Option<Self> {
        if !world.is_stormy() || !world.chance(world.plan.poison) {
            return None;
        }
        let all = [Self::Conflicts, Self::Refuses, Self::Errs, Self::ErrsAfterwards, Self::Garbles];
        let illness = all[world.place_in(all.len())];
        world.reach(format!("poison {illness:?}"));
        Some(illness)
    }

    /// Whether the operation is done all the same.
    pub(super) const fn applies(self) -> bool {
        matches!(self, Self::ErrsAfterwards | Self::Garbles)
    }

    pub(super) fn answer(self) -> RegisterError {
        match self {
            Self::Conflicts => RegisterError::Conflict { found: Version(0) },
            Self::Refuses => RegisterError::Offline("no connection for this one".into()),
            Self::Errs | Self::ErrsAfterwards => {
                RegisterError::OutcomeUnknown("error 500, for this one".into())
            }
            Self::Garbles => RegisterError::Unreadable("no LPA in it, for this one".into()),
        }
    }
}
