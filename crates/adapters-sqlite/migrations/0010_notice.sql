-- What is to be told to callers afterwards: that an operation has left the state held, when its caller may have been told
-- that it is held. Ended in its first attempt within 100 ms, it was answered by its end.
CREATE TABLE notice (
    number    INTEGER PRIMARY KEY AUTOINCREMENT,
    operation INTEGER NOT NULL,
    -- From when on it can be claimed: at once (the least of all moments), the end of its lease, or what it was put off to.
    -- NULL once it was told.
    free_at   INTEGER DEFAULT -9223372036854775808,
    token     BLOB,
    attempts  INTEGER NOT NULL DEFAULT 0,
    told_at   INTEGER
) STRICT;
CREATE INDEX notice_due ON notice (number, free_at) WHERE free_at IS NOT NULL;

CREATE TRIGGER operation_noted AFTER UPDATE OF state ON operation
WHEN new.state <> old.state AND new.state <> 'held'
     AND (new.attempts > 0 OR new.changed_at - new.requested_at >= 100000000)
BEGIN
    INSERT INTO notice (operation) VALUES (new.seq);
END;
