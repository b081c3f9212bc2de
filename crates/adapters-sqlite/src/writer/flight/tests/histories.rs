//! Histories by chance: batches that are run behind others, syncs that arrive or fail, whatever else can go wrong beside them, and
//! at some moment a kill or a power cut. After it there is all that was answered, nothing that was refused, and of what nobody was
//! told about whole batches in their order.

use std::collections::HashSet;

use super::*;
use crate::writer::tests::order;

/// How many, and how long one is at most.
const HISTORIES: u64 = 48;
const STEPS: u64 = 30;

/// Pseudo-random numbers: the same for the same seed (xorshift, Marsaglia 2003).
struct Chance(u64);

impl Chance {
    const fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % bound
    }
}

/// What holds the syncs up: each waits until it is let through, or until the dam is open.
struct Dam {
    state: Mutex<Waters>,
    moved: Condvar,
}

struct Waters {
    open: bool,
    let_through: u32,
    waiting: bool,
    chance: Chance,
}

impl Dam {
    /// One sync in eight fails.
    fn pass(&self) -> io::Result<()> {
        let mut waters = self.state.lock().unwrap();
        waters.waiting = true;
        let mut waters =
            self.moved.wait_while(waters, |waters| !waters.open && waters.let_through == 0).unwrap();
        waters.waiting = false;
        waters.let_through = waters.let_through.saturating_sub(1);
        if waters.chance.below(8) == 0 { Err(io::Error::other("planted")) } else { Ok(()) }
    }

    fn set(&self, open: bool, let_through: u32) {
        let mut waters = self.state.lock().unwrap();
        (waters.open, waters.let_through) = (open, let_through);
        self.moved.notify_all();
    }

    fn is_waited_at(&self) -> bool {
        self.state.lock().unwrap().waiting
    }
}

/// A batch and what its callers have been told.
struct Batch {
    ids: Vec<u8>,
    answers: Answers,
    told: Option<bool>,
    /// The frame that the log was given for it, and that is synced before anybody is told.
    frame: Option<u64>,
}

struct History {
    chance: Chance,
    dam: Arc<Dam>,
    writer: Writer,
    batches: Vec<Batch>,
    next: u8,
    directory: TempDir,
    /// The tables as the disk surely has them, and in which generation of the log.
    tables: TempDir,
    generation: Vec<u8>,
}

