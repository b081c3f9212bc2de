//! The SQL of the journal. Where a statement must see what was committed while it waited, it calls a function of the
//! schema, in which each step looks anew.

use super::{copies, notices, windows};

/// `$1` id, `$2` uid, `$3` label, `$4` requested at, `$5` fingerprint, `$6` consumer, `$7` key, `$8` author, `$9` state,
/// `$10` version, `$11` end of the lease, `$12` content, `$13` detail. In the order of the table's columns.
pub(super) const RECORD: &str = "
select token from causeway_journal.record(row(
    null, $1, $2, $3, $4, $5, $6, $7, $8, $9, null, $10, $11, null, 0, $12, $13)::causeway_journal.operation) as token";

/// Leases what is due: `$1` the LPA or null, `$2` now, `$3` end of the leases, `$4` at most so many. A lease that a crash
/// of the database undoes is found lost when it is settled: it need not wait for the disk. A lease that was not given back
/// leaves doubt.
pub(super) const CLAIM: &str = "
with due as materialized (
    select seq, token is not null as lost from causeway_journal.operation
    where free_at <= $2 and ($1::text is null or uid = $1) order by seq limit $4 for update skip locked
), claimed as (
    update causeway_journal.operation o set free_at = $3, token = gen_random_uuid(), attempts = o.attempts + 1
    from due where o.seq = due.seq
    returning o.seq, o.id, o.token, o.attempts - 1 as attempts, o.content, due.lost
), doubted as (
    insert into causeway_journal.mark (operation, in_doubt) select id, true from claimed where lost
    on conflict (operation) do update set in_doubt = true
)
select id, token, attempts, content, coalesce((
           select failures from causeway_journal.attempt where operation = id order by number desc limit 1), 0)
           - coalesce((select forgiven from causeway_journal.mark where operation = id), 0) as failures,
       set_config('synchronous_commit', 'off', true) from claimed order by seq";

/// `$1` id, `$2` token, `$3` state, `$4` at, `$5` version, `$6` detail.
pub(super) const SETTLE: &str = "select causeway_journal.settle($1, $2, $3, $4, $5, $6) as more";

/// As [`SETTLE`], and the key can be used again.
pub(super) const SETTLE_AND_FREE_KEY: &str =
    "select causeway_journal.settle_and_free_key($1, $2, $3, $4, $5, $6) as more";

/// `$1` id, `$2` token, `$3` until, `$4` at, `$5` cause, `$6` whether it is counted.
pub(super) const POSTPONE: &str = "select causeway_journal.postpone($1, $2, $3, $4, $5, $6) as postponed";

/// [`SETTLE`] of an operation that may have been applied all the same.
pub(super) const SETTLE_IN_DOUBT: &str = "
with settled as materialized (select causeway_journal.settle($1, $2, $3, $4, $5, $6) as more), doubted as (
    insert into causeway_journal.mark (operation, in_doubt) select $1, true from settled where more is not null
    on conflict (operation) do update set in_doubt = true)
select more from settled";

/// [`POSTPONE`] of an operation that may have been applied all the same.
pub(super) const POSTPONE_IN_DOUBT: &str = "
with given as materialized (select causeway_journal.postpone($1, $2, $3, $4, $5, $6) as postponed), doubted as (
    insert into causeway_journal.mark (operation, in_doubt) select $1, true from given where postponed
    on conflict (operation) do update set in_doubt = true)
select postponed from given";

/// What was recorded before under an id (`$1`) or, failing that, under a key (`$2`, `$3`).
pub(super) const RECORDED_BEFORE: &str = "
select id, uid, label, requested_at, state, changed_at, version, detail, fingerprint, coalesce((
           select in_doubt from causeway_journal.mark where operation = id), false) as in_doubt
from causeway_journal.operation where id = $1 or (consumer = $2 and key = $3)
order by id = $1 desc limit 1";

pub(super) const RECEIPT: &str = "
select id, uid, label, requested_at, state, changed_at, version, detail, coalesce((
           select in_doubt from causeway_journal.mark where operation = id), false) as in_doubt
from causeway_journal.operation where id = $1";

pub(super) const WAITING: &str = "
select id, uid, label, requested_at, state, changed_at, version, detail, coalesce((
           select in_doubt from causeway_journal.mark where operation = id), false) as in_doubt
from causeway_journal.operation where uid = $1 and state in ('held', 'parked') order by seq limit 1";

pub(super) const BACKLOG: &str = "
select count(*) filter (where state = 'held') as held, count(*) filter (where state = 'parked') as parked,
       min(requested_at) filter (where state = 'held') as oldest_held
from causeway_journal.operation where state in ('held', 'parked')";

/// Says which key the journal is sealed with: `$1` when none was said before, else that one.
pub(super) const SEALED_WITH: &str = "
insert into causeway_journal.sealed_with (fingerprint) values ($1)
on conflict (only_row) do update set only_row = excluded.only_row
returning fingerprint";

/// Every statement of the journal by name, for the test that prepares them.
pub(super) const STATEMENTS: &[(&str, &str)] = &[
    ("record", RECORD),
    ("claim", CLAIM),
    ("settle", SETTLE),
    ("settle and free key", SETTLE_AND_FREE_KEY),
    ("postpone", POSTPONE),
    ("settle in doubt", SETTLE_IN_DOUBT),
    ("postpone in doubt", POSTPONE_IN_DOUBT),
    ("recorded before", RECORDED_BEFORE),
    ("receipt", RECEIPT),
    ("waiting", WAITING),
    ("backlog", BACKLOG),
    ("sealed with", SEALED_WITH),
    ("note a window entry", windows::NOTE),
    ("window entries", windows::ENTRIES),
    ("tally", windows::TALLY),
    ("keep copies", copies::KEEP),
    ("last known", copies::LAST_KNOWN),
    ("notices: due", notices::DUE),
    ("notices: told", notices::TOLD),
    ("notices: put off", notices::PUT_OFF),
    ("notices: after", notices::AFTER),
];
