//! What is said of an LPA that the register does not hold while something of it waits here.

use std::time::Duration;

use lpa_domain::{Operation, OperationId};
use lpa_tests::samples::{at, creation, document, holding, lpa_uid, state};
use lpa_tests::world::World;
use serde_json::json;
use tokio::time::Instant;

use super::{get, told};

/// Has an operation wait here for a person, while the register answers all else.
async fn park(world: &World, operation: Operation) -> OperationId {
    let id = operation.id;
    world.register.garble(Some(id));
    let submitted = world.causeway.accept_operation(operation, Vec::new()).await.unwrap();
    assert!(!submitted.receipt.outcome.is_settled());
    id
}

#[tokio::test]
async fn a_draft_that_waits_is_no_lpa_on_its_way() {
    let world = World::new();
    park(&world, state(1, lpa_uid(1), 0)).await;
    let lpa = format!("/v1/lpas/{}", lpa_uid(1));
    for path in [&lpa, &format!("{lpa}/static"), &format!("{lpa}/history")] {
        assert_eq!(told(&get(&world, path).await), (404, "unknown-lpa".to_owned()), "{path}");
    }
    assert_eq!(told(&world.get(&format!("{lpa}/status")).await), (404, "unknown-lpa".to_owned()));
    assert_eq!(world.get(&format!("/lpas/{}", lpa_uid(1))).await.status, 404);
    let statuses = world.post("/v1/statuses", json!({ "uids": [lpa_uid(1)] }).to_string()).await.json();
    assert_eq!(statuses["statuses"][0]["answer"], "unknown-lpa");
}

#[tokio::test]
async fn a_creation_that_waits_behind_a_draft_is_on_its_way() {
    let world = World::new();
    park(&world, state(1, lpa_uid(1), 0)).await;
    let behind = creation(2, lpa_uid(1), document());
    let address = format!("/v1/operations/{}", behind.id);
    // Nothing overtakes what is parked.
    world.causeway.ports().journal.record(&holding(behind), None).await.unwrap();
    let lpa = format!("/v1/lpas/{}", lpa_uid(1));
    let read = get(&world, &lpa).await;
    assert_eq!((told(&read), read.header("location")), ((503, "held".to_owned()), &*address));
    assert_eq!(told(&world.get(&format!("{lpa}/status")).await), (503, "held".to_owned()));
}

#[tokio::test(start_paused = true)]
async fn a_question_about_what_is_on_its_way_is_answered_within_the_budget_of_an_edge_like_this_one() {
    let world = World::new();
    let carried_elsewhere = holding(creation(1, lpa_uid(1), document()));
    world.causeway.ports().journal.record(&carried_elsewhere, Some(at(3_600))).await.unwrap();
    let asked = Instant::now();
    let read = get(&world, &format!("/v1/lpas/{}", lpa_uid(1))).await;
    assert_eq!(told(&read), (503, "held".to_owned()));
    // Half of what it waits for the register itself, which is two seconds.
    assert_eq!(asked.elapsed(), Duration::from_secs(1));
}
