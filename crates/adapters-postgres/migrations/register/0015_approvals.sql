-- How far each draft is approved: which state of it is to be assessed, which one was, how its sections stood then, and since when.
-- Moments are microseconds since 1970, by the service's clock.
create table causeway.approval (
    uid      text   not null primary key,
    wanted   bigint not null,                       -- the latest state that is kept
    version  bigint not null default 0,             -- the one that was assessed; 0: none
    again    bigint,                                -- when it is to be assessed again though nothing is told
    taken    bigint,                                -- until when somebody is at it
    ledger   json   not null default '[]'
);
create index approval_behind on causeway.approval (uid) where version < wanted;
create index approval_again on causeway.approval (again) where again is not null;

-- A state that is kept is due in the transaction that keeps it. A trigger, because there are several ways to keep one.
create function causeway.want_approval() returns trigger
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    insert into causeway.approval as held (uid, wanted) values (new.uid, new.version)
    on conflict (uid) do update set wanted = greatest(held.wanted, excluded.wanted);
    return null;
end
$$;
revoke execute on function causeway.want_approval() from public;
create trigger want_approval after insert on causeway.draft_version
    for each row execute function causeway.want_approval();
