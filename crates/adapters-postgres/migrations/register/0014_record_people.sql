-- Whom a matter is about, so that people can be found who have no reference. Nobody is named: a block and its marks are the first
-- eight bytes of keyed digests (HMAC-SHA-256) of what two people must share to be one; the key is not in the database.
create table causeway.record_person (
    fact        uuid        not null,               -- of record_fact
    version     bigint      not null,               -- of the fact: another one says nothing any more
    role        text        not null,               -- of: whom it is about; donor: whose LPA it was
    block       bigint      not null,               -- who shares no block shares no mark
    marks       bigint[]    not null,
    primary key (fact, version, role, block)
);
create index record_person_by_block on causeway.record_person (block);

-- Of a fact that was told anew or taken back, nobody is kept. A trigger sees what others told at the same time; a part of the statement
-- that notes a fact would not.
create function causeway.forget_people() returns trigger
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    delete from causeway.record_person where fact = new.id and version < new.version;
    return null;
end
$$;
revoke execute on function causeway.forget_people() from public;
create trigger forget_people after update on causeway.record_fact
    for each row execute function causeway.forget_people();

alter function causeway.grant_rights() rename to grant_rights_before_people;
create function causeway.grant_rights() returns void language sql as $$
    select causeway.grant_rights_before_people();
    grant select, insert on causeway.record_person to causeway_rw;
$$;
revoke execute on function causeway.grant_rights() from public;
do $$
begin
    if exists (select from pg_roles where rolname = 'causeway_rw') then
        perform causeway.grant_rights();
    end if;
end
$$;
