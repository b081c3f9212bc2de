-- Failed attempts to forward an operation: the latest ten of each.
create table causeway_journal.attempt (
    operation uuid    not null,
    number    integer not null,  -- counts on, also past those that are gone
    at        bigint  not null,
    cause     text    not null,  -- for operators; nothing of the content
    failures  integer not null,  -- how many were counted against the operation by then: the register answered others
    primary key (operation, number)
);

create or replace function causeway_journal.grant_rights() returns void language sql as $$
    grant usage on schema causeway_journal to causeway_rw;
    grant select, insert, update on causeway_journal.operation to causeway_rw;
    grant select, insert, update (only_row) on causeway_journal.sealed_with to causeway_rw;
    grant insert on causeway_journal.audit to causeway_rw;
    grant select, insert, delete on causeway_journal.attempt to causeway_rw;
$$;

do $$
begin
    if exists (select from pg_roles where rolname = 'causeway_rw') then
        perform causeway_journal.grant_rights();
    end if;
end
$$;
