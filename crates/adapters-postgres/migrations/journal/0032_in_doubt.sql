-- As before, and: what may have been applied is not superseded. It is sent again, and ends as the register says. Who claims
-- it waits for the disk before sending it, and gives the lease back with the doubt: so nothing that was sent stands here as if
-- it never had been.
create or replace function causeway_journal.record_state(new causeway_journal.operation, of_draft_at bigint)
returns setof uuid language plpgsql as $$
declare
    lease uuid;
begin
    select * into lease from causeway_journal.record(new);
    if not found then
        return;
    end if;
    insert into causeway_journal.draft_state (operation, draft_at) values (new.id, of_draft_at);
    with superseded as (
        update causeway_journal.operation old
        set state = 'superseded', changed_at = greatest(old.changed_at, new.requested_at), free_at = null
        from causeway_journal.draft_state known
        where old.uid = new.uid and old.state in ('held', 'parked') and old.state = 'held' and old.token is null
            and known.operation = old.id
            and (known.draft_at, old.requested_at, old.id) < (of_draft_at, new.requested_at, new.id)
            and not exists (select from causeway_journal.mark where operation = old.id and in_doubt)
            and not exists (select from causeway_journal.operation other
                left join causeway_journal.draft_state its on its.operation = other.id
                where other.uid = new.uid and other.state in ('held', 'parked') and other.id <> new.id
                    and (its.draft_at is null and other.seq > old.seq or its.draft_at = 9223372036854775807))
        returning old.id, old.changed_at)
    insert into causeway_journal.audit (operation, event, at) select id, 'superseded', changed_at from superseded;
    if found then
        perform causeway_journal.give_turn(new.uid);
    end if;
    return next lease;
end
$$;
