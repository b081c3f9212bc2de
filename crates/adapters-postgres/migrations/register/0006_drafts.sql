-- Every state of every draft that was kept, told whole; the latest is the draft as it stands. Its tombstone is not here: it
-- takes the place of version 1 in causeway.lpa_version (kind DELETE_DRAFT, nothing in it), so that of a deletion and a
-- creation at once the primary key lets one through.
create table causeway.draft_version (
    uid          text        not null,
    version      bigint      not null,
    operation_id uuid        not null unique,
    author       text        not null,              -- the URN of who told it
    as_at        text        not null,              -- when it was known so, to the nanosecond: a timestamptz would
    requested_at text        not null,              -- lose what says which of two states is the later
    content      json        not null,              -- as sent: json keeps order and digits, jsonb would not
    recorded_at  timestamptz not null default now(),-- this database's clock
    db_user      text        not null default session_user,
    client       inet        default inet_client_addr(),
    primary key (uid, version)
);

create trigger append_only before update or delete or truncate on causeway.draft_version
    for each statement execute function causeway.refuse_change();

create or replace view causeway.audit as
select recorded_at, operation_id, uid, version, kind, author, db_user, client from causeway.lpa_version
union all
select recorded_at, operation_id, uid, version, 'DRAFT', author, db_user, client from causeway.draft_version;

alter function causeway.grant_rights() rename to grant_rights_before_drafts;
create function causeway.grant_rights() returns void language sql as $$
    select causeway.grant_rights_before_drafts();
    grant select, insert on causeway.draft_version to causeway_rw;
$$;
revoke execute on function causeway.grant_rights() from public;
do $$
begin
    if exists (select from pg_roles where rolname = 'causeway_rw') then
        perform causeway.grant_rights();
    end if;
end
$$;
