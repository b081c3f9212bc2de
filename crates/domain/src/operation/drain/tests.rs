//! The drain on a clock of its own: no time passes but what a test lets pass.

use super::*;

const LIMITS: DrainLimits = DrainLimits { calls: 2, together: 10, per_second: 1_000 };

fn start() -> Timestamp {
    "2026-03-02T09:00:00Z".parse().unwrap()
}

fn millis(millis: i64) -> SignedDuration {
    SignedDuration::from_millis(millis)
}

/// One call as full as may be, which goes as `pull` says; how many operations it carried.
fn call(drain: &mut Drain, at: Timestamp, pull: Pull) -> usize {
    let carried = drain.room(at);
    if carried > 0 {
        let begun = drain.begin(carried, at);
        drain.end(&begun, pull, carried, at);
    }
    carried
}

/// Calls a tenth of a second apart, of which the eighth goes as `pull` says and the others well.
fn calls(limits: DrainLimits, pull: Pull) -> Vec<usize> {
    let mut drain = Drain::new(limits, start());
    let pull = |n| if n == 7 { pull } else { Pull::Well };
    (0..12).map(|n| call(&mut drain, start() + millis(n * 100), pull(n))).collect()
}

#[test]
fn it_begins_with_one_and_doubles_up_to_what_a_call_may_carry() {
    assert_eq!(calls(LIMITS, Pull::Well), [1, 2, 4, 8, 10, 10, 10, 10, 10, 10, 10, 10]);
}

#[test]
fn it_is_halved_by_a_call_that_went_wrong_and_grows_by_one_from_then_on() {
    for wrong in [Pull::Slow, Pull::Failed] {
        assert_eq!(calls(LIMITS, wrong), [1, 2, 4, 8, 10, 10, 10, 10, 5, 6, 7, 8], "{wrong:?}");
    }
}

#[test]
fn two_calls_that_went_wrong_together_halve_it_once() {
    let mut drain = Drain::new(LIMITS, start());
    for n in 0..5 {
        call(&mut drain, start() + millis(n * 100), Pull::Well);
    }
    let at = start() + millis(900);
    let both = [drain.begin(10, at), drain.begin(10, at)];
    for each in &both {
        drain.end(each, Pull::Failed, 0, at);
    }
    assert_eq!(drain.together(), 5);
}

#[test]
fn a_call_that_was_not_full_lets_nothing_grow() {
    let mut drain = Drain::new(LIMITS, start());
    call(&mut drain, start(), Pull::Well);
    let begun = drain.begin(1, start());
    drain.end(&begun, Pull::Well, 1, start());
    assert_eq!(drain.together(), 2);
}

#[test]
fn it_never_stops_altogether() {
    let mut drain = Drain::new(LIMITS, start());
    for n in 0..10 {
        assert_eq!(call(&mut drain, start() + millis(n * 100), Pull::Failed), 1);
    }
}

#[test]
fn few_calls_are_made_at_once_and_at_first_one() {
    let mut drain = Drain::new(LIMITS, start());
    let first = drain.begin(1, start());
    assert_eq!(drain.room(start()), 0);
    drain.end(&first, Pull::Well, 1, start());
    let running = [drain.begin(2, start()), drain.begin(2, start())];
    assert_eq!(drain.room(start()), 0);
    drain.end(&running[0], Pull::Well, 2, start());
    assert_eq!(drain.room(start()), 4);
}

#[test]
fn after_an_outage_it_begins_with_one_again() {
    let mut drain = Drain::new(LIMITS, start());
    for n in 0..8 {
        call(&mut drain, start() + millis(n * 100), Pull::Well);
    }
    assert_eq!(drain.together(), 10);
    let before = drain.begin(10, start() + millis(900));
    drain.restart();
    drain.end(&before, Pull::Well, 10, start() + millis(901));
    assert_eq!(drain.together(), 1);
}

#[test]
fn it_is_no_faster_than_was_set_however_much_goes_into_a_call() {
    for per_second in [1, 20, 333] {
        let mut drain = Drain::new(DrainLimits { calls: 2, together: 1_000, per_second }, start());
        let begun: usize = (0..10_000).map(|n| call(&mut drain, start() + millis(n), Pull::Well)).sum();
        let most = usize::try_from(per_second).unwrap() * 10;
        assert!((most * 9 / 10..=most + most / 10 + 1).contains(&begun), "{begun} of {most}");
    }
}

#[test]
fn how_long_to_wait_for_the_next_is_told() {
    let mut drain = Drain::new(DrainLimits { calls: 2, together: 8, per_second: 4 }, start());
    drain.begin(1, start());
    assert_eq!((drain.room(start()), drain.pause(start())), (0, millis(250)));
    assert_eq!(drain.pause(start() + millis(100)), millis(150));
    assert_eq!(drain.pause(start() + millis(250)), millis(0));
}

#[test]
fn the_rate_is_what_was_answered_lately() {
    let mut drain = Drain::new(LIMITS, start());
    assert!(drain.per_second(start()).abs() < 0.01);
    for n in 0..20 {
        let at = start() + millis(n * 200);
        let begun = drain.begin(3, at);
        drain.end(&begun, Pull::Well, 2, at);
    }
    let at = start() + millis(3_900);
    assert!((drain.per_second(at) - 10.0).abs() < 0.01, "{}", drain.per_second(at));
    assert!(drain.per_second(at + millis(10_000)).abs() < 0.01);
}
