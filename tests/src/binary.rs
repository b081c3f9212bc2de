//! The real `causeway` binary as a child process: started, asked over HTTP, told to stop, or killed.
//!
//! A keeper shell holds the other end of a pipe to us: when we end, however we end, it kills the child.

mod client;
mod serving;

use std::ffi::OsStr;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use tempfile::TempDir;

pub use client::Client;
pub use serving::Serving;

/// Where the binary is, and a directory of one's own for what it keeps.
#[derive(Clone, Debug)]
pub struct Binary {
    program: PathBuf,
    home: Arc<TempDir>,
    settings: Vec<(String, String)>,
}

/// What a command said when it ended.
#[derive(Debug)]
pub struct Said {
    /// Its exit code; `None` when a signal ended it.
    pub code: Option<i32>,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Binary {
    /// The program at `path`, with the secret of the tests, a free port, and the journal's file in a fresh directory.
    pub fn at(path: impl Into<PathBuf>) -> Self {
        let home = tempfile::Builder::new().prefix("causeway-home-").tempdir().unwrap();
        let journal = format!("sqlite:{}", home.path().join("journal").display());
        Self { program: path.into(), home: Arc::new(home), settings: Vec::new() }
            .with("HTTP__LISTEN", "127.0.0.1:0")
            .with("AUTH__SHARED_SECRET", crate::world::SECRET)
            .with("JOURNAL__URL", journal)
    }

    /// Sets `CAUSEWAY__{key}`, in place of what it was.
    #[must_use]
    pub fn with(self, key: &str, value: impl Into<String>) -> Self {
        let mut binary = self.without(key);
        binary.settings.push((format!("CAUSEWAY__{key}"), value.into()));
        binary
    }

    /// The same in the same directory, with `CAUSEWAY__{key}` set to something else.
    #[must_use]
    pub fn also_with(&self, key: &str, value: impl Into<String>) -> Self {
        let (program, home, settings) = (self.program.clone(), Arc::clone(&self.home), self.settings.clone());
        Self { program, home, settings }.with(key, value)
    }

    /// Leaves `CAUSEWAY__{key}` unset.
    #[must_use]
    pub fn without(mut self, key: &str) -> Self {
        self.settings.retain(|(name, _)| *name != format!("CAUSEWAY__{key}"));
        self
    }

    /// The directory of its own, which is also its `HOME`.
    pub fn home(&self) -> &std::path::Path {
        self.home.path()
    }

    /// Runs a command to its end.
    pub fn run<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Said {
        let ended = self.command().args(arguments).stdin(Stdio::null()).output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Said { code: ended.status.code(), out: text(ended.stdout), err: text(ended.stderr) }
    }

    /// Begins a command, to be killed half-way.
    pub fn begin<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Child {
        let mut command = self.command();
        command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command.spawn().unwrap()
    }

    /// Serves, and waits until it listens.
    pub async fn serve(&self) -> Serving {
        let mut command = self.command();
        command.arg("serve");
        Serving::start(command, &self.program, Arc::clone(&self.home)).await
    }

    /// Serves, with the sizes of the files that it writes limited to so many blocks of 512 bytes: for it, the disk is
    /// full then, until it is given space.
    pub async fn serve_with_a_small_disk(&self, blocks: u32) -> Serving {
        let script = format!("trap '' XFSZ; ulimit -S -f {blocks}; exec \"$0\" serve");
        let mut command = self.in_its_surroundings(Command::new("sh"));
        command.args(["-c", &script]).arg(&self.program);
        Serving::start(command, &self.program, Arc::clone(&self.home)).await
    }

    /// Serves, with system calls on the files of its journal failing as strace is told, such as
    /// `fdatasync:error=EIO:when=3..4`: each thread counts its own. `None` where nothing can be traced.
    pub async fn serve_with_a_failing_disk(&self, fault: &str) -> Option<Serving> {
        let can_trace = Command::new("strace").args(["-o", "/dev/null", "true"]).status();
        if !can_trace.is_ok_and(|status| status.success()) {
            return None;
        }
        let mut command = self.in_its_surroundings(Command::new("strace"));
        // The tracer is the child of its child, so that the program is ours.
        command.args(["-D", "-f", "-o", "/dev/null", "-e", &format!("inject={fault}")]);
        for ending in ["", "-wal", "-log"] {
            command.arg("-P").arg(self.home().join(format!("journal{ending}")));
        }
        command.arg(&self.program).arg("serve");
        Some(Serving::start(command, &self.program, Arc::clone(&self.home)).await)
    }

    fn command(&self) -> Command {
        self.in_its_surroundings(Command::new(&self.program))
    }

    fn in_its_surroundings(&self, mut command: Command) -> Command {
        let path = std::env::var_os("PATH").unwrap_or_default();
        command.env_clear().env("PATH", path).env("HOME", self.home()).current_dir(self.home());
        command.envs(self.settings.iter().map(|(name, value)| (name, value)));
        command
    }
}
