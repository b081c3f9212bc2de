//! `Idempotency-Key` (contract section 9, W10b).

use jiff::SignedDuration;
use lpa_domain::document::example;
use lpa_ports::Clock as _;
use lpa_tests::world::{Answer, Token, World};

use super::{ADDRESS, UPDATES, WITHDRAW, world_with_an_lpa};

async fn keyed(world: &World, method: &str, path: &str, key: &str, body: impl Into<Vec<u8>>) -> Answer {
    world.send(world.request(method, path).header("Idempotency-Key", key), body.into()).await
}

#[tokio::test]
async fn a_repeat_gets_the_first_answer_byte_for_byte() {
    let world = World::new();
    for _ in 0..2 {
        assert_eq!(keyed(&world, "PUT", ADDRESS, "one", example::bytes(0)).await.said(), (201, "{}"));
    }
    let first = keyed(&world, "POST", UPDATES, "two", WITHDRAW).await;
    world.clock.pass(SignedDuration::from_hours(1));
    world.post(UPDATES, r#"{"type":"CERTIFICATE_PROVIDER_OPT_OUT"}"#).await;
    let again = keyed(&world, "POST", UPDATES, "two", WITHDRAW).await;
    assert_eq!((again.status, again.body), (201, first.body));
}

#[tokio::test]
async fn a_refusal_is_repeated_too() {
    let world = world_with_an_lpa().await;
    let first = keyed(&world, "POST", UPDATES, "one", r#"{"type":"REGISTER"}"#).await;
    let again = keyed(&world, "POST", UPDATES, "one", r#"{"type":"REGISTER"}"#).await;
    assert_eq!((first.status, first.body), (400, again.body));
    let first = keyed(&world, "POST", UPDATES, "two", "junk").await;
    let again = keyed(&world, "POST", UPDATES, "two", "junk").await;
    assert_eq!((first.status, first.body), (400, again.body));
}

#[tokio::test]
async fn the_same_key_with_other_content_is_refused() {
    let world = world_with_an_lpa().await;
    keyed(&world, "POST", UPDATES, "one", WITHDRAW).await;
    let answer = keyed(&world, "POST", UPDATES, "one", r#"{"type":"REGISTER"}"#).await;
    assert_eq!((answer.status, answer.json()["code"].as_str()), (422, Some("IDEMPOTENCY_KEY_REUSED")));
    let elsewhere = keyed(&world, "POST", "/lpas/M-3983-7994-6950/updates", "one", WITHDRAW).await;
    assert_eq!(elsewhere.status, 422);
}

#[tokio::test]
async fn a_repeat_of_what_is_held_names_the_same_receipt_and_later_the_lpa() {
    let world = world_with_an_lpa().await;
    world.register.go_away();
    let first = keyed(&world, "POST", UPDATES, "one", WITHDRAW).await;
    let again = keyed(&world, "POST", UPDATES, "one", WITHDRAW).await;
    assert_eq!((first.status, first.said()), (202, again.said()));
    world.register.come_back();
    world.catch_up().await;
    let done = keyed(&world, "POST", UPDATES, "one", WITHDRAW).await;
    assert_eq!((done.status, done.body), (201, world.get(ADDRESS).await.body));
}

#[tokio::test]
async fn two_services_may_choose_the_same_key() {
    let world = world_with_an_lpa().await;
    keyed(&world, "POST", UPDATES, "one", WITHDRAW).await;
    let token = Token::at(world.clock.now()).with("iss", "opg.poas.sirius").signed();
    let mut request = world.request("POST", UPDATES).header("Idempotency-Key", "one");
    request.headers_mut().unwrap().insert("x-jwt-authorization", token.parse().unwrap());
    assert_eq!(world.send(request, r#"{"type":"REGISTER"}"#).await.status, 400);
}

#[tokio::test]
async fn a_key_that_is_none_is_refused() {
    let world = World::new();
    for key in ["", "a b", &"x".repeat(256), "caf\u{e9}"] {
        let answer = keyed(&world, "PUT", ADDRESS, key, example::bytes(0)).await;
        assert_eq!((answer.status, answer.problems()[0].0.as_str()), (400, "Idempotency-Key"), "{key}");
    }
    let twice = world.request("PUT", ADDRESS).header("Idempotency-Key", "a").header("Idempotency-Key", "b");
    assert_eq!(world.send(twice, example::bytes(0)).await.status, 400);
    assert_eq!(world.get(ADDRESS).await.status, 404);
}
