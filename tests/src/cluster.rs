//! A PostgreSQL server of our own: started for the tests that need it, gone when they are.
//!
//! [`Cluster::shared`] is one server for the whole test process, with a migrated database for each test.
//! [`Cluster::start`] is a server of one test's own, which it may stop, kill, freeze and start again.
//!
//! A keeper process holds the other end of a pipe to us: when we end, however we end, it stops the server and removes
//! its directory.

mod binaries;
mod houses;
mod process;
mod sealed;
mod standby;

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, OnceLock};

use lpa_adapters_postgres::{migrate_journal, migrate_register};
use sqlx::{AssertSqlSafe, Connection as _, PgConnection};
use tempfile::TempDir;

use crate::proxy::Target;

use process::{Keeper, Server};
pub use sealed::Stocked;

pub use standby::Commits;

/// How a cluster of one's own is set up.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Whether a commit waits for the disk. Off for the shared cluster: there, no test cuts the power.
    pub durable: bool,
    /// Whether it listens on a free loopback port beside its socket.
    pub tcp: bool,
    /// Whether it lives in memory (`/dev/shm`).
    pub in_memory: bool,
    /// More server settings, such as `("log_statement", "all")`.
    pub more: Vec<(&'static str, &'static str)>,
}

/// A running PostgreSQL server.
pub struct Cluster {
    server: Mutex<Server>,
    template: OnceLock<()>,
    named: AtomicU32,
    settings: Settings,
    _keeper: Keeper,
    dir: TempDir,
}

/// A database of one test's own, migrated.
#[derive(Clone, Debug)]
pub struct Database {
    /// As the role that the service runs as (`causeway_rw`).
    pub url: String,
    /// As the owner, who may do anything.
    pub owner_url: String,
    /// Its name.
    pub name: String,
}

impl Cluster {
    /// The server that all tests of this process share.
    pub fn shared() -> &'static Self {
        static SHARED: OnceLock<Cluster> = OnceLock::new();
        SHARED.get_or_init(|| Self::start(&Settings::default()))
    }

    /// Starts a server. Takes a second or two.
    ///
    /// # Panics
    /// When PostgreSQL is not installed or does not start: what was tried is in the message.
    pub fn start(settings: &Settings) -> Self {
        Self::over(settings, Server::initialise)
    }

    /// Starts a server over a data directory that `fill` makes.
    fn over(settings: &Settings, fill: impl FnOnce(&Server)) -> Self {
        let home = if settings.in_memory { PathBuf::from("/dev/shm") } else { std::env::temp_dir() };
        let dir = tempfile::Builder::new().prefix("causeway-pg-").tempdir_in(home).unwrap();
        let keeper = Keeper::watch(dir.path());
        let server = Server::new(dir.path(), settings);
        fill(&server);
        let cluster = Self {
            server: Mutex::new(server),
            template: OnceLock::new(),
            named: AtomicU32::new(0),
            settings: settings.clone(),
            _keeper: keeper,
            dir,
        };
        cluster.resume();
        cluster
    }

    /// A new migrated database.
    pub async fn database(&self) -> Database {
        self.template.get_or_init(|| self.make_template());
        let name = format!("test_{}", self.named.fetch_add(1, Ordering::Relaxed));
        self.execute(format!("create database {name} template {TEMPLATE}")).await;
        Database { url: self.url("causeway_rw", &name), owner_url: self.url("postgres", &name), name }
    }

    /// The address of a database for a role: over TCP where the server listens there, else over its socket.
    pub fn url(&self, role: &str, database: &str) -> String {
        match self.server().port() {
            Some(port) => format!("postgres://{role}@127.0.0.1:{port}/{database}?sslmode=disable"),
            None => format!("postgres://{role}@localhost/{database}?host={}", self.dir.path().display()),
        }
    }

    /// Where a proxy finds the server.
    pub fn target(&self) -> Target {
        match self.server().port() {
            Some(port) => Target::Tcp((std::net::Ipv4Addr::LOCALHOST, port).into()),
            None => Target::Unix(self.dir.path().join(".s.PGSQL.5432")),
        }
    }

    /// Stops the server as an operator would: sessions are ended, commits that were answered are kept.
    pub fn stop(&self) {
        self.server().stop();
    }

    /// Kills every process of the server at once.
    pub fn kill(&self) {
        self.server().kill();
    }

    /// Starts the server again after [`Cluster::stop`] or [`Cluster::kill`].
    pub fn resume(&self) {
        self.server().resume();
    }

    /// Freezes every process of the server: connections stay open, nothing answers.
    pub fn freeze(&self) {
        self.server().freeze();
    }

    /// Lets a frozen server run on.
    pub fn thaw(&self) {
        self.server().thaw();
    }

    /// Freezes or thaws one backend by its process id.
    pub fn signal_backend(&self, signal: &str, pid: i32) {
        process::signal(signal, &[u32::try_from(pid).unwrap()]);
    }

    /// Processor time of all processes of the server that run now, in seconds: for benches.
    pub fn cpu_seconds(&self) -> f64 {
        self.server().cpu_seconds()
    }

    /// What the server has logged so far.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.dir.path().join("log")).unwrap()
    }

    fn server(&self) -> std::sync::MutexGuard<'_, Server> {
        self.server.lock().unwrap()
    }

    /// Runs one statement as the owner, in the database `postgres`.
    async fn execute(&self, sql: String) {
        let mut connection = PgConnection::connect(&self.url("postgres", "postgres")).await.unwrap();
        sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut connection).await.unwrap();
        connection.close().await.unwrap();
    }

    /// Makes the database that the others are copies of. Runs in a thread with a runtime of its own, because it is
    /// called at most once, from whichever test comes first.
    fn make_template(&self) {
        let url = self.url("postgres", TEMPLATE);
        std::thread::scope(|scope| {
            scope.spawn(|| {
                let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
                runtime.block_on(async {
                    self.execute(format!("create database {TEMPLATE}")).await;
                    migrate_register(&url).await.unwrap();
                    migrate_journal(&url).await.unwrap();
                    self.execute("alter role causeway_rw login".to_owned()).await;
                });
            });
        });
    }
}

const TEMPLATE: &str = "migrated";

impl Drop for Cluster {
    fn drop(&mut self) {
        if let Ok(server) = self.server.get_mut() {
            server.thaw();
            server.stop();
        }
    }
}
