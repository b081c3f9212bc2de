//! The drain and callers on a clock of their own.

use super::*;

/// Nothing but callers bounds it.
const LIMITS: DrainLimits = DrainLimits { calls: 2, together: 100, per_second: 1_000_000 };

fn start() -> Timestamp {
    "2026-03-02T09:00:00Z".parse().unwrap()
}

fn micros(micros: i64) -> SignedDuration {
    SignedDuration::from_micros(micros)
}

/// The drain, and the time.
struct Played {
    drain: Drain,
    now: Timestamp,
}

impl Played {
    fn new() -> Self {
        Self { drain: Drain::new(LIMITS, start()), now: start() }
    }

    fn pass(&mut self, millis: i64) {
        self.now += micros(millis * 1_000);
    }

    /// As many operations as there is room for, answered after so many milliseconds, and the rest after it; how many.
    fn call(&mut self, millis: i64) -> usize {
        let carried = self.drain.room(self.now);
        let drawn = self.drain.begin(carried, self.now);
        self.pass(millis);
        self.drain.end(&drawn, Pull::Well, carried, self.now);
        self.now += self.drain.pause(self.now);
        carried
    }

    /// So many calls of a millisecond.
    fn calls(&mut self, count: usize) -> Vec<usize> {
        (0..count).map(|_| self.call(1)).collect()
    }

    /// A caller who waits so many milliseconds, with nothing beside.
    fn caller(&mut self, millis: i64) {
        let caller = self.drain.come(self.now);
        self.pass(millis);
        self.drain.answered(&caller, self.now);
        self.drain.gone(self.now);
    }

    /// Callers one after the other who wait so many milliseconds each, with a call of the drain beside that carries one.
    fn callers_beside(&mut self, waits: &[i64]) {
        for millis in waits {
            let caller = self.drain.come(self.now);
            let drawn = self.drain.begin(1, self.now);
            self.pass(*millis);
            self.drain.answered(&caller, self.now);
            self.drain.gone(self.now);
            self.drain.end(&drawn, Pull::Well, 1, self.now);
            self.now += self.drain.pause(self.now);
        }
    }
}

#[test]
fn while_callers_come_one_call_is_made_at_a_time_and_grows_by_one() {
    let mut it = Played::new();
    assert_eq!(it.calls(4), [1, 2, 4, 8]);
    it.caller(1);
    assert_eq!(it.calls(4), [1, 2, 3, 4]);
    let drawn = it.drain.begin(5, it.now);
    assert_eq!(it.drain.room(it.now), 0);
    it.drain.end(&drawn, Pull::Failed, 0, it.now);
}

#[test]
fn a_second_after_the_last_caller_all_is_as_it_was_before() {
    let mut it = Played::new();
    it.calls(5);
    it.caller(1);
    it.pass(999);
    assert_eq!(it.drain.room(it.now), 1);
    it.pass(1);
    assert_eq!(it.drain.room(it.now), 32);
    let _first = it.drain.begin(32, it.now);
    assert_eq!(it.drain.room(it.now), 32, "two calls at once");
}

#[test]
fn a_caller_who_waits_keeps_it_small_however_long_that_takes() {
    let mut it = Played::new();
    it.calls(5);
    let _caller = it.drain.come(it.now);
    it.pass(60_000);
    assert_eq!(it.drain.room(it.now), 1);
}

#[test]
fn it_is_halved_when_three_of_eight_wait_more_than_twice_as_long_as_with_nothing_beside() {
    for (waits, then) in [
        (&[8, 8, 8, 8, 8, 8, 8, 8][..], 9),
        (&[9, 9], 9),
        (&[9, 9, 9], 4),
        (&[9, 4, 4, 4, 4, 9, 4, 9], 4),
        (&[9, 4, 4, 4, 4, 4, 9, 4, 9], 9),
    ] {
        let mut it = Played::new();
        it.caller(4);
        it.calls(8);
        it.callers_beside(waits);
        assert_eq!(it.drain.room(it.now), then, "they wait {waits:?} ms");
    }
}

#[test]
fn one_who_waits_for_ever_does_not_change_what_is_usual() {
    let mut it = Played::new();
    it.caller(4);
    it.caller(10_000);
    it.calls(8);
    it.callers_beside(&[10, 10, 10]);
    assert_eq!(it.drain.room(it.now), 4);
}

