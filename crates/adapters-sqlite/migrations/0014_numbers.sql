-- Sequence numbers for UIDs that were reserved and are not handed out yet: blocks, of which `next` to `past` - 1 are left.
CREATE TABLE uid_stock (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    next   INTEGER NOT NULL,
    past   INTEGER NOT NULL,
    CHECK (next <= past)
) STRICT;

CREATE TRIGGER uid_block_used_up AFTER UPDATE ON uid_stock WHEN new.next = new.past
BEGIN
    DELETE FROM uid_stock WHERE number = new.number;
END;
