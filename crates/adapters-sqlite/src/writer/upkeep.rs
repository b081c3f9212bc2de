//! The SQL of what keeps the journal small and sealed, and of the numbers beside it.

/// Content and detail sealed anew, where they are still as they were.
pub(super) const RESEAL: &str = "
UPDATE OR FAIL operation SET content = ?, detail = ? WHERE seq = ? AND content IS ? AND detail IS ?
RETURNING 1";

/// A reason of the audit trail, sealed anew.
pub(super) const RESEAL_REASON: &str = "
UPDATE OR FAIL audit SET reason = ? WHERE seq = ? AND reason = ?
RETURNING 1";

/// What was settled before a moment, the oldest first; so many at most.
pub(super) const PRUNE: &str = "
DELETE FROM operation
WHERE seq IN (SELECT seq FROM operation
              WHERE state NOT IN ('held', 'parked') AND changed_at < ? ORDER BY changed_at LIMIT ?)
RETURNING 1";

/// Another key seals; the schema lists the one of before.
pub(super) const ROTATE: &str = "
UPDATE OR FAIL sealed_with SET fingerprint = ? WHERE one = 1 AND fingerprint <> ? RETURNING 1";

/// A key of before is not needed any more.
pub(super) const RETIRE: &str = "DELETE FROM earlier_key WHERE number = ? RETURNING 1";

/// A block of numbers.
pub(super) const PUT_NUMBERS: &str = "INSERT OR FAIL INTO uid_stock (next, past) VALUES (?, ?) RETURNING 1";

/// Numbers in one piece.
pub(super) const TAKE_NUMBERS: &str = "
UPDATE OR FAIL uid_stock SET next = next + ?
WHERE number = (SELECT number FROM uid_stock WHERE past - next >= ? ORDER BY number LIMIT 1)
RETURNING next - ? AS first";
