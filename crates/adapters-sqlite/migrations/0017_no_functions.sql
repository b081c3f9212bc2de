-- A function in a trigger has SQLite copy each page that the statement changes, so as to undo it alone. The notice of a
-- settlement does without: `iif` is none. And: superseded while it was leased to nobody, it was not answered by its end,
-- however soon that is.
DROP TRIGGER operation_noted;
CREATE TRIGGER operation_noted AFTER UPDATE OF state ON operation
WHEN new.state <> old.state AND new.state <> 'held'
     AND (new.attempts > 0 OR new.changed_at - new.requested_at NOT BETWEEN 0 AND 99999999
          OR (new.state = 'superseded' AND old.token IS NULL))
BEGIN
    -- The moment, or the next number: a notice that a power cut undoes is made anew under a greater one, so that who reads
    -- on from a number misses nothing.
    INSERT INTO notice (number, operation)
    SELECT iif(new.changed_at > next, new.changed_at, next), new.seq
    FROM (SELECT coalesce(max(number), 0) + 1 AS next FROM notice);
END;
