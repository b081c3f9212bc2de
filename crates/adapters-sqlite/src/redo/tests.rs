//! Logs that end or break anywhere.

use tempfile::TempDir;
use tokio::sync::oneshot;

use super::*;
use crate::schema;
use crate::writer::{Statement, Value};

const FRAMES: u8 = 4;

/// A log, and tables that have none of it yet.
struct House {
    directory: TempDir,
    redo: Redo,
    /// Where each frame ends.
    ends: Vec<usize>,
}

fn tables() -> Connection {
    let connection = Connection::open_in_memory().unwrap();
    schema::migrate(&connection).unwrap();
    connection.execute("INSERT INTO redo VALUES (1, ?, 7, 7, 1)", [[5_u8; 16]]).unwrap();
    connection
}

fn recording(id: u8) -> Request {
    let (uid, none) = (|| Value::from(format!("M-0000-0000-00{id:02}")), || Value::Null);
    let bytes = |length| Value::Bytes(vec![id; length]);
    let row = vec![bytes(16), uid(), "CREATE".into(), 1.into(), bytes(32), none(), none(), none()];
    let more =
        vec!["held".into(), 1.into(), none(), bytes(9), none(), uid(), 9.into(), uid(), bytes(16), none()];
    Request::new(Statement::Record, row.into_iter().chain(more).collect(), true, oneshot::channel().0)
}

/// A state of one draft, known and asked for at `id`.
fn state(id: u8) -> Request {
    let mut request = recording(id);
    for (place, value) in
        [(1, "M-0000-0000-0099".into()), (3, i64::from(id).into()), (9, i64::from(id).into())]
    {
        request.values[place] = value;
    }
    request.values[13] = request.values[1].clone();
    request.values[15] = request.values[1].clone();
    // Leased to nobody.
    request.values[14] = 0.into();
    request.values[16] = Value::Null;
    request.values[17] = i64::from(id).into();
    request
}

impl House {
    /// A log of frames with one recording each.
    fn new(generation: Generation) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let redo = Redo::take(&directory.path().join("journal")).unwrap().unwrap();
        let mut log = redo.log(false).unwrap();
        log.begin(generation, 7).unwrap();
        let mut ends = vec![log.at()];
        for id in 1..=FRAMES {
            log.append(&[recording(id)], true, 6 + u64::from(id)).unwrap();
            ends.push(log.at());
        }
        Self { directory, redo, ends }
    }

    /// The frames, and a little of the zeros behind them.
    fn bytes(&self) -> Vec<u8> {
        let mut bytes = std::fs::read(self.redo.path()).unwrap();
        bytes.truncate(self.ends.last().unwrap() + 100);
        bytes
    }

    /// How many recordings fresh tables have after the start, and how that ended.
    fn after_a_start_with(&self, bytes: &[u8]) -> (i64, Result<u64, OpenError>) {
        std::fs::write(self.redo.path(), bytes).unwrap();
        let tables = tables();
        let replayed = self.redo.replay(&tables);
        (count(&tables), replayed)
    }
}

fn count(tables: &Connection) -> i64 {
    tables.query_row("SELECT count(*) FROM operation", [], |row| row.get(0)).unwrap()
}

#[test]
fn what_the_tables_lack_is_run_again_once() {
    let house = House::new([5; 16]);
    let tables = tables();
    for _ in 0..2 {
        assert_eq!(house.redo.replay(&tables).unwrap(), 11);
        assert_eq!(count(&tables), 4);
    }
    let trail: i64 = tables.query_row("SELECT count(*) FROM audit", [], |row| row.get(0)).unwrap();
    assert_eq!(trail, 4);
}

#[test]
fn what_the_tables_have_already_is_not_run_again() {
    let house = House::new([5; 16]);
    let tables = tables();
    tables.execute("UPDATE redo SET applied = 9", []).unwrap();
    assert_eq!((house.redo.replay(&tables).unwrap(), count(&tables)), (11, 2));
}

/// How many recordings a start finds, and how the log ends for it.
fn found(bytes: &[u8]) -> Option<(usize, End)> {
    scan::scan(bytes, &[5; 16], 7, 7).map(|found| (found.steps.len(), found.end))
}

