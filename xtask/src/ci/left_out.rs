//! What tests leave out where the system does not allow it: they note it in a file.

use std::fs::{create_dir_all, read_to_string, remove_file};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

/// Names the file to the tests.
pub(super) const VARIABLE: &str = "CAUSEWAY_LEFT_OUT";

pub(super) fn file(root: &Path) -> PathBuf {
    root.join("target/left-out")
}

/// Begins anew.
pub(super) fn forget(root: &Path) -> anyhow::Result<()> {
    let file = file(root);
    create_dir_all(root.join("target")).context("cannot make `target`")?;
    match remove_file(&file) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            Err(error).with_context(|| format!("cannot remove {}", file.display()))
        }
        _removed_or_not_there => Ok(()),
    }
}

/// Each test with its reason, in the order of their names.
pub(super) fn read(root: &Path) -> Vec<String> {
    let mut lines: Vec<String> =
        read_to_string(file(root)).unwrap_or_default().lines().map(str::to_owned).collect();
    lines.sort();
    lines.dedup();
    lines
}
