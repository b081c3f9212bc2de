//! J40: a maintenance window is announced, the register goes away during it, and the window is ended early, or ends.
//!
//! What is asked is what people rely on: whoever is refused is told the end of the window; nothing is forwarded in it, even where
//! the register could be reached; what was accepted in it is forwarded after it, and no faster than was set; nothing alarms; and
//! its report says what has become of everything, what was set aside for a person included.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use lpa_ports::Clock as _;
use lpa_tests::crossing::Mode;
use lpa_tests::samples::{EMAIL, document, lpa_uid};
use lpa_tests::until;
use lpa_tests::world::Answer;
use serde_json::{Value, json};

use super::in_every_mode;
use super::scene::{OPERATOR, READABLE, Scene, UNREADABLE, correct, play_with, taken, update};

in_every_mode!(
    over modes j40_a_window_that_is_ended_early_holds_drains_at_its_rate_and_is_reported
);
in_every_mode!(over modes j40_at_the_end_of_a_window_forwarding_goes_on_by_itself);

const PATIENCE: Duration = Duration::from_mins(1);
const WINDOWS: &str = "/v1/maintenance-windows";
/// Twice the normal rate of writing would be 40 a second; here it is slow enough to be seen.
const PER_SECOND: u64 = 20;
/// A tenth of a second's worth is saved up at most, and one that shows that the register is there is not counted.
const AT_ONCE: u64 = PER_SECOND / 10 + 1;
/// LPAs from before the window, with three changes in it each: two that are done, one in vain.
const OLD: u64 = 3;
/// LPAs that are created in the window.
const NEW: u64 = 21;
/// An LPA of which the register cannot make sense in the end: what is asked of it is set aside for a person.
const DAMAGED: u64 = 100;

fn damaged() -> String {
    lpa_uid(DAMAGED).to_string()
}

fn now() -> Timestamp {
    causeway::clock::SystemClock::default().now()
}

fn moment(value: &Value) -> Timestamp {
    value.as_str().unwrap().parse().unwrap()
}

/// Announces a window from now on; where it is, and its end.
async fn announced(scene: &Scene, length: SignedDuration) -> (String, Timestamp) {
    let start = now();
    let window = json!({ "start": start, "end": start + length, "reason": "the yearly upgrade" });
    let answer = scene.operate("POST", WINDOWS, window).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    (answer.header("location").to_owned(), moment(&answer.json()["end"]))
}

/// Whoever must be refused is told to come back at the end of the window, to the second.
async fn the_refused_are_told_its_end(scene: &Scene, end: Timestamp) {
    let lpa = format!("/lpas/{}", lpa_uid(1));
    let list = json!({ "uids": [lpa_uid(1)] }).to_string();
    let decision = json!({ "type": "REGISTER", "changes": [] }).to_string();
    let requests = [
        ("GET", lpa.clone(), String::new()),
        ("GET", format!("{lpa}/updates"), String::new()),
        ("POST", "/lpas".to_owned(), list),
        ("POST", format!("{lpa}/updates"), decision),
    ];
    for (method, path, body) in requests {
        let (client, before) = (scene.client(), now());
        let answer = client.send(client.request(method, &path).body(body)).await;
        assert_eq!(
            (answer.status, &answer.json()["code"]),
            (503, &json!("register-away")),
            "{method} {path}"
        );
        let told: i64 = answer.header("retry-after").parse().unwrap();
        let rest = |at: Timestamp| end.duration_since(at).as_secs();
        // Rounded up: who comes back then does not come too early.
        assert!((rest(now()) + 1..=rest(before) + 1).contains(&told), "{told} s to {end} at {before}");
    }
}

/// Everything that is written in the window: the operations that will be done, those in vain, and the one that will be set aside.
struct Written {
    done: Vec<String>,
    vain: Vec<String>,
    aside: String,
}

fn held(answer: &Answer) -> String {
    assert_eq!(answer.status, 202, "{}", answer.text());
    taken(answer)
}

async fn written(scene: &Scene) -> Written {
    let donor = scene.donor();
    let (mut done, mut vain) = (Vec::new(), Vec::new());
    for n in 1..=OLD {
        let uid = lpa_uid(n).to_string();
        done.push(held(&donor.update(&uid, &correct(EMAIL, "second@example.com")).await));
        vain.push(held(&donor.update(&uid, &correct(EMAIL, "never@example.com")).await));
        done.push(held(&donor.update(&uid, &update("DONOR_WITHDRAW_LPA", &[])).await));
    }
    for n in OLD + 1..=OLD + NEW {
        done.push(held(&donor.create(&lpa_uid(n).to_string(), &document()).await));
    }
    let aside = held(&donor.update(&damaged(), &correct(EMAIL, "second@example.com")).await);
    Written { done, vain, aside }
}

async fn j40_a_window_that_is_ended_early_holds_drains_at_its_rate_and_is_reported(mode: Mode) {
    let rate = PER_SECOND.to_string();
    play_with(mode, &[("FORWARD__DRAIN_PER_SECOND", &rate)], ended_early).await;
}

