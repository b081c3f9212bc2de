//! The processes of a cluster: the server, and the keeper that outlives us.

use std::net::TcpListener;
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use super::{Settings, binaries};

/// The server process and how to start it again.
pub(super) struct Server {
    bin: PathBuf,
    user: Option<(u32, u32)>,
    dir: PathBuf,
    arguments: Vec<String>,
    port: Option<u16>,
    child: Option<Child>,
}

impl Server {
    /// A server without a data directory yet.
    pub(super) fn new(dir: &Path, settings: &Settings) -> Self {
        let port = settings.tcp.then(free_port);
        let server = Self {
            bin: binaries::directory(),
            user: binaries::user(),
            dir: dir.to_owned(),
            arguments: arguments(dir, settings, port),
            port,
            child: None,
        };
        if let Some((uid, gid)) = server.user {
            chown(dir, Some(uid), Some(gid)).unwrap();
        }
        server
    }

    /// Makes a fresh data directory.
    pub(super) fn initialise(&self) {
        let arguments = "-U postgres -A trust -E UTF8 --locale=C --no-sync --no-instructions".split(' ');
        let made = self.command("initdb").args(arguments).output().unwrap();
        assert!(made.status.success(), "initdb: {}", String::from_utf8_lossy(&made.stderr));
    }

    pub(super) const fn port(&self) -> Option<u16> {
        self.port
    }

    /// Starts the server and waits until it takes connections.
    pub(super) fn resume(&mut self) {
        let log = std::fs::File::options().create(true).append(true).open(self.dir.join("log")).unwrap();
        let mut command = self.command("postgres");
        command.args(&self.arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(log);
        self.child = Some(command.spawn().unwrap());
        self.wait_until_ready();
    }

    pub(super) fn stop(&mut self) {
        self.end("INT", false);
    }

    pub(super) fn kill(&mut self) {
        self.end("KILL", true);
    }

    pub(super) fn freeze(&self) {
        let pids = self.family();
        std::fs::write(self.dir.join("frozen"), words(&pids)).unwrap();
        signal("STOP", &pids);
    }

    pub(super) fn thaw(&self) {
        if std::fs::remove_file(self.dir.join("frozen")).is_ok() {
            signal("CONT", &self.family());
        }
    }

    /// Processor time of all its processes that run now, in seconds.
    pub(super) fn cpu_seconds(&self) -> f64 {
        self.family().into_iter().filter_map(cpu_ticks).sum::<f64>() / TICKS_A_SECOND
    }

    /// Ends the server, and waits until no process of it is left.
    fn end(&mut self, name: &str, everyone: bool) {
        let family = self.family();
        let Some(mut child) = self.child.take() else { return };
        signal(name, if everyone { &family } else { &family[..1] });
        child.wait().unwrap();
        while family.iter().any(|pid| parent_of(*pid).is_some_and(|(comm, _)| comm == "postgres")) {
            std::thread::sleep(POLL);
        }
    }

    /// The process ids of the server: the postmaster first, then its children.
    fn family(&self) -> Vec<u32> {
        let Some(child) = &self.child else { return Vec::new() };
        let postmaster = child.id();
        let pids = std::fs::read_dir("/proc").unwrap().flatten();
        let pids = pids.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
        let children = pids.filter(|pid| parent_of(*pid).is_some_and(|(_, parent)| parent == postmaster));
        std::iter::once(postmaster).chain(children).collect()
    }

    /// The server writes `ready` into its lock file when it takes connections.
    fn wait_until_ready(&mut self) {
        let lock = self.dir.join("data/postmaster.pid");
        let child = self.child.as_mut().unwrap();
        let pid = child.id().to_string();
        for _ in 0..6_000 {
            let text = std::fs::read_to_string(&lock).unwrap_or_default();
            if text.lines().next() == Some(pid.as_str()) && text.contains("ready") {
                return;
            }
            assert_eq!(child.try_wait().unwrap(), None, "the server ended: see {}/log", self.dir.display());
            std::thread::sleep(POLL);
        }
        panic!("the server was not ready within a minute: see {}/log", self.dir.display());
    }

    pub(super) fn command(&self, program: &str) -> Command {
        let mut command = Command::new(self.bin.join(program));
        command.arg("-D").arg(self.dir.join("data")).current_dir(&self.dir);
        // An interrupt at the terminal is for us; the keeper stops the server.
        command.process_group(0);
        if let Some((uid, gid)) = self.user {
            command.uid(uid).gid(gid);
        }
        command
    }
}

const POLL: Duration = Duration::from_millis(5);

fn arguments(dir: &Path, settings: &Settings, port: Option<u16>) -> Vec<String> {
    let switch = |on: bool| if on { "on" } else { "off" };
    let listen = if settings.tcp { "127.0.0.1" } else { "" };
    let mut all = vec![
        format!("unix_socket_directories={}", dir.display()),
        format!("listen_addresses={listen}"),
        format!("fsync={}", switch(settings.durable)),
        format!("synchronous_commit={}", switch(settings.durable)),
        "max_connections=200".to_owned(),
        // After a kill, not every file needs a flush of its own before the recovery.
        "recovery_init_sync_method=syncfs".to_owned(),
    ];
    all.extend(port.map(|port| format!("port={port}")));
    all.extend(settings.more.iter().map(|(name, value)| format!("{name}={value}")));
    all.into_iter().flat_map(|setting| ["-c".to_owned(), setting]).collect()
}

/// A loopback port that nobody listens on now.
fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// What the kernel counts processor time in.
const TICKS_A_SECOND: f64 = 100.0;

/// User and system time of a process.
fn cpu_ticks(pid: u32) -> Option<f64> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let fields = stat.rsplit_once(") ")?.1.split(' ');
    fields.skip(11).take(2).map(|ticks| ticks.parse::<f64>().ok()).sum()
}

