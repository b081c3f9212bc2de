-- A person releases an operation (to_state 'held') or gives it up ('discarded'): what came of it; null when it is unknown.
create function causeway_journal.repair(
    of_id uuid, to_state text, repaired_at bigint, repaired_by text, why bytea, acknowledged boolean
) returns text language plpgsql as $$
declare
    it causeway_journal.operation;
    discards boolean := to_state = 'discarded';
    doubted boolean;
begin
    perform causeway_journal.take_line((select uid from causeway_journal.operation where id = of_id));
    select * into it from causeway_journal.operation where id = of_id for update;
    doubted := it.token is not null or exists (select from causeway_journal.mark where operation = of_id and in_doubt);
    if it.id is null then
        return null;
    elsif it.state not in ('held', 'parked') then
        return 'settled';
    elsif discards and it.token is not null and it.free_at > repaired_at then
        return 'being-forwarded';
    elsif discards and doubted and not acknowledged then
        return 'in-doubt';
    end if;
    insert into causeway_journal.mark as old (operation, in_doubt, forgiven)
    values (of_id, discards and it.token is not null, coalesce((select failures from causeway_journal.attempt
        where operation = of_id order by number desc limit 1), 0))
    on conflict (operation) do update set in_doubt = old.in_doubt or excluded.in_doubt, forgiven = excluded.forgiven;
    update causeway_journal.operation
    set state = to_state, changed_at = case when state <> to_state then repaired_at else changed_at end,
        detail = null, content = case when not discards then content end, token = case when not discards then token end,
        free_at = case when discards then null when token is not null and free_at > repaired_at then free_at
                       when free_at is not null then -9223372036854775808 end
    where id = of_id;
    insert into causeway_journal.audit (operation, event, at, author, reason, parked_because)
    values (of_id, case when discards then to_state else 'released' end, repaired_at, repaired_by, why, it.detail);
    perform causeway_journal.give_turn(it.uid);
    return 'done';
end
$$;
