//! A rotation that is killed at each of its steps: between any two writes to its file, and at each record that it seals anew
//! in a database. Whatever it had done, the journal opens and everything in it can be read, and run again it comes to its end.

use std::time::Duration;

use lpa_tests::binary::Binary;
use lpa_tests::cluster::{Cluster, Database};
use lpa_tests::samples::{EMAIL, lpa_uid};
use lpa_tests::{left_out, until};
use serde_json::Value;
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection};

use super::super::{causeway, creation, sharing};
use super::{NO_STRACE, NOWHERE, ONE_KEY, keys, without_its_register};

const PATIENCE: Duration = Duration::from_secs(30);
const CASE_MANAGER: &str = "urn:opg:sirius:users:34";
const WORDS: &str = "Mrs Vone sent it twice";
/// What changes a file, or makes it last.
pub(super) const WRITES: &str = "pwrite64,ftruncate,fsync,fdatasync,rename,unlink";
/// Operations with content, and given up ones with a reason.
const HELD: u64 = 3;
const GIVEN_UP: u64 = 2;

fn run(binary: &Binary, words: &[&str]) -> String {
    let said = binary.run(words);
    assert_eq!(said.code, Some(0), "{words:?}: {}", said.err);
    said.out
}

/// A journal with something of everything that is sealed; the ids of what was given up.
async fn filled(binary: &Binary) -> Vec<String> {
    let serving = without_its_register(binary).serve().await;
    let mut given_up = Vec::new();
    for n in 1..=HELD + GIVEN_UP {
        let answer = serving.client().put(&format!("/lpas/{}", lpa_uid(n)), creation()).await;
        assert_eq!(answer.status, 202, "{}", answer.text());
        if n > HELD {
            given_up.push(answer.header("causeway-operation").to_owned());
        }
    }
    serving.stop().await;
    for id in &given_up {
        let words = ["--by", CASE_MANAGER, "--reason", WORDS, "--acknowledge"];
        run(binary, &[&["held", "discard", id], &words[..]].concat());
    }
    given_up
}

/// Everything that is sealed can be opened: the content of what is held, and why the rest was given up.
fn reads_everything(binary: &Binary, given_up: &[String]) {
    let exported = run(binary, &["held", "export", "--content", "--by", CASE_MANAGER, "--json"]);
    let contents =
        exported.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()["content"].clone());
    let emails: Vec<Value> = contents.map(|content| content["content"]["donor"]["email"].clone()).collect();
    assert_eq!(emails, (1..=HELD).map(|_| Value::from(EMAIL)).collect::<Vec<_>>());
    for id in given_up {
        let shown: Value = serde_json::from_str(&run(binary, &["held", "show", id, "--json"])).unwrap();
        assert_eq!(shown["trail"].as_array().unwrap().last().unwrap()["reason"], WORDS);
    }
}

/// Run again, it comes to its end; then the key of before is not needed.
fn finishes(binary: &Binary, before: &str, given_up: &[String]) {
    run(binary, &["journal", "rotate"]);
    let listed = keys(binary);
    assert!(listed[0].0 != before && listed[1..].iter().all(|key| key.1 == 0), "{listed:?}");
    run(binary, &["journal", "rotate", "--finish"]);
    assert_eq!(keys(binary), [(listed[0].0.clone(), HELD + GIVEN_UP)]);
    reads_everything(binary, given_up);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_before_any_of_its_writes_a_rotation_of_a_file_loses_nothing() {
    let binary = causeway().with("REGISTER__URL", NOWHERE);
    let given_up = filled(&binary).await;
    let before = keys(&binary)[0].0.clone();
    let (mut states, mut n) = (Vec::new(), 0);
    loop {
        n += 1;
        let binary = binary.copied();
        let Some(said) = binary.run_until(WRITES, n, ["journal", "rotate"]) else {
            return left_out(NO_STRACE);
        };
        assert!(said.code.is_none_or(|code| code == 0), "{n}: {}", said.err);
        let listed = keys(&binary);
        let left = listed.iter().find(|key| key.0 == before).map_or(0, |key| key.1);
        states.push((listed.len(), left));
        if said.code == Some(0) {
            break;
        }
        reads_everything(&binary, &given_up);
        // That it comes to its end from there is tried where the journal is another one than the time before.
        if states.len() < 2 || states[states.len() - 2..][0] != states[states.len() - 2..][1] {
            finishes(&binary, &before, &given_up);
        }
    }
    // Before anything, with all still to be sealed anew and with nothing: it was killed in between, too.
    let all = HELD + GIVEN_UP;
    assert!(states.contains(&(1, all)) && states.contains(&(2, 0)), "{states:?}");
    assert!(states.iter().any(|(_, left)| (1..all).contains(left)), "{states:?}");
}

/// How a rotation ends whose process is gone while the database works for it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum End {
    /// The database is told to stop, too, and undoes the statement.
    Undone,
    /// The database finishes the statement; nobody hears of it.
    Done,
}

