-- What is to be told to callers afterwards: that an operation has left the state held, when its caller may have been told
-- that it is held. Ended in its first attempt within 100 ms, it was answered by its end; whether it was, cannot be told when the clock says that it ended
-- before it was asked for.
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
     AND (new.attempts > 0 OR new.changed_at - new.requested_at NOT BETWEEN 0 AND 99999999)
BEGIN
    -- The moment, or the next number: a notice that a power cut undoes is made anew under a greater one, so that who reads
    -- on from a number misses nothing.
    INSERT INTO notice (number, operation)
    VALUES (max(new.changed_at, (SELECT coalesce(max(number), 0) + 1 FROM notice)), new.seq);
END;