#[test]
fn a_log_torn_at_any_byte_of_its_last_frame_is_cut_off_there() {
    let house = House::new([5; 16]);
    let whole = house.bytes();
    let [.., before, end] = house.ends[..] else { panic!("{:?}", house.ends) };
    for at in before..end {
        // Anything but the byte that belongs there.
        for rest in [!whole[at], whole[at] ^ 1] {
            let mut torn = whole[..at].to_vec();
            assert!(matches!(found(&torn), Some((3, End::Whole | End::Torn))), "{at}");
            torn.resize(end + 100, rest);
            assert!(matches!(found(&torn), Some((3, End::Whole | End::Torn))), "{at}");
        }
    }
    assert_eq!(found(&whole[..end]), Some((4, End::Whole)));
    let (count, replayed) = house.after_a_start_with(&whole[..end - 1]);
    assert_eq!((count, replayed.unwrap()), (3, 10));
}

#[test]
fn a_byte_flipped_in_the_middle_is_damage_and_in_the_last_frame_cut_off() {
    let house = House::new([5; 16]);
    let whole = house.bytes();
    for at in 0..*house.ends.last().unwrap() {
        let mut flipped = whole.clone();
        flipped[at] ^= 4;
        let frame = house.ends.iter().filter(|end| **end <= at).count();
        match found(&flipped) {
            None => assert_eq!((frame, scan::end(&flipped, &[5; 16], 6)), (0, End::Damaged), "{at}"),
            Some((steps, End::Damaged)) => assert!(steps == frame - 1 && frame < FRAMES.into(), "{at}"),
            Some((steps, _)) => assert_eq!((steps, frame), (3, FRAMES.into()), "{at}"),
        }
    }
}

#[test]
fn damage_in_the_middle_refuses_the_start_and_keeps_what_stands_before_it() {
    let house = House::new([5; 16]);
    let whole = house.bytes();
    for (frame, kept) in [(0, 0), (1, 0), (3, 2)] {
        let mut flipped = whole.clone();
        flipped[house.ends[frame] - 40] ^= 4;
        let (count, replayed) = house.after_a_start_with(&flipped);
        assert_eq!(count, kept);
        let refused = replayed.unwrap_err();
        assert!(refused.to_string().contains("truncate"), "{refused}");
        assert!(matches!(refused, OpenError::LogDamaged { .. }), "{refused}");
    }
}

#[test]
fn frames_that_were_on_their_way_together_may_arrive_in_any_order() {
    let directory = tempfile::tempdir().unwrap();
    let redo = Redo::take(&directory.path().join("journal")).unwrap().unwrap();
    let mut log = redo.log(false).unwrap();
    log.begin([5; 16], 7).unwrap();
    log.append(&[recording(1)], true, 7).unwrap();
    let start = log.at();
    log.append(&[recording(2)], true, 8).unwrap();
    log.append(&[recording(3)], true, 8).unwrap();
    let mut bytes = std::fs::read(redo.path()).unwrap();
    bytes[start + 70] ^= 1;
    std::fs::write(redo.path(), bytes).unwrap();
    let tables = tables();
    assert_eq!((redo.replay(&tables).unwrap(), count(&tables)), (8, 1));
}

/// Tables that hold everything up to a frame, and a log of these bytes: how many recordings the start runs again, and how
/// it ends.
fn started(house: &House, applied: i64, bytes: &[u8]) -> (i64, Result<u64, OpenError>) {
    std::fs::write(house.redo.path(), bytes).unwrap();
    let tables = tables();
    tables.execute("UPDATE redo SET applied = ?", [applied]).unwrap();
    let replayed = house.redo.replay(&tables);
    (count(&tables), replayed)
}

/// What was not synced in the log can be on disk in the tables: they are moved there beside it.
#[test]
fn a_power_cut_may_leave_tables_that_are_further_than_their_log() {
    let house = House::new([5; 16]);
    let whole = house.bytes();
    let [_, first, _, before, end] = house.ends[..] else { panic!("{:?}", house.ends) };
    for cut in [first, first + 50, before, before + 1, end - 1] {
        for tail in [0, 100] {
            let mut bytes = whole[..cut].to_vec();
            bytes.resize(cut + tail, 0);
            let (count, replayed) = started(&house, 11, &bytes);
            assert_eq!((count, replayed.unwrap()), (0, 11), "{cut} and {tail}");
        }
    }
    assert!(matches!(started(&house, 11, &[0; 100]).1, Err(OpenError::LogDamaged { .. })));
}

