-- The line of each LPA: its unsettled operations, first come first. Covers the backlog too.
create index operation_line on causeway_journal.operation (uid, seq) include (state, requested_at)
    where state in ('held', 'parked');

-- Operations whose turn it is, oldest first.
create index operation_turn on causeway_journal.operation (seq, free_at) where free_at is not null;

-- One row for each thing that became of an operation, written in the same statement. Added to, never changed.
create table causeway_journal.audit (
    operation uuid   not null,
    event     text   not null,
    at        bigint not null,
    author    text                           -- who asked for it; null for Causeway itself
);

create function causeway_journal.refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '%.%: what is settled or audited stays', tg_table_schema, tg_table_name
        using errcode = 'insufficient_privilege';
end
$$;

create trigger append_only before update or delete or truncate on causeway_journal.audit
    for each statement execute function causeway_journal.refuse_change();
create trigger settled_is_final before update on causeway_journal.operation
    for each row when (old.state not in ('held', 'parked')) execute function causeway_journal.refuse_change();
