//! One LPA as the store shows it: record, history and static copy; and the version that they add up to.

use jiff::Timestamp;
use lpa_domain::lpa::Kept;
use lpa_domain::{Author, HistoryEntry, Lpa, LpaUid, Moment, OperationId, Version};
use lpa_ports::RegisterError;
use uuid::Builder;

use super::replay::{Replay, replay};
use super::wire::Entry;

/// Who created an LPA is not recorded there (contract section 9, W8).
const UNKNOWN_AUTHOR: &str = "urn:opg:poas:lpastore:unknown";

/// One LPA as the store shows it.
#[derive(Clone, Debug)]
pub(super) struct Standing {
    /// The LPA as it stands; its version and what is kept beside it are not known yet.
    record: Lpa,
    /// As it was created: the static copy, or the record while nothing has changed it. `None` when the store has lost it.
    created: Option<Lpa>,
    /// Its history, oldest first.
    entries: Vec<Entry>,
    replay: Replay,
}

impl Standing {
    /// From what the store answered: `newest_first` as it lists them.
    pub(super) fn new(record: Lpa, static_copy: Option<Lpa>, mut newest_first: Vec<Entry>) -> Self {
        newest_first.reverse();
        let entries = newest_first;
        let created = static_copy.or_else(|| entries.is_empty().then(|| record.clone()));
        let replay = replay(&record, created.as_ref(), &entries);
        Self { record, created, entries, replay }
    }

    /// The LPA as it stands.
    pub(super) fn lpa(&self) -> Lpa {
        let mut lpa = self.record.clone();
        self.mark(&mut lpa, self.entries.len());
        lpa
    }

    /// The LPA as it was created; `None` when the store has lost that.
    pub(super) fn created(&self) -> Option<Lpa> {
        let mut lpa = self.created.clone()?;
        self.mark(&mut lpa, 0);
        Some(lpa)
    }

    /// The LPA as the `position`-th entry made it. Where the steps in between cannot be retraced with certainty, as it
    /// stands.
    pub(super) fn made_by(&self, position: usize) -> Lpa {
        let newest = position + 1 == self.entries.len();
        match self.replay.retraced(position).filter(|_| !newest) {
            Some(lpa) => {
                let mut lpa = lpa.clone();
                // The replay knows when to the second; the record to the digit.
                lpa.registration_date = lpa.registration_date.and(self.record.registration_date);
                let notes = lpa.notes.len().min(self.record.notes.len());
                lpa.notes = self.record.notes[..notes].to_vec();
                self.mark(&mut lpa, position + 1);
                lpa
            }
            None => self.lpa(),
        }
    }

    /// The LPA that an answer to the `position`-th entry held.
    pub(super) fn marked(&self, mut answered: Lpa, position: usize) -> Lpa {
        self.mark(&mut answered, position + 1);
        answered
    }

    /// As it was after so many entries: creation is version 1, each entry one more (ADR 0015).
    fn mark(&self, lpa: &mut Lpa, entries: usize) {
        let step = self.replay.step(entries);
        lpa.version = Version(entries as u64 + 1);
        lpa.updated_at = step.map_or(self.record.updated_at, |step| Moment::from(step.at));
        lpa.kept = step.map_or_else(Kept::default, |step| step.kept.clone());
    }

    /// The entries, oldest first.
    pub(super) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The record, as it was answered.
    pub(super) const fn record(&self) -> &Lpa {
        &self.record
    }

    /// As it was created, as it was answered.
    pub(super) const fn static_copy(&self) -> Option<&Lpa> {
        self.created.as_ref()
    }

    /// The LPA as its history says that it must stand; `None` where that cannot be retraced.
    pub(super) fn accounted_for(&self) -> Option<&Lpa> {
        self.replay.end()
    }

    /// When the store last wrote to its history, in whole seconds.
    pub(super) fn last_written(&self) -> Option<Timestamp> {
        self.entries.last().map(|entry| entry.applied)
    }

    /// The history as the port has it: newest first, the creation last.
    pub(super) fn history(&self) -> Result<Vec<HistoryEntry>, RegisterError> {
        let uid = self.record.uid;
        let mut history = vec![HistoryEntry {
            id: id_of(uid, 0),
            uid,
            version: Version::FIRST,
            applied: self.record.updated_at.instant(),
            author: author(UNKNOWN_AUTHOR)?,
            kind: "CREATE".to_owned(),
            changes: Vec::new(),
        }];
        for (number, entry) in (1_u16..).zip(&self.entries) {
            let at = self.replay.step(number.into()).map_or(entry.applied, |step| step.at);
            history.push(HistoryEntry {
                id: entry.id.map_or_else(|| id_of(uid, number), OperationId),
                uid,
                version: Version(u64::from(number) + 1),
                applied: at,
                author: author(&entry.author)?,
                kind: entry.kind.clone(),
                changes: entry.changes.clone(),
            });
        }
        history.reverse();
        Ok(history)
    }
}

fn author(text: &str) -> Result<Author, RegisterError> {
    text.parse().map_err(|error: lpa_domain::author::NotAUrn| RegisterError::Unreadable(error.into()))
}

/// Names an entry that has no id at the store, such as the creation: the same name each time (UUID version 8).
fn id_of(uid: LpaUid, number: u16) -> OperationId {
    let mut bytes = [0; 16];
    let digits = uid.to_string().into_bytes().into_iter().skip(1).filter(|byte| *byte != b'-');
    // Not in bytes 6 and 8, where the version of the UUID stands.
    for (place, digit) in [0, 1, 2, 3, 4, 5, 9, 10, 11, 12, 13, 14].into_iter().zip(digits) {
        bytes[place] = digit;
    }
    [bytes[7], bytes[15]] = number.to_be_bytes();
    OperationId(Builder::from_custom_bytes(bytes).into_uuid())
}
