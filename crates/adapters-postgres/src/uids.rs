//! Blocks of sequence numbers for LPA UIDs, from one row that every instance moves.

use async_trait::async_trait;
use lpa_domain::lpa::sequence::MODULUS;
use lpa_ports::{UidBlock, Uids, UidsError};
use sqlx::Row as _;

use crate::connections::Connections;
use crate::error::{ConnectError, Failure};
use crate::options::PostgresOptions;

/// Hands out blocks of sequence numbers from the register's database.
pub struct PostgresUids {
    connections: Connections,
}

/// `$1` how many, `$2` the first number that is none any more. No row when they do not fit.
const RESERVE: &str = "
update causeway.uid_sequence set next = next + $1 where next + $1 <= $2
returning next - $1 as first";

/// Every statement by name, for the test that prepares them.
pub(crate) const STATEMENTS: &[(&str, &str)] = &[("reserve", RESERVE)];

impl PostgresUids {
    /// An issuer at `url` (`postgres://…`). Connects when it is first used.
    pub fn connect(url: &str, options: &PostgresOptions) -> Result<Self, ConnectError> {
        Ok(Self { connections: Connections::new(url, options)? })
    }
}

#[async_trait]
impl Uids for PostgresUids {
    async fn reserve(&self, count: u32) -> Result<UidBlock, UidsError> {
        let end = i64::try_from(MODULUS).unwrap_or(i64::MAX);
        let reserve = sqlx::query(RESERVE).bind(i64::from(count)).bind(end);
        let rows = self.connections.ask(reserve).await?;
        let row = rows.first().ok_or(UidsError::Exhausted)?;
        let first: i64 = row.try_get("first").map_err(|error| Failure::of(&error))?;
        let first = u64::try_from(first).map_err(|error| Failure::Unexpected(error.to_string()))?;
        Ok(UidBlock { first, count })
    }
}
