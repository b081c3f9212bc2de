//! The only way to the database: one statement at a time, on a bounded number of connections.
//!
//! Not sqlx's pool, for two reasons. It makes a round trip each time a connection comes back, which costs as much as
//! a small statement. And it hands on connections whose last user was cut off half-way: in sqlx 0.9 such a connection
//! may stand in a transaction that nobody knows of, and swallows the next caller's writes (sqlx #4393). Here a
//! connection goes back only after its statement was answered to the end; otherwise it is closed.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use sqlx::postgres::{PgArguments, PgConnectOptions, PgRow};
use sqlx::query::Query;
use sqlx::{ConnectOptions as _, Executor as _, PgConnection, Postgres};
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::{Instant, timeout};
use tracing::warn;

use crate::error::{ConnectError, Failure};
use crate::options::PostgresOptions;

/// One statement with its arguments.
pub(crate) type Statement = Query<'static, Postgres, PgArguments>;

/// A bounded set of connections, made when they are needed.
#[derive(Clone)]
pub(crate) struct Connections(Arc<Shared>);

struct Shared {
    connect: PgConnectOptions,
    limits: PostgresOptions,
    places: Semaphore,
    idle: Mutex<Vec<Idle>>,
}

struct Idle {
    connection: PgConnection,
    made: Instant,
}

/// A connection is closed after so long, so that we follow a database that has moved to another machine, and the
/// server's memory for it does not grow for ever.
const LIFETIME: Duration = Duration::from_mins(30);

/// What is acknowledged is on the disk, whatever the role, the database or the server says, and stays so while the connection is
/// open. What waits for more, a standby, is kept. Not an option to connect with: that would take the place of what waits for more.
const WAIT_FOR_THE_DISK: &str = "\
select set_config('synchronous_commit', case when setting = 'off' then 'on' else setting end, false)
from current_setting('synchronous_commit') as setting";

impl Connections {
    /// Prepares to connect; nothing is sent before the first statement.
    pub(crate) fn new(url: &str, limits: &PostgresOptions) -> Result<Self, ConnectError> {
        Ok(Self(Arc::new(Shared {
            connect: limits.connect_options(url)?,
            limits: limits.clone(),
            places: Semaphore::new(limits.connections.clamp(1, Semaphore::MAX_PERMITS)),
            idle: Mutex::new(Vec::new()),
        })))
    }

    /// Runs one statement and returns its rows. What is returned was committed.
    ///
    /// It runs in a task of its own: a caller that goes away cuts nothing off.
    pub(crate) async fn ask(&self, statement: Statement) -> Result<Vec<PgRow>, Failure> {
        let shared = Arc::clone(&self.0);
        let task = tokio::spawn(async move { shared.run(statement).await });
        task.await.unwrap_or_else(|failed| Err(Failure::Lost(failed.to_string())))
    }

    /// Runs a statement that may be run twice. When its connection breaks, as all idle ones do when the database is
    /// restarted, a fresh one is asked once more.
    pub(crate) async fn ask_again(
        &self,
        statement: impl Fn() -> Statement + Sync,
    ) -> Result<Vec<PgRow>, Failure> {
        match self.ask(statement()).await {
            Err(Failure::Lost(_)) => self.ask(statement()).await,
            answer => answer,
        }
    }
}

impl Shared {
    async fn run(&self, statement: Statement) -> Result<Vec<PgRow>, Failure> {
        let (_place, mut taken) = timeout(self.limits.acquire_timeout, self.take())
            .await
            .map_err(|_elapsed| Failure::NotSent("none free in time".to_owned()))??;
        let answer = timeout(self.limits.answer_timeout, statement.fetch_all(&mut taken.connection)).await;
        let answer = match answer {
            Ok(answer) => answer.map_err(|error| Failure::of(&error)),
            Err(_elapsed) => Err(Failure::Silence),
        };
        match &answer {
            Ok(_) => self.give_back(taken),
            Err(failure) if failure.leaves_connection_sound() => self.give_back(taken),
            Err(failure) => self.distrust(failure),
        }
        answer
    }

    async fn take(&self) -> Result<(SemaphorePermit<'_>, Idle), Failure> {
        let place = self.places.acquire().await.map_err(|closed| Failure::NotSent(closed.to_string()))?;
        let idle = self.idle().pop();
        let taken = match idle {
            Some(idle) if idle.made.elapsed() < LIFETIME => idle,
            _ => {
                let connection = self.connect().await.map_err(|error| Failure::connecting(&error))?;
                Idle { connection, made: Instant::now() }
            }
        };
        Ok((place, taken))
    }

    async fn connect(&self) -> Result<PgConnection, sqlx::Error> {
        let mut connection = self.connect.connect().await?;
        connection.execute(WAIT_FOR_THE_DISK).await?;
        Ok(connection)
    }

    fn give_back(&self, taken: Idle) {
        self.idle().push(taken);
    }

    /// One connection broke: the others that lie idle are likely to be as dead.
    fn distrust(&self, failure: &Failure) {
        warn!(%failure, "a database connection was given up");
        self.idle().clear();
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<Idle>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
