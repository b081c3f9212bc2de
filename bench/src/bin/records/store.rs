//! Filling the tables as the adapter does, at the speed of `copy`.

use std::fmt::Write as _;
use std::time::Instant;

use lpa_domain::matching::{Kept, Key, MARKS_FORM};
use lpa_domain::records::Subject;
use lpa_sealing::DigestKey;
use lpa_tests::cluster::Database;
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection};
use uuid::Uuid;

use super::KEY;
use super::people::person;

/// How many facts go in one piece.
const TOGETHER: u64 = 20_000;

/// The kinds that are told of people, by turns.
const KINDS: [&str; 4] = ["appointment", "death", "court-removal", "donor-removal"];

/// Keeps matters of so many people, and says what it took.
pub(super) async fn fill(database: &Database, people: u64) -> anyhow::Result<String> {
    let key = DigestKey::new(&KEY);
    let mut owner = PgConnection::connect(&database.owner_url).await?;
    owner.execute("drop index causeway.record_person_by_block; alter table causeway.record_person drop constraint record_person_pkey").await?;
    let began = Instant::now();
    let mut rows = 0;
    for first in (0..people).step_by(usize::try_from(TOGETHER)?) {
        let (mut facts, mut marks) = (String::new(), String::new());
        for n in first..(first + TOGETHER).min(people) {
            let id = Uuid::from_u128(0x0190_0000_0000_4000_8000_3000_0000_0000 + u128::from(n));
            let kind = KINDS[usize::try_from(n % 4)?];
            writeln!(facts, "{id}\t1\t{kind}\t{{}}\t\\\\x00")?;
            rows += people_of(&key, &mut marks, id, "of", &person(n))?;
            if matches!(kind, "appointment" | "donor-removal") {
                rows += people_of(&key, &mut marks, id, "donor", &person(n / 2))?;
            }
        }
        copy(&mut owner, "record_fact (id, version, kind, says, content)", &facts).await?;
        copy(&mut owner, "record_person (fact, version, role, block, marks)", &marks).await?;
    }
    let copied = began.elapsed();
    let began = Instant::now();
    owner.execute("create index record_person_by_block on causeway.record_person (block)").await?;
    owner.execute("alter table causeway.record_person add primary key (fact, version, role, block)").await?;
    let built = began.elapsed();
    for kind in KINDS {
        let known = format!(
            "insert into causeway.record_kind values ('{kind}', '{}/m{MARKS_FORM}')",
            key.fingerprint()
        );
        owner.execute(AssertSqlSafe(known)).await?;
    }
    owner.execute("vacuum analyze causeway.record_person; ").await?;
    owner.execute("vacuum analyze causeway.record_fact").await?;
    let sizes: (String, String, String) = sqlx::query_as(
        "select pg_size_pretty(pg_table_size('causeway.record_person')), pg_size_pretty(pg_relation_size('causeway.record_person_by_block')),
            pg_size_pretty(pg_relation_size('causeway.record_person_pkey'))",
    )
    .fetch_one(&mut owner)
    .await?;
    Ok(format!(
        "{rows} rows; marks made and copied in {:.1} s, indexes built in {:.1} s; table {}, index by block {}, primary key {}",
        copied.as_secs_f64(),
        built.as_secs_f64(),
        sizes.0,
        sizes.1,
        sizes.2
    ))
}

fn people_of(
    key: &DigestKey,
    into: &mut String,
    fact: Uuid,
    role: &str,
    person: &Subject,
) -> anyhow::Result<u64> {
    let mut rows = 0;
    for Kept { block, marks } in person.compared().kept() {
        writeln!(into, "{fact}\t1\t{role}\t{}\t{}", short(key, "block", &block), array(key, &marks))?;
        rows += 1;
    }
    Ok(rows)
}

async fn copy(owner: &mut PgConnection, into: &str, rows: &str) -> anyhow::Result<()> {
    let mut copy = owner.copy_in_raw(&format!("copy causeway.{into} from stdin")).await?;
    copy.send(rows.as_bytes()).await?;
    copy.finish().await?;
    Ok(())
}

/// The first eight bytes of a digest, as the adapter keeps them.
pub(super) fn short(key: &DigestKey, purpose: &str, text: &Key) -> i64 {
    key.digest(purpose, text.expose()).first_chunk().map_or(0, |first| i64::from_be_bytes(*first))
}

/// Marks as the text of an array.
pub(super) fn array(key: &DigestKey, marks: &[Key]) -> String {
    let all: Vec<String> = marks.iter().map(|mark| short(key, "mark", mark).to_string()).collect();
    format!("{{{}}}", all.join(","))
}
