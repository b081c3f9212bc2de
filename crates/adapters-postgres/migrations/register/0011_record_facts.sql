-- What OPG's case management tells beyond the LPAs. Of each fact the highest version that was told; once it is retracted, nothing of
-- what it said. Nobody is named here: a person is a keyed digest (HMAC-SHA-256), and the key is not in the database.
create table causeway.record_fact (
    id          uuid        not null primary key,   -- chosen by who tells it
    version     bigint      not null,
    kind        text,                               -- invitation, ...; null: retracted
    reference   text,                               -- the application that it is about
    donor       bytea[],                            -- digests of whom it is about: one for each spelling of the name
    says        json,                               -- the rest, which says nothing of anybody
    content     bytea       not null,               -- digest of all that was told: is it the same again?
    recorded_at timestamptz not null default now()  -- this database's clock
);
create index record_fact_by_reference on causeway.record_fact (reference) where kind is not null;

-- Of which kinds something was ever told, and under which keys: finding nothing says nothing before, or while some of it was digested
-- with another key than that of today.
create table causeway.record_kind (
    kind        text        not null,
    key         text        not null,               -- the fingerprint of the key, not the key, and the form of what is digested
    since       timestamptz not null default now(),
    primary key (kind, key)
);

-- Who told which version of which fact, and when; not what.
create table causeway.record_note (
    fact        uuid        not null,
    version     bigint      not null,
    kind        text,
    author      text        not null,               -- the URN of who told it
    recorded_at timestamptz not null default now(),
    db_user     text        not null default session_user,
    client      inet        default inet_client_addr(),
    primary key (fact, version)
);
create trigger append_only before update or delete or truncate on causeway.record_note
    for each statement execute function causeway.refuse_change();
