-- A settled operation may be sealed anew, and else stays as it is.
DROP TRIGGER operation_settled_is_final;
CREATE TRIGGER operation_settled_is_final BEFORE UPDATE ON operation
WHEN old.state NOT IN ('held', 'parked') AND (
    (new.detail IS NULL) <> (old.detail IS NULL)
    OR (new.seq, new.id, new.uid, new.label, new.requested_at, new.fingerprint, new.consumer, new.key, new.author,
        new.state, new.changed_at, new.version, new.free_at, new.token, new.attempts, new.content, new.failures,
        new.failed_at, new.failed_because, new.repairs, new.repaired_at, new.repaired_by, new.in_doubt)
    IS NOT (old.seq, old.id, old.uid, old.label, old.requested_at, old.fingerprint, old.consumer, old.key, old.author,
        old.state, old.changed_at, old.version, old.free_at, old.token, old.attempts, old.content, old.failures,
        old.failed_at, old.failed_because, old.repairs, old.repaired_at, old.repaired_by, old.in_doubt))
BEGIN
    SELECT RAISE(ROLLBACK, 'a settled operation never changes');
END;

-- The audit trail alone keeps why a person did it: at the operation it only stands until it is written there.
DROP TRIGGER operation_repaired;
CREATE TRIGGER operation_repaired AFTER UPDATE OF repairs ON operation
BEGIN
    INSERT INTO audit (operation, event, at, author, reason)
    VALUES (new.seq, iif(new.state = 'held', 'released', new.state), new.repaired_at, new.repaired_by,
            new.repaired_because);
    UPDATE operation SET repaired_because = NULL WHERE seq = new.seq;
END;
UPDATE operation SET repaired_because = NULL WHERE repaired_because IS NOT NULL;

-- A reason in it may be sealed anew.
DROP TRIGGER audit_is_never_changed;
CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit
WHEN (new.seq, new.operation, new.event, new.at, new.author, new.reason IS NULL)
     IS NOT (old.seq, old.operation, old.event, old.at, old.author, old.reason IS NULL)
BEGIN
    SELECT RAISE(ROLLBACK, 'the audit trail is only added to');
END;
CREATE INDEX audit_reasons ON audit (seq) WHERE reason IS NOT NULL;
