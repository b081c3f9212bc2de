-- Records an operation. No row when its id or its key is there already; a row with the token of its lease when its turn
-- is at once; a row with null when it waits or is settled already. In plpgsql each statement sees what was committed
-- before it, so what is seen after the line was taken is all that came before.
create function causeway_journal.record(new causeway_journal.operation) returns setof uuid language plpgsql as $$
declare
    lease uuid;
begin
    perform causeway_journal.take_line(new.uid);
    if new.state = 'held' and not exists (
        select from causeway_journal.operation where uid = new.uid and state in ('held', 'parked'))
    then
        lease := gen_random_uuid();
    end if;
    insert into causeway_journal.operation (id, uid, label, requested_at, fingerprint, consumer, key, author, state,
        changed_at, version, content, detail, token, free_at)
    values (new.id, new.uid, new.label, new.requested_at, new.fingerprint, new.consumer, new.key, new.author, new.state,
        new.requested_at, new.version, new.content, new.detail, lease, case when lease is not null then new.free_at end)
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
