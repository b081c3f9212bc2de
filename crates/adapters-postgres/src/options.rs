//! How many connections there are, and how long anything may take.

use std::str::FromStr as _;
use std::time::Duration;

use sqlx::ConnectOptions as _;
use sqlx::postgres::PgConnectOptions;

use crate::error::ConnectError;

/// How many connections there are, and how long anything may take.
#[derive(Clone, Debug)]
pub struct PostgresOptions {
    /// At most so many connections at once, for each adapter.
    pub connections: usize,
    /// How long to wait for a free connection, or for a new one to be made.
    pub acquire_timeout: Duration,
    /// How long the server may work on one statement before it gives up and undoes it.
    pub statement_timeout: Duration,
    /// How long the server waits for a lock before it gives up and undoes the statement.
    pub lock_timeout: Duration,
    /// How long to wait for the answer to one statement. Longer than `statement_timeout`: it runs out only when the
    /// server is frozen or cut off.
    pub answer_timeout: Duration,
}

impl Default for PostgresOptions {
    fn default() -> Self {
        Self {
            connections: 16,
            acquire_timeout: Duration::from_secs(2),
            statement_timeout: Duration::from_secs(5),
            lock_timeout: Duration::from_secs(2),
            answer_timeout: Duration::from_secs(8),
        }
    }
}

impl PostgresOptions {
    /// What to connect with: the URL, and the limits that the server is to keep for us.
    pub(crate) fn connect_options(&self, url: &str) -> Result<PgConnectOptions, ConnectError> {
        let options = PgConnectOptions::from_str(url).map_err(|_may_show_the_password| ConnectError)?;
        let millis = |time: Duration| time.as_millis().to_string();
        Ok(options
            .application_name("causeway")
            .options([
                ("statement_timeout", millis(self.statement_timeout)),
                ("lock_timeout", millis(self.lock_timeout)),
                ("idle_in_transaction_session_timeout", "10000".to_owned()),
                // The statements are written for it: a statement sees what was committed before it.
                ("default_transaction_isolation", "read committed".to_owned()),
            ])
            .disable_statement_logging())
    }
}
