//! What has gone wrong in today's services (section 6.5 of the integration contract) and cannot here: its stories 3, 4, 5
//! and 10, as far as the product has what they are about. It announces versions of LPAs; drafts and numbers by themselves are
//! not announced yet (story 5), and what reads the outbox is not built yet (story 10): what is shown is that nothing
//! happens without its announcement being there to be read.

use std::time::Duration;

use lpa_tests::binary::Serving;
use lpa_tests::cluster::Cluster;
use lpa_tests::crossing::Mode;
use lpa_tests::samples::{EMAIL, document, lpa_uid};
use lpa_tests::until;
use lpa_tests::world::Answer;
use serde_json::json;
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection};

use super::scene::{Scene, correct, play, taken};
use super::signatures::{SIGNED_AT, attorneys, signature, with_attorneys};
use crate::process::in_front_of;

const PATIENCE: Duration = Duration::from_secs(20);
const ROUNDS: u64 = 8;

/// Nothing can be announced: an outbox that takes no rows.
const DUMB: &str = "
create function causeway.say_nothing() returns trigger language plpgsql as $$
begin
    raise exception 'no announcement' using errcode = 'disk_full';
end $$;
create trigger dumb before insert on causeway.outbox for each statement execute function causeway.say_nothing();";
const AGAIN: &str = "drop trigger dumb on causeway.outbox; drop function causeway.say_nothing();";

async fn execute(scene: &Scene, sql: &'static str) {
    let mut owner = PgConnection::connect(&scene.database.owner_url).await.unwrap();
    owner.execute(sqlx::raw_sql(AssertSqlSafe(sql))).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn story_3_an_lpa_whose_birth_cannot_be_announced_is_not_born_until_it_can() {
    play(Mode::Up, async |scene: &Scene| {
        let (uid, donor) = (lpa_uid(1).to_string(), scene.donor());
        execute(scene, DUMB).await;
        let first = taken(&donor.create_keyed(&uid, "submit", &document()).await);
        // The retry that today is told "already exists", and the last that is heard of it.
        assert_eq!(taken(&donor.create_keyed(&uid, "submit", &document()).await), first);
        let unborn = scene.client().get(&format!("/lpas/{uid}")).await;
        assert_eq!((unborn.status, &unborn.json()["code"] == "NOT_FOUND"), (503, false));
        execute(scene, AGAIN).await;
        scene.mend().await;
        let held = scene.reckoned().await;
        assert_eq!((held.outbox.len(), held.outbox[0].kind.as_str()), (1, "CREATE"));
        assert_eq!(scene.client().get(&format!("/lpas/{uid}/static")).await.status, 200);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn story_3_an_lpa_whose_creation_was_answered_to_nobody_is_announced_once() {
    play(Mode::LostAck, async |scene: &Scene| {
        let (uid, donor) = (lpa_uid(1).to_string(), scene.donor());
        scene.worsen().await;
        taken(&donor.create_keyed(&uid, "submit", &document()).await);
        let born = async || (scene.versions().await == 1).then_some(());
        until("the register has it", PATIENCE, born).await;
        taken(&donor.create_keyed(&uid, "submit", &document()).await);
        scene.mend().await;
        assert_eq!(scene.reckoned().await.outbox.len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn story_4_two_attorneys_in_one_second_through_two_instances_are_both_in_deed_and_audit() {
    let database = Cluster::shared().database().await;
    let instances = [in_front_of(&database).serve().await, in_front_of(&database).serve().await];
    let [one, other] = instances.each_ref().map(Serving::client);
    let document = with_attorneys();
    let signers = [0, 1].map(|n| attorneys(&document).remove(n));
    for n in 1..=ROUNDS {
        let (lpa, updates) = (format!("/lpas/{}", lpa_uid(n)), format!("/lpas/{}/updates", lpa_uid(n)));
        assert_eq!(one.put(&lpa, serde_json::to_vec(&document).unwrap()).await.status, 201);
        let [of_one, of_other] = signers.each_ref().map(|uid| signature(uid).to_string());
        let (a, b) = tokio::join!(one.post(&updates, of_one), other.post(&updates, of_other));
        assert_eq!((a.status, b.status), (201, 201), "{} {}", a.text(), b.text());
        let deed = one.get(&lpa).await.json();
        let signed =
            deed["attorneys"].as_array().unwrap().iter().filter(|each| each["signedAt"] == SIGNED_AT);
        assert_eq!(signed.count(), 2);
        let operation = |answer: &Answer| answer.header("causeway-operation").to_owned();
        let (mut logged, mut signatures) =
            (other.history(&lpa_uid(n).to_string()).await.split_off(1), vec![operation(&a), operation(&b)]);
        logged.sort();
        signatures.sort();
        assert_eq!(logged, signatures);
    }
    let mut owner = PgConnection::connect(&database.owner_url).await.unwrap();
    for table in ["audit", "outbox"] {
        let sql = format!(
            "select count(*) from causeway.{table} where kind = 'ATTORNEY_SIGN' and version in (2, 3)"
        );
        let told: i64 = sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(&mut owner).await.unwrap();
        assert_eq!(told.cast_unsigned(), 2 * ROUNDS, "{table}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn story_5_a_number_that_was_given_out_before_does_not_stop_what_follows_it() {
    play(Mode::Refuse, async |scene: &Scene| {
        let donor = json!({ "name": "Feliciano Spust", "dob": "1950-01-02", "postcode": "SW1A1AA" });
        let case =
            json!({ "source": "APPLICANT", "type": "property-and-affairs", "donor": donor }).to_string();
        let client = scene.client();
        let first = client.post_keyed("/cases", "draft", case.clone()).await;
        scene.worsen().await;
        let again = client.post_keyed("/cases", "draft", case).await;
        assert_eq!(again.said(), first.said());
        let uid = again.json()["uid"].as_str().unwrap().to_owned();
        taken(&scene.donor().create(&uid, &document()).await);
        scene.mend().await;
        let held = scene.reckoned().await;
        assert_eq!((held.outbox.len(), &held.outbox[0].uid), (1, &uid));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn story_10_no_change_is_made_without_its_announcement() {
    play(Mode::Up, async |scene: &Scene| {
        let (uid, donor) = (lpa_uid(1).to_string(), scene.donor());
        taken(&donor.create(&uid, &document()).await);
        execute(scene, DUMB).await;
        let held = donor.update(&uid, &correct(EMAIL, "second@example.com")).await;
        assert_eq!(held.status, 202);
        execute(scene, AGAIN).await;
        scene.mend().await;
        assert_eq!(scene.lpa(&uid).await["donor"]["email"], "second@example.com");
        assert_eq!(scene.reckoned().await.outbox.len(), 2);
    })
    .await;
}
