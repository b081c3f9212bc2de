-- An idempotency key belongs to the consumer who chose it, and is used once.
CREATE UNIQUE INDEX operation_key ON operation (consumer, key) WHERE key IS NOT NULL;

-- The line of each LPA: its unsettled operations, first come first. Covers the backlog too.
CREATE INDEX operation_line ON operation (uid, seq, state, requested_at) WHERE state IN ('held', 'parked');

-- Operations whose turn it is, oldest first.
CREATE INDEX operation_turn ON operation (seq, free_at) WHERE free_at IS NOT NULL;

-- Settled: the next of its LPA comes to its turn, at once (the least of all moments), unless it is parked.
CREATE TRIGGER operation_settled AFTER UPDATE OF state ON operation
WHEN old.state IN ('held', 'parked') AND new.state NOT IN ('held', 'parked')
BEGIN
    UPDATE operation SET free_at = -9223372036854775808
    WHERE state = 'held' AND free_at IS NULL
      AND seq = (SELECT seq FROM operation WHERE uid = new.uid AND state IN ('held', 'parked') ORDER BY seq LIMIT 1);
END;

CREATE TRIGGER operation_settled_is_final BEFORE UPDATE ON operation WHEN old.state NOT IN ('held', 'parked')
BEGIN
    SELECT RAISE(ROLLBACK, 'a settled operation never changes');
END;
