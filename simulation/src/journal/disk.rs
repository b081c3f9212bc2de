//! A log on a disk: what was not synced may be lost in a power cut, from some place on to its end.

use lpa_domain::Task;

use super::log::Written;
use crate::planted::Plant;
use crate::world::World;

/// A log on a disk. Its writes have a checksum: one that was torn is recognised, and it and all after it are left out.
#[derive(Debug, Default)]
pub(super) struct Disk {
    log: Vec<Written>,
    synced: usize,
    cuts: usize,
}

impl Disk {
    pub(super) fn append(&mut self, written: Written) {
        self.log.push(written);
    }

    /// Everything written so far is on the disk.
    pub(super) fn sync(&mut self) {
        self.synced = self.log.len();
    }

    /// Loses what was not synced, from a drawn place on; how many writes are gone.
    pub(super) fn lose_power(&mut self, world: &World) -> usize {
        self.cuts += 1;
        let unsynced = u64::try_from(self.log.len() - self.synced).unwrap_or_default();
        let survive = usize::try_from(world.draw(0..=unsynced)).unwrap_or_default();
        let torn = self.log.split_off(self.synced + survive);
        if world.has(Plant::DiskTakesATornWriteForWhole) {
            self.log.extend(torn.first().cloned().map(torn_off));
        }
        if world.has(Plant::DiskLosesTheMiddle) && self.log.len() > 4 {
            self.log.remove(self.log.len() / 2);
        }
        self.synced = self.log.len();
        torn.len()
    }

    pub(super) fn log(&self) -> &[Written] {
        &self.log
    }

    pub(super) const fn has_lost_power(&self) -> bool {
        self.cuts > 0
    }
}

/// What a torn write looks like to one who does not check it: its end is missing.
fn torn_off(written: Written) -> Written {
    match written {
        Written::Recorded { mut entry, lease, .. } => {
            entry.keyed = None;
            if let Task::Forward(operation) = &mut entry.task {
                operation.idempotency_key = None;
            }
            Written::Recorded { entry, lease, superseded: Vec::new() }
        }
        Written::Settled { lease, at, .. } => {
            Written::Settled { lease, outcome: lpa_domain::Outcome::Discarded, at }
        }
        other => other,
    }
}
