-- What 0008 says of an operation that was answered without writing, of what is told of a fee as well.
create or replace function causeway.turn_down(lpa text, operation uuid, refusal json) returns boolean language plpgsql as $$
begin
    perform pg_advisory_xact_lock(hashtextextended(lpa, 0));
    if exists (select from causeway.lpa_version where operation_id = operation)
        or exists (select from causeway.draft_version where operation_id = operation)
        or exists (select from causeway.fee_version where operation_id = operation) then
        return false;
    end if;
    insert into causeway.not_applied (operation_id, refusal) values (operation, turn_down.refusal)
    on conflict do nothing;
    return found;
end
$$;

alter function causeway.grant_rights() rename to grant_rights_before_fees;
create function causeway.grant_rights() returns void language sql as $$
    select causeway.grant_rights_before_fees();
    grant select, insert on causeway.fee_version to causeway_rw;
$$;
revoke execute on function causeway.grant_rights() from public;
do $$
begin
    if exists (select from pg_roles where rolname = 'causeway_rw') then
        perform causeway.grant_rights();
    end if;
end
$$;
