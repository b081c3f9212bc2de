//! Writing so that a power cut leaves a whole file or none.

use std::fs::{DirBuilder, File, OpenOptions, read_dir, remove_file, rename};
use std::io::{self, ErrorKind, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// Makes a directory and all above it that are missing, for their owner only, and brings the name of each to the disk.
pub(crate) fn make_directory(path: &Path) -> io::Result<()> {
    if path.is_dir() {
        return Ok(());
    }
    let above = path.parent().filter(|above| !above.as_os_str().is_empty()).unwrap_or(Path::new("."));
    make_directory(above)?;
    match DirBuilder::new().mode(0o700).create(path) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(error),
        // Another process has made it just now, and may not have come to this.
        _ => File::open(above)?.sync_all(),
    }
}

/// Removes what crashes left on the way in: what nobody has written to for so long that nobody writes it any more.
pub(crate) fn clear(incoming: &Path, left_for: Duration) -> io::Result<()> {
    for file in read_dir(incoming)? {
        let file = file?;
        // How old a file is, its file system says. Another process may have removed or named it just now.
        let is_left = |written: SystemTime| written.elapsed().is_ok_and(|since| since >= left_for);
        if file.metadata().and_then(|found| found.modified()).is_ok_and(is_left) {
            drop(remove_file(file.path()));
        }
    }
    Ok(())
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
