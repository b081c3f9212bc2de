-- One row for each thing that became of an operation, written with it by the triggers below.
CREATE TABLE audit (
    seq       INTEGER PRIMARY KEY,
    -- The place of the operation. No foreign key: the triggers write it, and checking would cost each recording.
    operation INTEGER NOT NULL,
    event     TEXT    NOT NULL,
    at        INTEGER NOT NULL,
    -- Who asked for it; NULL for Causeway itself.
    author    TEXT
) STRICT;

CREATE TRIGGER operation_recorded AFTER INSERT ON operation
BEGIN
    INSERT INTO audit (operation, event, at, author) VALUES (new.seq, 'recorded', new.changed_at, new.author);
    INSERT INTO audit (operation, event, at)
    SELECT new.seq, new.state, new.changed_at WHERE new.state <> 'held';
END;

CREATE TRIGGER operation_moved AFTER UPDATE OF state ON operation WHEN new.state <> old.state
BEGIN
    INSERT INTO audit (operation, event, at) VALUES (new.seq, new.state, new.changed_at);
END;

CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit
BEGIN
    SELECT RAISE(ROLLBACK, 'the audit trail is only added to');
END;

CREATE TRIGGER audit_is_never_shortened BEFORE DELETE ON audit
BEGIN
    SELECT RAISE(ROLLBACK, 'the audit trail is only added to');
END;
