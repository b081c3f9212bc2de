-- What has happened, for those who publish it; rows may go once they are published. Read it in the order of its key and
-- only below pg_snapshot_xmin(pg_current_snapshot()): a transaction's id is drawn before its commit, so a reader that
-- only remembers the last one loses what commits late.
create table causeway.outbox (
    xid     xid8   not null default pg_current_xact_id(),
    uid     text   not null,
    version bigint not null,
    kind    text   not null,
    primary key (xid, uid, version)
);

-- Who has done what, when and from where, without what is personal. A view, because each version is written once, with
-- its author, and never changed: a table beside it would say the same, and cost a creation a fifth more server time.
create view causeway.audit as
select recorded_at, operation_id, uid, version, kind, author, db_user, client from causeway.lpa_version;
