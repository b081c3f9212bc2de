//! While the way is closed, or loses an answer: work goes on, and everything is finished once and in order.

use std::sync::Mutex;
use std::time::Duration;

use futures::future::join_all;
use jiff::SignedDuration;
use lpa_domain::Version;
use lpa_tests::samples::lpa_uid;
use lpa_tests::served::Served;
use lpa_tests::until;
use lpa_tests::world::World;
use serde_json::json;
use tokio::sync::Semaphore;

use super::{address, correct, create, held_upstream, receipt, settle};

#[tokio::test]
async fn what_is_accepted_while_the_way_is_closed_is_finished_once_and_in_order() {
    let mut upstream = Served::new().await;
    let edge = upstream.edge();
    upstream.gate.close().await;
    let mut receipts = Vec::new();
    for held in [
        create(&edge, 1).await,
        correct(&edge, 1, "", "first@example.com").await,
        correct(&edge, 1, "first@example.com", "second@example.com").await,
    ] {
        assert_eq!((held.status, &held.json()["state"]), (202, &json!("held")));
        receipts.push(held.header("location").to_owned());
        assert_eq!(receipt(&edge, receipts.last().unwrap()).await["state"], "held");
    }
    upstream.gate.open().await;
    settle(&edge).await;
    let entries = held_upstream(&upstream, 1).await;
    let made: Vec<String> = entries.iter().map(|entry| format!("/v1/operations/{}", entry.id)).collect();
    assert_eq!(made, receipts);
    for (path, version) in receipts.iter().zip(1..) {
        let receipt = receipt(&edge, path).await;
        assert_eq!((&receipt["state"], &receipt["version"]), (&json!("applied"), &json!(version)));
    }
}

#[tokio::test]
async fn a_lost_answer_to_a_creation_is_applied_once() {
    let upstream = Served::new().await;
    let edge = upstream.edge();
    upstream.gate.swallow_next_answer();
    let held = create(&edge, 1).await;
    assert_eq!((held.status, upstream.gate.to_be_swallowed()), (202, 0));
    settle(&edge).await;
    let receipt = receipt(&edge, held.header("location")).await;
    assert_eq!((&receipt["state"], &receipt["version"]), (&json!("applied"), &json!(1)));
    assert_eq!(held_upstream(&upstream, 1).await.len(), 1);
}

#[tokio::test]
async fn a_lost_answer_is_made_good_even_when_the_lpa_has_moved_on() {
    let upstream = Served::new().await;
    let edge = upstream.edge();
    create(&edge, 1).await;
    upstream.gate.swallow_next_answer();
    let held = correct(&edge, 1, "", "edge@example.com").await;
    assert_eq!(held.status, 202);
    assert_eq!(correct(&upstream.world, 1, "edge@example.com", "behind@example.com").await.status, 201);
    settle(&edge).await;
    assert_eq!(receipt(&edge, held.header("location")).await["version"], 2);
    let donor = upstream.world.get(&address(lpa_uid(1))).await.json()["donor"].clone();
    assert_eq!(donor["email"], "behind@example.com");
    assert_eq!(held_upstream(&upstream, 1).await.len(), 3);
}

#[tokio::test]
async fn a_lost_refusal_is_still_a_refusal() {
    let upstream = Served::new().await;
    let edge = upstream.edge();
    create(&edge, 1).await;
    upstream.gate.swallow_next_answer();
    let held = correct(&edge, 1, "wrong", "new@example.com").await;
    assert_eq!(held.status, 202);
    settle(&edge).await;
    let receipt = receipt(&edge, held.header("location")).await;
    assert_eq!(
        (&receipt["state"], &receipt["refusal"]["code"]),
        (&json!("refused"), &json!("invalid-update"))
    );
    assert_eq!(receipt["refusal"]["errors"][0]["source"], "/changes/0/old");
}

