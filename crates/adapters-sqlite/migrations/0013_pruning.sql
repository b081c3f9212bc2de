-- Settled operations, the oldest first.
CREATE INDEX operation_settled_at ON operation (changed_at) WHERE state NOT IN ('held', 'parked');

-- What is left of operations that were pruned, so that the audit trail still says of which LPA they were.
CREATE TABLE pruned (
    operation INTEGER PRIMARY KEY,
    id        BLOB    NOT NULL,
    uid       TEXT    NOT NULL,
    label     TEXT    NOT NULL
) STRICT;

CREATE TRIGGER operation_unsettled_stays BEFORE DELETE ON operation WHEN old.state IN ('held', 'parked')
BEGIN
    SELECT RAISE(ROLLBACK, 'what is not settled stays');
END;

CREATE INDEX notice_of ON notice (operation);

CREATE TRIGGER operation_pruned AFTER DELETE ON operation
BEGIN
    INSERT INTO pruned (operation, id, uid, label) VALUES (old.seq, old.id, old.uid, old.label);
    DELETE FROM attempt WHERE operation = old.seq;
    DELETE FROM notice WHERE operation = old.seq;
END;
