//! Where PostgreSQL's programs are, and as whom they may run.
#![expect(clippy::expect_used, reason = "a test that cannot have its server says why")]

use std::os::unix::fs::MetadataExt as _;
use std::path::PathBuf;

/// The directory that holds `initdb` and `postgres`: `PG_BIN`, else the newest of Debian's, else one on the `PATH`.
///
/// # Panics
/// When there is none.
pub(super) fn directory() -> PathBuf {
    let named = std::env::var_os("PG_BIN").map(PathBuf::from);
    let found = named.into_iter().chain(debian()).chain(on_path()).find(|dir| dir.join("initdb").exists());
    found.expect(
        "PostgreSQL is not installed: `apt-get install postgresql`, or set PG_BIN to its bin directory",
    )
}

fn debian() -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir("/usr/lib/postgresql") else { return Vec::new() };
    let mut majors: Vec<u32> =
        entries.flatten().filter_map(|entry| entry.file_name().to_str()?.parse().ok()).collect();
    majors.sort_unstable_by(|a, b| b.cmp(a));
    majors.iter().map(|major| PathBuf::from(format!("/usr/lib/postgresql/{major}/bin"))).collect()
}

fn on_path() -> Vec<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).collect()
}

/// The user and group to run the server as: PostgreSQL refuses to run as root, so root lends it the user `postgres`.
/// `None` when we are an ordinary user ourselves.
///
/// # Panics
/// When we are root and there is no user `postgres`.
pub(super) fn user() -> Option<(u32, u32)> {
    let ours = std::fs::metadata("/proc/self").map_or(1, |own| own.uid());
    if ours != 0 {
        return None;
    }
    let users = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
    let line = users.lines().find(|line| line.starts_with("postgres:"));
    let mut fields = line.expect("root needs a user `postgres` to run the server as").split(':').skip(2);
    let mut number = || fields.next()?.parse().ok();
    number().zip(number())
}