impl History {
    fn begin(seed: u64) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let [chance, of_syncs] = [seed, seed << 32].map(|seed| Chance(seed + 1));
        let waters = Waters { open: false, let_through: 0, waiting: false, chance: of_syncs };
        let dam = Arc::new(Dam { state: Mutex::new(waters), moved: Condvar::new() });
        let at_the_dam = Arc::clone(&dam);
        let writer = writer_that(&directory, true, Box::new(move |_file| at_the_dam.pass()));
        let (batches, tables, generation) = (Vec::new(), tempfile::tempdir().unwrap(), Vec::new());
        Self { chance, dam, writer, batches, next: 0, directory, tables, generation }
    }

    /// A batch; it may have to wait for the syncs of others when the dam is open.
    fn ask(&mut self, ids: Vec<u8>, statements: Vec<(Statement, Vec<crate::writer::Value>, bool)>) {
        let (before, is_durable) = (self.writer.durability.reached(), !ids.is_empty());
        let answers = send(&mut self.writer, statements);
        let reached = self.writer.durability.reached();
        let frame = (is_durable && reached > before).then_some(reached);
        self.batches.push(Batch { ids, answers, told: None, frame });
    }

    fn record(&mut self, ids: Vec<u8>) {
        let statements = ids.iter().map(|&id| (Statement::Record, recording(id, 10), true)).collect();
        self.ask(ids, statements);
    }

    fn record_new(&mut self, count: u64) {
        let ids = (0..count).map(|_| self.next()).collect();
        self.record(ids);
    }

    fn next(&mut self) -> u8 {
        self.next += 1;
        self.next
    }

    /// With the dam open: whatever waits for a sync comes back.
    fn open(&mut self, step: impl FnOnce(&mut Self)) {
        self.dam.set(true, 0);
        step(self);
        self.dam.set(false, 0);
    }

    fn step(&mut self) {
        match self.chance.below(16) {
            0..=4 => self.batch(),
            5..=8 => self.dam.set(false, 1),
            9 => self.open(|history| history.record_new(1)),
            10 => self.open(Self::repeat),
            11 => self.open(|history| {
                let claim = vec![90.into(), vec![1; 16].into(), 90.into(), 9.into()];
                history.ask(Vec::new(), vec![(Statement::Claim, claim, false)]);
            }),
            12 => self.open(|history| drop(history.writer.publish())),
            13 => self.open(Self::something_goes_wrong),
            14 => self.writer.durability.rest_is_over(),
            _ => self.open(Self::moving_goes_wrong),
        }
    }

    fn batch(&mut self) {
        let count = 2 + self.chance.below(2);
        self.record_new(count);
    }

    /// What was asked before, whatever became of it.
    fn repeat(&mut self) {
        if self.next > 0 {
            let id = u8::try_from(1 + self.chance.below(self.next.into())).unwrap();
            self.record(vec![id]);
        }
    }

    fn something_goes_wrong(&mut self) {
        let id = self.next();
        match self.chance.below(3) {
            0 => {
                let mut wrong = recording(id, 10);
                wrong[8] = "no such state".into();
                self.ask(vec![id], vec![(Statement::Record, wrong, true)]);
            }
            1 => {
                self.limit("PRAGMA max_page_count = 1");
                self.ask(vec![id], vec![(Statement::Record, recording(id, 20_000), true)]);
                self.limit("PRAGMA max_page_count = 1000000");
            }
            _ => {
                // In trouble it would be missed: then a start refuses to go on without it.
                self.record(vec![id]);
                drop(std::fs::remove_file(self.directory.path().join("journal-log")));
                self.record_new(1);
            }
        }
    }

    fn limit(&self, pages: &str) {
        self.writer.durability.connection().query_row(pages, [], |_now| Ok(())).unwrap();
    }

    fn moving_goes_wrong(&mut self) {
        self.writer.durability.moving_fails();
        self.record_new(2);
        self.writer.durability.rest_is_over();
        self.record_new(1);
    }

    /// Until nobody is being answered at this moment.
    fn rest(&self) {
        while self.writer.durability.is_under_way() && !self.dam.is_waited_at() {
            thread::yield_now();
        }
    }

    /// What a power cut leaves of the tables, at worst: as they were when this generation began.
    fn remember(&mut self) {
        let generation = trouble::generation(&self.directory);
        if generation != self.generation || !self.writer.durability.has_log() {
            (self.tables, self.generation) = (tables(&self.directory), generation);
        }
    }

    fn hear(&mut self) {
        for batch in self.batches.iter_mut().filter(|batch| batch.told.is_none()) {
            let answers = batch.answers.iter_mut().map(oneshot::Receiver::try_recv);
            let told: Vec<_> = answers.filter_map(Result::ok).map(|reply| reply.is_ok()).collect();
            assert!(told.is_empty() || told.len() == batch.answers.len());
            batch.told = told.first().copied();
            assert!(told.iter().all(|is_ok| Some(*is_ok) == batch.told));
        }
    }

    /// The files after the end: what is not synced in the log is there, or is not, frame by frame.
    fn cut_off(&mut self) -> TempDir {
        let is_power_cut = self.chance.below(2) == 0;
        let left = if is_power_cut { tables(self.tables.path()) } else { tables(&self.directory) };
        let Ok(mut log) = std::fs::read(self.directory.path().join("journal-log")) else { return left };
        let synced = self.batches.iter().filter(|batch| batch.told == Some(true));
        let synced = synced.filter_map(|batch| batch.frame).max().unwrap_or_default();
        let frames: Vec<_> = memchr::memmem::find_iter(&log, &log[..16]).chain([log.len()]).collect();
        for pair in frames.windows(2) {
            let frame = &mut log[pair[0]..pair[1]];
            let number = u64::from_le_bytes(frame[20..28].try_into().unwrap());
            if is_power_cut && number > synced && self.chance.below(2) == 0 {
                frame.fill(0);
            }
        }
        std::fs::write(left.path().join("journal-log"), log).unwrap();
        left
    }
}

pub(super) fn tables(directory: impl AsRef<std::path::Path>) -> TempDir {
    let copy = tempfile::tempdir().unwrap();
    for name in ["journal", "journal-wal"] {
        std::fs::copy(directory.as_ref().join(name), copy.path().join(name)).unwrap();
    }
    copy
}

/// What may be there after the end, least first: in its order what was answered, and more and more of the batches that are on
/// their way.
fn possible(batches: &[Batch]) -> Vec<Vec<Vec<u8>>> {
    let kept: Vec<_> = batches.iter().filter(|batch| batch.told != Some(false)).collect();
    let answered = kept.iter().rposition(|batch| batch.told == Some(true)).map_or(0, |last| last + 1);
    let of = |batches: &[&Batch]| {
        let (ids, mut seen) = (batches.iter().flat_map(|batch| &batch.ids), HashSet::new());
        ids.filter(|id| seen.insert(**id)).map(|id| vec![*id; 16]).collect()
    };
    (answered..=kept.len()).map(|count| of(&kept[..count])).collect()
}

#[test]
fn whatever_happens_what_was_answered_is_there_and_what_was_refused_is_not() {
    for seed in 0..HISTORIES {
        let mut history = History::begin(seed);
        history.remember();
        for _ in 0..=history.chance.below(STEPS) {
            history.step();
            history.rest();
            history.remember();
        }
        history.hear();
        let left = history.cut_off();
        history.dam.set(true, 0);
        drop(self::writer(&left));
        let (found, possible) = (order(&left), possible(&history.batches));
        assert!(possible.contains(&found), "seed {seed}: {found:?} is none of {possible:?}");
    }
}
