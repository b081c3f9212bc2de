-- As before, and: recorded without the end of a lease, it is free at once and leased to nobody, and there is no doubt
-- whether it was sent.
create or replace function causeway_journal.record(new causeway_journal.operation) returns setof uuid language plpgsql as $$
declare
    is_first boolean := false;
    lease uuid;
begin
    perform causeway_journal.take_line(new.uid);
    if new.state = 'held' and not exists (
        select from causeway_journal.operation where uid = new.uid and state in ('held', 'parked'))
    then
        is_first := true;
        if new.free_at is not null then
            lease := gen_random_uuid();
        end if;
    end if;
    insert into causeway_journal.operation (id, uid, label, requested_at, fingerprint, consumer, key, author, state,
        changed_at, version, content, detail, token, free_at)
    values (new.id, new.uid, new.label, new.requested_at, new.fingerprint, new.consumer, new.key, new.author, new.state,
        new.requested_at, new.version, new.content, new.detail,
        lease, case when is_first then coalesce(new.free_at, 0) end)
    on conflict do nothing;
    if not found then
        return;
    end if;
    insert into causeway_journal.audit (operation, event, at, author)
    values (new.id, 'recorded', new.requested_at, new.author);
    if new.state <> 'held' then
        insert into causeway_journal.audit (operation, event, at) values (new.id, new.state, new.requested_at);
    end if;
    return next lease;
end
$$;