/// Stops the `n`-th sealed column that is sealed anew until a lock is free. What is settled meanwhile changes its state,
/// and passes.
fn stop_at(n: u64) -> String {
    format!(
        "create sequence causeway_journal.step;
         create function causeway_journal.stop_at_a_step() returns trigger language plpgsql security definer as $$
         begin
             if nextval('causeway_journal.step') = {n} then perform pg_advisory_xact_lock(4711); end if;
             return new;
         end $$;
         create trigger stop_at_a_step before update of content, detail on causeway_journal.operation
             for each row when (new.state = old.state) execute function causeway_journal.stop_at_a_step();
         create trigger stop_at_a_step before update on causeway_journal.audit
             for each row execute function causeway_journal.stop_at_a_step();
         select pg_advisory_lock(4711)"
    )
}

const GO_ON: &str = "
drop function causeway_journal.stop_at_a_step cascade;
drop sequence causeway_journal.step;";

/// Who waits for the lock; the register has advisory locks of its own.
const STOPPED: &str = "select pid from pg_locks where locktype = 'advisory' and objid = 4711 and not granted
                       and database = (select oid from pg_database where datname = current_database())";

/// Rotates until the `n`-th record is being sealed anew, kills the process there, and lets the statement end as it shall.
pub(super) async fn killed_at(binary: &Binary, journal: &Database, n: u64, end: End) {
    let mut owner = PgConnection::connect(&journal.owner_url).await.unwrap();
    change(&mut owner, &stop_at(n)).await;
    let mut rotation = binary.begin(["journal", "rotate"]);
    let mut other = PgConnection::connect(&journal.owner_url).await.unwrap();
    let pid: i32 = loop {
        if let Some(pid) = sqlx::query_scalar(STOPPED).fetch_optional(&mut other).await.unwrap() {
            break pid;
        }
        assert_eq!(rotation.try_wait().unwrap(), None, "it ended before record {n}");
        tokio::time::sleep(Duration::from_millis(2)).await;
    };
    rotation.kill().unwrap();
    rotation.wait().unwrap();
    if end == End::Undone {
        let stopped = sqlx::query("select pg_terminate_backend($1)").bind(pid);
        stopped.execute(&mut other).await.unwrap();
    } else {
        owner.execute("select pg_advisory_unlock(4711)").await.unwrap();
    }
    // A server that seals anew at the same time may have been the one that was stopped: its session goes on.
    let mut session = async || {
        let asked = sqlx::query("select from pg_stat_activity where pid = $1 and state = 'active'").bind(pid);
        asked.fetch_optional(&mut other).await.unwrap().is_none().then_some(())
    };
    until("its statement is over", PATIENCE, async || session().await).await;
    change(&mut owner, GO_ON).await;
}

/// Changes the schema under those who use it: of two who wait for each other one is turned away, and tries again.
async fn change(owner: &mut PgConnection, sql: &str) {
    let mut tried = 0;
    while let Err(error) = owner.execute(sqlx::raw_sql(AssertSqlSafe(sql.to_owned()))).await {
        tried += 1;
        assert!(tried < 20, "{error}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_at_any_record_a_rotation_of_a_shared_journal_loses_nothing() {
    let database = Cluster::shared().database().await;
    let binary = sharing(&database, &database).without("JOURNAL__KEY");
    let file = binary.home().join("keys");
    std::fs::write(&file, ONE_KEY).unwrap();
    let binary = binary.with("JOURNAL__KEY_FILE", file.display().to_string());
    let given_up = filled(&binary).await;
    for n in 1..=HELD + GIVEN_UP {
        for end in [End::Undone, End::Done] {
            let before = keys(&binary)[0].0.clone();
            killed_at(&binary, &database, n, end).await;
            // The contents were sealed anew in one statement, then each reason in one of its own.
            let (undone, done) = if n <= HELD { (0, HELD) } else { (n - 1, n) };
            let sealed_anew = if end == End::Done { done } else { undone };
            let listed = keys(&binary);
            assert_eq!(
                (listed[0].1, listed[1].1),
                (sealed_anew, HELD + GIVEN_UP - sealed_anew),
                "{n} {end:?}"
            );
            assert_eq!((listed.len(), &listed[1].0), (2, &before));
            reads_everything(&binary, &given_up);
            finishes(&binary, &before, &given_up);
        }
    }
}
