-- Other keys than the one that seals (`sealed_with`) of which records are left. A sealed column begins with a mark of four
-- bytes and the fingerprint of its key; one without is older than the mark.
create table causeway_journal.earlier_key (
    number      bigint primary key generated always as identity,
    fingerprint bytea  not null unique
);

create function causeway_journal.key_of(sealed bytea) returns bytea language sql immutable strict parallel safe as $$
    select case when substring(sealed from 1 for 4) = '\x43574b31'::bytea then substring(sealed from 5 for 16) end
$$;

-- Of how many operations something, a reason in the audit trail included, is sealed with a key. What does not say its key
-- counts for every key. Copies do not count: they go when another key seals.
create function causeway_journal.sealed_by(of_key bytea) returns bigint language sql stable as $$
    select count(*) from (
        select id from causeway_journal.operation
        where (content is not null and coalesce(causeway_journal.key_of(content), of_key) = of_key)
           or (detail is not null and coalesce(causeway_journal.key_of(detail), of_key) = of_key)
        union select operation from causeway_journal.audit
        where (reason is not null and coalesce(causeway_journal.key_of(reason), of_key) = of_key)
           or (parked_because is not null and coalesce(causeway_journal.key_of(parked_because), of_key) = of_key)
    ) as records
$$;

-- The lines of the audit trail that hold something sealed.
create index audit_sealed on causeway_journal.audit (seq) where reason is not null or parked_because is not null;
