//! Reading a log: which frames follow the last one that the tables hold, and how it ends.

use memchr::memmem;

use super::frame::{self, Digest, Frame, Generation};
use super::steps::{self, Step};

/// What a log holds.
#[derive(Debug)]
pub(super) struct Scan {
    /// The SQL of its statements.
    pub(super) texts: Vec<String>,
    /// What the tables lack, in order.
    pub(super) steps: Vec<Step>,
    /// The number of the last whole frame.
    pub(super) last: u64,
    pub(super) end: End,
}

/// How a log ends.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum End {
    /// Behind the last frame there is nothing of this generation.
    Whole,
    /// Behind it stands what was being written when the process or the machine died, and was never acknowledged.
    Torn,
    /// Behind it stands something unreadable that was on disk before: damage.
    Damaged,
}

/// Reads the frames of `generation`, which begins with the number `base`; of those up to `applied` only the chain matters.
/// `None` when it does not begin with that generation.
pub(super) fn scan(bytes: &[u8], generation: &Generation, base: u64, applied: u64) -> Option<Scan> {
    let first = frame::read(bytes, generation).filter(|frame| frame.place.number == base)?;
    let texts = steps::read_texts(first.carried)?;
    let (mut at, mut last, mut previous) = (first.length(), base, first.digest);
    let mut steps = Vec::new();
    while let Some((frame, carried)) = next(bytes.get(at..)?, generation, last, &previous) {
        (at, last, previous) = (at + frame.length(), frame.place.number, frame.digest);
        if last > applied {
            steps.extend(carried);
        }
    }
    let end = end(bytes.get(at..)?, generation, last);
    Some(Scan { texts, steps, last, end })
}

/// The frame that follows the one with the number `last`.
fn next<'b>(
    bytes: &'b [u8],
    generation: &Generation,
    last: u64,
    previous: &Digest,
) -> Option<(Frame<'b>, Vec<Step>)> {
    let frame = frame::read(bytes, generation)?;
    let follows = frame.place.number == last + 1 && frame.place.previous == *previous;
    let carried = steps::read(frame.carried)?;
    follows.then_some((frame, carried))
}

/// Looks behind the last whole frame. A later frame that was written when a frame after `last` was already on disk says that
/// this one has been damaged since. Without such a one nothing behind it had been acknowledged: several frames may have been
/// on their way to the disk at once, and a later one of them may have arrived without an earlier.
pub(super) fn end(bytes: &[u8], generation: &Generation, last: u64) -> End {
    let mut end = End::Whole;
    for at in memmem::find_iter(bytes, generation) {
        end = End::Torn;
        let later = bytes.get(at..).and_then(|bytes| frame::read(bytes, generation));
        if later.is_some_and(|later| last.wrapping_add(1) <= later.place.synced) {
            return End::Damaged;
        }
    }
    end
}
