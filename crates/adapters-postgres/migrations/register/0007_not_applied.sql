-- The operations that were answered and made nothing, so that each is answered the same again, whatever has changed since.
create table causeway.not_applied (
    operation_id uuid        primary key,
    refusal      json,                                -- code and problems; null: a later state of the draft was there
    answered_at  timestamptz not null default now()
);

create trigger append_only before update or delete or truncate on causeway.not_applied
    for each statement execute function causeway.refuse_change();

alter function causeway.grant_rights() rename to grant_rights_before_not_applied;
create function causeway.grant_rights() returns void language sql as $$
    select causeway.grant_rights_before_not_applied();
    grant select, insert on causeway.not_applied to causeway_rw;
$$;
revoke execute on function causeway.grant_rights() from public;
do $$
begin
    if exists (select from pg_roles where rolname = 'causeway_rw') then
        perform causeway.grant_rights();
    end if;
end
$$;
