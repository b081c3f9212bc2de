-- Which key the sealed columns are sealed with; one row. Another key is refused when the journal is opened.
CREATE TABLE sealed_with (
    one         INTEGER PRIMARY KEY CHECK (one = 1),
    fingerprint BLOB NOT NULL
) STRICT;
