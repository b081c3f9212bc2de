//! An operation that always fails is set aside while others succeed, and never because the register is away.

use jiff::SignedDuration;
use lpa_domain::Query;
use lpa_tests::samples::lpa_uid;
use lpa_tests::sick::{SickRegister, Way};
use lpa_tests::until;
use lpa_tests::world::{Choices, World};
use serde_json::json;

use super::fail_closed::CLOSE;
use super::{SOON, WITHDRAW, address, backlog, create, sick_world, told, update};

/// Lets time pass, in which others are done, until one is parked.
async fn until_parked_beside_others(world: &World) {
    let mut others = 1_000..;
    let so = async || {
        world.pass(SignedDuration::from_secs(1));
        create(world, others.next()?).await;
        (backlog(world).await.parked == 1).then_some(())
    };
    until("it is parked", SOON, so).await;
}

#[tokio::test]
async fn an_operation_that_always_fails_is_parked_while_others_succeed() {
    for way in [Way::Fail, Way::TurnAway] {
        let (world, register) = sick_world(Choices::default());
        let sick = lpa_uid(1);
        register.behave(move |asked| if asked.operation_on == Some(sick) { way } else { Way::Well });
        assert_eq!(create(&world, 2).await.status, 201);
        let held = create(&world, 1).await;
        assert_eq!(held.status, 202);
        // The next of the same LPA waits behind it, and can be seen to.
        let behind = update(&world, 1, WITHDRAW).await;
        assert_eq!(behind.status, 202);
        until_parked_beside_others(&world).await;
        let receipt = world.get(held.header("location")).await.json();
        assert_eq!(receipt["state"], "parked");
        assert!(receipt["reason"].as_str().unwrap().starts_with("failed 8 times"), "{receipt}");
        let others_done = async || {
            world.pass(SignedDuration::from_secs(1));
            (backlog(&world).await.held == 1).then_some(())
        };
        until("the others are done", SOON, others_done).await;
        let tried = register.calls();
        world.pass(SignedDuration::from_secs(60));
        assert_eq!(create(&world, 3).await.status, 201);
        assert_eq!(world.get(behind.header("location")).await.json()["state"], "held");
        assert_eq!(backlog(&world).await.held, 1);
        assert_eq!(register.calls(), tried + 1, "what is parked is not tried again");
    }
}

#[tokio::test]
async fn one_operation_that_fails_on_a_quiet_day_is_not_set_aside_and_is_seen_until_another_is_done() {
    let (world, register) = sick_world(Choices::default());
    let sick = lpa_uid(1);
    register.behave(move |asked| if asked.operation_on == Some(sick) { Way::Fail } else { Way::Well });
    let held = create(&world, 1).await;
    assert_eq!(held.status, 202);
    for _ in 0..100 {
        a_second_with_a_call(&world, &register).await;
    }
    // Whether it or the register is at fault cannot be told.
    let told = told(&world).await;
    assert_eq!((&told["state"], &told["cause"]), (&json!("degraded"), &json!("fails-writes")));
    let waits = Query { state: None, uid: None, after: None, limit: 2 };
    let waits = world.causeway.ports().repairs.unsettled(waits).await.unwrap();
    assert!(waits.len() == 1 && waits[0].attempts > 50 && waits[0].failures == 0, "{waits:?}");
    // What comes next is done at once or soon, in its turn, and the register is there again for everyone.
    let other = create(&world, 2).await;
    let done = async || {
        world.pass(SignedDuration::from_secs(1));
        (world.get(&address(lpa_uid(2))).await.status == 200).then_some(())
    };
    assert_eq!(other.status, 202);
    until("the other is done", SOON, done).await;
    until_parked_beside_others(&world).await;
    super::until_told(&world, "available").await;
}

#[tokio::test]
async fn one_operation_that_always_fails_does_not_keep_decisions_away_for_ever() {
    let (world, register) = sick_world(Choices::default());
    assert_eq!(create(&world, 2).await.status, 201);
    world.pass(SignedDuration::from_secs(60));
    let sick = lpa_uid(1);
    register.behave(move |asked| if asked.operation_on == Some(sick) { Way::Fail } else { Way::Well });
    assert_eq!(create(&world, 1).await.status, 202);
    assert_eq!(update(&world, 2, CLOSE).await.status, 503);
    let decided = async || {
        world.pass(SignedDuration::from_millis(100));
        // Behind what fails nothing is decided, nor held.
        assert_eq!(update(&world, 1, CLOSE).await.status, 503);
        let decision = update(&world, 2, CLOSE).await;
        assert!([201, 503].contains(&decision.status), "{}", decision.text());
        (decision.status == 201).then_some(())
    };
    until("it is decided", SOON, decided).await;
    world.until_called_again().await;
    assert_eq!(world.get(&address(lpa_uid(2))).await.json()["status"], "cannot-register");
    assert_eq!(backlog(&world).await.held, 1);
}

