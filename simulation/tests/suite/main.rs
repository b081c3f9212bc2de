//! The simulation: that it holds, that it can be played again, that it reaches what it is meant to reach, and that it
//! finds what is planted.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod contracts;
mod histories;
mod planted;
mod spread;
mod table;
