-- Why an operation was parked is taken over as it stands: only what is new must be sealed with the key that seals.
create function causeway_journal.check_key_of_reason() returns trigger language plpgsql as $$
declare
    seals bytea;
begin
    perform pg_advisory_xact_lock_shared(hashtextextended('causeway_journal keys', 0));
    select fingerprint into seals from causeway_journal.sealed_with;
    if causeway_journal.key_of(new.reason) <> seals
        or (tg_op = 'UPDATE' and causeway_journal.key_of(new.parked_because) <> seals)
    then
        raise exception 'another key seals' using errcode = 'CWK01';
    end if;
    return new;
end
$$;

create trigger sealed_with_the_key_that_seals before insert or update on causeway_journal.audit
    for each row when (new.reason is not null or new.parked_because is not null)
    execute function causeway_journal.check_key_of_reason();

create function causeway_journal.check_key_of_copy() returns trigger language plpgsql as $$
declare
    seals bytea;
begin
    perform pg_advisory_xact_lock_shared(hashtextextended('causeway_journal keys', 0));
    select fingerprint into seals from causeway_journal.sealed_with;
    if causeway_journal.key_of(new.content) <> seals then
        raise exception 'another key seals' using errcode = 'CWK01';
    end if;
    return new;
end
$$;

create trigger sealed_with_the_key_that_seals before insert or update on causeway_journal.copy
    for each row execute function causeway_journal.check_key_of_copy();
