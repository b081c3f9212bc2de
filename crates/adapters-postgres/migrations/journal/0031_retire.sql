-- As before, and: what a key still opens is counted while sealed writes go on. What does not seal can only become less until it
-- seals again, and rotating takes its listing away, whose number never comes back: so it was counted rightly when the
-- same listing is there under the lock.
create or replace function causeway_journal.retire(old_key bytea) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
    listing bigint;
    seals boolean;
    needed bigint;
begin
    loop
        select (select number from causeway_journal.earlier_key where fingerprint = old_key),
               exists (select from causeway_journal.sealed_with where fingerprint = old_key)
        into listing, seals;
        if seals then
            return null;
        end if;
        needed := causeway_journal.sealed_by(old_key);
        if needed > 0 or listing is null then
            return needed;
        end if;
        perform pg_advisory_xact_lock(hashtextextended('causeway_journal keys', 0));
        delete from causeway_journal.earlier_key where number = listing;
        if found then
            return 0;
        end if;
    end loop;
end
$$;
