//! Windows: announced, changed, over; never two in force.

use jiff::SignedDuration;
use proptest::prelude::*;

use super::announce::LONGEST;
use super::*;

fn at(minute: i64) -> Timestamp {
    let noon: Timestamp = "2026-03-02T12:00:00Z".parse().unwrap();
    noon + SignedDuration::from_mins(minute)
}

fn by() -> Author {
    "urn:opg:sirius:users:34".parse().unwrap()
}

fn id(n: u128) -> WindowId {
    WindowId(Uuid::from_u128(n))
}

fn wanted(n: u128, start: i64, end: i64) -> Announcement {
    Announcement { id: id(n), start: at(start), end: at(end), reason: "an upgrade".parse().unwrap() }
}

/// A calendar that holds these windows, announced at noon.
fn announced(windows: &[(i64, i64)]) -> Calendar {
    let mut calendar = Calendar::default();
    for (n, (start, end)) in (1..).zip(windows) {
        let entry = calendar.announce(wanted(n, *start, *end), &by(), at(0)).unwrap();
        calendar.read(entry);
    }
    calendar
}

/// The calendar after an amendment at a moment.
fn after(mut calendar: Calendar, n: u128, amendment: Amendment, minute: i64) -> Calendar {
    let entry = calendar.amend(id(n), amendment, &by(), at(minute)).unwrap();
    calendar.read(entry);
    calendar
}

#[test]
fn a_window_is_in_force_from_its_start_until_before_its_end() {
    let calendar = announced(&[(10, 20)]);
    let in_force = |minute| calendar.in_force(at(minute)).is_some();
    assert!(!in_force(9) && in_force(10) && in_force(19) && !in_force(20));
}

#[test]
fn the_next_window_is_the_one_in_force_else_the_first_to_start() {
    let calendar = announced(&[(50, 60), (10, 20), (30, 40)]);
    let next = |minute| calendar.current_or_next(at(minute)).map(|window| window.id);
    assert_eq!([0, 15, 20, 45, 60].map(next), [Some(id(2)), Some(id(2)), Some(id(3)), Some(id(1)), None]);
}

#[test]
fn windows_never_overlap_but_may_touch() {
    let calendar = announced(&[(10, 20)]);
    for (start, end) in [(5, 11), (19, 25), (5, 25), (12, 18), (10, 20)] {
        let refused = calendar.announce(wanted(2, start, end), &by(), at(0));
        assert_eq!(refused, Err(WindowRefusal::Overlaps), "{start} {end}");
    }
    for (start, end) in [(5, 10), (20, 25)] {
        assert!(calendar.announce(wanted(2, start, end), &by(), at(0)).unwrap().is_some());
    }
    let both = announced(&[(10, 20), (25, 30)]);
    let refused = both.amend(id(1), Amendment::Extend(at(26)), &by(), at(0));
    assert_eq!(refused, Err(WindowRefusal::Overlaps));
}

#[test]
fn where_one_was_cancelled_there_is_room_again() {
    let calendar = after(announced(&[(10, 20)]), 1, Amendment::Cancel, 5);
    assert_eq!(calendar.in_force(at(15)), None);
    assert!(calendar.announce(wanted(2, 10, 20), &by(), at(6)).unwrap().is_some());
}

#[test]
fn a_window_that_cannot_be_is_refused() {
    let refused = |start, end| Calendar::default().announce(wanted(1, start, end), &by(), at(0)).unwrap_err();
    assert_eq!(refused(20, 20), WindowRefusal::EndsBeforeItStarts);
    assert_eq!(refused(-20, 0), WindowRefusal::Past);
    let week = LONGEST.as_mins();
    assert_eq!(refused(10, 11 + week), WindowRefusal::TooLong);
    assert!(Calendar::default().announce(wanted(1, 10, 10 + week), &by(), at(0)).is_ok());
}

#[test]
fn announced_again_a_window_is_recognised_also_when_it_has_changed_since() {
    let calendar = after(announced(&[(10, 20)]), 1, Amendment::Extend(at(30)), 5);
    assert_eq!(calendar.announce(wanted(1, 10, 20), &by(), at(40)), Ok(None));
    assert_eq!(calendar.announce(wanted(1, 10, 30), &by(), at(6)), Err(WindowRefusal::IdReused));
}

#[test]
fn an_extension_moves_the_end_later_and_only_later() {
    let calendar = announced(&[(10, 20)]);
    let asked = |minute| calendar.amend(id(1), Amendment::Extend(at(minute)), &by(), at(15));
    assert_eq!(asked(19), Err(WindowRefusal::NotLater));
    assert_eq!(asked(20), Ok(None));
    assert_eq!(asked(16 + LONGEST.as_mins()), Err(WindowRefusal::TooLong));
    let extended = after(calendar.clone(), 1, Amendment::Extend(at(30)), 15);
    assert!(extended.in_force(at(25)).is_some());
    assert_eq!((extended.noted(), extended.get(id(1)).unwrap().changed_at), (2, at(15)));
    assert_eq!(extended.get(id(1)).unwrap().announced_at, at(0));
}

