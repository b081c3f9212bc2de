//! The way from Causeway to its register, PostgreSQL or another Causeway: up, or bad in one of seven ways.

use std::net::SocketAddr;
use std::time::Duration;

use sqlx::{AssertSqlSafe, Connection as _, PgConnection};

use crate::cluster::{Cluster, Database};
use crate::proxy::{Loss, Proxy, Target};

/// How the register is while a journey is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// It answers.
    Up,
    /// Connections are refused, and those there were are reset.
    Refuse,
    /// It takes connections and never answers.
    Hang,
    /// It answers after the caller's budget has run out.
    Slow,
    /// It answers every statement with an error.
    Error,
    /// It takes connections and answers questions; what changes anything fails.
    SickButHealthy,
    /// It does what it is asked, and its answers to writes never come.
    LostAck,
    /// It refuses connections at one step and answers at the next.
    Flap,
}

impl Mode {
    /// Whether it answers to the end.
    pub fn is_up(self) -> bool {
        self == Self::Up
    }
}

/// Longer than the budget of any caller in the journeys.
const LATE: Duration = Duration::from_millis(350);

/// What is spoken on the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Speech {
    Postgres,
    Http,
}

impl Speech {
    /// What only a request that writes holds: in PostgreSQL the author's URN (the statement before it only asks), in HTTP the
    /// envelope of an operation.
    const fn in_writes_only(self) -> &'static [u8] {
        match self {
            Self::Postgres => b"urn:opg:",
            Self::Http => b"\"operation\":",
        }
    }
}

const SERVER_ERROR: &[u8] =
    b"HTTP/1.1 500 Internal Server Error\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";

/// Every statement of the service names a table of this schema.
const NOTHING_IS_ALLOWED: &str = "revoke usage on schema causeway from causeway_rw";
const ALL_IS_ALLOWED: &str = "select causeway.grant_rights()";

/// Session and questions as ever, and no room for a row.
const NO_ROOM: &str = "
create function causeway.find_no_room() returns trigger language plpgsql as $$
begin
    raise exception 'no room' using errcode = 'disk_full';
end $$;
create trigger no_room before insert on causeway.lpa_version
    for each statement execute function causeway.find_no_room();";
const ROOM: &str = "drop trigger no_room on causeway.lpa_version; drop function causeway.find_no_room();";

/// A register behind a proxy.
#[derive(Debug)]
pub struct Crossing {
    /// The way there.
    pub proxy: Proxy,
    mode: Mode,
    speech: Speech,
    database: Database,
    bad: bool,
    closed: bool,
    /// Whether no write comes while it is bad.
    no_writes: bool,
}

impl Crossing {
    /// The way to a database of `cluster`; all is well so far.
    pub fn to(cluster: &Cluster, database: &Database, mode: Mode) -> Self {
        Self::over(cluster.target(), Speech::Postgres, database, mode)
    }

    /// The way to a Causeway that stands in front of a database.
    pub fn to_causeway(address: SocketAddr, database: &Database, mode: Mode) -> Self {
        Self::over(Target::Tcp(address), Speech::Http, database, mode)
    }

    fn over(target: Target, speech: Speech, database: &Database, mode: Mode) -> Self {
        let proxy = Proxy::before(target);
        Self { proxy, mode, speech, database: database.clone(), bad: false, closed: false, no_writes: false }
    }

    /// The register's address for the service: through the proxy.
    pub fn url(&self) -> String {
        let (address, name) = (self.proxy.address(), &self.database.name);
        match self.speech {
            Speech::Postgres => format!("postgres://causeway_rw@{address}/{name}?sslmode=disable"),
            Speech::Http => format!("http://{address}"),
        }
    }

    /// How it is when it is bad.
    pub const fn mode(&self) -> Mode {
        self.mode
    }

    /// It goes bad.
    pub async fn worsen(&mut self) {
        self.bad = true;
        match self.mode {
            Mode::Up => {}
            Mode::Refuse => self.proxy.cut().await,
            Mode::Hang => self.proxy.hang(),
            Mode::Slow => self.proxy.slow(LATE),
            Mode::Error if self.speech == Speech::Http => self.proxy.answer(SERVER_ERROR),
            Mode::Error => self.execute(NOTHING_IS_ALLOWED).await,
            Mode::SickButHealthy => self.execute(NO_ROOM).await,
            Mode::LostAck => self.proxy.lose_answers_to(self.speech.in_writes_only(), Loss::Swallowed),
            Mode::Flap => self.close(true).await,
        }
    }

    /// Whether it is bad by losing answers, and writes come to it.
    pub fn is_losing_answers(&self) -> bool {
        self.bad && self.mode == Mode::LostAck && !self.no_writes
    }

    /// No write comes while it is bad: there is no answer to be lost.
    pub fn expect_no_writes(&mut self) {
        self.no_writes = true;
    }

    /// One step of a journey is done: a way that flaps changes.
    pub async fn step(&mut self) {
        if self.bad && self.mode == Mode::Flap {
            self.close(!self.closed).await;
        }
    }

    /// All is well again.
    ///
    /// # Panics
    /// When answers to writes were to be lost and none was: then the way was up all the time.
    pub async fn mend(&mut self) {
        assert!(!self.is_losing_answers() || self.proxy.lost() > 0, "no answer to a write was lost");
        if !std::mem::take(&mut self.bad) {
            return;
        }
        match self.mode {
            Mode::Up => {}
            Mode::Error if self.speech == Speech::Http => self.proxy.heal(),
            Mode::Error => self.execute(ALL_IS_ALLOWED).await,
            Mode::SickButHealthy => self.execute(ROOM).await,
            Mode::Flap => self.close(false).await,
            Mode::Refuse | Mode::Hang | Mode::Slow | Mode::LostAck => self.proxy.heal(),
        }
    }

    async fn close(&mut self, closed: bool) {
        self.closed = closed;
        if closed {
            self.proxy.cut().await;
        } else {
            self.proxy.heal();
        }
    }

    /// As the owner, past the proxy.
    async fn execute(&self, sql: &'static str) {
        let mut owner = PgConnection::connect(&self.database.owner_url).await.unwrap();
        sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut owner).await.unwrap();
        owner.close().await.unwrap();
    }
}
