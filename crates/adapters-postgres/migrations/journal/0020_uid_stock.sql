-- Sequence numbers for UIDs that were reserved and are not handed out yet: blocks, of which `next` to `past` - 1 are left.
create table causeway_journal.uid_stock (
    number bigint primary key generated always as identity,
    next   bigint not null,
    past   bigint not null,
    check (next <= past)
);

-- Takes numbers in one piece; the first of them, null when no block reaches. One at a time, whoever takes.
create function causeway_journal.take_numbers(wanted bigint) returns bigint language plpgsql as $$
declare
    taken bigint;
begin
    perform pg_advisory_xact_lock(hashtextextended('causeway_journal uid_stock', 0));
    update causeway_journal.uid_stock set next = next + wanted
    where number = (
        select number from causeway_journal.uid_stock where past - next >= wanted order by number limit 1)
    returning next - wanted into taken;
    delete from causeway_journal.uid_stock where next = past;
    return taken;
end
$$;

-- What the role may do here, beside what it could before.
alter function causeway_journal.grant_rights() rename to grant_rights_before_0020;
create function causeway_journal.grant_rights() returns void language sql as $$
    select causeway_journal.grant_rights_before_0020();
    grant select, insert, update on causeway_journal.notice to causeway_rw;
    grant select on causeway_journal.earlier_key to causeway_rw;
    grant select, insert, update, delete on causeway_journal.uid_stock to causeway_rw;
$$;
revoke execute on function causeway_journal.grant_rights() from public;

do $$
begin
    if exists (select from pg_roles where rolname = 'causeway_rw') then
        perform causeway_journal.grant_rights();
    end if;
end
$$;