/// A process's name and its parent.
fn parent_of(pid: u32) -> Option<(String, u32)> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let (head, tail) = stat.rsplit_once(") ")?;
    let (_, comm) = head.split_once(" (")?;
    Some((comm.to_owned(), tail.split(' ').nth(1)?.parse().ok()?))
}

/// Sends a signal; the standard library cannot, the shell can.
pub(super) fn signal(name: &str, pids: &[u32]) {
    let script = format!("kill -{name} {} 2>/dev/null", words(pids));
    Command::new("sh").args(["-c", &script]).status().unwrap();
}

fn words(pids: &[u32]) -> String {
    pids.iter().map(u32::to_string).collect::<Vec<_>>().join(" ")
}

/// A shell that waits for us to end, and then ends the server and removes its directory.
pub(super) struct Keeper {
    shell: Child,
}

impl Keeper {
    pub(super) fn watch(dir: &Path) -> Self {
        let mut shell = Command::new("sh");
        shell.args(["-c", KEEPER, "keeper"]).arg(dir).stdin(Stdio::piped()).process_group(0);
        Self { shell: shell.spawn().unwrap() }
    }
}

const KEEPER: &str = r#"
cat >/dev/null
cd / && [ -f "$1/frozen" ] && kill -CONT $(cat "$1/frozen") 2>/dev/null
if [ -f "$1/data/postmaster.pid" ]; then
    pid=$(head -n 1 "$1/data/postmaster.pid")
    runs() { [ "$(cat "/proc/$pid/comm" 2>/dev/null)" = postgres ]; }
    runs && kill -INT "$pid"
    for _ in 1 2 3 4 5 6 7 8 9 10; do runs || break; sleep 0.5; done
    runs && kill -KILL "$pid"
fi
rm -rf "$1"
"#;

impl Drop for Keeper {
    fn drop(&mut self) {
        drop(self.shell.stdin.take());
        self.shell.wait().ok();
    }
}
