-- What the service may do with facts: tell them and ask for them. It reads no audit.
alter function causeway.grant_rights() rename to grant_rights_before_records;
create function causeway.grant_rights() returns void language sql as $$
    select causeway.grant_rights_before_records();
    grant select, insert, update on causeway.record_fact to causeway_rw;
    grant select, insert on causeway.record_kind to causeway_rw;
    grant insert on causeway.record_note to causeway_rw;
$$;
revoke execute on function causeway.grant_rights() from public;
do $$
begin
    if exists (select from pg_roles where rolname = 'causeway_rw') then
        perform causeway.grant_rights();
    end if;
end
$$;
