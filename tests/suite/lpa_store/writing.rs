//! Creations and updates.

use lpa_domain::document::example;
use lpa_tests::world::World;
use serde_json::{Value, json};

use super::{ADDRESS, UID, UPDATES, WITHDRAW, world_with_an_lpa};

#[tokio::test]
async fn a_creation_answers_an_empty_object_and_can_be_read_back() {
    // contract section 1, rows 1 and 2
    let world = world_with_an_lpa().await;
    let read = world.get(ADDRESS).await;
    assert_eq!(read.status, 200);
    assert_eq!(read.header("content-type"), "application/json");
    assert_eq!(
        (read.json()["uid"].as_str(), read.json()["status"].as_str()),
        (Some(UID), Some("in-progress"))
    );
}

#[tokio::test]
async fn a_second_creation_is_told_so_even_when_its_body_is_junk() {
    // contract sections 1.2 and 4.4
    let told = r#"{"code":"INVALID_REQUEST","detail":"LPA with UID already exists"}"#;
    let world = world_with_an_lpa().await;
    for body in [example::bytes(0), example::bytes(2), b"junk".to_vec(), Vec::new()] {
        assert_eq!(world.put(ADDRESS, body).await.said(), (400, told));
    }
}

#[tokio::test]
async fn an_empty_document_is_told_everything_that_is_wrong_at_once() {
    // contract section 4.3: exactly 22 errors
    let world = World::new();
    let answer = world.put(ADDRESS, "{}").await;
    assert_eq!(answer.status, 400);
    assert_eq!(answer.problems().len(), 22);
    assert!(answer.text().starts_with(
        r#"{"code":"INVALID_REQUEST","detail":"Invalid request","errors":[{"source":"/lpaType","detail":"field is required"},"#
    ));
    assert_eq!(world.get(ADDRESS).await.status, 404);
}

#[tokio::test]
async fn a_uid_with_letters_is_as_good_as_another() {
    // contract section 1: an existing client suite invents such UIDs
    let world = World::new();
    assert_eq!(world.put("/lpas/M-1A2B-4C3D-9E8F", example::bytes(3)).await.said(), (201, "{}"));
    assert_eq!(world.get("/lpas/M-1A2B-4C3D-9E8F").await.json()["uid"], "M-1A2B-4C3D-9E8F");
}

#[tokio::test]
async fn what_is_no_uid_is_refused_in_a_creation_and_unknown_everywhere_else() {
    let world = World::new();
    let refused = r#"{"code":"INVALID_REQUEST","detail":"Invalid request","errors":[{"source":"/uid","detail":"invalid format"}]}"#;
    let unknown = r#"{"code":"NOT_FOUND","detail":"Record not found"}"#;
    for text in ["m-3779-9919-9529", "M-3779-9919", "%ff", "..%2f..%2fetc", "%00"] {
        let (lpa, updates) = (format!("/lpas/{text}"), format!("/lpas/{text}/updates"));
        assert_eq!(world.put(&lpa, example::bytes(0)).await.said(), (400, refused), "{text}");
        assert_eq!(world.get(&lpa).await.said(), (404, unknown), "{text}");
        assert_eq!(world.get(&updates).await.said(), (404, unknown), "{text}");
        assert_eq!(world.get(&format!("{lpa}/static")).await.said(), (404, unknown), "{text}");
        assert_eq!(world.post(&updates, WITHDRAW).await.said(), (404, unknown), "{text}");
    }
}

#[tokio::test]
async fn an_update_answers_the_whole_lpa_as_it_made_it() {
    // contract section 1, row 4, and 5.1
    let world = world_with_an_lpa().await;
    let answer = world.post(UPDATES, WITHDRAW).await;
    assert_eq!((answer.status, &answer.json()["status"]), (201, &"withdrawn".into()));
    assert_eq!(answer.body, world.get(ADDRESS).await.body);
}

#[tokio::test]
async fn an_update_of_an_unknown_lpa_is_unknown_whatever_else_is_wrong_with_it() {
    // contract section 1.2
    let world = World::new();
    for body in [WITHDRAW, r#"{"type":"NO_SUCH_TYPE"}"#] {
        let answer = world.post(UPDATES, body).await;
        assert_eq!(answer.said(), (404, r#"{"code":"NOT_FOUND","detail":"Record not found"}"#));
    }
}

#[tokio::test]
async fn an_unknown_type_is_told_at_its_place() {
    // contract section 5.1
    let world = world_with_an_lpa().await;
    for body in [r#"{"type":"NO_SUCH_TYPE"}"#, r#"{"type":""}"#, "{}"] {
        let answer = world.post(UPDATES, body).await;
        assert_eq!(answer.status, 400);
        assert_eq!(answer.problems(), [("/type".to_owned(), "invalid value".to_owned())]);
    }
}

#[tokio::test]
async fn two_creations_of_one_uid_at_once_give_one_201() {
    // contract section 9, W4
    let world = World::new();
    let (one, other) =
        tokio::join!(world.put(ADDRESS, example::bytes(0)), world.put(ADDRESS, example::bytes(2)));
    let mut statuses = [one.status, other.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 400]);
}

/// A correction of one field of an LPA, from what is there to something else.
fn correction(lpa: &Value, pointer: &str, new: &str) -> String {
    let change = json!({ "key": pointer, "old": lpa.pointer(pointer).unwrap(), "new": new });
    json!({ "type": "CORRECTION", "changes": [change] }).to_string()
}

#[tokio::test]
async fn two_corrections_of_different_fields_at_once_are_both_kept() {
    // contract section 9, W2
    let world = world_with_an_lpa().await;
    let lpa = world.get(ADDRESS).await.json();
    let (names, phone) = ("/donor/firstNames", "/certificateProvider/phone");
    let (one, other) = tokio::join!(
        world.post(UPDATES, correction(&lpa, names, "Other")),
        world.post(UPDATES, correction(&lpa, phone, "000"))
    );
    assert_eq!((one.status, other.status), (201, 201));
    let lpa = world.get(ADDRESS).await.json();
    assert_eq!(lpa.pointer(names).unwrap(), "Other");
    assert_eq!(lpa.pointer(phone).unwrap(), "000");
}

#[tokio::test]
async fn updates_within_one_second_are_all_in_the_history() {
    // contract section 9, W3: today the last one overwrites the others
    let world = world_with_an_lpa().await;
    for name in ["A", "B", "C", "D", "E"] {
        let lpa = world.get(ADDRESS).await.json();
        assert_eq!(world.post(UPDATES, correction(&lpa, "/donor/lastName", name)).await.status, 201);
    }
    let history = world.get(UPDATES).await.json();
    let changed = history.as_array().unwrap().iter().map(|entry| entry["changes"][0]["new"].clone());
    assert_eq!(
        changed.collect::<Vec<_>>(),
        [json!("E"), "D".into(), "C".into(), "B".into(), "A".into(), json!(null)]
    );
}

#[tokio::test]
async fn unknown_routes_and_methods_are_told_in_the_surfaces_words() {
    let world = World::new();
    let answer = world.get("/nowhere").await;
    assert_eq!(answer.said(), (404, r#"{"code":"NOT_FOUND","detail":"No such address"}"#));
    let answer = world.send(world.request("DELETE", ADDRESS), "").await;
    assert_eq!(answer.said(), (405, r#"{"code":"METHOD_NOT_ALLOWED","detail":"Method not allowed"}"#));
    assert!(answer.header("allow").contains("PUT"), "{}", answer.header("allow"));
}
