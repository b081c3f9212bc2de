//! The SQL of the records.

/// Takes in a version of a fact, if it is higher than the one that holds, and whom it is about. Answers with one row when it was taken.
///
/// `$1` id, `$2` version, `$3` kind, `$4` reference, `$5` donor, `$6` says, `$7` content, `$8` author, `$9` name of the key, `$10` roles, `$11` blocks and `$12` marks of
/// the people
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
), people as (
    insert into causeway.record_person (fact, version, role, block, marks)
    select id, version, role, block, marks::bigint[]
    from made, unnest($10::text[], $11::bigint[], $12::text[]) as person (role, block, marks)
)
select true as kept from made";

/// The version of a fact that holds, and whether it says the same: `$1` id, `$2` content.
pub(super) const HELD: &str =
    "select version, content = $2 as says_the_same from causeway.record_fact where id = $1";

/// What is found for a batch of questions, in rows of several kinds (`what`):
///
/// - `invitation`: one of the donor, under the reference that the question at `place` names;
/// - `held`: whose LPA or draft the register holds under it;
/// - `of`, `donor`: a matter about the person at `place`, or of an LPA of that person, and which marks they share;
/// - `lpa`: a matter of the LPA that is asked about;
/// - `kind`: of what kind facts were ever told, and under which key.
///
/// Of people only what is compared leaves the database, and nothing leaves the adapter.
///
/// `$1` places, `$2` references, `$3` digests of donors, `$4` which of them ask what the register holds, each once for each spelling of the donor's name; `$5` people, `$6` blocks in
/// which they are looked for, by `$7` strong, `$8` near, `$9` probable marks; `$10` numbers of LPAs, `$11` kinds of matters
pub(super) const FIND: &str = "
with asked as (
    select * from unnest($1::bigint[], $2::text[], $3::bytea[], $4::boolean[]) as asked (place, reference, donor, whose)
), sought as (
    select person, block, strong::bigint[], near::bigint[], probable::bigint[]
    from unnest($5::bigint[], $6::bigint[], $7::text[], $8::text[], $9::text[]) as sought (person, block, strong, near, probable)
), met as (
    select person, fact, version, role,
        bool_or(marks && strong) as strong, bool_or(marks && near) as near, bool_or(marks && probable) as probable
    from sought join causeway.record_person using (block)
    group by person, fact, version, role
)
select place, 'invitation' as what, null::uuid as fact, fact.kind, fact.reference, says::text as says,
    false as strong, false as near, false as probable, null as last_name, null as date_of_birth
from asked join causeway.record_fact as fact using (reference)
where fact.kind = 'invitation' and asked.donor = any (fact.donor)
union all
select place, 'held', null, null, null, null, false, false, false, held.donor ->> 'lastName', held.donor ->> 'dateOfBirth'
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
select met.person, met.role, fact.id, fact.kind, fact.reference, says::text, strong, near, probable, null, null
from met join causeway.record_fact as fact on (fact.id, fact.version) = (met.fact, met.version)
where (strong or near or probable) and fact.kind = any ($11)
union all
select null, 'lpa', id, kind, reference, says::text, false, false, false, null, null
from causeway.record_fact where reference = any ($10) and kind = any ($11)
union all
select null, 'kind', null, kind, key, null, false, false, false, null, null from causeway.record_kind";

/// Every statement by name, for the test that prepares them.
pub(crate) const STATEMENTS: &[(&str, &str)] = &[("note", NOTE), ("held", HELD), ("find", FIND)];