#[test]
fn what_the_tables_lack_is_run_again_whatever_became_of_what_they_hold() {
    let house = House::new([5; 16]);
    let whole = house.bytes();
    for (lost, applied) in [(0..1, 8), (1..2, 9), (0..2, 9), (0..3, 10)] {
        let mut bytes = whole.clone();
        bytes[house.ends[lost.start]..house.ends[lost.end]].fill(0);
        let (count, replayed) = started(&house, applied, &bytes);
        assert_eq!((count, replayed.unwrap()), (11 - applied, 11), "{lost:?}");
    }
}

#[test]
fn what_the_tables_lack_is_missed_when_a_later_frame_knows_of_it() {
    let house = House::new([5; 16]);
    for lost in [0..2, 1..2, 0..3, 1..3] {
        let mut bytes = house.bytes();
        bytes[house.ends[lost.start]..house.ends[lost.end]].fill(0);
        let (count, replayed) = started(&house, 8, &bytes);
        assert!(matches!(replayed, Err(OpenError::LogDamaged { after: 8, .. })), "{lost:?}: {replayed:?}");
        assert_eq!(count, 0);
    }
}

#[test]
fn frames_of_another_generation_do_not_count() {
    let house = House::new([6; 16]);
    let (count, replayed) = house.after_a_start_with(&house.bytes());
    assert_eq!((count, replayed.unwrap()), (0, 7));
}

#[test]
fn a_log_that_held_something_and_is_gone_is_missed_and_an_empty_one_is_taken_for_an_order() {
    let house = House::new([5; 16]);
    std::fs::remove_file(house.redo.path()).unwrap();
    let tables = tables();
    assert_eq!(house.redo.replay(&tables).unwrap(), 7);
    tables.execute("UPDATE redo SET applied = 9", []).unwrap();
    assert!(matches!(house.redo.replay(&tables), Err(OpenError::LogMissing { .. })));
    std::fs::write(house.redo.path(), b"").unwrap();
    assert_eq!(house.redo.replay(&tables).unwrap(), 9);
    std::fs::write(house.redo.path(), [0; 100]).unwrap();
    assert!(matches!(house.redo.replay(&tables), Err(OpenError::LogDamaged { .. })));
}

#[test]
fn one_process_at_a_time_has_the_log() {
    let House { directory, redo, .. } = House::new([5; 16]);
    let path = directory.path().join("journal");
    assert!(Redo::take(&path).unwrap().is_none());
    drop(redo);
    assert!(Redo::take(&path).unwrap().is_some());
}

/// The state of an operation, when it is its turn, and whether its content is there.
type Standing = (String, Option<i64>, bool);

/// How every operation stands, how many lines the audit trail has, and of
/// which operations callers are to be told.
fn told(tables: &Connection) -> (Vec<Standing>, i64, Vec<i64>) {
    let mut operations =
        tables.prepare("SELECT state, free_at, content IS NOT NULL FROM operation ORDER BY seq").unwrap();
    let operations = operations.query_map([], |row| row.try_into()).unwrap().map(Result::unwrap).collect();
    let trail = tables.query_row("SELECT count(*) FROM audit", [], |row| row.get(0)).unwrap();
    let mut notices = tables.prepare("SELECT operation FROM notice").unwrap();
    let notices = notices.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    (operations, trail, notices)
}

#[test]
fn a_kill_leaves_a_state_of_a_draft_with_what_it_supersedes_or_neither() {
    let directory = tempfile::tempdir().unwrap();
    let redo = Redo::take(&directory.path().join("journal")).unwrap().unwrap();
    let mut log = redo.log(false).unwrap();
    log.begin([5; 16], 7).unwrap();
    log.append(&[state(1)], true, 7).unwrap();
    let start = log.at();
    log.append(&[state(2)], true, 8).unwrap();
    let (whole, end) = (std::fs::read(redo.path()).unwrap(), log.at());
    let now = Some(i64::MIN);
    let operation = |state: &str, turn| (state.to_owned(), turn, true);
    let neither = (vec![operation("held", Some(0))], 1, vec![]);
    let both = (vec![operation("superseded", None), operation("held", now)], 3, vec![1]);
    for (cut, expected) in (start..end).step_by(29).map(|at| (at, &neither)).chain([(end, &both)]) {
        std::fs::write(redo.path(), &whole[..cut]).unwrap();
        let tables = tables();
        for _ in 0..2 {
            redo.replay(&tables).unwrap();
            assert_eq!(told(&tables), *expected, "{cut} of {start} to {end}");
        }
    }
}
