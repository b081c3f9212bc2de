//! Writing so that a power cut leaves a whole file or none.

use std::fs::{DirBuilder, File, OpenOptions, remove_file, rename};
use std::io::{self, ErrorKind, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

/// Makes a directory and all above it, for its owner only.
pub(crate) fn make_directory(path: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(path)
}

/// Writes a file beside its place, and moves it there when all bytes are on the disk. The move may not be yet.
pub(crate) fn write_file(incoming: &Path, path: &Path, bytes: &[u8]) -> io::Result<()> {
    let (unnamed, file) = create(incoming, path)?;
    let moved = fill(file, bytes).and_then(|()| move_to(&unnamed, path));
    if moved.is_err() {
        // What is left behind is never read; the error that counts is the first.
        drop(remove_file(&unnamed));
    }
    moved
}

/// Brings the name of a file, and that of its directory, to the disk.
pub(crate) fn keep_name(path: &Path, root: &Path) -> io::Result<()> {
    if let Some(directory) = path.parent() {
        File::open(directory)?.sync_all()?;
    }
    File::open(root)?.sync_all()
}

/// A file that nobody else writes: other processes may write the same image now, or have died doing so.
fn create(incoming: &Path, path: &Path) -> io::Result<(PathBuf, File)> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    for turn in 0_u64.. {
        let unnamed = incoming.join(format!("{name}.{turn}"));
        match OpenOptions::new().write(true).create_new(true).mode(0o600).open(&unnamed) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            opened => return opened.map(|file| (unnamed, file)),
        }
    }
    Err(ErrorKind::AlreadyExists.into())
}

fn fill(mut file: File, bytes: &[u8]) -> io::Result<()> {
    file.write_all(bytes)?;
    file.sync_all()
}

fn move_to(unnamed: &Path, path: &Path) -> io::Result<()> {
    if let Some(directory) = path.parent() {
        make_directory(directory)?;
    }
    rename(unnamed, path)
}