#[tokio::test]
async fn what_the_causeway_behind_holds_is_finished_when_its_register_is_back() {
    let upstream = Served::new().await;
    let edge = upstream.edge();
    upstream.world.register.go_away();
    let held = create(&edge, 1).await;
    assert_eq!(held.status, 202);
    upstream.world.register.come_back();
    settle(&edge).await;
    assert_eq!(receipt(&edge, held.header("location")).await["state"], "applied");
    assert_eq!(held_upstream(&upstream, 1).await.len(), 1);
}

#[tokio::test]
async fn reads_say_that_nothing_is_known_while_the_way_is_closed() {
    let mut upstream = Served::new().await;
    let edge = upstream.edge();
    create(&edge, 1).await;
    upstream.gate.close().await;
    for n in [1, 2] {
        let answer = edge.get(&address(lpa_uid(n))).await;
        assert_eq!((answer.status, answer.header("retry-after")), (503, "1"));
    }
    upstream.gate.open().await;
    edge.until_called_again().await;
    assert_eq!(edge.get(&address(lpa_uid(1))).await.status, 200);
    assert_eq!(edge.get(&address(lpa_uid(2))).await.status, 404);
}

/// When callers may write, and how many have.
struct Pace {
    turns: Semaphore,
    statuses: Mutex<Vec<u16>>,
}

impl Pace {
    fn written(&self) -> usize {
        self.statuses.lock().unwrap().len()
    }

    /// Lets so many more writes be made, and waits until all of them are answered.
    async fn go_on(&self, edge: &World, writes: usize) {
        let due = self.written() + writes;
        self.turns.add_permits(writes);
        until_so(edge, "they are answered", || self.written() == due).await;
    }
}

/// Lets time pass until it is so. Time passes slowly enough for a token to stay valid on its way.
async fn until_so(edge: &World, what: &str, so: impl Fn() -> bool) {
    until(what, Duration::from_secs(30), async || {
        edge.pass(SignedDuration::from_millis(100));
        so().then_some(())
    })
    .await;
}

/// A day of one LPA: created, then each correction names what the one before it left.
async fn a_day(edge: &World, n: u64, pace: &Pace) {
    for step in 0..=3 {
        pace.turns.acquire().await.unwrap().forget();
        let old = if step <= 1 { String::new() } else { format!("{}@example.com", step - 1) };
        let answer = match step {
            0 => create(edge, n).await,
            _ => correct(edge, n, &old, &format!("{step}@example.com")).await,
        };
        assert!([201, 202].contains(&answer.status), "{}", answer.text());
        pace.statuses.lock().unwrap().push(answer.status);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_way_that_opens_and_closes_all_day_loses_doubles_and_swaps_nothing() {
    const LPAS: u64 = 12;
    let mut upstream = Served::new().await;
    let edge = upstream.edge();
    let pace = Pace { turns: Semaphore::new(0), statuses: Mutex::default() };
    let days = join_all((1..=LPAS).map(|n| a_day(&edge, n, &pace)));
    let flapping = async {
        for round in 1..=6 {
            upstream.gate.swallow_next_answer();
            pace.go_on(&edge, 4).await;
            // To a write, or to the question whether it is back: the rest of the day goes on after it.
            until_so(&edge, "an answer is lost", || upstream.gate.swallowed() == round).await;
            upstream.gate.close().await;
            let before = pace.written();
            pace.go_on(&edge, 4).await;
            assert_eq!(pace.statuses.lock().unwrap()[before..], [202; 4], "the way is closed");
            upstream.gate.open().await;
        }
    };
    futures::join!(days, flapping);
    settle(&edge).await;
    for n in 1..=LPAS {
        let entries = held_upstream(&upstream, n).await;
        let versions: Vec<Version> = entries.iter().map(|entry| entry.version).collect();
        assert_eq!(versions, [1, 2, 3, 4].map(Version), "LPA {n}");
        let lpa = upstream.world.get(&address(lpa_uid(n))).await.json();
        assert_eq!(lpa["donor"]["email"], "3@example.com", "LPA {n}");
    }
    assert_eq!((upstream.gate.to_be_swallowed(), pace.written()), (0, 48));
    assert_eq!(edge.causeway.ports().journal.backlog().await.unwrap().parked, 0);
}
