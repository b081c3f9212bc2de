//! The SQL of the register.

/// Writes a version, if nobody has written it and the operation made none before. Answers with one row when it was
/// written.
///
/// That the version before it exists is what the caller has read: versions are never taken away.
///
/// `$1` uid, `$2` version, `$3` operation id, `$4` kind, `$5` author, `$6` applied, `$7` object, `$8` kept, `$9` changes
pub(super) const WRITE: &str = "
with made as (
    insert into causeway.lpa_version (uid, version, operation_id, kind, author, applied, object, kept, changes)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
    on conflict do nothing
    returning uid, version, kind
), told as (
    insert into causeway.outbox (uid, version, kind) select uid, version, kind from made
)
select version from made";

/// Writes versions of different LPAs, each if nobody has written it and its operation made none before. Answers with the
/// operations of those that were written.
///
/// Lists: `$1` uids, `$2` versions, `$3` operation ids, `$4` kinds, `$5` authors, `$6` applied, `$7` objects, `$8` kept,
/// `$9` changes
pub(super) const WRITE_TOGETHER: &str = "
with made as (
    insert into causeway.lpa_version (uid, version, operation_id, kind, author, applied, object, kept, changes)
    select uid, version, operation_id, kind, author, applied, object::jsonb, kept::jsonb, changes::json
    from unnest($1::text[], $2::bigint[], $3::uuid[], $4::text[], $5::text[], $6::timestamptz[], $7::text[],
                $8::text[], $9::text[])
         as given (uid, version, operation_id, kind, author, applied, object, kept, changes)
    on conflict do nothing
    returning uid, version, kind, operation_id
), told as (
    insert into causeway.outbox (uid, version, kind) select uid, version, kind from made
)
select operation_id from made";

/// [`BEFORE_APPLYING`] for many: `$1` uids, `$2` operation ids, in step. At most two rows each, named by the operation.
pub(super) const BEFORE_TOGETHER: &str = "
select given.id, found.* from unnest($1::text[], $2::uuid[]) as given (uid, id), lateral (
    select true as repeat, version, object::text as object, kept::text as kept
    from causeway.lpa_version where operation_id = given.id
    union all (
        select false, version, object::text, kept::text
        from causeway.lpa_version where lpa_version.uid = given.uid order by version desc limit 1
    )
) as found";

/// What an operation made, if it was applied before, and the LPA as it stands: at most two rows.
pub(super) const BEFORE_APPLYING: &str = "
select true as repeat, version, object::text as object, kept::text as kept
from causeway.lpa_version where operation_id = $2
union all (
    select false, version, object::text, kept::text
    from causeway.lpa_version where uid = $1 order by version desc limit 1
)";

/// The LPAs as they stand: of each the latest version, found through the primary key.
pub(super) const CURRENT: &str = "
select latest.* from unnest($1::text[]) as named (uid), lateral (
    select version, object::text as object, kept::text as kept
    from causeway.lpa_version where lpa_version.uid = named.uid order by version desc limit 1
) as latest";

/// The LPA as it was created.
pub(super) const STATIC_COPY: &str = "
select version, object::text as object, kept::text as kept
from causeway.lpa_version where uid = $1 and version = 1";

/// Everything that was applied, newest first.
pub(super) const HISTORY: &str = "
select version, operation_id, kind, author, object ->> 'updatedAt' as applied, changes::text as changes
from causeway.lpa_version where uid = $1 order by version desc";

/// Every statement by name, for the test that prepares them.
pub(crate) const STATEMENTS: &[(&str, &str)] = &[
    ("write", WRITE),
    ("write together", WRITE_TOGETHER),
    ("before together", BEFORE_TOGETHER),
    ("before applying", BEFORE_APPLYING),
    ("current", CURRENT),
    ("static copy", STATIC_COPY),
    ("history", HISTORY),
];
