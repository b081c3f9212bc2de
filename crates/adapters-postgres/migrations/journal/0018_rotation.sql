-- A settled operation may be sealed anew, and else stays as it is.
drop trigger settled_is_final on causeway_journal.operation;
create trigger settled_is_final before update on causeway_journal.operation
    for each row when (old.state not in ('held', 'parked') and (
        (new.detail is null) <> (old.detail is null)
        or (to_jsonb(new) - 'detail') is distinct from (to_jsonb(old) - 'detail')))
    execute function causeway_journal.refuse_change();

-- Lets another key seal from the moment this is committed. It waits for every write that is on its way.
create function causeway_journal.rotate(to_key bytea) returns void
language plpgsql security definer set search_path = pg_catalog as $$
begin
    perform pg_advisory_xact_lock(hashtextextended('causeway_journal keys', 0));
    insert into causeway_journal.earlier_key (fingerprint)
    select fingerprint from causeway_journal.sealed_with where fingerprint <> to_key;
    update causeway_journal.sealed_with set fingerprint = to_key;
    delete from causeway_journal.earlier_key where fingerprint = to_key;
    -- What was last known is seen again.
    delete from causeway_journal.copy where causeway_journal.key_of(content) is distinct from to_key;
end
$$;

-- Does without a key: how many records still need it, and nothing was done unless 0; null for the key that seals.
create function causeway_journal.retire(old_key bytea) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
    needed bigint;
begin
    perform pg_advisory_xact_lock(hashtextextended('causeway_journal keys', 0));
    if exists (select from causeway_journal.sealed_with where fingerprint = old_key) then
        return null;
    end if;
    needed := causeway_journal.sealed_by(old_key);
    if needed = 0 then
        delete from causeway_journal.earlier_key where fingerprint = old_key;
    end if;
    return needed;
end
$$;
