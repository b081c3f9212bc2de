-- As before, and: what a later state of its draft has superseded keeps its content, until it is pruned.
create or replace function causeway_journal.settle(
    of_id uuid, of_token uuid, to_state text, settled_at bigint, made_version bigint, new_detail bytea
) returns boolean language plpgsql as $$
declare
    of_uid text := (select uid from causeway_journal.operation where id = of_id);
begin
    perform causeway_journal.take_line(of_uid);
    update causeway_journal.operation
    set state = to_state, changed_at = settled_at, version = made_version, detail = new_detail,
        content = case when to_state in ('parked', 'superseded') then content end, free_at = null, token = null
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

-- A settled operation may be sealed anew, content and detail, and else stays as it is.
drop trigger settled_is_final on causeway_journal.operation;
create trigger settled_is_final before update on causeway_journal.operation
    for each row when (old.state not in ('held', 'parked') and (
        (new.detail is null) <> (old.detail is null) or (new.content is null) <> (old.content is null)
        or (to_jsonb(new) - '{content,detail}'::text[]) is distinct from (to_jsonb(old) - '{content,detail}'::text[])))
    execute function causeway_journal.refuse_change();
