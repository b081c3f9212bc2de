-- Operations with their receipts. Moments are nanoseconds since 1970-01-01T00:00:00Z: exact, and ordered as numbers. What
-- may say something about a person stands only in the sealed columns `content` and `detail`.
CREATE TABLE operation (
    -- The order of recording; AUTOINCREMENT, so that no place in it is ever used twice.
    seq          INTEGER PRIMARY KEY AUTOINCREMENT,
    id           BLOB    NOT NULL UNIQUE,
    uid          TEXT    NOT NULL,
    label        TEXT    NOT NULL,
    requested_at INTEGER NOT NULL,
    -- SHA-256 of what the caller sent.
    fingerprint  BLOB    NOT NULL,
    consumer     TEXT,
    key          TEXT,
    -- The URN of who asked; NULL when the entry named nobody.
    author       TEXT,
    state        TEXT    NOT NULL
                 CHECK (state IN ('held', 'applied', 'refused', 'parked', 'superseded', 'discarded')),
    -- Since when it is in this state; once it is settled, when it was settled.
    changed_at   INTEGER NOT NULL,
    -- The version of the LPA that it made, when applied.
    version      INTEGER,
    -- From when on it can be claimed: the end of its lease, or what it was postponed to. NULL when it is not its turn.
    free_at      INTEGER,
    -- The lease in force or run out; NULL when it was given back or never given.
    token        BLOB,
    -- How many times it was claimed, not counting the lease it was recorded with.
    attempts     INTEGER NOT NULL DEFAULT 0,
    -- Sealed: the operation, until it is settled.
    content      BLOB,
    -- Sealed: the first answer (applied), the refusal (refused) or the reason (parked).
    detail       BLOB,
    CHECK ((consumer IS NULL) = (key IS NULL)),
    CHECK (free_at IS NULL OR state = 'held')
) STRICT;
