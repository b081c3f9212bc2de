//! Questions and operations, on a clock of their own.

use super::*;

const REFUSED: Ending = Ending::Failed { cause: Cause::Refused, pause: None };

/// The breakers of callers who wait two seconds, and the time.
struct Watched {
    breakers: Breakers,
    now: Timestamp,
}

impl Watched {
    fn new() -> Self {
        let now = "2026-03-02T09:00:00Z".parse().unwrap();
        Self { breakers: Breakers::new(Limits::of_budget(SignedDuration::from_secs(2)), now), now }
    }

    fn pass(&mut self, millis: i64) {
        self.now += SignedDuration::from_millis(millis);
    }

    fn end(&mut self, call: &Call, ending: Ending) -> bool {
        self.breakers.end(call, ending, self.now, 0)
    }

    /// A whole call that takes so long.
    fn call(&mut self, kind: Kind, millis: i64, ending: Ending) {
        let call = self.breakers.begin(kind, self.now).unwrap();
        self.pass(millis);
        self.end(&call, ending);
    }

    fn probe(&mut self, ending: Ending) {
        let probe = self.breakers.begin_probe(self.now).unwrap();
        self.pass(1);
        self.end(&probe, ending);
    }

    /// Whether questions are asked, and operations sent.
    fn admits(&self) -> (bool, bool) {
        let admits = |kind| self.breakers.admits(kind, self.now);
        (admits(Kind::Question), admits(Kind::Operation))
    }

    fn condition(&self) -> (Availability, Option<Cause>) {
        let condition = self.breakers.condition(None, self.now);
        (condition.state, condition.cause)
    }

    /// An operation has failed quickly.
    fn sick() -> Self {
        let mut it = Self::new();
        it.call(Kind::Operation, 1, REFUSED);
        it
    }

    /// An operation has used up its budget.
    fn hung() -> (Self, Call) {
        let mut it = Self::new();
        let mut call = it.breakers.begin(Kind::Operation, it.now).unwrap();
        it.pass(2_000);
        it.breakers.overdue(&mut call, it.now, 0);
        (it, call)
    }
}

#[test]
fn while_operations_fail_questions_are_asked() {
    let mut it = Watched::sick();
    assert_eq!(it.admits(), (true, false));
    assert_eq!(it.condition(), (Availability::Degraded, Some(Cause::Refused)));
    it.call(Kind::Question, 1, Ending::Answered);
    assert_eq!(it.condition(), (Availability::Degraded, Some(Cause::FailsWrites)));
    assert_eq!(it.breakers.availability(Kind::Question, it.now), Availability::Available);
}

#[test]
fn no_answered_question_closes_what_failed_operations_opened() {
    let mut it = Watched::sick();
    for _ in 0..1_000 {
        it.call(Kind::Question, 1, Ending::Answered);
        assert_eq!(it.admits(), (true, false));
    }
    let witness = it.breakers.begin_witness(it.now).unwrap();
    assert!(!it.end(&witness, Ending::Answered));
    assert!(it.breakers.begin_knock(false, it.now).is_none());
    assert_eq!(it.admits(), (true, false));
}

#[test]
fn many_questions_that_are_answered_do_not_hide_that_operations_fail() {
    let mut it = Watched::new();
    for _ in 0..5 {
        it.call(Kind::Question, 1, Ending::Answered);
    }
    it.call(Kind::Operation, 1, REFUSED);
    assert_eq!(it.admits(), (true, false));
}

#[test]
fn an_operation_that_is_answered_closes_both() {
    let (mut it, _) = Watched::hung();
    assert_eq!(it.admits(), (false, false));
    it.pass(250);
    it.probe(Ending::Answered);
    assert_eq!(it.admits(), (true, true));
}

#[test]
fn a_call_that_used_up_its_budget_in_silence_counts_for_both() {
    let (it, _) = Watched::hung();
    assert_eq!(it.admits(), (false, false));
    assert_eq!(it.condition(), (Availability::Degraded, Some(Cause::TimedOut)));
    let mut it = Watched::new();
    let mut question = it.breakers.begin(Kind::Question, it.now).unwrap();
    it.pass(2_000);
    it.breakers.overdue(&mut question, it.now, 0);
    assert_eq!(it.admits(), (false, false));
}

#[test]
fn an_operation_that_fails_slowly_or_asks_to_be_left_alone_counts_for_both() {
    let pause = Some(SignedDuration::from_secs(30));
    for (millis, ending) in [(1_500, REFUSED), (1, Ending::Failed { cause: Cause::Refused, pause })] {
        let mut it = Watched::new();
        it.call(Kind::Operation, millis, ending);
        assert_eq!(it.admits(), (false, false));
    }
}

#[test]
fn an_operation_that_probes_for_long_while_questions_are_answered_counts_for_operations_only() {
    for is_overdue in [true, false] {
        let mut it = Watched::sick();
        it.call(Kind::Question, 1, Ending::Answered);
        it.pass(250);
        let mut probe = it.breakers.begin_probe(it.now).unwrap();
        it.pass(2_000);
        if is_overdue {
            it.breakers.overdue(&mut probe, it.now, 0);
        }
        it.end(&probe, REFUSED);
        assert_eq!((it.admits(), it.condition().1), ((true, false), Some(Cause::FailsWrites)));
    }
}

