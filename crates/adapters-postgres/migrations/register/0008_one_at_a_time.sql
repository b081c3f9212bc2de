-- What must not be decided twice at once is decided under the lock of its LPA, which a transaction keeps to its end. Each
-- of these functions takes it first and looks then: a look of a statement of its own sees what was committed before.

-- Whether an operation may still write: it was not answered without writing.
create function causeway.may_write(lpa text, operation uuid) returns boolean language plpgsql as $$
begin
    perform pg_advisory_xact_lock(hashtextextended(lpa, 0));
    return not exists (select from causeway.not_applied where operation_id = operation);
end
$$;

-- Whether a state of a draft may still be kept: there is neither an LPA nor a tombstone. A creation and a deletion take
-- the lock before they end, too.
create function causeway.may_keep(lpa text) returns boolean language plpgsql as $$
begin
    perform pg_advisory_xact_lock(hashtextextended(lpa, 0));
    return not exists (select from causeway.lpa_version where uid = lpa);
end
$$;

-- Remembers that an operation was answered without writing; false when it was answered otherwise meanwhile.
create function causeway.turn_down(lpa text, operation uuid, refusal json) returns boolean language plpgsql as $$
begin
    perform pg_advisory_xact_lock(hashtextextended(lpa, 0));
    if exists (select from causeway.lpa_version where operation_id = operation)
        or exists (select from causeway.draft_version where operation_id = operation) then
        return false;
    end if;
    insert into causeway.not_applied (operation_id, refusal) values (operation, turn_down.refusal)
    on conflict do nothing;
    return found;
end
$$;
