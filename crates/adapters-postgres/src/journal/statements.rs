//! The SQL of the journal. Where a statement must see what was committed while it waited, it calls a function of the
//! schema, in which each step looks anew.

use super::{copies, notices, windows};

/// `$1` id, `$2` uid, `$3` label, `$4` requested at, `$5` fingerprint, `$6` consumer, `$7` key, `$8` author, `$9` state,
/// `$10` version, `$11` end of the lease or null, `$12` content, `$13` detail. In the order of the table's columns.
pub(super) const RECORD: &str = "
select token from causeway_journal.record(row(
    null, $1, $2, $3, $4, $5, $6, $7, $8, $9, null, $10, $11, null, 0, $12, $13)::causeway_journal.operation) as token";

/// As [`RECORD`], a state of a draft: `$14` when it was known.
pub(super) const RECORD_STATE: &str = "
select token from causeway_journal.record_state(row(
    null, $1, $2, $3, $4, $5, $6, $7, $8, $9, null, $10, $11, null, 0, $12, $13)::causeway_journal.operation,
    $14) as token";

/// Leases the first that are due; what is given narrows them down. It waits for the disk: a lease that a crash undid would
/// leave an operation that was sent as one that never was, and no doubt. A lease that was not given back leaves doubt.
macro_rules! claim {
    ($narrowed:literal) => {
        concat!(
            "
with due as materialized (
    select seq, token is not null as lost from causeway_journal.operation
    where free_at <= $1",
            $narrowed,
            " order by seq limit $3 for update skip locked
), claimed as (
    update causeway_journal.operation o set free_at = $2, token = gen_random_uuid(), attempts = o.attempts + 1
    from due where o.seq = due.seq
    returning o.seq, o.id, o.token, o.attempts - 1 as attempts, o.content, due.lost
), doubted as (
    insert into causeway_journal.mark (operation, in_doubt) select id, true from claimed where lost
    on conflict (operation) do update set in_doubt = true
)
select id, token, attempts, content, coalesce((
           select failures from causeway_journal.attempt where operation = id order by number desc limit 1), 0)
           - coalesce((select forgiven from causeway_journal.mark where operation = id), 0) as failures
from claimed order by seq"
        )
    };
}

/// `$1` now, `$2` end of the leases, `$3` at most so many. In the order of the index `operation_turn`, which holds nothing that
/// was settled.
pub(super) const CLAIM: &str = claim!("");

/// [`CLAIM`] of one LPA: `$4`. Only what is held has a turn, so the index of its line serves.
pub(super) const CLAIM_OF_AN_LPA: &str = claim!(" and uid = $4 and state in ('held', 'parked')");

/// `$1` id, `$2` token, `$3` state, `$4` at, `$5` version, `$6` detail. What was applied need not wait for the disk, except
/// when it makes a notice (as the trigger `noted` has it): undone by a crash after it was read, its transaction's number and its
/// own could go to another notice, which who reads on by them would miss.
pub(super) const SETTLE: &str = "
with kept as materialized (
    select current_setting('synchronous_commit') as setting,
           attempts > 0 or $4 - requested_at not between 0 and 99999999 as noted
    from causeway_journal.operation where id = $1
), settled as materialized (
    select causeway_journal.settle($1, $2, $3, $4, $5, $6) as more, setting, noted from kept
)
select more, case when noted then set_config('synchronous_commit', setting, true) end from settled";

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

/// Says that `$1` seals, unless that was said before.
pub(super) const SEAL_WITH: &str = "
insert into causeway_journal.sealed_with (fingerprint) values ($1) on conflict do nothing";

/// The key that seals, and then those of before, of which records may be left; the newest first. All of one moment: a rotation
/// leaves none out.
pub(super) const LISTED_KEYS: &str = "
select fingerprint from (
    select fingerprint, null as number from causeway_journal.sealed_with
    union all select fingerprint, number from causeway_journal.earlier_key) as listed
order by number desc nulls first";

/// How many records `$1` still opens.
pub(super) const SEALED_BY: &str = "select causeway_journal.sealed_by($1) as records";

pub(super) const ROTATE: &str = "select causeway_journal.rotate($1)";

/// Null for the key that seals; 0 when it was done.
pub(super) const RETIRE: &str = "select causeway_journal.retire($1) as records";

