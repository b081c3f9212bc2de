//! The file itself: there before SQLite opens it, readable by its owner only, its name durable.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use crate::error::OpenError;

/// Makes the journal file ready: its directory 0700 where it did not exist, the file 0600 if it did not. SQLite gives its
/// `-wal` and `-shm` files the mode of the file itself.
pub(crate) fn prepare(path: &Path) -> Result<(), OpenError> {
    make(path).map_err(|source| OpenError::File { path: path.to_owned(), source })
}

/// Closes a journal that was there already to others: the file, and what SQLite left beside it after a crash.
pub(crate) fn restrict(path: &Path) -> Result<(), OpenError> {
    ["", "-wal", "-shm", "-log"].iter().try_for_each(|end| {
        let path = beside(path, end);
        match take_from_others(&path) {
            Err(source) if source.kind() != io::ErrorKind::NotFound => Err(OpenError::File { path, source }),
            _ => Ok(()),
        }
    })
}

/// The file whose name is that of the journal and an ending.
pub(crate) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut path = path.as_os_str().to_owned();
    path.push(ending);
    PathBuf::from(path)
}

/// Makes the names in the directory of a file durable: a file whose name is lost in a power cut is lost.
pub(crate) fn sync_directory(path: &Path) -> io::Result<()> {
    File::open(directory_of(path))?.sync_all()
}

/// The directory that a file is in.
pub(crate) fn directory_of(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

fn make(path: &Path) -> io::Result<()> {
    make_directory(directory_of(path))?;
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    owner_only(&mut options);
    let file = options.open(path)?;
    file.sync_all()?;
    sync_directory(path)
}

fn make_directory(directory: &Path) -> io::Result<()> {
    if directory.is_dir() {
        return Ok(());
    }
    let above = directory.parent().filter(|above| !above.as_os_str().is_empty()).unwrap_or(Path::new("."));
    make_directory(above)?;
    match owner_only_directory().create(directory) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        _ => File::open(above)?.sync_all(),
    }
}

#[cfg(unix)]
pub(crate) fn owner_only(options: &mut OpenOptions) {
    use std::os::unix::fs::OpenOptionsExt as _;
    options.mode(0o600);
}

#[cfg(unix)]
fn owner_only_directory() -> DirBuilder {
    use std::os::unix::fs::DirBuilderExt as _;
    let mut builder = DirBuilder::new();
    builder.mode(0o700);
    builder
}

#[cfg(unix)]
fn take_from_others(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600))
}

#[cfg(not(unix))]
pub(crate) fn owner_only(_options: &mut OpenOptions) {}

#[cfg(not(unix))]
fn owner_only_directory() -> DirBuilder {
    DirBuilder::new()
}

#[cfg(not(unix))]
fn take_from_others(_path: &Path) -> io::Result<()> {
    Ok(())
}
