//! What the journal has done since it was opened.

use std::sync::atomic::{AtomicU64, Ordering};

/// What the journal has done since it was opened; for metrics.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct JournalStats {
    /// Batches promised.
    pub batches: u64,
    /// Those of them that were on disk before their callers were answered; several may have shared one fsync.
    pub synced_batches: u64,
    /// Requests answered with those batches.
    pub requests: u64,
    /// Entries recorded, repeats not counted.
    pub records: u64,
    /// Commits to the tables that failed; what was promised of them is kept and tried again.
    pub failed_commits: u64,
}

/// [`JournalStats`] while it is counted.
#[derive(Debug, Default)]
pub(crate) struct Counters {
    pub(crate) batches: AtomicU64,
    pub(crate) synced_batches: AtomicU64,
    pub(crate) requests: AtomicU64,
    pub(crate) records: AtomicU64,
    pub(crate) failed_commits: AtomicU64,
}

impl Counters {
    /// A batch has been promised.
    pub(crate) fn count(&self, tally: &Tally) {
        add(&self.batches, 1);
        add(&self.synced_batches, usize::from(tally.is_durable));
        add(&self.requests, tally.requests);
        add(&self.records, tally.records);
    }

    pub(crate) fn read(&self) -> JournalStats {
        let read = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        JournalStats {
            batches: read(&self.batches),
            synced_batches: read(&self.synced_batches),
            requests: read(&self.requests),
            records: read(&self.records),
            failed_commits: read(&self.failed_commits),
        }
    }
}

/// What one batch adds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tally {
    pub(crate) is_durable: bool,
    pub(crate) requests: usize,
    pub(crate) records: usize,
}

/// Counts further.
pub(crate) fn add(counter: &AtomicU64, more: usize) {
    counter.fetch_add(u64::try_from(more).unwrap_or(u64::MAX), Ordering::Relaxed);
}
