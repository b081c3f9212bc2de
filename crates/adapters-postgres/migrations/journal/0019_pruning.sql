-- Settled operations, the oldest first.
create index operation_settled on causeway_journal.operation (changed_at) where state not in ('held', 'parked');

-- What is left of operations that were pruned, so that the audit trail still says of which LPA they were.
create table causeway_journal.pruned (
    operation uuid primary key,
    uid       text not null,
    label     text not null
);

-- Removes what was settled before a moment; how many. The service may remove nothing else.
create function causeway_journal.prune(before bigint, at_most bigint) returns bigint
language sql security definer set search_path = pg_catalog as $$
    with old as (
        select seq from causeway_journal.operation
        where state not in ('held', 'parked') and changed_at < before
        order by changed_at limit at_most for update skip locked
    ), gone as (
        delete from causeway_journal.operation using old where operation.seq = old.seq
        returning operation.id, operation.uid, operation.label
    ), kept as (
        insert into causeway_journal.pruned (operation, uid, label)
        select id, uid, label from gone on conflict (operation) do nothing
    ), attempts as (
        delete from causeway_journal.attempt using gone where attempt.operation = gone.id
    ), marks as (
        delete from causeway_journal.mark using gone where mark.operation = gone.id
    )
    select count(*) from gone
$$;
