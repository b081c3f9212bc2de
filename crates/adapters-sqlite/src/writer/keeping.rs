//! The SQL of what is kept beside the operations: windows, and copies of what was last known.

/// A step in the life of a window, unless another was quicker.
pub(super) const NOTE_WINDOW: &str = "
INSERT OR FAIL INTO window_entry (number, id, step, start_at, end_at, reason, author, at)
SELECT ?, ?, ?, ?, ?, ?, ?, ?
WHERE ? = (SELECT coalesce(max(number), 0) + 1 FROM window_entry)
RETURNING number";

/// A copy, unless a later one is kept.
pub(super) const KEEP_COPY: &str = "
INSERT OR FAIL INTO copy AS kept (uid, version, tombstone, at, content) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (uid) DO UPDATE
SET version = excluded.version, tombstone = excluded.tombstone, at = excluded.at,
    content = excluded.content
WHERE (excluded.version, excluded.tombstone, excluded.at) > (kept.version, kept.tombstone, kept.at)";

/// Drops the oldest copies beyond a number.
pub(super) const TRIM_COPIES: &str = "
DELETE FROM copy WHERE uid IN (
    SELECT uid FROM copy ORDER BY tombstone, at LIMIT max((SELECT count(*) FROM copy) - ?, 0))";
