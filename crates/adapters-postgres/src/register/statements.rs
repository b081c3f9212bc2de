//! The SQL of the register.

/// Writes the first version of an LPA: its creation, or the tombstone of its draft, if neither is there and the operation
/// made none before. Answers with one row when it was written.
///
/// Whether the operation was turned down before is not asked: what speaks against a first version (a version is there,
/// the document breaks the rules) speaks against it for ever. That holds as long as all who write judge by one `Profile`: what
/// the strict one refused, the compatible one could write under the same id. The lock before the end lets no state of the
/// draft come after it: see the migration `0008_one_at_a_time`.
///
/// `$1` uid, `$2` version, `$3` operation id, `$4` kind, `$5` author, `$6` applied, `$7` object, `$8` kept, `$9` changes
pub(super) const WRITE_FIRST: &str = "
with made as (
    insert into causeway.lpa_version (uid, version, operation_id, kind, author, applied, object, kept, changes)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
    on conflict do nothing
    returning uid, version, kind
), told as (
    insert into causeway.outbox (uid, version, kind) select uid, version, kind from made
)
select version, pg_advisory_xact_lock(hashtextextended(uid, 0)) from made";

/// Writes a later version, if nobody has written it and the operation neither made one before nor was turned down. Answers
/// with one row when it was written.
///
/// That the version before it exists is what the caller has read: versions are never taken away.
///
/// Arguments as of [`WRITE_FIRST`].
pub(super) const WRITE_NEXT: &str = "
with made as (
    insert into causeway.lpa_version (uid, version, operation_id, kind, author, applied, object, kept, changes)
    select $1, $2, $3, $4, $5, $6, $7, $8, $9 where causeway.may_write($1, $3)
    on conflict do nothing
    returning uid, version, kind
), told as (
    insert into causeway.outbox (uid, version, kind) select uid, version, kind from made
)
select version from made";

/// Writes versions of different LPAs, each if nobody has written it, and its operation neither made one before nor, after
/// the first version, was turned down. Answers with the operations of those that were written.
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
    where version = 1 or causeway.may_write(uid, operation_id)
    on conflict do nothing
    returning uid, version, kind, operation_id
), told as (
    insert into causeway.outbox (uid, version, kind) select uid, version, kind from made
)
select operation_id, pg_advisory_xact_lock(hashtextextended(uid, 0)) from made";

/// Writes a state of a draft, if nobody has written that version, the operation made none before, and there is neither an
/// LPA nor a tombstone. Answers with one row when it was written.
///
/// `$1` uid, `$2` version, `$3` operation id, `$4` author, `$5` known at, `$6` requested at, `$7` content, `$8` what is told beside it
pub(super) const KEEP_DRAFT: &str = "
with made as (
    insert into causeway.draft_version (uid, version, operation_id, author, as_at, requested_at, content, beside)
    select $1, $2, $3, $4, $5, $6, $7, $8 where causeway.may_keep($1)
    on conflict do nothing
    returning uid, version
), told as (
    insert into causeway.outbox (uid, version, kind) select uid, version, 'DRAFT' from made
)
select version from made";

/// Writes what was told of a fee, if nobody has written that version and the operation neither made one before nor was turned
/// down. Answers with one row when it was written.
///
/// `$1` uid, `$2` version, `$3` operation id, `$4` author, `$5` requested at, `$6` kind, `$7` told, `$8` events
pub(super) const KEEP_FEE: &str = "
with made as (
    insert into causeway.fee_version (uid, version, operation_id, author, requested_at, kind, told, events)
    select $1, $2, $3, $4, $5, $6, $7, $8 where causeway.may_write($1, $3)
    on conflict do nothing
    returning uid, version, kind
), told as (
    insert into causeway.outbox (uid, version, kind) select uid, version, kind from made
)
select version from made";

/// Remembers that an operation was answered and made nothing; false when it was answered otherwise meanwhile.
///
/// `$1` uid, `$2` operation id, `$3` refusal, or null when a later state of the draft was there
pub(super) const TURN_DOWN: &str = "select causeway.turn_down($1, $2, $3) as remembered";

/// [`BEFORE_APPLYING`] for many: `$1` uids, `$2` operation ids, in step. At most two rows each, named by the operation. A
/// tombstone counts for nothing here.
pub(super) const BEFORE_TOGETHER: &str = "
select given.id, found.* from unnest($1::text[], $2::uuid[]) as given (uid, id), lateral (
    select true as repeat, 'lpa' as what, version, object::text as content, kept::text as kept
    from causeway.lpa_version where operation_id = given.id
    union all
    select true, 'not applied', 0, refusal::text, null from causeway.not_applied where operation_id = given.id
    union all (
        select false, 'lpa', version, object::text, kept::text
        from causeway.lpa_version where lpa_version.uid = given.uid and kind <> 'DELETE_DRAFT'
        order by version desc limit 1
    )
) as found";

