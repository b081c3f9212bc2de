//! An outage costs each caller one slow answer at most, and the register no more calls than it takes to notice its return.

use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::SignedDuration;
use lpa_domain::document::example;
use lpa_tests::samples::lpa_uid;
use lpa_tests::sick::Way;
use lpa_tests::until;
use lpa_tests::world::Choices;
use serde_json::json;

use super::{SOON, WITHDRAW, address, backlog, create, impatient, sick_world, told, until_told, update};

#[tokio::test]
async fn one_answer_is_slow_and_after_it_no_write_and_no_read_takes_any_of_the_registers_time() {
    let budget = Duration::from_millis(300);
    let (world, register) = sick_world(Choices { budget, ..Choices::default() });
    assert_eq!(create(&world, 1).await.status, 201);
    register.behave(|_| Way::Hang);
    let began = Instant::now();
    assert_eq!(create(&world, 2).await.status, 202);
    assert!(began.elapsed() >= budget);
    let before = register.calls();
    let mut slow = 0;
    for n in 3..40 {
        let began = Instant::now();
        assert_eq!(create(&world, n).await.status, 202);
        assert_eq!(update(&world, 1, WITHDRAW).await.status, 202);
        let read = world.get(&address(lpa_uid(1))).await;
        assert_eq!((read.status, read.header("retry-after")), (503, "1"));
        slow += usize::from(began.elapsed() >= budget);
    }
    assert_eq!((slow, register.calls()), (0, before), "the clock stands still: not even a probe is due");
    assert_eq!(told(&world).await["cause"], "timed-out");
    assert_eq!(backlog(&world).await.held, 1 + 37 + 37);
}

#[tokio::test]
async fn a_repeat_of_what_is_held_is_answered_at_once_too() {
    let budget = Duration::from_millis(300);
    let (world, register) = sick_world(Choices { budget, ..Choices::default() });
    register.behave(|_| Way::Hang);
    let send = async || {
        let request = world.request("PUT", &address(lpa_uid(1)));
        world.send(request.header("Idempotency-Key", "one"), example::bytes(0)).await
    };
    let first = send().await;
    let began = Instant::now();
    let again = send().await;
    assert_eq!((again.status, again.header("location")), (202, first.header("location")));
    assert!(began.elapsed() < budget);
}

#[tokio::test]
async fn one_lpa_that_hangs_is_not_an_outage_while_others_are_answered() {
    let (world, register) = sick_world(Choices { budget: Duration::from_millis(400), ..Choices::default() });
    let stuck = lpa_uid(1);
    register.behave(move |asked| if asked.operation_on == Some(stuck) { Way::Hang } else { Way::Well });
    let others = async {
        for n in 2..60 {
            assert_eq!(create(&world, n).await.status, 201);
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    assert_eq!(tokio::join!(create(&world, 1), others).0.status, 202);
    assert_eq!(told(&world).await["state"], "available");
    assert_eq!(create(&world, 100).await.status, 201);
}

#[tokio::test]
async fn a_register_that_answers_most_calls_with_errors_is_away_however_well_it_says_it_is() {
    let (world, register) = sick_world(Choices::default());
    assert_eq!(create(&world, 1).await.status, 201);
    register.behave(|asked| if asked.number % 3 == 0 { Way::Well } else { Way::Fail });
    let sick = async || {
        let _answer = world.get(&address(lpa_uid(1))).await;
        (told(&world).await["state"] == json!("degraded")).then_some(())
    };
    until("it is noticed", SOON, sick).await;
    assert_eq!(create(&world, 2).await.status, 202);
    register.behave(|_| Way::Well);
    world.catch_up().await;
    assert_eq!(create(&world, 3).await.status, 201);
}

#[tokio::test]
async fn a_register_that_answers_slowly_is_away_until_it_answers_quickly() {
    let (world, register) = sick_world(Choices::default());
    assert_eq!(create(&world, 1).await.status, 201);
    world.clock.pass(SignedDuration::from_secs(60));
    let clock = Arc::clone(&world.clock);
    register.behave(move |_| {
        clock.pass(SignedDuration::from_millis(1_600));
        Way::Well
    });
    for n in 2..=6 {
        assert_eq!(create(&world, n).await.status, 201);
    }
    assert_eq!(told(&world).await["cause"], "slow");
    assert_eq!(create(&world, 7).await.status, 202);
    register.behave(|_| Way::Well);
    world.pass(SignedDuration::from_secs(1));
    until_told(&world, "available").await;
}

#[tokio::test]
async fn a_register_that_comes_and_goes_is_followed_and_loses_nothing() {
    let (world, register) = sick_world(impatient());
    let mut statuses = Vec::new();
    for n in 1..=60 {
        match n % 6 {
            1 => register.behave(|_| Way::Well),
            3 => register.behave(|_| Way::TurnAway),
            5 => register.behave(|_| Way::Fail),
            _ => {}
        }
        world.pass(SignedDuration::from_millis(300));
        tokio::task::yield_now().await;
        statuses.push(create(&world, n).await.status);
    }
    register.behave(|_| Way::Well);
    assert!(statuses.contains(&201) && statuses.contains(&202), "{statuses:?}");
    world.catch_up().await;
    for n in 1..=60 {
        assert_eq!(world.get(&address(lpa_uid(n))).await.status, 200, "{n}");
    }
    assert_eq!(backlog(&world).await.parked, 0);
}
