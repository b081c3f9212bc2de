-- What must be remembered of an operation for good, whatever becomes of it; no row while there is nothing to remember.
create table causeway_journal.mark (
    operation uuid    primary key,
    in_doubt  boolean not null default false,  -- it may have been applied: an answer or a lease was lost
    forgiven  integer not null default 0       -- how many counted failures its latest release forgave
);

-- What people do has reasons. Both are sealed: a person's own words, and why it was parked until then.
alter table causeway_journal.audit
    add column seq bigint not null generated always as identity,
    add column reason bytea,
    add column parked_because bytea;
create index audit_of on causeway_journal.audit (operation, seq);

create or replace function causeway_journal.grant_rights() returns void language sql as $$
    grant usage on schema causeway_journal to causeway_rw;
    grant select, insert, update on causeway_journal.operation to causeway_rw;
    grant select, insert, update (only_row) on causeway_journal.sealed_with to causeway_rw;
    grant select, insert on causeway_journal.audit to causeway_rw;
    grant select, insert, delete on causeway_journal.attempt to causeway_rw;
    grant select, insert, update on causeway_journal.mark to causeway_rw;
$$;

do $$
begin
    if exists (select from pg_roles where rolname = 'causeway_rw') then
        perform causeway_journal.grant_rights();
    end if;
end
$$;
