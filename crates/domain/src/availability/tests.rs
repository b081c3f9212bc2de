//! The breaker on a clock of its own: no time passes but what a test lets pass.

use super::breaker::Breaker;
use super::call::{Leg, Role};
use super::*;
use jiff::SignedDuration;

const REFUSED: Ending = Ending::Failed { cause: Cause::Refused, pause: None };
const ERROR: Ending = Ending::Failed { cause: Cause::Errors, pause: None };

/// A breaker of callers who wait two seconds, and the time.
struct Watched {
    breaker: Breaker,
    now: Timestamp,
}

impl Watched {
    fn new() -> Self {
        let now = "2026-03-02T09:00:00Z".parse().unwrap();
        Self { breaker: Breaker::new(Limits::of_budget(SignedDuration::from_secs(2)), now), now }
    }

    fn pass(&mut self, millis: i64) {
        self.now += SignedDuration::from_millis(millis);
    }

    fn begin(&mut self) -> Leg {
        self.breaker.begin(self.now).unwrap()
    }

    fn probe(&mut self) -> Option<Leg> {
        self.breaker.begin_probe(self.now)
    }

    fn end(&mut self, call: &Leg, ending: Ending) -> bool {
        self.breaker.end(call, ending, self.now, 0)
    }

    fn overdue(&mut self, call: &mut Leg) {
        self.breaker.overdue(call, self.now, 0);
    }

    /// A whole call that takes so long.
    fn call(&mut self, millis: i64, ending: Ending) {
        let call = self.begin();
        self.pass(millis);
        self.end(&call, ending);
    }

    fn calls(&mut self, count: usize, ending: Ending) {
        for _ in 0..count {
            self.call(1, ending);
        }
    }

    fn is_open(&self) -> bool {
        !self.breaker.admits(self.now)
    }

    fn condition(&self) -> Condition {
        self.breaker.condition(None, self.now)
    }

    /// Gone for a while: a call has used up its budget.
    fn hung() -> (Self, Leg) {
        let mut it = Self::new();
        let mut call = it.begin();
        it.pass(2_000);
        it.overdue(&mut call);
        (it, call)
    }
}

#[test]
fn what_is_not_known_yet_is_taken_to_be_there() {
    let it = Watched::new();
    let condition = Condition { state: Availability::Available, since: it.now, cause: None };
    assert_eq!(it.condition(), condition);
    assert_eq!(it.breaker.ask_again(it.now), SignedDuration::ZERO);
}

#[test]
fn one_call_that_uses_up_its_budget_in_silence_opens_it() {
    let (it, _) = Watched::hung();
    let condition = it.condition();
    assert_eq!((condition.state, condition.cause), (Availability::Degraded, Some(Cause::TimedOut)));
    assert_eq!(condition.since, it.now);
}

#[test]
fn one_slow_answer_a_caller_and_outage_is_all_that_a_hang_costs() {
    let mut it = Watched::new();
    it.calls(20, Ending::Answered);
    let mut at_once: Vec<Leg> = (0..50).map(|_| it.begin()).collect();
    it.pass(2_000);
    for call in &mut at_once {
        it.overdue(call);
    }
    for _ in 0..1_000 {
        it.pass(10);
        assert!(it.breaker.begin(it.now).is_none());
    }
}

#[test]
fn one_lpa_whose_row_hangs_does_not_open_it_for_all() {
    let mut it = Watched::new();
    for _ in 0..50 {
        let mut hanging = it.begin();
        it.call(3, Ending::Answered);
        it.call(3, Ending::Answered);
        it.pass(1_994);
        it.overdue(&mut hanging);
        assert!(!it.is_open());
        it.end(&hanging, ERROR);
        assert!(!it.is_open());
    }
}

#[test]
fn a_quiet_service_knows_from_the_one_call_that_it_made() {
    for (ending, cause) in [(REFUSED, Cause::Refused), (ERROR, Cause::Errors)] {
        let mut it = Watched::new();
        it.call(1, ending);
        assert_eq!(it.condition().cause, Some(cause));
    }
}

#[test]
fn a_failure_that_took_long_opens_it_although_all_was_well_before() {
    // as an address that nobody answers at: each attempt to connect costs its time-out
    let mut it = Watched::new();
    it.calls(20, Ending::Answered);
    it.call(1_500, REFUSED);
    assert!(it.is_open());
}

