-- Settles or parks an operation under a lease in force: whether others of its LPA wait; null when the lease is lost.
-- A settlement that a crash undoes is found out again when it says applied, since the register applies an operation at
-- most once: it need not wait for the disk. A refusal depends on the LPA as it stood, and must.
create function causeway_journal.settle(
    of_id uuid, of_token uuid, to_state text, settled_at bigint, made_version bigint, new_detail bytea
) returns boolean language plpgsql as $$
declare
    of_uid text := (select uid from causeway_journal.operation where id = of_id);
begin
    perform causeway_journal.take_line(of_uid);
    update causeway_journal.operation
    set state = to_state, changed_at = settled_at, version = made_version, detail = new_detail,
        content = case when to_state = 'parked' then content end, free_at = null, token = null
    where id = of_id and token = of_token and free_at > settled_at and state = 'held';
    if not found then
        return null;
    end if;
    insert into causeway_journal.audit (operation, event, at) values (of_id, to_state, settled_at);
    if to_state = 'applied' then
        perform set_config('synchronous_commit', 'off', true);
    end if;
    if to_state <> 'parked' then
        perform causeway_journal.give_turn(of_uid);
    end if;
    return exists (select from causeway_journal.operation
        where uid = of_uid and state in ('held', 'parked') and id <> of_id);
end
$$;
