//! A register that has just come back is noticed soon, and is not harmed by what was held for it.

use std::time::Duration;

use jiff::SignedDuration;
use lpa_tests::samples::lpa_uid;
use lpa_tests::sick::Way;
use lpa_tests::until;
use lpa_tests::world::{Choices, World};

use super::{SOON, address, backlog, create, sick_world, until_told};

#[tokio::test]
async fn a_quiet_service_notices_within_a_second_that_it_is_back() {
    let (world, register) = sick_world(Choices::default());
    register.behave(|_| Way::TurnAway);
    assert_eq!(world.get(&address(lpa_uid(1))).await.status, 503);
    for _ in 0..20 {
        world.pass(SignedDuration::from_secs(1));
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    register.behave(|_| Way::Well);
    world.pass(SignedDuration::from_secs(1));
    until_told(&world, "available").await;
    assert_eq!(world.get(&address(lpa_uid(1))).await.status, 404);
}

#[tokio::test]
async fn one_call_at_a_time_finds_out_whether_it_is_back() {
    let (world, register) = sick_world(Choices::default());
    register.behave(|_| Way::TurnAway);
    for n in 1..=50 {
        assert_eq!(create(&world, n).await.status, 202);
    }
    register.most_at_once();
    let before = register.calls();
    let seconds = 30;
    for _ in 0..seconds {
        world.pass(SignedDuration::from_secs(1));
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    // An operation, and the question whether others are answered.
    assert!(register.calls() - before <= 2 * seconds, "{} calls", register.calls() - before);
    assert_eq!(register.most_at_once(), 1);
}

#[tokio::test]
async fn the_drain_begins_with_one_doubles_and_makes_two_calls_at_once_at_most() {
    let (world, register) = sick_world(Choices { drain_per_second: 100_000, ..Choices::default() });
    register.behave(|_| Way::TurnAway);
    for n in 1..=120 {
        assert_eq!(create(&world, n).await.status, 202);
    }
    register.behave(|_| Way::After(Duration::from_millis(4)));
    register.most_at_once();
    register.calls_with_operations();
    world.pass(SignedDuration::from_secs(1));
    until("all is drained", SOON, async || (backlog(&world).await.held == 0).then_some(())).await;
    let sizes: Vec<_> = register.calls_with_operations().iter().map(Vec::len).collect();
    // The first is the probe.
    assert_eq!(sizes[..4], [1, 1, 2, 2], "{sizes:?}");
    assert!(sizes.len() < 20 && sizes.iter().all(|size| *size <= 100), "{sizes:?}");
    assert_eq!(register.most_at_once(), 2);
}

#[tokio::test]
async fn a_caller_who_waits_is_served_while_much_is_drained() {
    // A tenth of a second's worth can be saved up, and then no time passes: however slow the callers are, much is left.
    let (world, register) = sick_world(Choices { drain_per_second: 1_000, ..Choices::default() });
    register.behave(|_| Way::TurnAway);
    for n in 1..=400 {
        assert_eq!(create(&world, n).await.status, 202);
    }
    register.behave(|_| Way::After(Duration::from_millis(4)));
    world.until_called_again().await;
    for n in 401..=410 {
        assert_eq!(create(&world, n).await.status, 201);
    }
    assert!(backlog(&world).await.held > 0, "it is still draining");
}

#[tokio::test]
async fn no_more_are_drained_in_a_second_than_was_set() {
    let (world, register) = sick_world(Choices { drain_per_second: 20, ..Choices::default() });
    register.behave(|_| Way::TurnAway);
    for n in 1..=70 {
        assert_eq!(create(&world, n).await.status, 202);
    }
    register.behave(|_| Way::Well);
    let mut left = Vec::new();
    for _ in 0..3 {
        for _ in 0..20 {
            world.pass(SignedDuration::from_millis(50));
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        left.push(backlog(&world).await.held);
    }
    for pair in left.windows(2) {
        assert!((18..=21).contains(&(pair[0] - pair[1])), "{left:?}");
    }
}

/// Time passes, for the clock and for what runs, until this is done.
async fn meanwhile<T>(world: &World, doing: impl Future<Output = T>) -> T {
    let time = async {
        loop {
            world.pass(SignedDuration::from_millis(5));
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::select! {
        done = doing => done,
        () = time => unreachable!(),
    }
}

#[tokio::test(start_paused = true)]
async fn a_caller_is_answered_before_the_next_page_of_the_drain_goes_out() {
    let (world, register) = sick_world(Choices { drain_per_second: 100_000, ..Choices::default() });
    register.behave(|_| Way::TurnAway);
    for n in 1..=900 {
        assert_eq!(create(&world, n).await.status, 202);
    }
    register.behave(|_| Way::After(Duration::from_millis(60)));
    // A caller who writes, and one who reads.
    for reads in [false, true] {
        let large = async || {
            let large = register.calls_with_operations().iter().any(|call| call.len() >= 16);
            (large && register.most_at_once() == 2).then_some(())
        };
        meanwhile(&world, until("much goes at once", SOON, large)).await;
        register.calls_with_operations();
        let caller = lpa_uid(if reads { 1 } else { 901 });
        let answered = async {
            if reads { world.get(&address(caller)).await } else { create(&world, 901).await }.status
        };
        assert_eq!(meanwhile(&world, answered).await, if reads { 200 } else { 201 });
        let sent = register.calls_with_operations().concat();
        assert!(sent.is_empty() || sent == [caller], "{sent:?}");
        assert!(backlog(&world).await.held > 0, "it is still draining");
    }
}
