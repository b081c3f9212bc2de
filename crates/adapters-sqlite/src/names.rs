//! Whether names still lead to the files that we write.
//!
//! Who has a file open goes on writing to it when it is moved, replaced or deleted, where no later start would find it. So
//! its name is looked up before anything is promised. But not the file itself, each time: the kernel gives a file whose
//! times were asked for exact ones at its next write, and then each sync has them to write too, to another place of the
//! disk. A directory says when one of its names began to lead elsewhere: while it is as it was, its names are too.

use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::file;

/// Two changes of a directory that bear the same time are no further apart: ticks of the kernel's clock are 1 to 10 ms.
const TICK: Duration = Duration::from_millis(100);
/// Where the file system keeps whole seconds only, or two.
const COARSE_TICK: Duration = Duration::from_secs(3);

/// Names in one directory, and the files that they led to.
#[derive(Debug)]
pub(crate) struct Names {
    /// `None` where it does not tell: when a name is a link, the file is in another directory.
    directory: Option<PathBuf>,
    files: Vec<(PathBuf, Option<Identity>)>,
    looked: Mutex<Option<Look>>,
}

/// Device and number of a file.
type Identity = (u64, u64);

/// What a directory was like, since when we know, and whether its names were seen to be in place after any other change
/// would have given it another time.
#[derive(Debug)]
struct Look {
    stamp: Stamp,
    since: Instant,
    settled: bool,
}

/// Which directory it is, and when it was last changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stamp {
    identity: Identity,
    seconds: i64,
    nanoseconds: i64,
}

impl Names {
    /// Names in the same directory, which lead to the right files now.
    pub(crate) fn new(names: Vec<PathBuf>) -> Self {
        let is_link = |name: &PathBuf| name.symlink_metadata().is_ok_and(|found| found.is_symlink());
        let told_of = names.first().filter(|_first| !names.iter().any(is_link));
        let directory = told_of.map(|name| file::directory_of(name).to_owned());
        let files = names.into_iter().map(|name| (name.clone(), identity(&name))).collect();
        Self { directory, files, looked: Mutex::default() }
    }

    /// Whether all of them lead to the same files still.
    pub(crate) fn are_in_place(&self) -> bool {
        let stamp = self.directory.as_deref().and_then(stamp);
        let mut looked = self.looked.lock().unwrap_or_else(PoisonError::into_inner);
        // A stamp of another time is another look.
        let mut look = looked.take().filter(|look| Some(look.stamp) == stamp);
        if look.as_ref().is_some_and(|look| look.settled) {
            *looked = look;
            return true;
        }
        let since = Instant::now();
        let all = self.files.iter().all(|(name, file)| identity(name) == *file);
        if let Some(stamp) = stamp {
            let look = look.get_or_insert(Look { stamp, since, settled: false });
            look.settled = all && since.duration_since(look.since) >= stamp.tick();
        }
        *looked = look;
        all
    }
}

impl Stamp {
    const fn tick(&self) -> Duration {
        if self.nanoseconds == 0 { COARSE_TICK } else { TICK }
    }
}

/// Which file a name leads to; `None` when to none.
fn identity(path: &Path) -> Option<Identity> {
    std::fs::metadata(path).ok().as_ref().map(number)
}

#[cfg(unix)]
fn stamp(directory: &Path) -> Option<Stamp> {
    use std::os::unix::fs::MetadataExt as _;
    let found = std::fs::metadata(directory).ok()?;
    Some(Stamp { identity: number(&found), seconds: found.ctime(), nanoseconds: found.ctime_nsec() })
}

/// Elsewhere directories do not tell: every name is looked up each time.
#[cfg(not(unix))]
fn stamp(_directory: &Path) -> Option<Stamp> {
    None
}

#[cfg(unix)]
fn number(of: &Metadata) -> Identity {
    use std::os::unix::fs::MetadataExt as _;
    (of.dev(), of.ino())
}

/// Where files have no numbers, only a file that is gone is noticed.
#[cfg(not(unix))]
fn number(_of: &Metadata) -> Identity {
    (0, 0)
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use tempfile::TempDir;

    use super::*;

    /// Two names that were looked up so often that only their directory is looked at now.
    fn settled() -> (TempDir, Names, [PathBuf; 2]) {
        let directory = tempfile::tempdir().unwrap();
        let paths = ["one", "two"].map(|name| directory.path().join(name));
        for path in &paths {
            std::fs::write(path, "").unwrap();
        }
        let names = Names::new(paths.to_vec());
        let settle = |names: &Names| {
            assert!(names.are_in_place());
            let mut looked = names.looked.lock().unwrap();
            let look = looked.as_mut().unwrap();
            look.since = look.since.checked_sub(COARSE_TICK).unwrap();
            look.settled
        };
        assert!(!settle(&names), "a change in the same tick would not show");
        settle(&names);
        assert!(settle(&names));
        (directory, names, paths)
    }

    #[test]
    fn a_name_that_was_moved_deleted_or_leads_elsewhere_is_not_in_place_until_it_is_put_back() {
        let (directory, names, [one, two]) = settled();
        let elsewhere = directory.path().join("elsewhere");
        std::fs::rename(&one, &elsewhere).unwrap();
        assert!(!names.are_in_place());
        std::fs::write(&one, "").unwrap();
        assert!(!names.are_in_place(), "another file under the name");
        std::fs::rename(&elsewhere, &one).unwrap();
        assert!(names.are_in_place());
        std::fs::remove_file(&two).unwrap();
        assert!(!names.are_in_place());
    }

    #[test]
    fn what_a_link_leads_to_is_looked_up_each_time() {
        let (directory, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let (link, file) = (directory.path().join("link"), elsewhere.path().join("file"));
        std::fs::write(&file, "").unwrap();
        std::os::unix::fs::symlink(&file, &link).unwrap();
        let names = Names::new(vec![link]);
        assert!(names.are_in_place() && names.looked.lock().unwrap().is_none());
        std::fs::remove_file(&file).unwrap();
        assert!(!names.are_in_place());
    }

    #[test]
    fn names_in_a_directory_that_was_moved_are_not_in_place() {
        let (directory, names, _paths) = settled();
        let elsewhere = directory.path().with_extension("elsewhere");
        std::fs::rename(directory.path(), &elsewhere).unwrap();
        assert!(!names.are_in_place());
        std::fs::create_dir(directory.path()).unwrap();
        assert!(!names.are_in_place());
        std::fs::remove_dir_all(&elsewhere).unwrap();
    }
}