#[test]
fn quick_failures_among_many_answers_open_it_when_they_are_half_of_the_latest() {
    // sick, and healthy when asked how it is
    let mut it = Watched::new();
    it.calls(20, Ending::Answered);
    let mut failed = 0;
    while !it.is_open() {
        it.call(1, ERROR);
        failed += 1;
        if !it.is_open() {
            it.call(1, Ending::Answered);
        }
    }
    assert_eq!((failed, it.condition().cause), (10, Some(Cause::Errors)));
}

#[test]
fn a_few_failures_among_many_answers_do_not_open_it() {
    let mut it = Watched::new();
    for _ in 0..100 {
        it.calls(3, Ending::Answered);
        it.call(1, ERROR);
        assert!(!it.is_open());
    }
}

#[test]
fn refusals_and_what_was_taken_over_never_open_it() {
    let mut it = Watched::new();
    it.calls(100, Ending::Answered);
    it.calls(100, Ending::TakenOver);
    assert!(!it.is_open());
}

#[test]
fn slow_answers_open_it_when_they_are_most_of_the_latest() {
    let mut it = Watched::new();
    it.call(1_600, Ending::Answered);
    it.call(1_600, Ending::Answered);
    it.call(1_600, Ending::Answered);
    it.call(1_600, Ending::Answered);
    assert!(!it.is_open());
    it.call(1_600, Ending::Answered);
    assert_eq!(it.condition().cause, Some(Cause::Slow));
}

#[test]
fn what_is_older_than_the_window_does_not_count() {
    let mut it = Watched::new();
    it.calls(3, Ending::Answered);
    it.pass(11_000);
    it.call(1, ERROR);
    assert!(it.is_open(), "all calls of the last ten seconds failed");
}

#[test]
fn probes_come_one_at_a_time_and_later_each_time() {
    let mut it = Watched::new();
    it.call(1, REFUSED);
    for wait in [250, 500, 1_000, 1_000, 1_000] {
        it.pass(wait - 1);
        assert!(it.probe().is_none(), "not before {wait} ms");
        it.pass(1);
        let probe = it.probe().unwrap();
        assert!(probe.role == Role::Probe && it.probe().is_none(), "one at a time");
        it.end(&probe, REFUSED);
    }
    assert_eq!(it.breaker.ask_again(it.now), SignedDuration::from_secs(1));
}

#[test]
fn a_probe_that_is_answered_closes_it() {
    let (mut it, _) = Watched::hung();
    it.pass(250);
    let probe = it.probe().unwrap();
    assert!(it.end(&probe, Ending::Answered), "it has just come back");
    assert_eq!(it.condition().since, it.now);
    assert!(!it.is_open());
}

#[test]
fn a_probe_that_is_answered_slowly_does_not_close_it() {
    let (mut it, _) = Watched::hung();
    it.pass(250);
    let probe = it.probe().unwrap();
    it.pass(1_600);
    assert!(!it.end(&probe, Ending::Answered));
    assert!(it.is_open() && it.probe().is_none());
}

#[test]
fn after_a_probe_that_was_answered_slowly_the_next_comes_soon_however_long_it_was_away() {
    let (mut it, _) = Watched::hung();
    for _ in 0..5 {
        it.pass(1_000);
        let probe = it.probe().unwrap();
        it.end(&probe, REFUSED);
    }
    it.pass(1_000);
    let probe = it.probe().unwrap();
    it.pass(1_600);
    it.end(&probe, Ending::Answered);
    assert_eq!(it.breaker.ask_again(it.now), SignedDuration::from_millis(500));
}

#[test]
fn a_probe_that_hangs_makes_way_for_the_next_when_its_budget_is_used_up() {
    let (mut it, _) = Watched::hung();
    it.pass(250);
    let mut probe = it.probe().unwrap();
    it.pass(2_000);
    it.overdue(&mut probe);
    assert!(it.probe().is_none());
    it.pass(500);
    assert!(it.probe().is_some());
}

#[test]
fn a_probe_that_nobody_ends_is_forgotten() {
    let (mut it, _) = Watched::hung();
    it.pass(250);
    assert!(it.probe().is_some());
    it.pass(3_999);
    assert!(it.probe().is_none());
    it.pass(1);
    assert!(it.probe().is_some());
}

