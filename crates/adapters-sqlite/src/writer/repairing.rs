//! The SQL of what people do: each is one statement, and the triggers of the schema write the audit trail with it.

/// `?1` id, `?2` at, `?3` who, `?4` why. What is leased stays so; what waits for its turn goes on waiting.
pub(super) const RELEASE: &str = "
UPDATE OR FAIL operation
SET state = 'held', changed_at = iif(state = 'parked', ?2, changed_at), detail = NULL, failures = 0,
    free_at = CASE WHEN token IS NOT NULL AND free_at > ?2 THEN free_at
                   WHEN state = 'parked' OR free_at IS NOT NULL THEN -9223372036854775808 END,
    repairs = repairs + 1, repaired_at = ?2, repaired_by = ?3, repaired_because = ?4
WHERE id = ?1 AND state IN ('held', 'parked')
RETURNING 1";

/// `?1` id, `?2` at, `?3` who, `?4` why, `?5` whether doubt is acknowledged. A lease in force wins.
pub(super) const DISCARD: &str = "
UPDATE OR FAIL operation
SET state = 'discarded', changed_at = ?2, detail = NULL, content = NULL, free_at = NULL, token = NULL,
    in_doubt = max(in_doubt, token IS NOT NULL),
    repairs = repairs + 1, repaired_at = ?2, repaired_by = ?3, repaired_because = ?4
WHERE id = ?1 AND state IN ('held', 'parked') AND (token IS NULL OR free_at <= ?2)
  AND (?5 OR (token IS NULL AND in_doubt = 0))
RETURNING 1";

/// `?1` id, `?2` at, `?3` who.
pub(super) const REVEAL: &str = "
INSERT OR FAIL INTO audit (operation, event, at, author)
SELECT seq, 'revealed', ?2, ?3 FROM operation WHERE id = ?1 AND content IS NOT NULL
RETURNING (SELECT content FROM operation WHERE seq = audit.operation) AS content";
