//! The SQL of notices.

/// Leases what is due.
pub(super) const DUE: &str = "
UPDATE OR FAIL notice SET free_at = ?, token = ?, attempts = attempts + 1
WHERE number IN (SELECT number FROM notice WHERE free_at <= ? ORDER BY number LIMIT ?)
RETURNING number, operation, attempts - 1 AS attempts";

/// It was told.
pub(super) const TOLD: &str = "
UPDATE OR FAIL notice SET told_at = ?, free_at = NULL, token = NULL
WHERE number = ? AND token = ? AND free_at IS NOT NULL
RETURNING 1";

/// Gives a lease back.
pub(super) const PUT_OFF: &str = "
UPDATE OR FAIL notice SET free_at = ?, token = NULL
WHERE number = ? AND token = ? AND free_at IS NOT NULL
RETURNING 1";
