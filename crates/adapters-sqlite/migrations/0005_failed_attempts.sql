-- The latest failed attempt to forward an operation, and how many were counted against it: those that failed while the
-- register answered others.
ALTER TABLE operation ADD COLUMN failures INTEGER NOT NULL DEFAULT 0;
ALTER TABLE operation ADD COLUMN failed_at INTEGER;
ALTER TABLE operation ADD COLUMN failed_because TEXT;

-- The latest ten of each operation, while it is not settled.
CREATE TABLE attempt (
    seq       INTEGER PRIMARY KEY,
    operation INTEGER NOT NULL,
    at        INTEGER NOT NULL,
    -- For operators; nothing of the content.
    cause     TEXT    NOT NULL,
    -- How many were counted against the operation by then.
    failures  INTEGER NOT NULL
) STRICT;
CREATE INDEX attempt_of ON attempt (operation, seq);

CREATE TRIGGER attempt_failed AFTER UPDATE OF failed_at ON operation
BEGIN
    INSERT INTO attempt (operation, at, cause, failures)
    VALUES (new.seq, new.failed_at, new.failed_because, new.failures);
    DELETE FROM attempt WHERE operation = new.seq AND seq <=
        (SELECT seq FROM attempt WHERE operation = new.seq ORDER BY seq DESC LIMIT 1 OFFSET 10);
END;
