-- What was done to the announced maintenance windows, and by whom. Added to, never changed.
CREATE TABLE window_entry (
    -- The order of noting, from 1, without gaps.
    number   INTEGER PRIMARY KEY CHECK (number > 0),
    -- The window.
    id       BLOB    NOT NULL,
    step     TEXT    NOT NULL CHECK (step IN ('announced', 'extended', 'ended', 'cancelled')),
    start_at INTEGER NOT NULL,
    end_at   INTEGER NOT NULL,
    reason   TEXT    NOT NULL,
    -- The URN of who did it.
    author   TEXT    NOT NULL,
    at       INTEGER NOT NULL
) STRICT;

CREATE TRIGGER window_entry_is_never_changed BEFORE UPDATE ON window_entry
BEGIN
    SELECT RAISE(ROLLBACK, 'the window entries are only added to');
END;

CREATE TRIGGER window_entry_is_never_removed BEFORE DELETE ON window_entry
BEGIN
    SELECT RAISE(ROLLBACK, 'the window entries are only added to');
END;

-- What was last known of LPAs. The columns beside the sealed one say only which of two stays, and which goes first.
CREATE TABLE copy (
    uid       TEXT    NOT NULL PRIMARY KEY,
    version   INTEGER NOT NULL,
    tombstone INTEGER NOT NULL,
    at        INTEGER NOT NULL,
    -- Sealed.
    content   BLOB    NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX copy_oldest ON copy (tombstone, at);
