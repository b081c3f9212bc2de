-- As settle, for an outcome that judges nothing: the idempotency key is given back in the same transaction.
create function causeway_journal.settle_and_free_key(
    of_id uuid, of_token uuid, to_state text, settled_at bigint, made_version bigint, new_detail bytea
) returns boolean language plpgsql as $$
begin
    perform causeway_journal.take_line((select uid from causeway_journal.operation where id = of_id));
    update causeway_journal.operation set consumer = null, key = null
    where id = of_id and token = of_token and free_at > settled_at and state = 'held';
    return causeway_journal.settle(of_id, of_token, to_state, settled_at, made_version, new_detail);
end
$$;
