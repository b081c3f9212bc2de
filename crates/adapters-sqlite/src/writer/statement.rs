//! What the writer can be asked to do.

use super::{keeping, noting, repairing, upkeep};

/// A statement of which every request runs one. In the order in which a batch runs them: what is settled frees the
/// line for what is recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Statement {
    /// Settles or parks under a lease. A row with whether others of the LPA wait; none when the lease is lost.
    Settle,
    /// Gives a lease back. A row; none when the lease is lost.
    Postpone,
    /// Records; the schema supersedes earlier states of the draft with it. A row with whether it is leased; none when the
    /// id or the key is there already.
    Record,
    /// Leases what is due, whatever the LPA. A row for each operation leased, in no order.
    Claim,
    /// Leases what is due of one LPA.
    ClaimOf,
    /// A person has one tried again. A row; none when it is settled or not there.
    Release,
    /// A person gives one up. A row; none when it is settled, leased or in doubt, or not there.
    Discard,
    /// Notes that a person looks at the content of one. A row with it; none when there is none.
    Reveal,
    /// Notes a window entry. A row; none when its number does not follow the last.
    NoteWindow,
    /// Keeps a copy unless a greater one is kept. No rows.
    KeepCopy,
    /// Leaves so many copies: tombstones and later ones first. No rows.
    TrimCopies,
    /// Leases notices that are due. A row for each, in no order.
    NoticesDue,
    /// Says that a notice was told. A row; none when the lease is lost.
    NoticeTold,
    /// Gives the lease of a notice back. A row; none when the lease is lost.
    NoticePutOff,
    /// Puts sealed columns in place of others. A row; none when those are not there any more.
    Reseal,
    /// Puts a sealed reason in place of another. A row; none when that is not there any more.
    ResealReason,
    /// Removes what was settled longest ago. A row for each operation removed.
    Prune,
    /// Lets another key seal. A row; none when it did already.
    Rotate,
    /// Does without an earlier key.
    Retire,
    /// Puts a block of numbers into the stock.
    PutNumbers,
    /// Takes numbers in one piece. A row with the first; none when no block reaches.
    TakeNumbers,
}

impl Statement {
    /// All, each at the place of its number.
    pub(crate) const ALL: [Self; 21] = [
        Self::Settle,
        Self::Postpone,
        Self::Record,
        Self::Claim,
        Self::ClaimOf,
        Self::Release,
        Self::Discard,
        Self::Reveal,
        Self::NoteWindow,
        Self::KeepCopy,
        Self::TrimCopies,
        Self::NoticesDue,
        Self::NoticeTold,
        Self::NoticePutOff,
        Self::Reseal,
        Self::ResealReason,
        Self::Prune,
        Self::Rotate,
        Self::Retire,
        Self::PutNumbers,
        Self::TakeNumbers,
    ];

    /// `OR FAIL` saves SQLite the copy of every page from which it would undo one statement alone: when one fails, we roll
    /// all back.
    pub(crate) const fn sql(self) -> &'static str {
        match self {
            Self::Settle => {
                "UPDATE OR FAIL operation
                 SET state = ?, changed_at = ?, version = ?, detail = ?, content = iif(?, content, NULL),
                     free_at = NULL, token = NULL, in_doubt = in_doubt OR ?,
                     consumer = iif(?, NULL, consumer), key = iif(?, NULL, key)
                 WHERE id = ? AND token = ? AND free_at > ? AND state = 'held'
                 RETURNING EXISTS (SELECT 1 FROM operation AS other
                                   WHERE other.uid = operation.uid AND other.state IN ('held', 'parked')
                                     AND other.seq <> operation.seq) AS more"
            }
            Self::Postpone => {
                "UPDATE OR FAIL operation
                 SET free_at = ?, token = NULL, failed_at = ?, failed_because = ?, failures = failures + ?,
                     in_doubt = in_doubt OR ?
                 WHERE id = ? AND token = ? AND state = 'held'
                 RETURNING 1"
            }
            Self::Record => {
                "INSERT OR FAIL INTO operation (id, uid, label, requested_at, fingerprint, consumer, key, author, state,
                                        changed_at, version, content, detail, free_at, token, draft_at)
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
                         iif(EXISTS (SELECT 1 FROM operation WHERE uid = ? AND state IN ('held', 'parked')), NULL, ?),
                         iif(EXISTS (SELECT 1 FROM operation WHERE uid = ? AND state IN ('held', 'parked')), NULL, ?), ?)
                 ON CONFLICT DO NOTHING
                 RETURNING token IS NOT NULL AS leased"
            }
            Self::Claim => {
                "UPDATE OR FAIL operation SET free_at = ?, token = ?, attempts = attempts + 1,
                     in_doubt = max(in_doubt, token IS NOT NULL)
                 WHERE seq IN (SELECT seq FROM operation WHERE free_at <= ? ORDER BY seq LIMIT ?)
                 RETURNING seq, id, attempts - 1 AS attempts, failures, content"
            }
            Self::ClaimOf => {
                "UPDATE OR FAIL operation SET free_at = ?, token = ?, attempts = attempts + 1,
                     in_doubt = max(in_doubt, token IS NOT NULL)
                 WHERE seq IN (SELECT seq FROM operation
                               WHERE uid = ? AND state IN ('held', 'parked') AND free_at <= ? ORDER BY seq LIMIT ?)
                 RETURNING seq, id, attempts - 1 AS attempts, failures, content"
            }
            Self::Release => repairing::RELEASE,
            Self::Discard => repairing::DISCARD,
            Self::Reveal => repairing::REVEAL,
            Self::NoteWindow => keeping::NOTE_WINDOW,
            Self::KeepCopy => keeping::KEEP_COPY,
            Self::TrimCopies => keeping::TRIM_COPIES,
            Self::NoticesDue => noting::DUE,
            Self::NoticeTold => noting::TOLD,
            Self::NoticePutOff => noting::PUT_OFF,
            Self::Reseal => upkeep::RESEAL,
            Self::ResealReason => upkeep::RESEAL_REASON,
            Self::Prune => upkeep::PRUNE,
            Self::Rotate => upkeep::ROTATE,
            Self::Retire => upkeep::RETIRE,
            Self::PutNumbers => upkeep::PUT_NUMBERS,
            Self::TakeNumbers => upkeep::TAKE_NUMBERS,
        }
    }
}
