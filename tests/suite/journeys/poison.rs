//! J42: one operation always fails. It is set aside for a person; what is behind it in its line waits where it can be seen;
//! all other lines go on.
//!
//! Here the register's database takes everything but one LPA's new versions. That a person releases or discards what was set
//! aside is for the tests of repairs.

use std::time::Duration;

use lpa_tests::crossing::Mode;
use lpa_tests::reckoning::{Difference, Holdings, differences};
use lpa_tests::samples::{EMAIL, document, lpa_uid};
use lpa_tests::until;
use serde_json::{Value, json};
use sqlx::{Connection as _, Executor as _, PgConnection};

use super::in_every_mode;
use super::scene::{Scene, correct, taken};

in_every_mode!(over modes j42_what_always_fails_is_set_aside_and_holds_up_its_own_line_only);

const PATIENCE: Duration = Duration::from_mins(1);
const POISONED: &str = "M-3779-9919-9529";
const POISON: &str = "
create function causeway.poison() returns trigger language plpgsql as $$
begin
    raise exception 'never' using errcode = 'data_exception';
end $$;
create trigger poison before insert on causeway.lpa_version
    for each row when (new.uid = 'M-3779-9919-9529') execute function causeway.poison();";

async fn j42_what_always_fails_is_set_aside_and_holds_up_its_own_line_only(mode: Mode) {
    let scene = Scene::set(mode).await;
    let (donor, others) = (scene.donor(), [2, 3].map(|n| lpa_uid(n).to_string()));
    for uid in [POISONED, &others[0], &others[1]] {
        taken(&donor.create(uid, &document()).await);
    }
    PgConnection::connect(&scene.database.owner_url).await.unwrap().execute(POISON).await.unwrap();
    scene.worsen().await;
    let poison = taken(&donor.update(POISONED, &correct(EMAIL, "second@example.com")).await);
    let behind = taken(&donor.update(POISONED, &correct("second@example.com", "third@example.com")).await);
    let mut elsewhere = Vec::new();
    for uid in &others {
        elsewhere.push(taken(&donor.update(uid, &correct(EMAIL, "second@example.com")).await));
    }
    scene.crossing.lock().await.mend().await;
    for (operation, state) in elsewhere.iter().map(|id| (id, "applied")).chain([(&poison, "parked")]) {
        until(state, PATIENCE, async || (scene.receipt(operation).await["state"] == state).then_some(()))
            .await;
    }
    let told = scene.client().dependencies().await;
    assert_eq!((&told["parked"], &told["held"]), (&json!(1), &json!(1)), "{told}");
    it_is_seen(&scene, &poison, &behind).await;
}

/// Everything else is as promised, and whoever looks after the service is told.
async fn it_is_seen(scene: &Scene, poison: &str, behind: &str) {
    let held = Holdings::of(&scene.client(), &scene.database.owner_url, &scene.promises()).await;
    let unsettled = |id: &str, state: &str| Difference::Unsettled(id.to_owned(), state.to_owned());
    let expected = [unsettled(poison, "parked"), unsettled(behind, "held")];
    assert_eq!(differences(&scene.promises(), &held), expected);
    let log = scene.log();
    let lines = log.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let mut alarms = lines.filter(|line| line["level"] == "ERROR");
    assert!(alarms.any(|line| line["operation"]["id"] == poison), "{log}");
}
