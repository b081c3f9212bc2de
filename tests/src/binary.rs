//! The real `causeway` binary as a child process: started, asked over HTTP, told to stop, or killed.
//!
//! A keeper shell holds the other end of a pipe to us: when we end, however we end, it kills the child.

mod client;
mod disk;
mod serving;

use std::ffi::OsStr;
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};
use std::sync::Arc;

use tempfile::TempDir;

pub use client::Client;
use disk::Disk;
pub use serving::Serving;

/// Where the binary is, and a directory of one's own for what it keeps.
#[derive(Clone, Debug)]
pub struct Binary {
    program: PathBuf,
    home: Arc<TempDir>,
    settings: Vec<(String, String)>,
    disk: Option<Arc<Disk>>,
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

impl Said {
    fn of(ended: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Self { code: ended.status.code(), out: text(ended.stdout), err: text(ended.stderr) }
    }
}

fn can_trace() -> bool {
    let tried = Command::new("strace").args(["-o", "/dev/null", "true"]).status();
    tried.is_ok_and(|status| status.success())
}

impl Binary {
    /// The program at `path`, with the secret of the tests, a free port, and the journal's file in a fresh directory.
    pub fn at(path: impl Into<PathBuf>) -> Self {
        let home = tempfile::Builder::new().prefix("causeway-home-").tempdir().unwrap();
        let journal = format!("sqlite:{}", home.path().join("journal").display());
        Self { program: path.into(), home: Arc::new(home), settings: Vec::new(), disk: None }
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
        self.clone().with(key, value)
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
        Said::of(self.command().args(arguments).stdin(Stdio::null()).output().unwrap())
    }

    /// Begins a command, to be killed half-way.
    pub fn begin<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Child {
        let mut command = self.command();
        command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command.spawn().unwrap()
    }

    /// Runs a command to its end, or until a thread of it is about to make its `n`-th of these system calls, such as
    /// `pwrite64,fsync`: then it is killed before it has made it. `None` where nothing can be traced.
    pub fn run_until<S: AsRef<OsStr>>(
        &self,
        calls: &str,
        n: u32,
        arguments: impl IntoIterator<Item = S>,
    ) -> Option<Said> {
        if !can_trace() {
            return None;
        }
        let mut command = self.in_its_surroundings(Command::new("strace"));
        let (trace, inject) = (format!("trace={calls}"), format!("inject={calls}:signal=KILL:when={n}"));
        command.args(["-f", "-o", "/dev/null", "-e", &trace, "-e", &inject]);
        command.arg(&self.program).args(arguments).stdin(Stdio::null());
        let ended = command.output().unwrap();
        Some(Said::of(ended))
    }

    /// The same program with the same settings in a directory of its own, which holds the same files.
    #[must_use]
    pub fn copied(&self) -> Self {
        let mut copy = Self::at(&self.program);
        for file in std::fs::read_dir(self.home()).unwrap().map(Result::unwrap) {
            if file.file_type().unwrap().is_file() {
                std::fs::copy(file.path(), copy.home().join(file.file_name())).unwrap();
            }
        }
        let [from, to] = [self.home(), copy.home()].map(|home| home.display().to_string());
        copy.settings =
            self.settings.iter().map(|(key, value)| (key.clone(), value.replace(&from, &to))).collect();
        copy
    }

    /// Serves, and waits until it listens.
    pub async fn serve(&self) -> Serving {
        let mut command = self.command();
        command.arg("serve");
        Serving::start(command, &self.program, Arc::clone(&self.home)).await
    }

    /// The same with its journal on a file system of its own of this size, such as `2m`; `None` where that is not allowed. What
    /// is on it is gone with the last clone of this.
    pub fn on_a_small_disk(&self, size: &str) -> Option<Self> {
        std::fs::create_dir_all(self.disk_path()).unwrap();
        let disk = Arc::new(Disk::mount(&self.disk_path(), size)?);
        let journal = format!("sqlite:{}", self.disk_path().join("journal").display());
        Some(Self { disk: Some(disk), ..self.clone().with("JOURNAL__URL", journal) })
    }

    /// Changes how that file system is mounted, such as `ro` or `size=64m`; whether the system lets it.
    pub fn remount(&self, options: &str) -> bool {
        self.disk.as_ref().is_some_and(|disk| disk.remount(&self.disk_path(), options))
    }

    fn disk_path(&self) -> PathBuf {
        self.home().join("disk")
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
    /// `fdatasync:error=EIO:when=3..4`: each thread counts its own. All calls on them are written to [`Binary::calls`]. `None`
    /// where nothing can be traced.
    pub async fn serve_with_a_failing_disk(&self, fault: &str) -> Option<Serving> {
        if !can_trace() {
            return None;
        }
        let mut command = self.in_its_surroundings(Command::new("strace"));
        // The tracer is the child of its child, so that the program is ours.
        command.args(["-D", "-f", "-y", "-e", &format!("inject={fault}"), "-o"]).arg(self.calls());
        for ending in ["", "-wal", "-log"] {
            command.arg("-P").arg(self.home().join(format!("journal{ending}")));
        }
        command.arg(&self.program).arg("serve");
        Some(Serving::start(command, &self.program, Arc::clone(&self.home)).await)
    }

    /// Where the system calls on the journal's files are written, as strace writes them.
    pub fn calls(&self) -> PathBuf {
        self.home().join("calls")
    }

    fn command(&self) -> Command {
        let command = match &self.disk {
            Some(disk) => disk.command(&self.program),
            None => Command::new(&self.program),
        };
        self.in_its_surroundings(command)
    }

    fn in_its_surroundings(&self, mut command: Command) -> Command {
        let path = std::env::var_os("PATH").unwrap_or_default();
        command.env_clear().env("PATH", path).env("HOME", self.home()).current_dir(self.home());
        command.envs(self.settings.iter().map(|(name, value)| (name, value)));
        command
    }
}