#[test]
fn a_late_answer_is_worth_a_probe_at_once_and_closes_nothing_by_itself() {
    let (mut it, call) = Watched::hung();
    it.pass(10);
    assert!(it.probe().is_none());
    assert!(it.end(&call, Ending::Answered));
    assert!(it.is_open());
    assert!(it.probe().is_some());
}

#[test]
fn what_began_before_it_came_back_says_nothing_of_how_it_is_now() {
    let mut it = Watched::new();
    let (mut hung, failing, mut later) = (it.begin(), it.begin(), it.begin());
    it.pass(2_000);
    it.overdue(&mut hung);
    it.pass(250);
    let probe = it.probe().unwrap();
    it.end(&probe, Ending::Answered);
    it.end(&hung, ERROR);
    it.end(&failing, REFUSED);
    it.overdue(&mut later);
    assert!(!it.is_open());
}

#[test]
fn the_other_sides_wish_to_be_left_alone_is_kept() {
    let mut it = Watched::new();
    let pause = SignedDuration::from_secs(30);
    it.call(1, Ending::Failed { cause: Cause::Refused, pause: Some(pause) });
    assert_eq!(it.breaker.ask_again(it.now), pause);
    it.pass(29_999);
    assert!(it.probe().is_none());
    it.pass(1);
    let probe = it.probe().unwrap();
    let for_ever = SignedDuration::from_hours(1_000_000);
    it.end(&probe, Ending::Failed { cause: Cause::Refused, pause: Some(for_ever) });
    assert_eq!(it.breaker.ask_again(it.now), Limits::LONGEST_PAUSE);
}

#[test]
fn a_witness_goes_alone_and_closes_it_when_it_is_answered() {
    let mut it = Watched::new();
    it.call(1, ERROR);
    let witness = it.breaker.begin_witness(it.now).unwrap();
    assert!(it.breaker.begin_witness(it.now).is_none());
    assert!(it.end(&witness, Ending::Answered));
    assert!(!it.is_open());
    assert!(it.breaker.begin_witness(it.now).is_some());
}

#[test]
fn during_a_window_nothing_is_called_and_it_ends_with_a_probe() {
    let mut it = Watched::new();
    let before = it.begin();
    let end = it.now + SignedDuration::from_hours(2);
    it.breaker.announce(Some(end), it.now);
    assert_eq!(it.condition().state, Availability::Maintenance);
    assert_eq!(it.condition().cause, Some(Cause::Window));
    assert_eq!(it.breaker.ask_again(it.now), SignedDuration::from_hours(2));
    it.end(&before, Ending::Answered);
    it.pass(7_199_999);
    assert!(it.is_open() && it.probe().is_none() && it.breaker.begin_witness(it.now).is_none());
    it.pass(1);
    let probe = it.probe().unwrap();
    it.end(&probe, Ending::Answered);
    assert_eq!(it.condition().state, Availability::Available);
}

#[test]
fn a_window_is_extended_and_ended_early() {
    let mut it = Watched::new();
    it.breaker.announce(Some(it.now + SignedDuration::from_mins(10)), it.now);
    it.breaker.announce(Some(it.now + SignedDuration::from_mins(20)), it.now);
    it.pass(600_000);
    assert!(it.probe().is_none());
    it.breaker.announce(None, it.now);
    assert_eq!(it.condition().state, Availability::Degraded);
    assert!(it.probe().is_some());
}

#[test]
fn it_recovers_while_something_waits_from_before() {
    let (mut it, _) = Watched::hung();
    let held = it.now;
    it.pass(250);
    let probe = it.probe().unwrap();
    it.end(&probe, Ending::Answered);
    let state = |held| it.breaker.condition(held, it.now).state;
    assert_eq!(state(Some(held)), Availability::Recovering);
    assert_eq!(state(Some(it.now)), Availability::Available);
    assert_eq!(state(None), Availability::Available);
}

#[test]
fn a_dependency_that_comes_and_goes_is_followed_each_time() {
    let mut it = Watched::new();
    for _ in 0..100 {
        it.call(1, REFUSED);
        assert!(it.is_open());
        it.pass(250);
        let probe = it.probe().unwrap();
        it.end(&probe, Ending::Answered);
        assert!(!it.is_open());
    }
}