#[tokio::test]
async fn a_decision_that_stands_in_at_a_register_that_fails_every_write_is_turned_away() {
    let (world, register) = sick_world(Choices::default());
    assert_eq!(create(&world, 2).await.status, 201);
    world.pass(SignedDuration::from_secs(60));
    register.behave(|asked| asked.operation_on.map_or(Way::Well, |_| Way::TurnAway));
    assert_eq!(create(&world, 1).await.status, 202);
    register.calls_with_operations();
    let mut sent = 0;
    let mut stood_in = async || {
        world.pass(SignedDuration::from_millis(100));
        let decision = update(&world, 2, CLOSE).await;
        assert_eq!((decision.status, &decision.json()["code"]), (503, &json!("register-away")));
        let calls = register.calls_with_operations();
        sent += calls.iter().filter(|call| ***call == [lpa_uid(2)]).count();
        (sent >= 3).then_some(())
    };
    until("it was sent some times", SOON, &mut stood_in).await;
    assert_eq!((told(&world).await["state"].as_str(), backlog(&world).await.held), (Some("degraded"), 1));
    register.behave(|_| Way::Well);
    world.catch_up().await;
    assert_eq!(world.get(&address(lpa_uid(2))).await.json()["status"], "in-progress");
}

#[tokio::test]
async fn while_the_register_is_away_nothing_is_counted_and_nothing_is_parked() {
    for way in [Way::Fail, Way::TurnAway] {
        let (world, register) = sick_world(Choices::default());
        register.behave(move |_| way);
        for n in 1..=5 {
            assert_eq!(create(&world, n).await.status, 202);
        }
        let before = register.calls();
        let tried = async || {
            world.pass(SignedDuration::from_secs(1));
            (register.calls() > before + 200).then_some(())
        };
        until("it was tried many times", SOON, tried).await;
        assert_eq!(
            (told(&world).await["state"].as_str(), backlog(&world).await.parked),
            (Some("degraded"), 0)
        );
        register.behave(|_| Way::Well);
        world.catch_up().await;
        assert_eq!(backlog(&world).await.parked, 0);
    }
}

/// At least a second passes, in which the register is called.
async fn a_second_with_a_call(world: &World, register: &SickRegister) {
    let before = register.calls();
    let called = async || {
        world.pass(SignedDuration::from_millis(100));
        (register.calls() > before).then_some(())
    };
    world.pass(SignedDuration::from_secs(1));
    until("it is called", SOON, called).await;
}

#[tokio::test]
async fn a_register_that_answers_questions_and_fails_every_write_is_away_and_nothing_is_parked() {
    for way in [Way::Fail, Way::TurnAway] {
        let (world, register) = sick_world(Choices::default());
        assert_eq!(create(&world, 100).await.status, 201);
        register.behave(move |asked| if asked.operation_on.is_some() { way } else { Way::Well });
        for n in 1..=5 {
            assert_eq!(create(&world, n).await.status, 202);
        }
        for _ in 0..200 {
            a_second_with_a_call(&world, &register).await;
            assert_eq!(
                (told(&world).await["state"].as_str(), backlog(&world).await.parked),
                (Some("degraded"), 0)
            );
        }
        assert_eq!(told(&world).await["cause"], "fails-writes");
        // What changes nothing is answered as ever; what fails closed is turned away, and the rest held.
        assert_eq!(world.get(&address(lpa_uid(100))).await.status, 200);
        let decision = update(&world, 100, r#"{"type":"REGISTER"}"#).await;
        assert_eq!((decision.status, decision.header("retry-after")), (503, "1"));
        assert_eq!((update(&world, 100, WITHDRAW).await.status, backlog(&world).await.held), (202, 6));
        register.behave(|_| Way::Well);
        world.catch_up().await;
        for n in 1..=5 {
            assert_eq!(world.get(&address(lpa_uid(n))).await.status, 200, "{n}");
        }
        assert_eq!(backlog(&world).await.parked, 0);
    }
}

#[tokio::test]
async fn two_that_always_fail_do_not_keep_a_third_from_showing_that_the_register_is_well() {
    let (world, register) = sick_world(Choices::default());
    register.behave(|_| Way::TurnAway);
    for n in 1..=3 {
        assert_eq!(create(&world, n).await.status, 202);
    }
    let sick = [lpa_uid(1), lpa_uid(2)];
    let fails = move |uid| if sick.contains(&uid) { Way::Fail } else { Way::Well };
    register.behave(move |asked| asked.operation_on.map_or(Way::Well, fails));
    let done = async || {
        world.pass(SignedDuration::from_secs(1));
        (backlog(&world).await.held == 2).then_some(())
    };
    until("the third is done", SOON, done).await;
    world.until_called_again().await;
}
