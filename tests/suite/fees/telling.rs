//! Something is told of a fee, again, wrongly, by the wrong one, and while the register is away.

use lpa_tests::world::World;
use serde_json::{Value, json};

use super::{
    MAKE_REGISTER, SIRIUS, application, claim, decision, fee, impatient, is, issued_by, payment, problem,
    state, tell, tell_as,
};

#[tokio::test]
async fn each_thing_told_is_answered_with_its_receipt() {
    let world = World::new();
    let refund = payment("back-1", 9200);
    let all = [
        ("application", "FEE_APPLICATION", application()),
        ("payments", "FEE_PAYMENT", payment("card-1", 9200)),
        ("claims", "FEE_CLAIM", claim()),
        ("evidence", "FEE_EVIDENCE", json!({ "documentId": "7" })),
        ("decisions", "FEE_DECISION", decision(1, "granted")),
        ("refunds", "FEE_REFUND", refund),
    ];
    for (version, (about, label, told)) in (1..).zip(&all) {
        let answer = tell(&world, about, told).await;
        assert_eq!(state(&answer), is(201, "applied"), "{about}: {}", answer.text());
        let receipt = answer.json();
        assert_eq!((&receipt["type"], &receipt["version"]), (&json!(label), &json!(version)));
        assert_eq!(world.get(answer.header("location")).await.json(), receipt);
    }
    for (about, _label, told) in &all {
        assert_eq!(state(&tell(&world, about, told).await), is(200, "superseded"), "{about}");
    }
}

#[tokio::test]
async fn who_is_not_in_a_position_to_know_may_not_tell() {
    let world = World::new();
    for (about, told) in [("decisions", decision(1, "granted")), ("refunds", payment("r", 1))] {
        let answer = tell_as(&world, MAKE_REGISTER, about, &told).await;
        assert_eq!(
            (problem(&answer), answer.problems()[0].0.as_str()),
            (is(403, "forbidden"), "iss"),
            "{about}"
        );
    }
    assert_eq!(state(&tell_as(&world, MAKE_REGISTER, "claims", &claim()).await), is(201, "applied"));
    assert_eq!(
        problem(&tell_as(&world, "opg.poas.use", "payments", &payment("p", 1)).await),
        is(403, "forbidden")
    );
    let nobody = axum::http::Request::builder().method("POST").uri(format!("{}/payments", fee()));
    assert_eq!(problem(&world.send(nobody, payment("p", 1).to_string()).await), is(401, "unauthorised"));
}

#[tokio::test]
async fn what_is_wrong_is_told_at_once_and_nothing_is_kept() {
    let world = World::new();
    let answer = tell(&world, "payments", &json!({ "amountPence": -1, "who": "x" })).await;
    assert_eq!(problem(&answer), is(422, "invalid-fee"));
    let places: Vec<_> = answer.problems().into_iter().map(|(place, _)| place).collect();
    assert_eq!(places, ["/reference", "/amountPence", ""]);
    assert_eq!(problem(&tell(&world, "bribes", &json!({})).await), is(404, "unknown-resource"));
    let unissued =
        world.send(issued_by(&world, SIRIUS, "POST", "/v1/fees/M-3779-9919-9528/payments"), "{}").await;
    assert_eq!(unissued.problems()[0].0, "uid");
    assert_eq!(
        problem(&world.send(issued_by(&world, SIRIUS, "GET", &fee()), "").await),
        is(404, "unknown-fee")
    );
}

#[tokio::test]
async fn what_contradicts_what_was_told_before_is_refused_with_its_receipt() {
    let world = World::new();
    tell(&world, "payments", &payment("card-1", 9200)).await;
    let other = tell(&world, "payments", &payment("card-1", 9100)).await;
    assert_eq!(problem(&other), is(422, "invalid-fee"));
    assert_eq!(other.problems()[0].0, "/reference");
    assert_eq!(other.json()["receipt"]["state"], "refused");
}

#[tokio::test]
async fn under_a_key_a_request_is_recognised_and_another_is_refused() {
    let world = World::new();
    let path = format!("{}/payments", fee());
    let request = || issued_by(&world, SIRIUS, "POST", &path).header("Idempotency-Key", "mine");
    let first = world.send(request(), payment("card-1", 9200).to_string()).await;
    let again = world.send(request(), format!("{:#}", payment("card-1", 9200))).await;
    assert_eq!(again.said(), first.said(), "spaces say nothing");
    assert_eq!(
        problem(&world.send(request(), payment("card-2", 1).to_string()).await),
        is(422, "key-reused")
    );
    let elsewhere =
        issued_by(&world, SIRIUS, "POST", &format!("{}/refunds", fee())).header("Idempotency-Key", "mine");
    assert_eq!(
        problem(&world.send(elsewhere, payment("card-1", 9200).to_string()).await),
        is(422, "key-reused")
    );
}

/// integration.md 8.5: a fee request and a payment are held; each of them, and in their order.
#[tokio::test]
async fn while_the_register_is_away_everything_is_held_and_settled_in_its_order() {
    let world = impatient();
    world.register.go_away();
    let told: [(&str, Value); 4] = [
        ("application", application()),
        ("claims", claim()),
        ("payments", payment("card-1", 9200)),
        ("decisions", decision(1, "granted")),
    ];
    let mut receipts = Vec::new();
    for (about, told) in &told {
        let answer = tell(&world, about, told).await;
        assert_eq!(state(&answer), is(202, "held"), "{about}");
        receipts.push(answer.header("location").to_owned());
    }
    world.register.come_back();
    world.catch_up().await;
    for (version, receipt) in (1..).zip(&receipts) {
        let receipt = world.get(receipt).await.json();
        assert_eq!((&receipt["state"], &receipt["version"]), (&json!("applied"), &json!(version)));
    }
}
