//! The SQL of repairs.

/// Where each operation stands; what follows narrows it down.
macro_rules! standing {
    ($narrowed:literal) => {
        concat!(
            "
select o.seq, o.id, o.uid, o.label, o.requested_at, o.state, o.changed_at, o.version, o.detail, o.author, o.attempts,
       o.token is not null or coalesce(mark.in_doubt, false) as in_doubt, latest.cause,
       coalesce(latest.failures, 0) - coalesce(mark.forgiven, 0) as failures, line.ahead, line.behind
from causeway_journal.operation o
left join causeway_journal.mark on mark.operation = o.id
left join lateral (select cause, failures from causeway_journal.attempt
                   where operation = o.id order by number desc limit 1) latest on true
cross join lateral (
    select count(*) filter (where other.seq < o.seq) as ahead, count(*) filter (where other.seq > o.seq) as behind
    from causeway_journal.operation other
    where other.uid = o.uid and other.state in ('held', 'parked') and o.state in ('held', 'parked')) line
",
            $narrowed
        )
    };
}

/// `$1` the state or null, `$2` the LPA or null, `$3` after this place, `$4` at most so many.
pub(super) const UNSETTLED: &str = standing!(
    "where o.state in ('held', 'parked') and ($1::text is null or o.state = $1) and ($2::text is null or o.uid = $2)
  and o.seq > $3 order by o.seq limit $4"
);

/// `$1` id.
pub(super) const STANDING: &str = standing!("where o.id = $1");

/// `$1` id. Where it stands, the failed attempts in lists, the oldest first, and a row for each line of the audit trail: all of
/// one moment, so that what was repaired meanwhile is told of whole or not at all.
pub(super) const DOSSIER: &str = concat!(
    "with told as (",
    standing!("where o.id = $1"),
    "), failed as (
    select coalesce(array_agg(at order by number), '{}') as failed_at,
           coalesce(array_agg(cause order by number), '{}') as failed_because
    from causeway_journal.attempt where operation = $1
)
select told.*, failed.*, trail.event, trail.at as event_at, trail.author as event_by, trail.reason, trail.parked_because
from told cross join failed left join causeway_journal.audit trail on trail.operation = told.id
order by trail.seq"
);

/// `$1` id, `$2` who looks, `$3` when. What is told and what is noted are of one moment.
pub(super) const REVEAL: &str = "
with looked as (
    insert into causeway_journal.audit (operation, event, at, author)
    select id, 'revealed', $3, $2 from causeway_journal.operation where id = $1 and content is not null)
select content from causeway_journal.operation where id = $1";

/// `$1` id, `$2` `held` or `discarded`, `$3` at, `$4` who, `$5` why, `$6` whether doubt is acknowledged.
pub(super) const REPAIR: &str = "select causeway_journal.repair($1, $2, $3, $4, $5, $6) as verdict";

/// Every statement of repairs by name, for the test that prepares them.
pub(in crate::journal) const STATEMENTS: &[(&str, &str)] = &[
    ("unsettled", UNSETTLED),
    ("standing", STANDING),
    ("dossier", DOSSIER),
    ("reveal", REVEAL),
    ("repair", REPAIR),
];
