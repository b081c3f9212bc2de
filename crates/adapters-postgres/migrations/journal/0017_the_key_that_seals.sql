-- What is sealed with another key than the one that seals is turned away, and sealed again by its writer. The lock makes a
-- change of keys wait for what is on its way, and what comes after see it.
create function causeway_journal.check_key() returns trigger language plpgsql as $$
declare
    seals bytea;
begin
    perform pg_advisory_xact_lock_shared(hashtextextended('causeway_journal keys', 0));
    select fingerprint into seals from causeway_journal.sealed_with;
    if (causeway_journal.key_of(new.content) <> seals and (tg_op = 'INSERT' or new.content is distinct from old.content))
        or (causeway_journal.key_of(new.detail) <> seals and (tg_op = 'INSERT' or new.detail is distinct from old.detail))
    then
        raise exception 'another key seals' using errcode = 'CWK01';
    end if;
    return new;
end
$$;

create trigger sealed_with_the_key_that_seals before insert or update of content, detail on causeway_journal.operation
    for each row when (new.content is not null or new.detail is not null)
    execute function causeway_journal.check_key();
