-- The reasons of the audit trail may be sealed anew, by this function alone: the service may not change it otherwise.
drop trigger append_only on causeway_journal.audit;
create trigger append_only before delete or truncate on causeway_journal.audit
    for each statement execute function causeway_journal.refuse_change();
create trigger never_changed before update on causeway_journal.audit
    for each row when ((new.reason is null) <> (old.reason is null)
        or (new.parked_because is null) <> (old.parked_because is null)
        or (to_jsonb(new) - '{reason,parked_because}'::text[])
            is distinct from (to_jsonb(old) - '{reason,parked_because}'::text[]))
    execute function causeway_journal.refuse_change();

-- Puts a sealed reason, and why it was parked, in place of those that are there; whether they were.
create function causeway_journal.reseal_reason(
    at_seq bigint, old_reason bytea, old_because bytea, new_reason bytea, new_because bytea
) returns boolean language plpgsql security definer set search_path = pg_catalog as $$
begin
    update causeway_journal.audit set reason = new_reason, parked_because = new_because
    where seq = at_seq and reason is not distinct from old_reason and parked_because is not distinct from old_because;
    return found;
end
$$;
