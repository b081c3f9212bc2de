//! The SQL of the approvals.

/// Takes drafts that are due: `$1` now, `$2` until when, `$3` at most so many.
pub(super) const DUE: &str = "
update causeway.approval set taken = $2
where uid in (
    select uid from causeway.approval
    where (version < wanted or again <= $1) and (taken is null or taken <= $1)
    limit $3
    for update skip locked
)
returning uid";

/// The ledger of a draft: `$1` uid.
pub(super) const LEDGER: &str = "select ledger from causeway.approval where uid = $1";

/// Notes what was assessed, whole, unless a later state was.
///
/// `$1` uid, `$2` version, `$3` when, `$4` when again, `$5` ledger, `$6` ids, `$7` rules and `$8` sources of the concerns
pub(super) const NOTE: &str = "
with noted as (
    update causeway.approval set version = $2, again = $4, taken = null, ledger = $5
    where uid = $1 and version <= $2
    returning uid
), raised as (
    insert into causeway.referral as held (id, uid, rule, source, version, raised_at)
    select concern.id, noted.uid, concern.rule, concern.source, $2, $3
    from noted, unnest($6::uuid[], $7::text[], $8::text[]) as concern (id, rule, source)
    on conflict (id) do update set gone_at = null where held.gone_at is not null
)
update causeway.referral set gone_at = $3
from noted
where referral.uid = noted.uid and gone_at is null and not id = any ($6)";

/// A page of referrals, the oldest first: `$1` state, `$2` after which, `$3` at most so many.
pub(super) const REFERRALS: &str = "
select id, uid, rule, source, version, raised_at, gone_at, closed_at, closed_by, closed_reason
from causeway.referral
where case when closed_at is not null then 'closed' when gone_at is not null then 'gone' else 'open' end = $1
  and ($2::uuid is null or (raised_at, id) > (select raised_at, id from causeway.referral where id = $2))
order by raised_at, id
limit $3";

/// One referral: `$1` id.
pub(super) const REFERRAL: &str = "
select id, uid, rule, source, version, raised_at, gone_at, closed_at, closed_by, closed_reason
from causeway.referral where id = $1";

/// Closes a referral that is not closed, and writes down who did: `$1` id, `$2` when, `$3` who, `$4` why.
pub(super) const CLOSE: &str = "
with closed as (
    update causeway.referral set (closed_at, closed_by, closed_reason) = ($2, $3, $4)
    where id = $1 and closed_at is null
    returning id
)
insert into causeway.referral_note (referral, author) select id, $3 from closed";

/// Every statement by name, for the test that prepares them.
pub(crate) const STATEMENTS: &[(&str, &str)] = &[
    ("due", DUE),
    ("ledger", LEDGER),
    ("note approval", NOTE),
    ("referrals", REFERRALS),
    ("referral", REFERRAL),
    ("close", CLOSE),
];
