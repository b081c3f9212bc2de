//! An operation that always fails is set aside while others succeed, and never because the register is away.

use jiff::SignedDuration;
use lpa_tests::samples::lpa_uid;
use lpa_tests::sick::Way;
use lpa_tests::until;
use lpa_tests::world::{Choices, World};

use super::{SOON, WITHDRAW, backlog, create, sick_world, told, update};

/// Lets time pass until so many are parked.
async fn until_parked(world: &World, parked: u64) {
    let so = async || {
        world.pass(SignedDuration::from_secs(1));
        (backlog(world).await.parked == parked).then_some(())
    };
    until("it is parked", SOON, so).await;
}

#[tokio::test]
async fn an_operation_that_always_fails_is_parked_while_others_succeed() {
    for way in [Way::Fail, Way::TurnAway] {
        let (world, register) = sick_world(Choices::default());
        let sick = lpa_uid(1);
        register.behave(move |asked| if asked.operation_on == Some(sick) { way } else { Way::Well });
        let held = create(&world, 1).await;
        assert_eq!((held.status, create(&world, 2).await.status), (202, 201));
        // The next of the same LPA waits behind it, and can be seen to.
        let behind = update(&world, 1, WITHDRAW).await;
        assert_eq!(behind.status, 202);
        until_parked(&world, 1).await;
        let receipt = world.get(held.header("location")).await.json();
        assert_eq!(receipt["state"], "parked");
        assert!(receipt["reason"].as_str().unwrap().starts_with("failed 8 times"), "{receipt}");
        world.until_called_again().await;
        let tried = register.calls();
        world.pass(SignedDuration::from_secs(60));
        assert_eq!(create(&world, 3).await.status, 201);
        assert_eq!(world.get(behind.header("location")).await.json()["state"], "held");
        assert_eq!(backlog(&world).await.held, 1);
        assert_eq!(register.calls(), tried + 1, "what is parked is not tried again");
    }
}

#[tokio::test]
async fn one_operation_that_fails_on_a_quiet_day_does_not_make_the_register_away_for_good() {
    let (world, register) = sick_world(Choices::default());
    let sick = lpa_uid(1);
    register.behave(move |asked| if asked.operation_on == Some(sick) { Way::Fail } else { Way::Well });
    assert_eq!(create(&world, 1).await.status, 202);
    until_parked(&world, 1).await;
    super::until_told(&world, "available").await;
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
