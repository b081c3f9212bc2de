-- What is to be told to callers afterwards: that an operation has left the state held, when its caller may have been told
-- that it is held. Ended in its first attempt within 100 ms, it was answered by its end.
create table causeway_journal.notice (
    xid       xid8    not null default pg_current_xact_id(),  -- who reads on by it misses nothing that commits late
    number    bigint  not null generated always as identity,
    operation uuid    not null references causeway_journal.operation (id) on delete cascade,
    free_at   bigint  default -9223372036854775808,           -- from when on it can be claimed; null once it was told
    token     uuid,                                           -- of the lease
    attempts  integer not null default 0,
    told_at   bigint,
    primary key (xid, number)
);
create index notice_due on causeway_journal.notice (number) where free_at is not null;
create index notice_of on causeway_journal.notice (operation);

create function causeway_journal.note() returns trigger language plpgsql as $$
begin
    insert into causeway_journal.notice (operation) values (new.id);
    return null;
end
$$;

create trigger noted after update of state on causeway_journal.operation for each row
    when (new.state <> old.state and new.state <> 'held'
          and (new.attempts > 0 or new.changed_at - new.requested_at not between 0 and 99999999))
    execute function causeway_journal.note();

do $$
begin
    if exists (select from pg_roles where rolname = 'causeway_rw') then
        grant select, insert, update on causeway_journal.notice to causeway_rw;
    end if;
end
$$;
