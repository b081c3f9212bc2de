-- What the service may do with approvals and referrals: it makes and changes them, and deletes none. It reads no audit.
alter function causeway.grant_rights() rename to grant_rights_before_approvals;
create function causeway.grant_rights() returns void language sql as $$
    select causeway.grant_rights_before_approvals();
    grant select, update on causeway.approval to causeway_rw;
    grant select, insert, update on causeway.referral to causeway_rw;
    grant insert on causeway.referral_note to causeway_rw;
$$;
revoke execute on function causeway.grant_rights() from public;
do $$
begin
    if exists (select from pg_roles where rolname = 'causeway_rw') then
        perform causeway.grant_rights();
    end if;
end
$$;
