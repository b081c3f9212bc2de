//! How a fee stands: what is owed, what was paid; never more than was told, and never "nothing" for "cannot say".

use lpa_tests::world::World;
use serde_json::json;

use super::{
    MAKE_REGISTER, SIRIUS, application, bearing, claim, decision, fee, impatient, is, issued_by, payment,
    problem, tell,
};

#[tokio::test]
async fn a_fee_shows_what_is_owed_and_what_comes_back() {
    let world = World::new();
    tell(&world, "payments", &payment("card-1", 9200)).await;
    let before = world.send(issued_by(&world, MAKE_REGISTER, "GET", &fee()), "").await.json();
    assert_eq!((&before["quote"], &before["heldPence"]), (&json!(null), &json!(9200)));
    tell(&world, "application", &application()).await;
    tell(&world, "claims", &claim()).await;
    tell(&world, "decisions", &decision(1, "granted")).await;
    let answer = world.send(issued_by(&world, SIRIUS, "GET", &fee()), "").await;
    assert_eq!((answer.status, answer.header("cache-control")), (200, "no-store"));
    let shown = answer.json();
    assert_eq!(shown["version"], 4);
    let ruling = json!({ "version": 1, "ruling": "granted", "on": "2026-03-02" });
    assert_eq!(shown["claims"], json!([{ "relief": "exemption", "state": "decided", "decision": ruling }]));
    // An exemption costs nothing: all that was paid comes back.
    assert_eq!(shown["quote"]["feePence"], 0);
    assert_eq!(shown["quote"]["balance"], json!({ "state": "refund-due", "amountPence": 9200 }));
    assert_eq!(shown["onTheWay"], 0);
    // integration.md 1.4: of a decision no more than an outcome
    for hidden in ["urn:opg", "evidence-accepted", "card-1"] {
        assert!(!answer.text().contains(hidden), "{hidden}");
    }
}

#[tokio::test]
async fn absence_is_only_said_when_the_register_said_so() {
    let world = impatient();
    let read = || issued_by(&world, SIRIUS, "GET", &fee());
    assert_eq!(problem(&world.send(read(), "").await), is(404, "unknown-fee"));
    world.register.go_away();
    assert_eq!(problem(&world.send(read(), "").await), is(503, "register-away"));
    let held = tell(&world, "payments", &payment("card-1", 9200)).await;
    assert_eq!(held.status, 202);
    world.register.come_back();
    world.catch_up().await;
    assert_eq!(world.send(read(), "").await.json()["heldPence"], 9200);
}

#[tokio::test]
async fn who_may_see_a_fee_is_a_matter_of_scope() {
    let world = World::new();
    tell(&world, "payments", &payment("card-1", 9200)).await;
    assert_eq!(world.send(bearing(&world, "fees:read", &fee()), "").await.status, 200);
    let without = world.send(bearing(&world, "drafts:read", &fee()), "").await;
    assert_eq!((problem(&without), without.problems()[0].1.as_str()), (is(403, "forbidden"), "fees:read"));
    let use_an_lpa = world.send(issued_by(&world, "opg.poas.use", "GET", &fee()), "").await;
    assert_eq!(problem(&use_an_lpa), is(403, "forbidden"));
    let records = format!("{}/records", fee());
    assert_eq!(world.send(bearing(&world, "edge", &records), "").await.status, 200);
    assert_eq!(
        problem(&world.send(bearing(&world, "fees:read", &records), "").await),
        is(401, "unauthorised")
    );
}
