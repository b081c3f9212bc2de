//! Reading a log: which frames follow the last one that the tables hold, and how it ends.
//!
//! A frame that is not synced is first in the page cache alone, and so are the tables that hold it: either may reach the disk
//! without the other. After a power cut the tables can be further than the log.

use memchr::memmem;

use super::frame::{self, Digest, Frame, Generation, Place};
use super::steps::{self, Step};

/// What a log holds.
#[derive(Debug)]
pub(super) struct Scan {
    /// The SQL of its statements.
    pub(super) texts: Vec<String>,
    /// What the tables lack, in order.
    pub(super) steps: Vec<Step>,
    /// The number of the last frame that the tables hold or can be given.
    pub(super) last: u64,
    /// The number of the last whole frame of those that the tables hold.
    pub(super) held: u64,
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

/// Reads the frames of `generation`, which begins with the number `base`; those up to `applied` need not be readable, since
/// the tables hold them. `None` when it does not begin with that generation.
pub(super) fn scan(bytes: &[u8], generation: &Generation, base: u64, applied: u64) -> Option<Scan> {
    let first = frame::read(bytes, generation).filter(|frame| frame.place.number == base)?;
    let texts = steps::read_texts(first.carried)?;
    let (mut at, held, mut previous) = behind(bytes, generation, applied)?;
    let (mut last, mut steps) = (applied, Vec::new());
    while let Some((frame, carried)) = next(bytes.get(at..)?, generation, last, previous.as_ref()) {
        (at, last, previous) = (at + frame.length(), frame.place.number, Some(frame.digest));
        steps.extend(carried);
    }
    let end = end(bytes.get(at..)?, generation, last);
    Some(Scan { texts, steps, last, held, end })
}

/// Where it goes on behind what the tables hold: the place, the number of the last whole frame before it, and the digest of
/// the last one that they hold, when that can be read.
fn behind(bytes: &[u8], generation: &Generation, applied: u64) -> Option<(usize, u64, Option<Digest>)> {
    let mut reached = None;
    for at in memmem::find_iter(bytes, generation) {
        let Some(frame) = frame::read(bytes.get(at..)?, generation) else { continue };
        let number = frame.place.number;
        if number > applied {
            // What stands in between are frames that cannot be read.
            return reached.map(|(_end, held, digest)| (at, held, digest));
        }
        reached = Some((at + frame.length(), number, (number == applied).then_some(frame.digest)));
    }
    reached
}

/// The frame that follows the one with the number `last`.
fn next<'b>(
    bytes: &'b [u8],
    generation: &Generation,
    last: u64,
    previous: Option<&Digest>,
) -> Option<(Frame<'b>, Vec<Step>)> {
    let frame = frame::read(bytes, generation)?;
    let Place { number, previous: before, .. } = frame.place;
    let follows = number == last + 1 && previous.is_none_or(|previous| before == *previous);
    let carried = steps::read(frame.carried)?;
    follows.then_some((frame, carried))
}

/// Looks behind the frame `last`. A later one that was written when a frame after `last` was already on disk says that
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
