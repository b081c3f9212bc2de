-- Other keys than the one that seals (`sealed_with`) of which records are left. A sealed column begins with a mark of four
-- bytes and the fingerprint of its key; one without is older than the mark.
CREATE TABLE earlier_key (
    number      INTEGER PRIMARY KEY AUTOINCREMENT,
    fingerprint BLOB    NOT NULL UNIQUE
) STRICT;

CREATE TRIGGER another_key_seals AFTER UPDATE ON sealed_with WHEN new.fingerprint <> old.fingerprint
BEGIN
    DELETE FROM earlier_key WHERE fingerprint = new.fingerprint;
    INSERT INTO earlier_key (fingerprint) VALUES (old.fingerprint);
    -- What was last known is seen again.
    DELETE FROM copy WHERE substr(content, 5, 16) <> new.fingerprint;
END;

CREATE TRIGGER a_key_is_retired AFTER DELETE ON earlier_key
BEGIN
    DELETE FROM copy WHERE substr(content, 5, 16) = old.fingerprint;
END;
