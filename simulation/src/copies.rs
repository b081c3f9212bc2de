//! What was last known of LPAs.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use lpa_domain::{LastKnown, LpaUid};
use lpa_ports::{Copies, CopiesError};

use crate::life::Life;
use crate::planted::Plant;
use crate::weather::{Mode, Weather};
use crate::world::{World, lock};

/// What was last known of LPAs, whichever process asks.
#[derive(Debug)]
pub struct SimulatedCopies {
    world: Option<Arc<World>>,
    kept: Mutex<BTreeMap<LpaUid, LastKnown>>,
    /// Everything that was ever kept, and when.
    arrived: Mutex<Vec<(Duration, LastKnown)>>,
}

impl SimulatedCopies {
    /// Nothing is known yet: copies without weather or plants, to be put through the contract of their port.
    pub fn calm() -> Self {
        Self { world: None, kept: Mutex::default(), arrived: Mutex::default() }
    }

    pub(crate) fn new(world: &Arc<World>) -> Self {
        Self { world: Some(Arc::clone(world)), ..Self::calm() }
    }

    /// Everything that was ever kept, and when.
    pub(crate) fn arrived(&self) -> Vec<(Duration, LastKnown)> {
        lock(&self.arrived).clone()
    }

    fn has(&self, plant: Plant) -> bool {
        self.world.as_ref().is_some_and(|world| world.has(plant))
    }
}

#[async_trait]
impl Copies for SimulatedCopies {
    async fn keep(&self, seen: &[LastKnown], at_most: usize) -> Result<(), CopiesError> {
        let mut kept = lock(&self.kept);
        for one in seen {
            let known = kept.remove(&one.uid).filter(|_| !self.has(Plant::CopiesKeepTheLastToArrive));
            kept.insert(one.uid, known.map_or_else(|| one.clone(), |known| known.merge(one.clone())));
        }
        if let Some(world) = &self.world {
            let now = world.elapsed();
            lock(&self.arrived).extend(seen.iter().map(|one| (now, one.clone())));
        }
        let surplus = kept.len().saturating_sub(at_most);
        let mut order: Vec<_> = kept.values().map(|one| (one.is_tombstone(), one.at, one.uid)).collect();
        order.sort_unstable();
        for (_, _, uid) in order.into_iter().take(surplus) {
            kept.remove(&uid);
        }
        Ok(())
    }

    async fn last_known(&self, uids: &[LpaUid]) -> Result<Vec<LastKnown>, CopiesError> {
        let kept = lock(&self.kept);
        let named: std::collections::BTreeSet<LpaUid> = uids.iter().copied().collect();
        let mut known: Vec<LastKnown> = named.iter().filter_map(|uid| kept.get(uid).cloned()).collect();
        if self.has(Plant::CopiesAreMixedUp)
            && let (Some(one), Some(other)) = (known.first_mut(), kept.values().next_back())
        {
            *one = LastKnown { uid: one.uid, ..other.clone() };
        }
        Ok(known)
    }
}

/// The copies as one process sees them: beside its journal, and with the journal's weather.
#[derive(Debug)]
pub(crate) struct CopiesLink {
    pub(crate) world: Arc<World>,
    pub(crate) life: Life,
    pub(crate) weather: Arc<Weather>,
    pub(crate) copies: Arc<SimulatedCopies>,
}

impl CopiesLink {
    async fn arrive(&self, name: &str, writes: bool) -> Result<(), CopiesError> {
        self.life.crash_point(|| format!("before copies.{name}")).await;
        self.world.pause(0..=2).await;
        match self.weather.mode() {
            Mode::Refuses => Err(away()),
            Mode::Sick if writes => Err(away()),
            _ => Ok(()),
        }
    }

    async fn leave<T>(&self, name: &str, answer: T) -> Result<T, CopiesError> {
        self.life.crash_point(|| format!("after copies.{name}")).await;
        let is_lost = self.weather.mode() == Mode::LosesAnswers && self.world.chance(300);
        if is_lost { Err(away()) } else { Ok(answer) }
    }
}

#[async_trait]
impl Copies for CopiesLink {
    async fn keep(&self, seen: &[LastKnown], at_most: usize) -> Result<(), CopiesError> {
        self.arrive("keep", true).await?;
        self.copies.keep(seen, at_most).await?;
        self.leave("keep", ()).await
    }

    async fn last_known(&self, uids: &[LpaUid]) -> Result<Vec<LastKnown>, CopiesError> {
        self.arrive("last_known", false).await?;
        let known = self.copies.last_known(uids).await?;
        self.leave("last_known", known).await
    }
}

fn away() -> CopiesError {
    CopiesError::Unavailable("the copies cannot be written or read".into())
}
