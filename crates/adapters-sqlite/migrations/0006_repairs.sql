-- What people do about operations that could not be settled: how often, and who did it last, when and why (sealed).
ALTER TABLE operation ADD COLUMN repairs INTEGER NOT NULL DEFAULT 0;
ALTER TABLE operation ADD COLUMN repaired_at INTEGER;
ALTER TABLE operation ADD COLUMN repaired_by TEXT;
ALTER TABLE operation ADD COLUMN repaired_because BLOB;
-- Whether it may have been applied: an answer to it was lost, or a lease of it was not given back. Never unset.
ALTER TABLE operation ADD COLUMN in_doubt INTEGER NOT NULL DEFAULT 0;

-- Sealed: why a person did it, or why it was parked.
ALTER TABLE audit ADD COLUMN reason BLOB;
CREATE INDEX audit_of ON audit (operation, seq);

-- A repair has a line of its own.
DROP TRIGGER operation_moved;
CREATE TRIGGER operation_moved AFTER UPDATE OF state ON operation
WHEN new.state <> old.state AND new.repairs = old.repairs
BEGIN
    INSERT INTO audit (operation, event, at, reason)
    VALUES (new.seq, new.state, new.changed_at, iif(new.state = 'parked', new.detail, NULL));
END;

CREATE TRIGGER operation_repaired AFTER UPDATE OF repairs ON operation
BEGIN
    INSERT INTO audit (operation, event, at, author, reason)
    VALUES (new.seq, iif(new.state = 'held', 'released', new.state), new.repaired_at, new.repaired_by,
            new.repaired_because);
END;
