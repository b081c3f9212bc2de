//! A server under load, as a process of its own.

use std::collections::BTreeMap;
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::Context as _;

use crate::load::{self, Expected, Line, Run};
use crate::requests::SECRET;

/// A server under load.
pub struct Server {
    child: Child,
    /// Where it listens, on loopback.
    pub port: u16,
}

/// A run, and the server's own CPU time for it.
#[derive(Clone, Debug)]
pub struct Measured {
    /// What the load did.
    pub run: Run,
    /// Of the server, a request.
    pub cpu_micros: f64,
}

impl Server {
    /// Causeway in front of a register, its journal in a directory, with more settings.
    pub fn causeway(
        binary: &Path,
        register: &str,
        journal: &Path,
        more: &[(&str, &str)],
    ) -> anyhow::Result<Self> {
        let port = free_port()?;
        let mut command = Command::new(binary);
        command
            .arg("serve")
            .env("CAUSEWAY__HTTP__LISTEN", format!("127.0.0.1:{port}"))
            .env("CAUSEWAY__REGISTER__URL", register)
            .env("CAUSEWAY__JOURNAL__URL", format!("sqlite:{}/journal.sqlite", journal.display()))
            .env("CAUSEWAY__AUTH__SHARED_SECRET", SECRET)
            .envs(more.iter().copied());
        Self::start(command, port, binary)
    }

    /// The thin floor.
    pub fn floor(binary: &Path, dsn: &str) -> anyhow::Result<Self> {
        let port = free_port()?;
        let mut command = Command::new(binary);
        command.args([dsn, &port.to_string(), "16"]);
        Self::start(command, port, binary)
    }

    fn start(mut command: Command, port: u16, binary: &Path) -> anyhow::Result<Self> {
        let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        let server =
            Self { child: child.with_context(|| format!("cannot start {}", binary.display()))?, port };
        let end = Instant::now() + Duration::from_secs(10);
        while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
            anyhow::ensure!(Instant::now() < end, "{} does not listen", binary.display());
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(server)
    }

    /// Puts it under load.
    pub fn run(
        &self,
        clients: usize,
        lasting: Duration,
        expected: impl Into<Expected>,
        line: impl Fn(u64) -> Option<Line>,
    ) -> anyhow::Result<Measured> {
        let before = self.cpu_ticks()?;
        let run = load::run(self.port, clients, lasting, expected, line)?;
        let ticks = self.cpu_ticks()? - before;
        Ok(Measured {
            cpu_micros: ticks * 10_000.0 / run.seconds.max(f64::EPSILON) / run.rate().max(1.0),
            run,
        })
    }

    /// Its resident memory, in megabytes.
    pub fn megabytes(&self) -> anyhow::Result<f64> {
        self.memory("VmRSS:")
    }

    /// The most that its resident memory ever was, in megabytes.
    pub fn most_megabytes(&self) -> anyhow::Result<f64> {
        self.memory("VmHWM:")
    }

    fn memory(&self, which: &str) -> anyhow::Result<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix(which));
        let line = line.with_context(|| format!("no {which} of the server"))?;
        Ok(line.trim().trim_end_matches(" kB").parse::<f64>()? / 1024.0)
    }

    /// The CPU time of its threads so far, in seconds, by their names.
    pub fn cpu_by_thread(&self) -> anyhow::Result<BTreeMap<String, f64>> {
        let mut threads = BTreeMap::new();
        for task in std::fs::read_dir(format!("/proc/{}/task", self.child.id()))? {
            // It may have ended meanwhile.
            let Ok(stat) = std::fs::read_to_string(task?.path().join("stat")) else { continue };
            let name = stat.split_once(" (").and_then(|(_, rest)| rest.rsplit_once(") "));
            let name = name.context("an odd /proc/PID/task/TID/stat")?.0.to_owned();
            *threads.entry(name).or_default() += ticks(&stat)? / 100.0;
        }
        Ok(threads)
    }

    /// Kills it and waits until it is gone.
    pub fn kill(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }

    /// User and system time so far, in hundredths of a second.
    fn cpu_ticks(&self) -> anyhow::Result<f64> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id()))?;
        ticks(&stat)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// User and system time in hundredths of a second.
fn ticks(stat: &str) -> anyhow::Result<f64> {
    let fields = stat.rsplit_once(") ").context("an odd stat of a process")?.1;
    let ticks = fields.split(' ').skip(11).take(2).map(str::parse::<f64>).collect::<Result<Vec<_>, _>>()?;
    Ok(ticks.iter().sum())
}

fn free_port() -> anyhow::Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}
