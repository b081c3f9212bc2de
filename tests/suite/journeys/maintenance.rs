//! J40: a maintenance window is announced, the register goes away during it, and the window is ended early.
//!
//! What is asked is what people rely on: the announcement is there for everyone to see, what is accepted meanwhile is kept and
//! finished when it is over, nothing of it alarms, and the report of the window says what became of it. Whether a write that finds the
//! register there during a window is done at once or held until its end is not asked.

use jiff::{SignedDuration, Timestamp};
use lpa_ports::Clock as _;
use lpa_tests::samples::{EMAIL, document, lpa_uid};
use lpa_tests::world::{Answer, Token};
use serde_json::{Value, json};

use super::in_every_mode;
use super::new_drafts::refused;
use super::scene::{Scene, correct, taken, update};

in_every_mode!(j40_what_is_accepted_during_a_window_is_finished_after_it_and_reported);

const WINDOWS: &str = "/v1/maintenance-windows";
const LPAS: u64 = 3;

/// A request as operators make it.
async fn operate(scene: &Scene, method: &str, path: &str, body: Value) -> Answer {
    let now = causeway::clock::SystemClock::default().now();
    let token = Token::at(now)
        .with("iss", "causeway")
        .with("aud", "causeway")
        .with("sub", "urn:opg:sirius:users:34")
        .with("scope", "windows:write")
        .with("exp", (now + SignedDuration::from_mins(5)).as_second())
        .signed();
    let client = scene.client();
    let request = client.request(method, path).header("Authorization", format!("Bearer {token}"));
    client.send(request.body(body.to_string())).await
}

/// Announces a window of two hours from now on; its address and its end.
async fn announced(scene: &Scene) -> (String, Value) {
    let now: Timestamp = causeway::clock::SystemClock::default().now();
    let end = now + SignedDuration::from_hours(2);
    let window = json!({ "start": now, "end": end, "reason": "the yearly upgrade" });
    let answer = operate(scene, "POST", WINDOWS, window).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    (answer.header("location").to_owned(), answer.json()["end"].clone())
}

async fn j40_what_is_accepted_during_a_window_is_finished_after_it_and_reported(scene: &Scene) {
    let donor = scene.donor();
    for n in 1..=LPAS {
        taken(&donor.create(&lpa_uid(n).to_string(), &document()).await);
    }
    let (window, end) = announced(scene).await;
    assert_eq!(scene.client().dependencies().await["nextWindow"]["end"], end);
    scene.worsen().await;
    let mut vain = Vec::new();
    for n in 1..=LPAS {
        let uid = lpa_uid(n).to_string();
        taken(&donor.update(&uid, &correct(EMAIL, "second@example.com")).await);
        vain.push(donor.update(&uid, &correct(EMAIL, "never@example.com")).await);
        taken(&donor.update(&uid, &update("DONOR_WITHDRAW_LPA", &[])).await);
    }
    for line in scene.log().lines().map(|line| serde_json::from_str::<Value>(line).unwrap()) {
        let alarms = line["level"] == "ERROR" && !line["operation"].is_null();
        assert!(!alarms, "an alarm about work that is held: {line}");
    }
    scene.crossing.lock().await.mend().await;
    let ended = operate(scene, "PATCH", &window, json!({ "end": "now" })).await;
    assert_eq!((ended.status, &ended.json()["state"]), (200, &json!("over")), "{}", ended.text());
    scene.mend().await;
    let told = scene.client().dependencies().await;
    assert_eq!((&told["nextWindow"], &told["oldestHeldAgeSeconds"]), (&Value::Null, &json!(0)));
    the_report_is_true(scene, &window, &vain).await;
}

/// Applied are two of each LPA; refused is what came in vain and was not refused to its sender's face.
async fn the_report_is_true(scene: &Scene, window: &str, vain: &[Answer]) {
    let mut later = 0;
    for answer in vain {
        refused(scene, answer).await;
        later += u64::from(answer.status == 202);
    }
    let report = operate(scene, "GET", window, Value::Null).await.json();
    let told = |state: &str| report["operations"][state].as_u64().unwrap_or_default();
    assert_eq!((told("held"), told("parked"), told("applied")), (0, 0, 2 * LPAS), "{report}");
    assert!(told("refused") >= later, "{report}");
}
