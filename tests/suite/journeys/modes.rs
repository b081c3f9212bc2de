//! The modes themselves: each is bad in its own way, and only in that.

use std::time::{Duration, Instant};

use lpa_tests::cluster::Cluster;
use lpa_tests::crossing::Mode;
use lpa_tests::samples::{EMAIL, document, lpa_uid};
use lpa_tests::until;
use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, Connection as _, PgConnection};

use super::scene::{Scene, correct, play_with, taken};

const PATIENCE: Duration = Duration::from_secs(20);

/// What one caller sees of a write and a read while the register is in this mode: whether the write was done at once, how long
/// it took, and the status of the read.
async fn seen(mode: Mode) -> (bool, Duration, u16) {
    let scene = Scene::set(mode).await;
    let uid = lpa_uid(1).to_string();
    taken(&scene.donor().create(&uid, &document()).await);
    scene.worsen().await;
    let began = Instant::now();
    let written = scene.donor().update(&uid, &correct(EMAIL, "second@example.com")).await;
    let took = began.elapsed();
    taken(&written);
    let read = scene.client().get(&format!("/lpas/{uid}")).await.status;
    if mode == Mode::LostAck {
        // Its caller does not know, and neither do we; but it was done.
        let done = async || (scene.versions().await == 2).then_some(());
        until("the register has done it", PATIENCE, done).await;
    }
    scene.mend().await;
    assert_eq!(scene.lpa(&uid).await["donor"]["email"], "second@example.com");
    scene.reckoned().await;
    (written.status == 201, took, read)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_a_register_that_is_up_or_between_two_outages_does_a_write_at_once() {
    for mode in [Mode::Up, Mode::Flap] {
        // The first step after it begins to flap finds it up.
        let (done, _, read) = seen(mode).await;
        assert_eq!((done, read), (true, 200), "{mode:?}");
    }
    for mode in [Mode::Refuse, Mode::Hang, Mode::Slow, Mode::Error, Mode::SickButHealthy, Mode::LostAck] {
        let (done, took, read) = seen(mode).await;
        assert!(!done && took < Duration::from_secs(5), "{mode:?}: {done} {took:?}");
        match mode {
            // Whoever knows that writes fail may say that nothing can be asked.
            Mode::LostAck | Mode::SickButHealthy => assert!([200, 503].contains(&read)),
            _ => assert_eq!(read, 503, "{mode:?}"),
        }
    }
}

/// How often what was promised was claimed.
async fn attempts(scene: &Scene, operation: &str) -> u64 {
    let dossier = scene.operate("GET", &format!("/v1/operations/{operation}/dossier"), Value::Null).await;
    dossier.json()["attempts"].as_u64().unwrap()
}

/// What fails is tried more than twice as often as would have it set aside, were the register well; nothing is.
async fn nothing_is_set_aside(scene: &Scene, operation: &str) {
    let tried = async || (attempts(scene, operation).await > 4).then_some(());
    until("it is tried often", PATIENCE, tried).await;
    let told = scene.client().dependencies().await;
    assert_eq!((&told["held"], &told["parked"]), (&json!(1), &json!(0)), "{told}");
    let register = (&told["register"]["state"], &told["register"]["cause"]);
    assert_eq!(register, (&json!("degraded"), &json!("fails-writes")), "{told}");
}

const SOON_SET_ASIDE: [(&str, &str); 1] = [("FORWARD__PARK_AFTER", "2")];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn while_every_write_fails_nothing_is_set_aside_however_often_it_is_tried() {
    play_with(Mode::SickButHealthy, &SOON_SET_ASIDE, async |scene| {
        let uid = lpa_uid(1).to_string();
        taken(&scene.donor().create(&uid, &document()).await);
        scene.worsen().await;
        let held = taken(&scene.donor().update(&uid, &correct(EMAIL, "second@example.com")).await);
        nothing_is_set_aside(scene, &held).await;
        assert_eq!(scene.client().get(&format!("/lpas/{uid}")).await.status, 200);
    })
    .await;
}

/// Whoever is connected to the database as the service is cut off, and whoever comes finds it so.
async fn becomes(scene: &Scene, read_only: &str) {
    let url = Cluster::shared().url("postgres", "postgres");
    let mut owner = PgConnection::connect(&url).await.unwrap();
    let name = &scene.database.name;
    let sql = format!(
        "alter database {name} set default_transaction_read_only = {read_only};
         select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}' and usename = 'causeway_rw'"
    );
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut owner).await.unwrap();
    owner.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn while_the_register_is_a_standby_nothing_is_set_aside_either() {
    play_with(Mode::Up, &SOON_SET_ASIDE, async |scene| {
        let uid = lpa_uid(1).to_string();
        taken(&scene.donor().create(&uid, &document()).await);
        becomes(scene, "on").await;
        let held = taken(&scene.donor().update(&uid, &correct(EMAIL, "second@example.com")).await);
        nothing_is_set_aside(scene, &held).await;
        becomes(scene, "off").await;
    })
    .await;
}
