-- When a state of a draft was known (the greatest of all moments for a deletion); NULL when it is not on the draft.
ALTER TABLE operation ADD COLUMN draft_at INTEGER;

-- A state takes the place of the earlier ones that wait: held, leased to nobody, before it in the order of states, not
-- parted from it by anything that is not on the draft, and with no deletion in the line. The triggers on `state` do the rest.
CREATE TRIGGER operation_supersedes AFTER INSERT ON operation WHEN new.draft_at IS NOT NULL AND new.state = 'held'
BEGIN
    UPDATE operation SET state = 'superseded', free_at = NULL,
        changed_at = iif(changed_at > new.changed_at, changed_at, new.changed_at)
    WHERE uid = new.uid AND state IN ('held', 'parked') AND state = 'held' AND token IS NULL
      AND (draft_at, requested_at, id) < (new.draft_at, new.requested_at, new.id)
      AND NOT EXISTS (SELECT 1 FROM operation AS other WHERE other.uid = new.uid AND other.state IN ('held', 'parked')
                         AND (other.draft_at IS NULL AND other.seq > operation.seq
                              OR other.draft_at = 9223372036854775807 AND other.seq < new.seq));
END;

-- What was superseded keeps its content. A settled operation may be sealed anew, content and detail, and else stays as it is.
DROP TRIGGER operation_settled_is_final;
CREATE TRIGGER operation_settled_is_final BEFORE UPDATE ON operation
WHEN old.state NOT IN ('held', 'parked') AND (
    (new.detail IS NULL) <> (old.detail IS NULL) OR (new.content IS NULL) <> (old.content IS NULL)
    OR (new.seq, new.id, new.uid, new.label, new.requested_at, new.fingerprint, new.consumer, new.key, new.author,
        new.state, new.changed_at, new.version, new.free_at, new.token, new.attempts, new.failures, new.failed_at,
        new.failed_because, new.repairs, new.repaired_at, new.repaired_by, new.in_doubt, new.draft_at)
    IS NOT (old.seq, old.id, old.uid, old.label, old.requested_at, old.fingerprint, old.consumer, old.key, old.author,
        old.state, old.changed_at, old.version, old.free_at, old.token, old.attempts, old.failures, old.failed_at,
        old.failed_because, old.repairs, old.repaired_at, old.repaired_by, old.in_doubt, old.draft_at))
BEGIN
    SELECT RAISE(ROLLBACK, 'a settled operation never changes');
END;