/// The records in a stretch of the order of recording that another key than `$2` sealed, at most `$4`, and where the
/// stretch ends: it begins after the place `$1` and is `$3` long.
pub(super) const SEALED_OTHERWISE: &str = "
with looked as (select seq from causeway_journal.operation where seq > $1 order by seq limit $3)
select (select max(seq) from looked) as looked_to, found.* from (select) as always left join (
    select seq, id, state, content, detail from causeway_journal.operation
    where seq > $1 and seq <= (select max(seq) from looked)
      and ((content is not null and causeway_journal.key_of(content) is distinct from $2)
        or (detail is not null and causeway_journal.key_of(detail) is distinct from $2))
    order by seq limit $4) as found on true";

/// Puts sealed columns in place of others, where those are still there: `$1` places, `$2` and `$3` content and detail as
/// they were, `$4` and `$5` as they shall be. That a crash undoes it does no harm: it is found and done again.
pub(super) const RESEAL: &str = "
with fresh as (
    select * from unnest($1::bigint[], $2::bytea[], $3::bytea[], $4::bytea[], $5::bytea[])
        as fresh(seq, old_content, old_detail, content, detail)
), done as (
    update causeway_journal.operation as kept set content = fresh.content, detail = fresh.detail
    from fresh where kept.seq = fresh.seq
        and kept.content is not distinct from fresh.old_content and kept.detail is not distinct from fresh.old_detail
    returning kept.seq
)
select count(*) as records, set_config('synchronous_commit', 'off', true) from done";

/// Lines of the audit trail after the place `$1` that another key than `$2` sealed, at most `$3`.
pub(super) const REASONS_SEALED_OTHERWISE: &str = "
select seq, operation, event, reason, parked_because from causeway_journal.audit
where seq > $1 and (reason is not null or parked_because is not null)
  and ((reason is not null and causeway_journal.key_of(reason) is distinct from $2)
    or (parked_because is not null and causeway_journal.key_of(parked_because) is distinct from $2))
order by seq limit $3";

/// `$1` the place, `$2` and `$3` reason and why it was parked as they were, `$4` and `$5` as they shall be.
pub(super) const RESEAL_REASON: &str = "select causeway_journal.reseal_reason($1, $2, $3, $4, $5) as done";

pub(super) const PRUNE: &str = "select causeway_journal.prune($1, $2) as records";

pub(super) const HELD_BYTES: &str = "
select coalesce(sum(octet_length(content)), 0)::bigint as bytes
from causeway_journal.operation where state in ('held', 'parked')";

pub(super) const PUT_NUMBERS: &str = "insert into causeway_journal.uid_stock (next, past) values ($1, $2)";

pub(super) const TAKE_NUMBERS: &str = "select causeway_journal.take_numbers($1) as first";

pub(super) const NUMBERS_LEFT: &str =
    "select coalesce(sum(past - next), 0)::bigint as left from causeway_journal.uid_stock";

/// Every statement of the journal by name, for the test that prepares them.
pub(super) const STATEMENTS: &[(&str, &str)] = &[
    ("record", RECORD),
    ("record state", RECORD_STATE),
    ("claim", CLAIM),
    ("claim of an lpa", CLAIM_OF_AN_LPA),
    ("settle", SETTLE),
    ("settle and free key", SETTLE_AND_FREE_KEY),
    ("postpone", POSTPONE),
    ("settle in doubt", SETTLE_IN_DOUBT),
    ("postpone in doubt", POSTPONE_IN_DOUBT),
    ("recorded before", RECORDED_BEFORE),
    ("receipt", RECEIPT),
    ("waiting", WAITING),
    ("backlog", BACKLOG),
    ("seal with", SEAL_WITH),
    ("listed keys", LISTED_KEYS),
    ("sealed by", SEALED_BY),
    ("rotate", ROTATE),
    ("retire", RETIRE),
    ("sealed otherwise", SEALED_OTHERWISE),
    ("reseal", RESEAL),
    ("reasons sealed otherwise", REASONS_SEALED_OTHERWISE),
    ("reseal reason", RESEAL_REASON),
    ("prune", PRUNE),
    ("held bytes", HELD_BYTES),
    ("put numbers", PUT_NUMBERS),
    ("take numbers", TAKE_NUMBERS),
    ("numbers left", NUMBERS_LEFT),
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