/// What an operation on an LPA was answered, if it was applied or turned down before, and the LPA, or the tombstone, as it
/// stands: at most two rows.
pub(super) const BEFORE_APPLYING: &str = "
select true as repeat, 'lpa' as what, version, object::text as content, kept::text as kept
from causeway.lpa_version where operation_id = $2
union all
select true, 'not applied', 0, refusal::text, null from causeway.not_applied where operation_id = $2
union all (
    select false, case kind when 'DELETE_DRAFT' then 'tombstone' else 'lpa' end, version, object::text, kept::text
    from causeway.lpa_version where uid = $1 order by version desc limit 1
)";

/// What an operation on a draft was answered, if it was before, and then what is there of an LPA or a tombstone, and of
/// the draft: at most three rows.
pub(super) const BEFORE_DRAFT: &str = "
select true as repeat, 'draft' as what, version, operation_id, author, as_at, requested_at,
       null as content, null as kept, null as beside
from causeway.draft_version where operation_id = $2
union all
select true, 'tombstone', version, null, null, null, null, null, null, null
from causeway.lpa_version where operation_id = $2
union all
select true, 'not applied', 0, null, null, null, null, refusal::text, null, null
from causeway.not_applied where operation_id = $2
union all (
    select false, case kind when 'DELETE_DRAFT' then 'tombstone' else 'lpa' end, version, null, null, null, null,
           object::text, kept::text, null
    from causeway.lpa_version where uid = $1 order by version desc limit 1
) union all (
    select false, 'draft', version, operation_id, author, as_at, requested_at, content::text, null, beside::text
    from causeway.draft_version where uid = $1 order by version desc limit 1
)";

/// What something told of a fee was answered, if it was before, and then everything that was told of the fee, oldest first.
pub(super) const BEFORE_FEE: &str = "
select true as repeat, 'fee' as what, version, operation_id, author, requested_at, kind, null as content, null as events
from causeway.fee_version where operation_id = $2
union all
select true, 'not applied', 0, null, null, null, null, refusal::text, null
from causeway.not_applied where operation_id = $2
union all (
    select false, 'fee', version, operation_id, author, requested_at, kind, told::text, events::text
    from causeway.fee_version where uid = $1 order by version
)";

/// Everything that was told of a fee, oldest first.
pub(super) const FEES: &str = "
select version, operation_id, author, requested_at, kind, told::text as content, events::text as events
from causeway.fee_version where uid = $1 order by version";

/// The draft in its latest state, and before it its tombstone: at most two rows.
pub(super) const DRAFT: &str = "
select 'tombstone' as what, version, operation_id, author, null as as_at, null as requested_at, null as content, null as beside
from causeway.lpa_version where uid = $1 and version = 1 and kind = 'DELETE_DRAFT'
union all (
    select 'draft', version, operation_id, author, as_at, requested_at, content::text, beside::text
    from causeway.draft_version where uid = $1 order by version desc limit 1
)";

/// The LPAs as they stand: of each the latest version, found through the primary key.
pub(super) const CURRENT: &str = "
select latest.* from unnest($1::text[]) as named (uid), lateral (
    select version, object::text as content, kept::text as kept
    from causeway.lpa_version where lpa_version.uid = named.uid and kind <> 'DELETE_DRAFT'
    order by version desc limit 1
) as latest";

/// The LPA as it was created.
pub(super) const STATIC_COPY: &str = "
select version, object::text as content, kept::text as kept
from causeway.lpa_version where uid = $1 and version = 1 and kind <> 'DELETE_DRAFT'";

/// Everything that was applied, newest first.
pub(super) const HISTORY: &str = "
select version, operation_id, kind, author, object ->> 'updatedAt' as applied, changes::text as changes
from causeway.lpa_version where uid = $1 and kind <> 'DELETE_DRAFT' order by version desc";

/// Every statement by name, for the test that prepares them.
pub(crate) const STATEMENTS: &[(&str, &str)] = &[
    ("write first", WRITE_FIRST),
    ("write next", WRITE_NEXT),
    ("write together", WRITE_TOGETHER),
    ("keep draft", KEEP_DRAFT),
    ("keep fee", KEEP_FEE),
    ("turn down", TURN_DOWN),
    ("before together", BEFORE_TOGETHER),
    ("before applying", BEFORE_APPLYING),
    ("before draft", BEFORE_DRAFT),
    ("before fee", BEFORE_FEE),
    ("fees", FEES),
    ("draft", DRAFT),
    ("current", CURRENT),
    ("static copy", STATIC_COPY),
    ("history", HISTORY),
];
