//! What callers asked for, and what they were told.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use causeway::use_cases::last_known::Standing;
use lpa_domain::{
    AuditEvent, Author, Backlog, HistoryEntry, Keyed, Lpa, LpaUid, Operation, OperationId, Receipt, Repaired,
    Timestamp, Window,
};

use crate::world::lock;

/// One thing that a caller wants, however often it sends it.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    /// Under which key.
    pub(crate) keyed: Option<Keyed>,
    /// What.
    pub(crate) wish: Wish,
}

/// What a caller wants.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Wish {
    /// A document is to become this LPA.
    Create(LpaUid, Vec<u8>),
    /// An LPA is to be changed.
    Update(LpaUid, Vec<u8>),
    /// An operation from another Causeway, with an id of its own.
    Native(Box<Operation>),
    /// The UID of a new LPA.
    Uid(Vec<u8>),
}

/// What a caller was told, once.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    /// What was asked: its place in the ledger.
    pub(crate) asked: usize,
    /// When it was sent.
    pub(crate) sent: Duration,
    /// When the answer came.
    pub(crate) came: Duration,
    /// The answer.
    pub(crate) told: Told,
    /// From where it came, when anything did.
    pub(crate) from: From,
}

/// Where an answer came from.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct From {
    /// Whether a window that it knew of was in force all the while.
    pub(crate) in_window: bool,
}

/// What a caller was told.
#[derive(Clone, Debug)]
pub(crate) enum Told {
    /// A receipt, and the LPA if it was made just now.
    Receipt(Box<Receipt>, Option<Arc<Lpa>>),
    /// A UID.
    Uid(LpaUid),
    /// The key, or the id, was used with other content.
    KeyReused,
    /// Nothing is promised: try again.
    NotNow,
    /// Nothing came back.
    Nothing,
}

/// What a reader was told.
#[derive(Clone, Debug)]
pub(crate) struct Sight {
    /// Of which LPA.
    pub(crate) uid: LpaUid,
    /// When it was asked.
    pub(crate) sent: Duration,
    /// When it came.
    pub(crate) came: Duration,
    /// What came back.
    pub(crate) seen: Seen,
    /// From where.
    pub(crate) from: From,
}

/// What a reader was told.
#[derive(Clone, Debug)]
pub(crate) enum Seen {
    /// The LPA as it stands.
    Lpa(Box<Lpa>),
    /// The LPA as it was created.
    Static(Box<Lpa>),
    /// Its history, newest first.
    History(Vec<HistoryEntry>),
    /// What waits.
    Backlog(Backlog),
    /// There is no such LPA.
    Absent,
    /// It is on its way.
    Held(Box<Receipt>),
    /// It cannot be said.
    CannotSay,
    /// What has become of an operation.
    Receipt(OperationId, Option<Box<Receipt>>),
    /// How some LPAs stand, and when they were asked for by the clock of who answered.
    Standings(Vec<(LpaUid, Standing)>, Timestamp),
}

/// What a person did about an operation, once; each time it is said to be another person.
#[derive(Clone, Debug)]
pub(crate) struct Repair {
    /// Which.
    pub(crate) id: OperationId,
    /// Who.
    pub(crate) by: Author,
    /// What: as the audit trail will tell.
    pub(crate) event: AuditEvent,
    /// Whether it was said that the operation may have been applied.
    pub(crate) acknowledged: bool,
    /// What came of it; `None` when nobody knows.
    pub(crate) answer: Option<Mended>,
}

/// What came of a repair.
#[derive(Clone, Debug)]
pub(crate) enum Mended {
    /// It was done, or not.
    Repaired(Box<Repaired>),
    /// The content was shown.
    Shown,
    /// There was nothing to show, or nothing to repair.
    Nothing,
}

/// What callers asked for, and what they were told, in the order in which it happened.
#[derive(Debug, Default)]
pub(crate) struct Ledger {
    asked: Mutex<Vec<Asked>>,
    answers: Mutex<Vec<Answer>>,
    sights: Mutex<Vec<Sight>>,
    repairs: Mutex<Vec<Repair>>,
    windows: Mutex<Vec<Window>>,
}

impl Ledger {
    /// Enters a wish; its place.
    pub(crate) fn ask(&self, asked: Asked) -> usize {
        let mut all = lock(&self.asked);
        all.push(asked);
        all.len() - 1
    }

    pub(crate) fn answered(&self, answer: Answer) {
        lock(&self.answers).push(answer);
    }

    pub(crate) fn saw(&self, sight: Sight) {
        lock(&self.sights).push(sight);
    }

    /// Enters a repair before it is asked for; its place.
    pub(crate) fn repairs(&self, repair: Repair) -> usize {
        let mut all = lock(&self.repairs);
        all.push(repair);
        all.len() - 1
    }

    /// How many repairs were asked for.
    pub(crate) fn repair_count(&self) -> usize {
        lock(&self.repairs).len()
    }

    pub(crate) fn repaired(&self, place: usize, answer: Mended) {
        if let Some(repair) = lock(&self.repairs).get_mut(place) {
            repair.answer = Some(answer);
        }
    }

    pub(crate) fn all_repairs(&self) -> Vec<Repair> {
        lock(&self.repairs).clone()
    }

    /// A window was announced or changed, and stands so.
    pub(crate) fn window(&self, window: Window) {
        lock(&self.windows).push(window);
    }

    pub(crate) fn windows(&self) -> Vec<Window> {
        lock(&self.windows).clone()
    }

    pub(crate) fn asked(&self) -> Vec<Asked> {
        lock(&self.asked).clone()
    }

    pub(crate) fn answers(&self) -> Vec<Answer> {
        lock(&self.answers).clone()
    }

    pub(crate) fn sights(&self) -> Vec<Sight> {
        lock(&self.sights).clone()
    }

    /// Where a wish stands.
    pub(crate) fn at(&self, place: usize) -> Option<Asked> {
        lock(&self.asked).get(place).cloned()
    }

    /// Every operation that a caller was told of, and its LPA.
    pub(crate) fn receipts(&self) -> Vec<(OperationId, LpaUid)> {
        let answers = lock(&self.answers);
        let receipts = answers.iter().filter_map(|answer| match &answer.told {
            Told::Receipt(receipt, _) => Some((receipt.id, receipt.uid)),
            _ => None,
        });
        receipts.collect()
    }
}
