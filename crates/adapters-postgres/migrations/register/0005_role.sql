-- The role that the service runs as: it adds to the past and can do nothing else. Where
-- this migration may not make roles, or the role came by other means, the grants below still apply to it.
do $$
begin
    if not exists (select from pg_roles where rolname = 'causeway_rw') then
        create role causeway_rw nologin;
    end if;
exception
    when insufficient_privilege then
        raise warning 'role causeway_rw was not made: make it, then run causeway.grant_rights()';
    when duplicate_object or unique_violation then null;  -- another database's migration was quicker
end
$$;

create function causeway.grant_rights() returns void language sql as $$
    grant usage on schema causeway to causeway_rw;
    grant select, insert on causeway.lpa_version to causeway_rw;
    grant select, insert, delete on causeway.outbox to causeway_rw;
    grant select on causeway.uid_sequence to causeway_rw;
    grant update (next) on causeway.uid_sequence to causeway_rw;
$$;
revoke execute on function causeway.grant_rights() from public;

do $$
begin
    if exists (select from pg_roles where rolname = 'causeway_rw') then
        perform causeway.grant_rights();
    end if;
end
$$;