async fn ended_early(scene: &Scene) {
    for n in (1..=OLD).chain([DAMAGED]) {
        taken(&scene.donor().create(&lpa_uid(n).to_string(), &document()).await);
    }
    scene.damage(&damaged(), UNREADABLE).await;
    let (before, asked) = (scene.lines().count(), asked(scene).await);
    let (window, end) = announced(scene, SignedDuration::from_hours(2)).await;
    assert_eq!(moment(&scene.client().dependencies().await["nextWindow"]["end"]), end);
    scene.expect_no_writes().await;
    scene.worsen().await;
    let written = written(scene).await;
    the_refused_are_told_its_end(scene, end).await;
    let told = scene.client().dependencies().await;
    let all = (written.done.len() + written.vain.len() + 1) as u64;
    assert_eq!((&told["register"]["state"], &told["held"]), (&json!("maintenance"), &json!(all)));
    // The register is there again before the window is over, and nobody asks.
    scene.bring_back().await;
    assert_eq!(self::asked(scene).await, asked, "in the window the register is left alone");
    for line in scene.lines().skip(before) {
        assert_eq!(line["level"], "INFO", "in a window nothing alarms: {line}");
    }
    let ended = scene.operate("PATCH", &window, json!({ "end": "now" })).await;
    assert_eq!((ended.status, &ended.json()["state"]), (200, &json!("over")), "{}", ended.text());
    it_drains_at_its_rate(scene, &written, moment(&ended.json()["end"])).await;
    the_report_is_true(scene, &window, &written).await;
}

/// How much was asked of the register so far, by anyone.
async fn asked(scene: &Scene) -> usize {
    scene.crossing.lock().await.proxy.asked()
}

/// Nothing is settled before the window is over, and never more than the set rate allows until then: counted, so that it does not
/// matter how long it takes.
async fn it_drains_at_its_rate(scene: &Scene, written: &Written, over: Timestamp) {
    let drained = async || {
        let told = scene.client().dependencies().await;
        let rate = told["drainedPerSecond"].as_f64().unwrap();
        #[expect(clippy::cast_precision_loss, reason = "small numbers")]
        let most = (PER_SECOND + AT_ONCE) as f64;
        assert!(rate <= most, "{told}");
        (told["held"] == json!(0)).then_some(rate)
    };
    let measured = until("what was held is drained", PATIENCE, drained).await;
    assert!(measured > 0.0, "the rate is measured");
    let mut settled = Vec::new();
    for operation in written.done.iter().chain(&written.vain) {
        settled.push(moment(&scene.receipt(operation).await["settledAt"]));
    }
    settled.sort();
    for (so_many, at) in (1..).zip(settled) {
        let after = at.duration_since(over).as_millis();
        let allowed = i128::from(AT_ONCE) * 1_000 + after * i128::from(PER_SECOND);
        assert!(after >= 0 && so_many * 1_000 <= allowed, "{so_many} within {after} ms");
    }
    let told = scene.client().dependencies().await;
    assert_eq!((&told["nextWindow"], &told["oldestHeldAgeSeconds"]), (&Value::Null, &json!(0)));
}

/// Of each operation the report says what its receipt says, also after a person has looked at the one that was set aside. That one
/// alone has alarmed, and only when the window was over.
async fn the_report_is_true(scene: &Scene, window: &str, written: &Written) {
    for (operations, state) in [(&written.done, "applied"), (&written.vain, "refused")] {
        for operation in operations {
            assert_eq!(scene.receipt(operation).await["state"], state);
        }
    }
    let (applied, refused) = (written.done.len(), written.vain.len());
    let report = async || scene.operate("GET", window, Value::Null).await.json()["operations"].clone();
    let expected = |parked, given_up| json!({ "held": 0, "applied": applied, "refused": refused, "parked": parked, "givenUp": given_up });
    assert_eq!(report().await, expected(1, 0));
    let alarms: Vec<Value> = scene.lines().filter(|line| line["level"] == "ERROR").collect();
    assert!(alarms.iter().all(|line| line["operation"]["id"] == json!(written.aside)), "{alarms:#?}");
    let discard = format!("/v1/operations/{}/discard", written.aside);
    let because = json!({ "reason": "typed twice", "acknowledge": true });
    let discarded = scene.operate("POST", &discard, because).await;
    assert_eq!(discarded.status, 200, "{}", discarded.text());
    assert_eq!(report().await, expected(0, 1));
    scene.damage(&damaged(), READABLE).await;
}

/// Long enough for some writes on a busy machine; the journey lasts no longer than the window and what comes after it.
const SHORT: SignedDuration = SignedDuration::from_secs(4);

async fn j40_at_the_end_of_a_window_forwarding_goes_on_by_itself(mode: Mode) {
    play_with(mode, &[], ended_by_itself).await;
}

async fn ended_by_itself(scene: &Scene) {
    let donor = scene.donor();
    for n in 1..=OLD {
        taken(&donor.create(&lpa_uid(n).to_string(), &document()).await);
    }
    let (window, end) = announced(scene, SHORT).await;
    scene.expect_no_writes().await;
    scene.worsen().await;
    let mut in_it = Vec::new();
    for n in 1..=OLD {
        let answer = donor.update(&lpa_uid(n).to_string(), &correct(EMAIL, "second@example.com")).await;
        if now() < end {
            in_it.push(held(&answer));
        }
    }
    assert!(!in_it.is_empty(), "nothing was written within {SHORT}");
    scene.bring_back().await;
    for operation in &in_it {
        let settled = async || scene.receipt(operation).await.get("settledAt").map(moment);
        let settled = until("it is forwarded", PATIENCE, settled).await;
        assert!(settled >= end, "{operation} at {settled}, in the window that ends at {end}");
    }
    scene.mend().await;
    let report = scene.operate("GET", &window, Value::Null).await.json();
    assert_eq!((&report["state"], &report["announcedBy"]), (&json!("over"), &json!(OPERATOR)));
    // One more may have been accepted in it whose answer came after it.
    assert!(report["operations"]["applied"].as_u64() >= Some(in_it.len() as u64), "{report}");
}
