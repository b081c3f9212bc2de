//! The SQL of the records.

/// Takes in a version of a fact, if it is higher than the one that holds. Answers with one row when it was taken.
///
/// `$1` id, `$2` version, `$3` kind, `$4` reference, `$5` donor, `$6` says, `$7` content, `$8` author, `$9` fingerprint of the key
pub(super) const NOTE: &str = "
with made as (
    insert into causeway.record_fact as held (id, version, kind, reference, donor, says, content)
    values ($1, $2, $3, $4, $5, $6, $7)
    on conflict (id) do update
    set (version, kind, reference, donor, says, content, recorded_at)
      = (excluded.version, excluded.kind, excluded.reference, excluded.donor, excluded.says, excluded.content, now())
    where held.version < excluded.version
    returning id, version, kind
), noted as (
    insert into causeway.record_note (fact, version, kind, author) select id, version, kind, $8 from made
), known as (
    insert into causeway.record_kind (kind, key) select kind, $9 from made where kind is not null
    on conflict do nothing
)
select true as kept from made";

/// The version of a fact that holds, and whether it says the same: `$1` id, `$2` content.
pub(super) const HELD: &str =
    "select version, content = $2 as says_the_same from causeway.record_fact where id = $1";

/// What is found for each question of a batch, named by its place, which it has once for each spelling of the donor's name: invitations of the donor under the reference, and whose LPA or draft
/// the register holds under it. Of people only what is compared leaves the database, and nothing leaves the adapter.
///
/// `$1` places, `$2` references, `$3` digests of donors, `$4` which of them ask what the register holds
pub(super) const FIND: &str = "
with asked as (
    select * from unnest($1::bigint[], $2::text[], $3::bytea[], $4::boolean[]) as asked (place, reference, donor, whose)
)
select place, 'invitation' as what, says::text as says, null as last_name, null as date_of_birth
from asked join causeway.record_fact as fact using (reference)
where fact.kind = 'invitation' and asked.donor = any (fact.donor)
union all
select place, 'held', null, held.donor ->> 'lastName', held.donor ->> 'dateOfBirth'
from asked, lateral (
    (select 1 as rank, (object -> 'donor')::json as donor, kind from causeway.lpa_version
     where uid = asked.reference order by version desc limit 1)
    union all
    (select 2, content -> 'donor', 'DRAFT' from causeway.draft_version
     where uid = asked.reference order by version desc limit 1)
    order by rank limit 1
) as held
where asked.whose and held.kind <> 'DELETE_DRAFT'
union all
select null, kind, key, null, null from causeway.record_kind";

/// Every statement by name, for the test that prepares them.
pub(crate) const STATEMENTS: &[(&str, &str)] = &[("note", NOTE), ("held", HELD), ("find", FIND)];
