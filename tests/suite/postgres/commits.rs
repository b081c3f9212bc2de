//! What is acknowledged is on the disk, whatever the role or the database says of commits.

use lpa_adapters_postgres::{PostgresJournal, PostgresOptions, PostgresRegister};
use lpa_domain::Profile;
use lpa_ports::{Journal as _, Register as _};
use lpa_sealing::Seal;
use lpa_tests::cluster::{Cluster, Database};
use lpa_tests::samples::{creation, document, entry, lpa_uid};
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection};

/// Notes under which setting the journal and the register write.
const NOTE: &str = "
create table public.noted (setting text);
create function public.note() returns trigger language plpgsql security definer as $$
begin
    insert into public.noted values (current_setting('synchronous_commit'));
    return new;
end $$;
create trigger noting after insert on causeway_journal.audit for each row execute function public.note();
create trigger noting after insert on causeway.lpa_version for each row execute function public.note();";

/// Records in the journal and writes to the register: under which settings.
async fn settings_of_writes(database: &Database) -> Vec<String> {
    let options = PostgresOptions::default();
    let journal = PostgresJournal::connect(&database.url, &options, Seal::new(&[1; 32]).unwrap()).unwrap();
    journal.record(&entry(1, lpa_uid(1)), None).await.unwrap();
    let register = PostgresRegister::connect(&database.url, &options, Profile::Compatible).unwrap();
    register.apply(&creation(2, lpa_uid(2), document())).await.unwrap();
    let mut owner = PgConnection::connect(&database.owner_url).await.unwrap();
    sqlx::query_scalar("select setting from public.noted").fetch_all(&mut owner).await.unwrap()
}

#[tokio::test]
async fn a_role_that_is_not_to_wait_for_the_disk_waits_all_the_same_and_one_that_waits_longer_does() {
    let of_role = ["off", "local", "remote_write", "remote_apply", "on"];
    for (set, expected) in of_role.into_iter().zip(["on", "local", "remote_write", "remote_apply", "on"]) {
        let database = Cluster::shared().database().await;
        let mut owner = PgConnection::connect(&database.owner_url).await.unwrap();
        owner.execute(NOTE).await.unwrap();
        let name = &database.name;
        let alter = format!("alter role causeway_rw in database {name} set synchronous_commit = {set}");
        owner.execute(AssertSqlSafe(alter)).await.unwrap();
        assert_eq!(settings_of_writes(&database).await, [expected; 2], "{set}");
    }
}

#[tokio::test]
async fn a_database_that_is_not_to_wait_for_the_disk_waits_all_the_same() {
    let database = Cluster::shared().database().await;
    let mut owner = PgConnection::connect(&database.owner_url).await.unwrap();
    owner.execute(NOTE).await.unwrap();
    let alter = format!("alter database {} set synchronous_commit = off", database.name);
    owner.execute(AssertSqlSafe(alter)).await.unwrap();
    assert_eq!(settings_of_writes(&database).await, ["on"; 2]);
}
