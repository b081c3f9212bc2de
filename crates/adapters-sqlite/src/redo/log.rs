//! Writing a log: a file of fixed size, written over from the start in each generation.
//!
//! Its blocks are written once when it is made. After that a frame changes nothing about the file but its content, and
//! `fdatasync` has one thing to write.

use std::fs::{File, OpenOptions};
use std::io::{self, Seek as _, SeekFrom, Write as _};
use std::path::Path;
use std::sync::Arc;

use super::frame::{self, Digest, Generation, Place};
use super::steps;
use crate::file;
use crate::names::Names;
use crate::writer::Request;

/// A log is made so large, in bytes, and four times as large each time it was filled.
const SMALLEST: u64 = 4 << 20;
/// And never larger.
const LARGEST: u64 = 64 << 20;

/// The log that this process writes.
pub(crate) struct Log {
    file: Arc<File>,
    name: Names,
    size: u64,
    at: u64,
    generation: Generation,
    /// The number of the last frame written.
    last: u64,
    synced: u64,
    previous: Digest,
    buffer: Vec<u8>,
}

impl Log {
    /// Opens or makes the file at `path`. It holds nothing before [`Log::begin`].
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        file::owner_only(&mut options);
        let file = options.open(path)?;
        let size = file.metadata()?.len();
        let size = if size < SMALLEST { fill(&file, 0, SMALLEST)? } else { size };
        file::sync_directory(path)?;
        let (generation, previous, buffer) = (Generation::default(), Digest::default(), Vec::new());
        let name = Names::new(vec![path.to_owned()]);
        let file = Arc::new(file);
        Ok(Self { file, name, size, at: 0, generation, last: 0, synced: 0, previous, buffer })
    }

    /// Begins a generation at the start of the file, with the frame `base`. The tables must durably hold everything of the
    /// one before, and say that this one has begun.
    pub(crate) fn begin(&mut self, generation: Generation, base: u64) -> io::Result<()> {
        if self.at * 2 > self.size && self.size < LARGEST {
            let filled = fill(&self.file, self.size, self.size * 4);
            self.size = or_as_it_is(filled, self.size)?;
        }
        (self.at, self.generation, self.last, self.synced) = (0, generation, base, base);
        (&*self.file).seek(SeekFrom::Start(0))?;
        let place = Place { number: base, synced: base, previous: Digest::default() };
        self.put(place, steps::write_texts)?;
        self.file.sync_data()
    }

    /// Whether a batch of so many bytes fits in.
    pub(crate) fn has_room_for(&self, bytes: u64) -> bool {
        self.at.checked_add(bytes).is_some_and(|end| end <= self.size)
    }

    /// Appends a batch; when that is to be durable, [`Log::file`] is to be synced next. `synced` is the last frame known to be
    /// on disk. After a failure, of the sync too, nobody knows what the file holds: it is never written again.
    pub(crate) fn append(&mut self, batch: &[Request], durable: bool, synced: u64) -> io::Result<()> {
        if durable && !self.name.are_in_place() {
            return Err(io::Error::other("it was moved, replaced or deleted"));
        }
        self.synced = self.synced.max(synced);
        let place = Place { number: self.last + 1, synced: self.synced, previous: self.previous };
        self.put(place, |buffer| steps::write(buffer, batch))?;
        self.last = place.number;
        Ok(())
    }

    /// What is to be synced.
    pub(crate) const fn file(&self) -> &Arc<File> {
        &self.file
    }

    #[cfg(test)]
    pub(super) fn at(&self) -> usize {
        self.at.try_into().unwrap()
    }

    fn put(&mut self, place: Place, carry: impl FnOnce(&mut Vec<u8>)) -> io::Result<()> {
        let digest = frame::write(&mut self.buffer, &self.generation, place, carry);
        self.previous = digest.ok_or(io::ErrorKind::FileTooLarge)?;
        (&*self.file).write_all(&self.buffer)?;
        self.at += u64::try_from(self.buffer.len()).unwrap_or(u64::MAX);
        Ok(())
    }
}

/// Writes zeros from one place to another and waits for the disk; the new size. When there is no room for all of it, the
/// rest of the disk is not kept from the tables.
fn fill(file: &File, from: u64, to: u64) -> io::Result<u64> {
    let filled = write_zeros(file, from, to);
    if filled.is_err() {
        file.set_len(from)?;
    }
    filled
}

/// More room is a convenience: where the disk has none things stay as they are. Whatever else fails, a sync perhaps, leaves
/// a file of which nobody knows what it holds.
fn or_as_it_is(filled: io::Result<u64>, size: u64) -> io::Result<u64> {
    use io::ErrorKind::{FileTooLarge, QuotaExceeded, StorageFull};
    match filled {
        Err(error) if matches!(error.kind(), StorageFull | QuotaExceeded | FileTooLarge) => Ok(size),
        filled => filled,
    }
}

fn write_zeros(mut file: &File, from: u64, to: u64) -> io::Result<u64> {
    static PIECE: [u8; 1 << 16] = [0; 1 << 16];
    file.seek(SeekFrom::Start(from))?;
    let mut at = from;
    while at < to {
        file.write_all(&PIECE)?;
        at += u64::try_from(PIECE.len()).unwrap_or(u64::MAX);
    }
    file.sync_all()?;
    Ok(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_stays_as_it_is_where_there_is_no_room_and_is_given_up_when_a_sync_fails() {
        for told in [io::ErrorKind::StorageFull, io::ErrorKind::QuotaExceeded] {
            assert_eq!(or_as_it_is(Err(told.into()), SMALLEST).unwrap(), SMALLEST);
        }
        // EIO, as fsync says it.
        assert!(or_as_it_is(Err(io::Error::from_raw_os_error(5)), SMALLEST).is_err());
        assert_eq!(or_as_it_is(Ok(LARGEST), SMALLEST).unwrap(), LARGEST);
    }
}
