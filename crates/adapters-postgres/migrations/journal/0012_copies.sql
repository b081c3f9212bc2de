-- What was last known of LPAs. The columns beside the sealed one say only which of two stays, and which goes first.
create table causeway_journal.copy (
    uid       text    primary key,
    version   bigint  not null,
    tombstone boolean not null,
    at        bigint  not null,
    content   bytea   not null  -- sealed
);
create index copy_oldest on causeway_journal.copy (tombstone, at);

-- Keeps what was seen, and then at most so many. Need not wait for the disk: what is lost is seen again.
create function causeway_journal.keep(seen causeway_journal.copy[], at_most bigint) returns void language sql as $$
    select set_config('synchronous_commit', 'off', true),
        pg_advisory_xact_lock(hashtextextended('causeway_journal.copy', 0));
    insert into causeway_journal.copy as kept
    select distinct on (uid) * from unnest(seen) order by uid, version desc, tombstone desc, at desc
    on conflict (uid) do update
    set version = excluded.version, tombstone = excluded.tombstone, at = excluded.at, content = excluded.content
    where (excluded.version, excluded.tombstone, excluded.at) > (kept.version, kept.tombstone, kept.at);
    delete from causeway_journal.copy where uid in (
        select uid from causeway_journal.copy order by tombstone, at
        limit greatest((select count(*) from causeway_journal.copy) - at_most, 0));
$$;

alter function causeway_journal.grant_rights() rename to grant_rights_before_copies;
create function causeway_journal.grant_rights() returns void language sql as $$
    select causeway_journal.grant_rights_before_copies();
    grant select, insert, update, delete on causeway_journal.copy to causeway_rw;
$$;
revoke execute on function causeway_journal.grant_rights() from public;
do $$
begin
    if exists (select from pg_roles where rolname = 'causeway_rw') then
        perform causeway_journal.grant_rights();
    end if;
end
$$;
