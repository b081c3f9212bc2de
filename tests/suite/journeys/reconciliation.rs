//! J44: after an outage, what was promised is compared with what is held: nothing differs but what a person has been told of.

use std::time::Duration;

use lpa_tests::reckoning::{Difference, Holdings, differences};
use lpa_tests::samples::{EMAIL, document, lpa_uid};
use lpa_tests::until;
use serde_json::{Value, json};
use sqlx::{Connection as _, Executor as _, PgConnection};

use super::in_every_mode;
use super::new_drafts::refused;
use super::scene::{READABLE, Scene, UNREADABLE, correct, taken, update};

in_every_mode!(j44_after_an_outage_nothing_differs_unexplained_and_a_difference_would_be_seen);

const PATIENCE: Duration = Duration::from_secs(30);
const LPAS: u64 = 4;

async fn j44_after_an_outage_nothing_differs_unexplained_and_a_difference_would_be_seen(scene: &Scene) {
    let donor = scene.donor();
    for n in 1..=LPAS / 2 {
        taken(&donor.create(&lpa_uid(n).to_string(), &document()).await);
    }
    scene.worsen().await;
    let mut vain = Vec::new();
    for n in 1..=LPAS {
        let uid = lpa_uid(n).to_string();
        if n > LPAS / 2 {
            taken(&donor.create(&uid, &document()).await);
        }
        taken(&donor.update(&uid, &correct(EMAIL, "second@example.com")).await);
        vain.push(donor.update(&uid, &correct(EMAIL, "never@example.com")).await);
        taken(&donor.update(&uid, &update("DONOR_WITHDRAW_LPA", &[])).await);
    }
    scene.mend().await;
    let held = scene.reckoned().await;
    assert_eq!((held.versions.len(), held.outbox.len()), (12, 12));
    for answer in vain {
        refused(scene, &answer).await;
    }
    a_missing_announcement_is_seen(scene).await;
    what_is_set_aside_differs_and_is_a_task(scene).await;
}

/// Each difference that is left is something that a person is shown to do, with its reason; done, nothing differs.
async fn what_is_set_aside_differs_and_is_a_task(scene: &Scene) {
    let uid = lpa_uid(LPAS + 1).to_string();
    taken(&scene.donor().create(&uid, &document()).await);
    scene.damage(&uid, UNREADABLE).await;
    let aside = taken(&scene.donor().update(&uid, &correct(EMAIL, "second@example.com")).await);
    let parked = async || (scene.receipt(&aside).await["state"] == "parked").then_some(());
    until("it is set aside", PATIENCE, parked).await;
    let held = Holdings::of(&scene.client(), &scene.database.owner_url, &scene.promises()).await;
    let expected = [Difference::Unsettled(aside.clone(), "parked".to_owned())];
    assert_eq!(differences(&scene.promises(), &held), expected);
    let tasks = scene.operate("GET", "/v1/operations?state=parked", Value::Null).await.json();
    let tasks = tasks["operations"].as_array().unwrap().iter().map(|task| &task["receipt"]);
    let told: Vec<_> = tasks.map(|task| (task["id"] == json!(aside), task["reason"].is_string())).collect();
    assert_eq!(told, [(true, true)]);
    assert_eq!(scene.client().dependencies().await["parked"], json!(1));
    scene.damage(&uid, READABLE).await;
    let release = format!("/v1/operations/{aside}/release");
    assert_eq!(scene.operate("POST", &release, Value::Null).await.status, 200);
    scene.client().until_nothing_is_held().await;
    scene.reckoned().await;
}

/// The control: the comparison with an announcement taken away.
async fn a_missing_announcement_is_seen(scene: &Scene) {
    let mut owner = PgConnection::connect(&scene.database.owner_url).await.unwrap();
    let mut taken_away = owner.begin().await.unwrap();
    let moved = "create table causeway.aside as
                 with gone as (delete from causeway.outbox where version = 2 returning *) select * from gone";
    taken_away.execute(moved).await.unwrap();
    taken_away.commit().await.unwrap();
    let held = Holdings::of(&scene.client(), &scene.database.owner_url, &scene.promises()).await;
    let found = differences(&scene.promises(), &held);
    let missing =
        |difference: &Difference| matches!(difference, Difference::Announced(made, 0) if made.version == 2);
    assert!(found.len() == 4 && found.iter().all(missing), "{found:#?}");
    owner.execute("insert into causeway.outbox select * from causeway.aside").await.unwrap();
}
