//! A small file system of one's own, in a mount namespace that nobody else sees: really full, really read-only.

use std::ffi::OsStr;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// A small file system in memory. It is there for as long as this is, and for whoever is run on it.
#[derive(Debug)]
pub(super) struct Disk {
    /// Holds the namespace; ends when we do, because its standard input does.
    holder: Child,
}

impl Disk {
    /// Mounts one of this size, such as `2m`, at an empty directory; `None` where that is not allowed.
    pub(super) fn mount(at: &Path, size: &str) -> Option<Self> {
        let script = "mount -t tmpfs -o size=\"$2\" none \"$1\" && echo mounted && exec cat >/dev/null";
        let mut command = Command::new("unshare");
        command.args(["--user", "--map-root-user", "--mount", "sh", "-c", script, "disk"]).arg(at).arg(size);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut disk = Self { holder: command.spawn().ok()? };
        let said = BufReader::new(disk.holder.stdout.take()?).lines().next()?.ok()?;
        (said == "mounted").then_some(disk)
    }

    /// A command that sees the file system.
    pub(super) fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new("nsenter");
        let holder = self.holder.id().to_string();
        command.args(["--user", "--mount", "--preserve-credentials", "--target", &holder]);
        command.arg(program);
        command
    }

    /// Changes how it is mounted, such as `ro` or `size=64m`; whether the system lets it.
    pub(super) fn remount(&self, at: &Path, options: &str) -> bool {
        let options = format!("remount,{options}");
        let mut command = self.command("mount");
        command.args(["-o", &options]).arg(at).stderr(Stdio::null());
        command.status().is_ok_and(|status| status.success())
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        drop(self.holder.stdin.take());
        self.holder.wait().ok();
    }
}
