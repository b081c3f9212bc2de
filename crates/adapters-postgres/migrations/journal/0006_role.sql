-- The role that the service runs as; see the register's migration of the same name.
do $$
begin
    if not exists (select from pg_roles where rolname = 'causeway_rw') then
        create role causeway_rw nologin;
    end if;
exception
    when insufficient_privilege then
        raise warning 'role causeway_rw was not made: make it, then run causeway_journal.grant_rights()';
    when duplicate_object or unique_violation then null;  -- another database's migration was quicker
end
$$;

create function causeway_journal.grant_rights() returns void language sql as $$
    grant usage on schema causeway_journal to causeway_rw;
    grant select, insert, update on causeway_journal.operation to causeway_rw;
    grant select, insert, update (only_row) on causeway_journal.sealed_with to causeway_rw;
    grant insert on causeway_journal.audit to causeway_rw;
$$;
revoke execute on function causeway_journal.grant_rights() from public;

do $$
begin
    if exists (select from pg_roles where rolname = 'causeway_rw') then
        perform causeway_journal.grant_rights();
    end if;
end
$$;