#[test]
fn callers_who_wait_beside_the_same_call_halve_it_once() {
    let mut it = Played::new();
    it.caller(1);
    it.calls(8);
    let callers = [(); 6].map(|()| it.drain.come(it.now));
    let drawn = it.drain.begin(9, it.now);
    it.pass(50);
    for caller in &callers {
        it.drain.answered(caller, it.now);
    }
    it.drain.end(&drawn, Pull::Well, 9, it.now);
    it.now += it.drain.pause(it.now);
    assert_eq!(it.drain.room(it.now), 4);
}

#[test]
fn waits_that_nobody_would_notice_halve_nothing() {
    let mut it = Played::new();
    it.caller(0);
    it.calls(8);
    it.callers_beside(&[2, 2, 2]);
    assert_eq!(it.drain.room(it.now), 9);
}

#[test]
fn it_rests_as_long_as_its_call_took_and_twice_as_long_as_a_caller_waits() {
    for (waits, took, rests) in [(1, 5, 5), (4, 5, 8), (300, 5, 100), (1, 300, 100)] {
        let mut it = Played::new();
        it.caller(waits);
        let drawn = it.drain.begin(1, it.now);
        it.pass(took);
        it.drain.end(&drawn, Pull::Well, 1, it.now);
        assert_eq!(it.drain.room(it.now), 0);
        assert_eq!(it.drain.pause(it.now), micros(rests * 1_000), "{waits} {took}");
        it.pass(rests);
        assert!(it.drain.room(it.now) > 0);
    }
}

#[test]
fn with_nobody_there_it_does_not_rest() {
    let mut it = Played::new();
    let drawn = it.drain.begin(1, it.now);
    it.pass(50);
    it.drain.end(&drawn, Pull::Well, 1, it.now);
    assert_eq!((it.drain.pause(it.now), it.drain.room(it.now)), (micros(0), 2));
}

/// What stands in the line of the register.
enum Asked {
    One(Caller),
    Call(Drawn, usize),
}

/// What a run of [`play`] came to.
struct Outcome {
    drained: usize,
    /// How long each caller waited, sorted, in tenths of a millisecond.
    waits: Vec<i64>,
}

/// Ten seconds of a register that does one thing after the other, what came first before what came later: a caller's operation
/// takes it 1 ms, of every fiftieth caller 3 ms; a call of the drain 0.3 ms and 0.1 ms for each operation. One caller comes
/// after the other.
fn play(is_drained: bool, is_called: bool) -> Outcome {
    let (mut drain, mut now) = (Drain::new(LIMITS, start()), start());
    let mut outcome = Outcome { drained: 0, waits: Vec::new() };
    let mut line: VecDeque<(Asked, i64)> = VecDeque::new();
    for _ in 0..100_000 {
        now += micros(100);
        while is_drained
            && let carried = drain.room(now)
            && carried > 0
        {
            line.push_back((
                Asked::Call(drain.begin(carried, now), carried),
                3 + i64::try_from(carried).unwrap(),
            ));
        }
        if is_called && !line.iter().any(|(asked, _)| matches!(asked, Asked::One(_))) {
            let work = if outcome.waits.len() % 50 == 49 { 30 } else { 10 };
            line.push_back((Asked::One(drain.come(now)), work));
        }
        let Some((_, work)) = line.front_mut() else { continue };
        *work -= 1;
        match line.pop_front_if(|(_, work)| *work == 0) {
            Some((Asked::Call(begun, carried), _)) => {
                drain.end(&begun, Pull::Well, carried, now);
                outcome.drained += carried;
            }
            Some((Asked::One(caller), _)) => {
                outcome.waits.push(i64::try_from(now.duration_since(caller.came).as_micros()).unwrap() / 100);
                drain.answered(&caller, now);
                drain.gone(now);
            }
            None => {}
        }
    }
    outcome.waits.sort_unstable();
    outcome
}

#[test]
fn callers_wait_twice_as_long_at_most_in_99_of_100_cases_and_it_goes_on() {
    let (calm, both) = (play(false, true), play(true, true));
    let p99 = |outcome: &Outcome| outcome.waits[outcome.waits.len() * 99 / 100];
    assert!(p99(&both) <= 2 * p99(&calm), "{} beside {}", p99(&both), p99(&calm));
    assert!(both.drained > 10_000, "{}", both.drained);
}

#[test]
fn with_nobody_there_the_register_is_never_idle() {
    // Of each 103 tenths of a millisecond a hundred bring an operation.
    let alone = play(true, false);
    assert!(alone.drained > 95_000, "{}", alone.drained);
}
