//! Lists, history, static copy.

use jiff::SignedDuration;
use lpa_domain::document::example;
use lpa_tests::world::{AUTHOR, World};
use serde_json::{Value, json};

use super::{ADDRESS, UID, UPDATES, WITHDRAW, world_with_an_lpa};

#[tokio::test]
async fn a_list_names_each_lpa_once_in_the_order_asked_for() {
    // contract section 7; section 9, W24
    let world = world_with_an_lpa().await;
    world.put("/lpas/M-3983-7994-6950", example::bytes(2)).await;
    let asked = json!({ "uids": ["M-3983-7994-6950", UID, "M-4187-6069-4388", "junk", UID, null] });
    let answer = world.post("/lpas", asked.to_string()).await;
    let named: Vec<Value> = answer.json()["lpas"].as_array().unwrap().clone();
    assert_eq!((answer.status, named.len()), (200, 2));
    assert_eq!(named[0], world.get("/lpas/M-3983-7994-6950").await.json());
    assert_eq!(named[1], world.get(ADDRESS).await.json());
}

#[tokio::test]
async fn a_list_of_nothing_is_empty_and_one_too_long_is_refused() {
    // contract section 7; section 9, W24
    let world = World::new();
    for body in ["{}", "null", "[]", r#"{"uids":[]}"#, r#"{"uids":null}"#, r#"{"UIDS":["M-1"]}"#] {
        assert_eq!(world.post("/lpas", body).await.said(), (200, r#"{"lpas":[]}"#), "{body}");
    }
    let longest = json!({ "uids": vec![UID; 1_000] }).to_string();
    assert_eq!(world.post("/lpas", longest).await.status, 200);
    let longer = json!({ "uids": vec![UID; 1_001] }).to_string();
    assert_eq!(world.post("/lpas", longer).await.status, 400);
    for (body, source) in
        [(r#"{"uids":"M-1"}"#, "/uids"), (r#"{"uids":[1]}"#, "/uids/0"), ("[1]", ""), ("5", "")]
    {
        let answer = world.post("/lpas", body).await;
        assert_eq!((answer.status, answer.problems()[0].0.as_str()), (400, source), "{body}");
    }
}

#[tokio::test]
async fn the_history_is_newest_first_and_ends_with_the_creation() {
    // contract sections 5.1 and 7; section 9, W3, W8 and W25
    let world = world_with_an_lpa().await;
    let created: Value = world.get(UPDATES).await.json();
    assert_eq!(created.as_array().unwrap().len(), 1);
    world.clock.pass(SignedDuration::from_millis(1_500));
    world.post(UPDATES, WITHDRAW).await;
    let history = world.get(UPDATES).await;
    let entries = history.json().as_array().unwrap().clone();
    assert_eq!((history.status, entries.len()), (200, 2));
    let id = entries[0]["id"].clone();
    assert_eq!(
        entries[0],
        json!({
            "id": id, "uid": UID, "applied": "2026-03-02T09:00:01Z", "author": AUTHOR,
            "type": "DONOR_WITHDRAW_LPA", "changes": [],
        })
    );
    assert_eq!((&entries[1]["type"], &entries[1]["author"]), (&json!("CREATE"), &json!(AUTHOR)));
    assert_ne!(entries[0]["id"], entries[1]["id"]);
}

#[tokio::test]
async fn the_static_copy_never_changes() {
    // contract section 7
    let world = world_with_an_lpa().await;
    let first = world.get(ADDRESS).await;
    world.clock.pass(SignedDuration::from_secs(1));
    world.post(UPDATES, WITHDRAW).await;
    let copy = world.get(&format!("{ADDRESS}/static")).await;
    assert_eq!((copy.status, copy.body), (200, first.body));
}

#[tokio::test]
async fn what_the_register_does_not_hold_is_not_found() {
    let world = World::new();
    for path in [ADDRESS.to_owned(), UPDATES.to_owned(), format!("{ADDRESS}/static")] {
        let answer = world.get(&path).await;
        assert_eq!(answer.said(), (404, r#"{"code":"NOT_FOUND","detail":"Record not found"}"#), "{path}");
    }
}
