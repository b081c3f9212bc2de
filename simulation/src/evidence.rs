//! Everything that is known of a history when it has ended.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use lpa_domain::fees::FeeRecord;
use lpa_domain::{
    Backlog, Dossier, LastKnown, LpaUid, Notice, Operation, OperationId, Outcome, Receipt, Standing, Task,
    Window, WindowEntry,
};
use lpa_ports::ContentHash;

use crate::journal::Kept;
use crate::ledger::{Answer, Asked, Repair, Sight, Told};
use crate::plan::Plan;
use crate::register::{Attempt, Made, OneDraft};

/// Everything that is known of a history when it has ended.
pub(crate) struct Evidence {
    /// What kind of history it was.
    pub(crate) plan: Plan,
    /// What callers wanted.
    pub(crate) asked: Vec<Asked>,
    /// What they were told, in that order.
    pub(crate) answers: Vec<Answer>,
    /// What readers were told.
    pub(crate) sights: Vec<Sight>,
    /// What the journal recorded, in that order.
    pub(crate) kept: Vec<Kept>,
    /// What the journal says of each.
    pub(crate) receipts: BTreeMap<OperationId, Receipt>,
    /// What the journal counts.
    pub(crate) backlog: Option<Backlog>,
    /// Whether the journal's power ever failed: then a settlement that is found out again may have been lost.
    pub(crate) lost_power: bool,
    /// What the register holds.
    pub(crate) versions: BTreeMap<LpaUid, Vec<Made>>,
    /// What every process tried at the register, in order.
    pub(crate) attempts: Vec<Attempt>,
    /// What the register holds of drafts.
    pub(crate) drafts: BTreeMap<LpaUid, OneDraft>,
    /// What the register holds of fees.
    pub(crate) fees: BTreeMap<LpaUid, Vec<FeeRecord>>,
    /// Which scans are kept.
    pub(crate) scans: Vec<ContentHash>,
    /// The lines of the log, when they were looked at.
    pub(crate) log: Option<String>,
    /// What receivers were told.
    pub(crate) told_afterwards: Vec<Notice>,
    /// The operations of whose end the journal's answer was lost.
    pub(crate) unsure: BTreeSet<OperationId>,
    /// Everything that the journal knows of each operation but its content.
    pub(crate) dossiers: BTreeMap<OperationId, Dossier>,
    /// What the journal lists as not settled.
    pub(crate) unsettled: Vec<Standing>,
    /// What people did about operations.
    pub(crate) repairs: Vec<Repair>,
    /// The operations of which a power cut has made the journal forget that they may have been applied.
    pub(crate) forgotten_doubt: BTreeSet<OperationId>,
    /// What was done to windows, as the journal has it.
    pub(crate) windows: Vec<WindowEntry>,
    /// How windows stood when their announcement or change was answered.
    pub(crate) windows_told: Vec<Window>,
    /// What was kept of LPAs, and when.
    pub(crate) copies_kept: Vec<(Duration, LastKnown)>,
    /// What was deleted from the register, and when.
    pub(crate) deleted: BTreeMap<LpaUid, Duration>,
    /// By how much clocks were ahead at most.
    pub(crate) furthest_ahead: Duration,
    /// Whether everyone had their answer in the end.
    pub(crate) all_answered: bool,
}

impl Evidence {
    /// The receipts that callers were told, with when they were asked for and when they came.
    pub(crate) fn told(&self) -> impl Iterator<Item = (&Answer, &Receipt)> {
        self.answers.iter().filter_map(|answer| match &answer.told {
            Told::Receipt(receipt, _) => Some((answer, &**receipt)),
            _ => None,
        })
    }

    /// What was recorded under this id.
    pub(crate) fn kept(&self, id: OperationId) -> Option<&Kept> {
        self.kept.iter().find(|kept| kept.entry.id == id)
    }

    /// The operations of each LPA in the order of recording.
    pub(crate) fn lines(&self) -> BTreeMap<LpaUid, Vec<(&Operation, &Outcome)>> {
        let mut lines: BTreeMap<LpaUid, Vec<_>> = BTreeMap::new();
        for kept in &self.kept {
            if let Task::Forward(operation) = &kept.entry.task {
                lines.entry(operation.uid).or_default().push((operation, &kept.outcome));
            }
        }
        lines
    }

    /// The version of an LPA, if the register ever had it.
    pub(crate) fn version(&self, uid: LpaUid, version: u64) -> Option<&Made> {
        let place = usize::try_from(version.checked_sub(1)?).ok()?;
        self.versions.get(&uid)?.get(place)
    }

    /// Whether an operation that nobody has to forward: it was answered at intake.
    pub(crate) fn was_refused_unrecorded(&self, answer: &Answer, receipt: &Receipt) -> bool {
        self.asked[answer.asked].keyed.is_none() && matches!(receipt.outcome, Outcome::Refused { .. })
    }

    /// How long a caller may wait: for the register as long as its budget says, in each of the places where it is asked, and
    /// for the journal.
    pub(crate) fn longest_wait(&self) -> Duration {
        self.plan.pace.budget * 4 + Duration::from_millis(500)
    }
}
