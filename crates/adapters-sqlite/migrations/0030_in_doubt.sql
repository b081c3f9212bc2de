-- As before, and: what may have been applied is not superseded. It is sent again, and ends as the register says.
--
-- A claim is not synced: after a power cut, what was claimed and sent may stand here as if it never had been. So all that
-- was recorded before the journal was opened last, by a process that was alone with it, is taken for sent.
CREATE TABLE opened (
    one   INTEGER PRIMARY KEY CHECK (one = 1),
    -- The place of the last operation that was recorded before.
    after INTEGER NOT NULL
) STRICT;
INSERT INTO opened (one, after) SELECT 1, coalesce(max(seq), 0) FROM operation;

DROP TRIGGER operation_supersedes;
CREATE TRIGGER operation_supersedes AFTER INSERT ON operation WHEN new.draft_at IS NOT NULL AND new.state = 'held'
BEGIN
    UPDATE operation SET state = 'superseded', free_at = NULL,
        changed_at = iif(changed_at > new.changed_at, changed_at, new.changed_at)
    WHERE uid = new.uid AND state IN ('held', 'parked') AND state = 'held' AND token IS NULL
      AND in_doubt = 0 AND seq > (SELECT after FROM opened)
      AND (draft_at, requested_at, id) < (new.draft_at, new.requested_at, new.id)
      AND NOT EXISTS (SELECT 1 FROM operation AS other WHERE other.uid = new.uid AND other.state IN ('held', 'parked')
                         AND (other.draft_at IS NULL AND other.seq > operation.seq
                              OR other.draft_at = 9223372036854775807 AND other.seq < new.seq));
END;