#[test]
fn for_how_long_a_probe_has_been_due_is_told_while_questions_are_answered() {
    let mut it = Watched::sick();
    assert_eq!(it.breakers.sick_for(it.now), Some(SignedDuration::ZERO));
    it.pass(400);
    assert_eq!(it.breakers.sick_for(it.now), Some(SignedDuration::from_millis(150)));
    assert_eq!(Watched::hung().0.breakers.sick_for(it.now), None);
}

#[test]
fn a_callers_operation_stands_in_for_a_probe_that_is_due_while_questions_are_answered() {
    let mut it = Watched::sick();
    assert!(it.breakers.begin_stand_in(it.now).is_none(), "none is due");
    it.pass(250);
    let stand_in = it.breakers.begin_stand_in(it.now).unwrap();
    assert!(it.breakers.begin_probe(it.now).is_none(), "one at a time");
    it.pass(1);
    it.end(&stand_in, REFUSED);
    assert_eq!(it.admits(), (true, false));
    it.pass(500);
    let stand_in = it.breakers.begin_stand_in(it.now).unwrap();
    it.end(&stand_in, Ending::Answered);
    assert_eq!(it.admits(), (true, true));
    let (mut hung, _) = Watched::hung();
    hung.pass(250);
    assert!(hung.breakers.begin_stand_in(hung.now).is_none(), "a question goes first");
}

#[test]
fn one_operation_that_hangs_while_questions_are_answered_counts_for_operations_only() {
    let mut it = Watched::new();
    let mut hanging = it.breakers.begin(Kind::Operation, it.now).unwrap();
    for _ in 0..4 {
        it.call(Kind::Question, 500, Ending::Answered);
    }
    it.breakers.overdue(&mut hanging, it.now, 0);
    assert_eq!(it.admits(), (true, false));
}

#[test]
fn after_a_hang_an_answered_question_lets_questions_in_and_an_answered_operation_the_rest() {
    let (mut it, _) = Watched::hung();
    it.pass(250);
    let knock = it.breakers.begin_knock(false, it.now).unwrap();
    it.end(&knock, Ending::Answered);
    assert_eq!((it.admits(), it.condition().1), ((true, false), Some(Cause::FailsWrites)));
    it.probe(Ending::Answered);
    assert_eq!(it.admits(), (true, true));
}

#[test]
fn what_questions_opened_is_probed_by_an_operation_and_closed_by_a_question_too() {
    for with_operation in [true, false] {
        let mut it = Watched::new();
        it.call(Kind::Question, 1, REFUSED);
        assert_eq!(it.admits(), (false, false));
        it.pass(250);
        if with_operation {
            it.probe(Ending::Answered);
        } else {
            let probe = it.breakers.begin_probe(it.now).unwrap();
            assert!(it.breakers.begin_knock(true, it.now).is_none(), "one at a time");
            it.breakers.leave(&probe);
            let knock = it.breakers.begin_knock(false, it.now).unwrap();
            it.end(&knock, Ending::Answered);
        }
        assert_eq!(it.admits(), (true, true));
    }
}

#[test]
fn when_nothing_is_held_an_answered_question_lets_callers_in_again() {
    let mut it = Watched::sick();
    it.pass(250);
    let probe = it.breakers.begin_probe(it.now).unwrap();
    it.breakers.leave(&probe);
    let knock = it.breakers.begin_knock(true, it.now).unwrap();
    assert!(it.end(&knock, Ending::Answered));
    assert_eq!(it.admits(), (true, true));
}

#[test]
fn a_question_that_fails_beside_failing_operations_says_that_all_is_away() {
    let mut it = Watched::sick();
    let since = it.now;
    it.pass(10);
    it.call(Kind::Question, 1, REFUSED);
    assert_eq!((it.admits(), it.condition().1), ((false, false), Some(Cause::Refused)));
    assert_eq!(it.breakers.condition(None, it.now).since, since);
}

#[test]
fn the_failure_of_a_suspect_says_nothing_and_its_answer_as_much_as_any() {
    let mut it = Watched::new();
    let mut suspect = it.breakers.begin(Kind::Operation, it.now).unwrap().of_a_suspect();
    it.pass(2_000);
    it.breakers.overdue(&mut suspect, it.now, 0);
    it.end(&suspect, REFUSED);
    assert_eq!(it.admits(), (true, true));
    let suspect = it.breakers.begin(Kind::Operation, it.now).unwrap().of_a_suspect();
    it.call(Kind::Operation, 1, REFUSED);
    it.end(&suspect, Ending::Answered);
    assert_eq!(it.admits(), (true, true));
}

#[test]
fn a_window_ends_with_a_question_or_an_operation() {
    for with_operation in [true, false] {
        let mut it = Watched::new();
        it.breakers.announce(Some(it.now + SignedDuration::from_mins(1)), it.now);
        assert_eq!(it.condition(), (Availability::Maintenance, Some(Cause::Window)));
        it.pass(60_000);
        if with_operation {
            it.probe(Ending::Answered);
        } else {
            let knock = it.breakers.begin_knock(false, it.now).unwrap();
            it.end(&knock, Ending::Answered);
        }
        assert_eq!(it.admits(), (true, true));
    }
}

#[test]
fn who_is_turned_away_is_told_when_a_call_of_its_kind_is_tried_next() {
    let it = Watched::sick();
    let again = |kind| it.breakers.ask_again(kind, it.now).as_millis();
    assert_eq!((again(Kind::Question), again(Kind::Operation)), (0, 250));
}
