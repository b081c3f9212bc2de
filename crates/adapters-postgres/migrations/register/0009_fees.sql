-- Everything that was told of the fee of each application, in the order in which it was kept, with what others are told of it.
-- Whatever becomes of the LPA or its draft, money has moved: nothing here hangs on them.
create table causeway.fee_version (
    uid          text        not null,
    version      bigint      not null,
    operation_id uuid        not null unique,
    author       text        not null,              -- the URN of who told it
    requested_at text        not null,              -- to the nanosecond, as sent
    kind         text        not null,              -- FEE_CLAIM, FEE_PAYMENT, ...
    told         json        not null,              -- as sent
    events       json        not null,              -- what is told of it: a list of detailType and detail
    recorded_at  timestamptz not null default now(),-- this database's clock
    db_user      text        not null default session_user,
    client       inet        default inet_client_addr(),
    primary key (uid, version)
);

create trigger append_only before update or delete or truncate on causeway.fee_version
    for each statement execute function causeway.refuse_change();

create or replace view causeway.audit as
select recorded_at, operation_id, uid, version, kind, author, db_user, client from causeway.lpa_version
union all
select recorded_at, operation_id, uid, version, 'DRAFT', author, db_user, client from causeway.draft_version
union all
select recorded_at, operation_id, uid, version, kind, author, db_user, client from causeway.fee_version;
