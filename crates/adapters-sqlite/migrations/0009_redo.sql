-- How far the tables have come along the redo log beside the file; no row until a process has written one.
CREATE TABLE redo (
    one        INTEGER PRIMARY KEY CHECK (one = 1),
    -- Which frames of the log count: the others are left over from earlier passes over the same file.
    generation BLOB    NOT NULL,
    -- The number of the frame that this generation begins with.
    base       INTEGER NOT NULL,
    -- The number of the last frame whose statements these tables hold.
    applied    INTEGER NOT NULL
) STRICT;

-- What is leased: the start of a process that is alone gives it all back, however much is held.
CREATE INDEX operation_leased ON operation (seq) WHERE token IS NOT NULL;