#[test]
fn a_window_in_force_can_be_ended_now_and_cancelling_it_means_the_same() {
    for amendment in [Amendment::End, Amendment::Cancel] {
        let calendar = after(announced(&[(10, 20)]), 1, amendment, 15);
        assert_eq!(calendar.in_force(at(15)), None);
        let window = calendar.get(id(1)).unwrap();
        assert_eq!(
            (window.end, window.step, window.state(at(15))),
            (at(15), WindowStep::Ended, WindowState::Over)
        );
        assert_eq!(calendar.amend(id(1), amendment, &by(), at(16)), Ok(None));
    }
}

#[test]
fn what_has_not_begun_is_cancelled_and_not_ended() {
    let calendar = announced(&[(10, 20)]);
    assert_eq!(calendar.amend(id(1), Amendment::End, &by(), at(5)), Err(WindowRefusal::NotBegun));
    let cancelled = after(calendar, 1, Amendment::Cancel, 5);
    assert_eq!(cancelled.get(id(1)).unwrap().state(at(15)), WindowState::Cancelled);
    assert_eq!(cancelled.amend(id(1), Amendment::Cancel, &by(), at(6)), Ok(None));
    let late = cancelled.amend(id(1), Amendment::Extend(at(30)), &by(), at(6));
    assert_eq!(late, Err(WindowRefusal::Cancelled));
}

#[test]
fn what_is_over_and_what_never_was_cannot_be_changed() {
    let calendar = announced(&[(10, 20)]);
    for amendment in [Amendment::Extend(at(30)), Amendment::End, Amendment::Cancel] {
        assert_eq!(calendar.amend(id(1), amendment, &by(), at(20)), Err(WindowRefusal::Over));
        assert_eq!(calendar.amend(id(2), amendment, &by(), at(20)), Err(WindowRefusal::Unknown));
    }
}

#[test]
fn the_seconds_left_are_rounded_up() {
    let window = announced(&[(10, 20)]).get(id(1)).unwrap().clone();
    let left = |millis| window.seconds_left(window.end - SignedDuration::from_millis(millis));
    assert_eq!([600_000, 1_001, 1_000, 1, 0, -1].map(left), [600, 2, 1, 1, 0, 0]);
}

#[test]
fn a_reason_can_be_printed_and_is_not_long() {
    assert_eq!("  planned work ".parse::<Reason>().unwrap().as_str(), "planned work");
    for text in ["", "  ", "a\nb", &"x".repeat(201)] {
        assert_eq!(text.parse::<Reason>(), Err(NotAReason), "{text:?}");
    }
}

#[test]
fn every_state_of_an_operation_has_its_place_in_the_tally() {
    let mut tally = Tally::default();
    for (count, state) in (1..).zip(["held", "applied", "refused", "parked", "superseded", "discarded"]) {
        tally.add(state, count);
    }
    assert_eq!(tally, Tally { held: 1, applied: 2, refused: 3, parked: 4, given_up: 11 });
}

#[derive(Clone, Debug)]
enum Move {
    Announce(u128, i64, i64),
    Amend(u128, Amendment),
}

fn moves() -> impl Strategy<Value = Vec<(i64, Move)>> {
    let amendment = prop_oneof![
        (0_i64..200).prop_map(|end| Amendment::Extend(at(end))),
        Just(Amendment::End),
        Just(Amendment::Cancel)
    ];
    let one = prop_oneof![
        (0_u128..6, 0_i64..200, 0_i64..200).prop_map(|(n, start, end)| Move::Announce(n, start, end)),
        (0_u128..6, amendment).prop_map(|(n, amendment)| Move::Amend(n, amendment)),
    ];
    proptest::collection::vec((0_i64..20, one), 1..30)
}

proptest! {
    /// Whatever is asked in whatever order, and asked twice, two windows are never in force at once.
    #[test]
    fn at_most_one_window_is_in_force_whatever_was_asked(moves in moves()) {
        let (mut calendar, mut now) = (Calendar::default(), 0);
        for (passed, asked) in moves {
            now += passed;
            for _twice in 0..2 {
                let decided = match &asked {
                    Move::Announce(n, start, end) => calendar.announce(wanted(*n, *start, *end), &by(), at(now)),
                    Move::Amend(n, amendment) => calendar.amend(id(*n), *amendment, &by(), at(now)),
                };
                calendar.read(decided.ok().flatten());
            }
            for minute in (0..220).step_by(4) {
                let in_force = calendar.windows().filter(|window| window.state(at(minute)) == WindowState::InForce);
                prop_assert!(in_force.count() <= 1);
            }
        }
    }
}
