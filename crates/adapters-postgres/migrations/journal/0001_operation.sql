-- Our own durable side, shared by several instances: operations with their receipts.
--
-- Moments are bigint nanoseconds since 1970-01-01T00:00:00Z: exact, and ordered as numbers.
-- What may say something about a person stands only in the sealed columns `content` and `detail`.

-- Which key the sealed columns are sealed with; one row.
create table causeway_journal.sealed_with (
    only_row    boolean primary key default true check (only_row),
    fingerprint bytea   not null
);

create table causeway_journal.operation (
    seq          bigint not null generated always as identity unique,
    id           uuid   primary key,
    uid          text   not null,
    label        text   not null,
    requested_at bigint not null,
    fingerprint  bytea  not null,            -- SHA-256 of what the caller sent
    consumer     text,
    key          text,
    author       text,                       -- the URN of who asked; null when the entry named nobody
    state        text   not null,            -- held, applied, refused, parked, superseded, discarded
    changed_at   bigint not null,            -- since when it is in this state
    version      bigint,                     -- of the LPA that it made, when applied
    free_at      bigint,                     -- from when on it can be claimed; null when it is not its turn
    token        uuid,                       -- of the lease; null when it was given back or never given
    attempts     integer not null default 0, -- how often it was claimed, not counting the lease it was recorded with
    content      bytea,                      -- sealed: the operation, until it is settled
    detail       bytea                       -- sealed: the first answer, the refusal, or the reason why it is parked
);

-- An idempotency key belongs to the consumer who chose it, and is used once.
create unique index operation_key on causeway_journal.operation (consumer, key) where key is not null;
