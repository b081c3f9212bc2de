//! A running server process.

use std::io::{BufRead as _, BufReader};
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Child, ChildStderr, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;

use super::Client;
use crate::until;

/// A running server process. Dropped, it is killed.
#[derive(Debug)]
pub struct Serving {
    child: Child,
    keeper: Child,
    client: Client,
    log: Arc<Mutex<String>>,
    reader: Option<std::thread::JoinHandle<()>>,
    /// Not removed while the process runs.
    _home: Arc<TempDir>,
}

/// How long it may take to begin, and to end.
const PATIENCE: Duration = Duration::from_secs(30);

impl Serving {
    pub(super) async fn start(mut command: Command, program: &Path, home: Arc<TempDir>) -> Self {
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let keeper = keeper(child.id(), program);
        let log = Arc::new(Mutex::new(String::new()));
        let stderr = child.stderr.take().unwrap();
        let reader = std::thread::spawn({
            let log = Arc::clone(&log);
            move || read_into(&log, stderr)
        });
        let address = until("it listens", PATIENCE, async || {
            let ended = child.try_wait().unwrap();
            assert_eq!(ended, None, "{}", log.lock().unwrap());
            listening(&log.lock().unwrap())
        });
        let client = Client::of(&address.await);
        Self { child, keeper, client, log, reader: Some(reader), _home: home }
    }

    /// A client of today's surface, with a good token.
    pub fn client(&self) -> Client {
        self.client.clone()
    }

    /// Its process.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Freezes it.
    pub fn freeze(&self) {
        self.signal("STOP");
    }

    /// Tells it to stop.
    pub fn terminate(&self) {
        self.signal("TERM");
    }

    /// Kills it, and waits until it is gone.
    pub async fn kill(mut self) {
        self.child.kill().unwrap();
        self.ended().await;
    }

    /// Waits until it has ended by itself; how, and everything that it logged.
    pub async fn wait(mut self) -> (ExitStatus, String) {
        let status = self.ended().await;
        self.reader.take().unwrap().join().unwrap();
        let log = self.log.lock().unwrap().clone();
        (status, log)
    }

    /// Tells it to stop, and waits until it has: it must say that all is well.
    pub async fn stop(self) -> String {
        self.terminate();
        let (status, log) = self.wait().await;
        assert_eq!(status.code(), Some(0), "{log}");
        log
    }

    /// Lets it write files of any size again.
    pub fn give_space(&self) {
        let pid = self.child.id().to_string();
        let given = Command::new("prlimit").args(["--pid", &pid, "--fsize=unlimited"]).status();
        assert!(given.unwrap().success());
    }

    /// What it has logged so far.
    pub fn log(&self) -> String {
        self.log.lock().unwrap().clone()
    }

    async fn ended(&mut self) -> ExitStatus {
        let child = &mut self.child;
        until("it ends", PATIENCE, async || child.try_wait().unwrap()).await
    }

    fn signal(&self, name: &str) {
        let pid = self.child.id().to_string();
        Command::new("sh").args(["-c", &format!("kill -{name} {pid}")]).status().unwrap();
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
        if std::thread::panicking() {
            #[expect(clippy::print_stderr, reason = "who reads why a test failed needs the log")]
            {
                eprintln!("--- the log of the process\n{}", self.log());
            }
        }
        drop(self.keeper.stdin.take());
        self.keeper.wait().ok();
    }
}

/// Kills the child when we are gone, if it still runs our program.
fn keeper(pid: u32, program: &Path) -> Child {
    let script = "cat >/dev/null; [ \"$(readlink /proc/$1/exe)\" = \"$2\" ] && kill -KILL \"$1\"";
    let mut shell = Command::new("sh");
    shell.args(["-c", script, "keeper"]).arg(pid.to_string()).arg(program).process_group(0);
    shell.stdin(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap()
}

fn read_into(log: &Mutex<String>, stderr: ChildStderr) {
    for line in BufReader::new(stderr).lines().map_while(Result::ok) {
        let mut log = log.lock().unwrap();
        log.push_str(&line);
        log.push('\n');
    }
}

/// The address in the line that says so.
fn listening(log: &str) -> Option<String> {
    let lines = log.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let line = lines.into_iter().find(|line| line["msg"] == "listening")?;
    Some(line["address"].as_str()?.to_owned())
}
