//! J42: operations that always fail. Each is set aside for a person after so many attempts, while others succeed; what is behind it
//! in its line waits where it can be seen; all other lines go on. One is mended and released, one is given up.
//!
//! Here the register's database takes everything but new versions of two LPAs, and says that it has no room for those: nothing
//! that would be the operation's own fault at first sight.

use std::time::Duration;

use jiff::Timestamp;
use lpa_domain::operation::backoff;
use lpa_tests::crossing::Mode;
use lpa_tests::reckoning::{Difference, Holdings, differences};
use lpa_tests::samples::{EMAIL, OTHER_NAMES, document, lpa_uid};
use lpa_tests::until;
use serde_json::{Value, json};
use sqlx::{Connection as _, Executor as _, PgConnection};

use super::in_every_mode;
use super::scene::{OPERATOR, Scene, change, correct, play_with, taken, update};

in_every_mode!(over modes j42_what_always_fails_is_set_aside_and_a_person_decides);

const PATIENCE: Duration = Duration::from_mins(1);
/// Set for this journey: after so many failures while others succeeded, an operation is set aside.
const PARK_AFTER: u32 = 3;
const NEW_NAME: &str = "Otto";
const MENDED: &str = "M-3779-9919-9529";
const GIVEN_UP: &str = "M-3983-7994-6950";
const POISON: &str = "
create function causeway.poison() returns trigger language plpgsql as $$
begin
    raise exception 'never' using errcode = 'disk_full';
end $$;
create trigger poison before insert on causeway.lpa_version
    for each row when (new.uid in ('M-3779-9919-9529', 'M-3983-7994-6950')) execute function causeway.poison();";
const REMEDY: &str = "drop trigger poison on causeway.lpa_version; drop function causeway.poison();";

/// What was promised of one LPA: an operation that always fails, and one behind it.
struct Line {
    poison: String,
    behind: String,
}

async fn j42_what_always_fails_is_set_aside_and_a_person_decides(mode: Mode) {
    play_with(mode, &[("FORWARD__PARK_AFTER", &PARK_AFTER.to_string())], poisoned).await;
}

async fn poisoned(scene: &Scene) {
    let (donor, others) = (scene.donor(), [11, 12, 13].map(|n| lpa_uid(n).to_string()));
    for uid in [MENDED, GIVEN_UP].into_iter().chain(others.iter().map(String::as_str)) {
        taken(&donor.create(uid, &document()).await);
    }
    execute(scene, POISON).await;
    scene.worsen().await;
    let mut lines = Vec::new();
    for uid in [MENDED, GIVEN_UP] {
        let poison = taken(&donor.update(uid, &correct(EMAIL, "second@example.com")).await);
        let behind = taken(&donor.update(uid, &rename()).await);
        lines.push(Line { poison, behind });
    }
    let mut elsewhere = Vec::new();
    for uid in &others {
        elsewhere.push(taken(&donor.update(uid, &correct(EMAIL, "second@example.com")).await));
        elsewhere.push(taken(&donor.update(uid, &rename()).await));
    }
    scene.bring_back().await;
    for operation in &elsewhere {
        until_state(scene, operation, "applied").await;
    }
    for line in &lines {
        until_set_aside(scene, &line.poison).await;
        it_was_tried_in_vain(scene, &line.poison).await;
        it_is_seen(scene, line).await;
    }
    only_that_differs(scene, &lines).await;
    // Others go on as ever: what is written now is done at once.
    assert_eq!(
        donor.update(&others[0], &correct("second@example.com", "third@example.com")).await.status,
        201
    );
    let [mended, given_up] = &lines[..] else { unreachable!() };
    a_person_gives_it_up(scene, given_up).await;
    a_person_has_it_tried_again(scene, mended).await;
}

async fn execute(scene: &Scene, sql: &'static str) {
    PgConnection::connect(&scene.database.owner_url).await.unwrap().execute(sql).await.unwrap();
}

/// Something else corrected: what it comes to does not depend on the email address.
fn rename() -> Value {
    update("CORRECTION", &[change("/donor/otherNamesKnownBy", OTHER_NAMES, NEW_NAME)])
}

async fn until_state(scene: &Scene, operation: &str, state: &str) {
    let so = async || (scene.receipt(operation).await["state"] == state).then_some(());
    until(state, PATIENCE, so).await;
}

/// While others are done it is set aside: only beside them it can be told that it is at fault itself.
async fn until_set_aside(scene: &Scene, operation: &str) {
    let donor = scene.donor();
    let so = async || {
        let number = 1_000 + u64::try_from(scene.promises().len()).ok()?;
        let other = taken(&donor.create(&lpa_uid(number).to_string(), &document()).await);
        until_state(scene, &other, "applied").await;
        (scene.receipt(operation).await["state"] == "parked").then_some(())
    };
    until("it is set aside", PATIENCE, so).await;
}

async fn dossier(scene: &Scene, operation: &str) -> Value {
    let dossier = scene.operate("GET", &format!("/v1/operations/{operation}/dossier"), Value::Null).await;
    assert_eq!(dossier.status, 200, "{}", dossier.text());
    dossier.json()
}

