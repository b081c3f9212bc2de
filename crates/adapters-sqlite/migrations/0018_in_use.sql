-- Whether a process has the journal open, or has died with it: then there is more than this file.
ALTER TABLE redo ADD COLUMN in_use INTEGER NOT NULL DEFAULT 0 CHECK (in_use IN (0, 1));
