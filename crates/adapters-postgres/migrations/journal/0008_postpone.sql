-- Gives a lease back: whether it was in force. Need not wait for the disk: a lease that is back again runs out.
create function causeway_journal.postpone(
    of_id uuid, of_token uuid, to_free_at bigint, failed_at bigint, failed_because text, counted boolean
) returns boolean language plpgsql as $$
declare
    latest causeway_journal.attempt;
begin
    perform set_config('synchronous_commit', 'off', true);
    update causeway_journal.operation set free_at = to_free_at, token = null
    where id = of_id and token = of_token and state = 'held';
    if not found then
        return false;
    end if;
    select * into latest from causeway_journal.attempt where operation = of_id order by number desc limit 1;
    insert into causeway_journal.attempt (operation, number, at, cause, failures)
    values (of_id, coalesce(latest.number, 0) + 1, failed_at, failed_because,
        coalesce(latest.failures, 0) + counted::integer);
    delete from causeway_journal.attempt where operation = of_id and number <= latest.number - 9;
    return true;
end
$$;