/// It has failed so many times, with pauses between, and neither once more nor once less.
async fn it_was_tried_in_vain(scene: &Scene, poison: &str) {
    let dossier = dossier(scene, poison).await;
    let reason = scene.receipt(poison).await["reason"].as_str().unwrap().to_owned();
    assert!(
        reason.starts_with(&format!("failed {PARK_AFTER} times while the register answered")),
        "{reason}"
    );
    // The last failure is not counted any more: it sets it aside.
    assert_eq!(dossier["failures"], json!(PARK_AFTER - 1), "{dossier}");
    let history = dossier["history"].as_array().unwrap();
    assert!(history.len() >= PARK_AFTER as usize, "{dossier}");
    let at = |attempt: &Value| attempt["at"].as_str().unwrap().parse::<Timestamp>().unwrap();
    for pair in history.windows(2) {
        let rest = at(&pair[1]).duration_since(at(&pair[0]));
        // The shortest pause of all: half of the first.
        assert!(rest >= backoff::delay(0, u8::MAX), "{rest} between two attempts: {dossier}");
    }
}

/// It and what waits for it are listed for people, and whoever looks after the service is told.
async fn it_is_seen(scene: &Scene, line: &Line) {
    let uid = scene.receipt(&line.poison).await["uid"].clone();
    let of_it = format!("/v1/operations?lpa={}", uid.as_str().unwrap());
    let listed = scene.operate("GET", &of_it, Value::Null).await.json()["operations"].clone();
    let told = |one: &Value| {
        (
            one["receipt"]["id"].clone(),
            one["receipt"]["state"].clone(),
            one["ahead"].clone(),
            one["behind"].clone(),
        )
    };
    let expected = [
        (json!(line.poison), json!("parked"), json!(0), json!(1)),
        (json!(line.behind), json!("held"), json!(1), json!(0)),
    ];
    assert_eq!(listed.as_array().unwrap().iter().map(told).collect::<Vec<_>>(), expected);
    let alarms: Vec<Value> = scene.lines().filter(|one| one["level"] == "ERROR").collect();
    let of_it = alarms.iter().filter(|alarm| alarm["operation"]["id"] == json!(line.poison));
    assert_eq!(of_it.count(), 1, "{alarms:#?}");
}

/// Each difference between what was promised and what is held is one of those that a person sees.
async fn only_that_differs(scene: &Scene, lines: &[Line]) {
    let told = scene.client().dependencies().await;
    assert_eq!((&told["parked"], &told["held"]), (&json!(2), &json!(2)), "{told}");
    let held = Holdings::of(&scene.client(), &scene.database.owner_url, &scene.promises()).await;
    let unsettled = |id: &str, state: &str| Difference::Unsettled(id.to_owned(), state.to_owned());
    let expected: Vec<_> = lines
        .iter()
        .flat_map(|line| [unsettled(&line.poison, "parked"), unsettled(&line.behind, "held")])
        .collect();
    assert_eq!(differences(&scene.promises(), &held), expected);
}

/// With a reason, and not without; then what was behind it is done, and who gave it up, and why, is remembered.
async fn a_person_gives_it_up(scene: &Scene, line: &Line) {
    let discard = format!("/v1/operations/{}/discard", line.poison);
    let unexplained = scene.operate("POST", &discard, json!({ "acknowledge": true })).await;
    assert_eq!(unexplained.status, 400, "{}", unexplained.text());
    assert_eq!(scene.receipt(&line.poison).await["state"], "parked");
    let because = json!({ "reason": "the donor wrote again", "acknowledge": true });
    let discarded = scene.operate("POST", &discard, because).await;
    assert_eq!(discarded.status, 200, "{}", discarded.text());
    assert_eq!(scene.receipt(&line.poison).await["state"], "discarded");
    let last = dossier(scene, &line.poison).await["trail"].as_array().unwrap().last().unwrap().clone();
    let told = (&last["event"], &last["by"], &last["reason"]);
    assert_eq!(told, (&json!("discarded"), &json!(OPERATOR), &json!("the donor wrote again")));
    // It fails like the one before it: its turn has come, and it is not passed over either.
    until_set_aside(scene, &line.behind).await;
}

/// Mended and released, both lines are worked off in their order.
async fn a_person_has_it_tried_again(scene: &Scene, line: &Line) {
    execute(scene, REMEDY).await;
    let parked = scene.operate("GET", "/v1/operations?state=parked", Value::Null).await.json();
    for one in parked["operations"].as_array().unwrap() {
        let release = format!("/v1/operations/{}/release", one["receipt"]["id"].as_str().unwrap());
        let released = scene.operate("POST", &release, json!({ "reason": "there is room again" })).await;
        assert_eq!((released.status, &released.json()["verdict"]), (200, &json!("done")));
    }
    for operation in [&line.poison, &line.behind] {
        until_state(scene, operation, "applied").await;
    }
    let trail = dossier(scene, &line.poison).await["trail"].clone();
    let told = |one: &Value| {
        [&one["event"], &one["by"], &one["reason"]].map(|text| text.as_str().map(str::to_owned))
    };
    let told: Vec<_> = trail.as_array().unwrap().iter().skip(1).map(told).collect();
    let text = |text: &str| Some(text.to_owned());
    let released = [text("released"), text(OPERATOR), text("there is room again")];
    assert_eq!((told.len(), &told[0][0], &told[0][1]), (3, &text("parked"), &None), "{trail}");
    assert_eq!((&told[1], &told[2][0]), (&released, &text("applied")), "{trail}");
    scene.mend().await;
    assert_eq!(scene.lpa(MENDED).await["donor"]["email"], "second@example.com");
    assert_eq!(scene.lpa(GIVEN_UP).await["donor"]["email"], EMAIL);
    for uid in [MENDED, GIVEN_UP] {
        assert_eq!(scene.lpa(uid).await["donor"]["otherNamesKnownBy"], NEW_NAME);
    }
}
