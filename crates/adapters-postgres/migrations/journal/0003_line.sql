-- Takes the line of one LPA until the end of the transaction. What changes who is first in it takes it before it looks,
-- so that the order of seq is the order of commits, and nobody waits for a turn that nobody gives.
create function causeway_journal.take_line(of_uid text) returns void language sql as $$
    select pg_advisory_xact_lock(hashtextextended('causeway_journal ' || of_uid, 0))
$$;

-- Who is first in the line, when it is held and not in its turn yet, comes to its turn at once.
create function causeway_journal.give_turn(of_uid text) returns void language sql as $$
    update causeway_journal.operation set free_at = -9223372036854775808
    where state = 'held' and free_at is null and seq = (
        select seq from causeway_journal.operation
        where uid = of_uid and state in ('held', 'parked') order by seq limit 1)
$$;
