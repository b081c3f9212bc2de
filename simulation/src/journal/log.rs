//! What the journal writes.

use jiff::Timestamp;
use lpa_domain::{
    Author, Discard, Entry, Lease, NoticeLease, OperationId, Outcome, Postponement, Release, WindowEntry,
};

/// One write. Everything that the journal knows follows from its writes in their order.
#[derive(Clone, Debug)]
pub(super) enum Written {
    /// The file was opened by a new process.
    Opened,
    /// An entry was recorded, and leased if it was its turn; it took the place of some that waited.
    Recorded { entry: Box<Entry>, lease: Option<Lease>, superseded: Vec<OperationId> },
    /// An operation was leased to somebody whose clock said `now`.
    Leased { lease: Lease, now: Timestamp },
    /// The holder of a lease settled or parked its operation.
    Settled { lease: Lease, outcome: Outcome, at: Timestamp },
    /// The holder of a lease gave it back.
    Postponed { lease: Lease, postponement: Postponement },
    /// A notice was leased.
    NoticeLeased { lease: NoticeLease, until: Timestamp },
    /// A notice was delivered.
    NoticeTold { lease: NoticeLease },
    /// A notice is to be delivered later.
    NoticePutOff { lease: NoticeLease, until: Timestamp },
    /// A person had an operation tried again.
    Released(Box<Release>),
    /// A person gave an operation up.
    Discarded(Box<Discard>),
    /// A person looked at the content of an operation.
    Revealed { id: OperationId, by: Author, at: Timestamp },
    /// Something was done to a maintenance window.
    WindowNoted(Box<WindowEntry>),
}
