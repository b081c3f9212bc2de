//! What the register holds, read as its owner.

use anyhow::Context as _;
use futures::TryStreamExt as _;
use lpa_domain::LpaUid;
use sqlx::postgres::PgRow;
use sqlx::{Connection as _, PgConnection, Row as _};

use super::{Accepted, Made, Reckoned};

const VERSIONS: &str =
    "select uid, version, operation_id::text from causeway.lpa_version order by uid, version";

/// Versions that are not announced exactly once, and announcements of none.
const MISANNOUNCED: &str = "
select count(*) from causeway.lpa_version
full join (select uid, version, count(*) as times from causeway.outbox group by uid, version) as announced
using (uid, version)
where operation_id is null or times is distinct from 1";

/// A connection to the register's database.
#[derive(Debug)]
pub struct Register(PgConnection);

impl Register {
    /// Connects as the owner.
    pub async fn open(owner_url: &str) -> anyhow::Result<Self> {
        let connection = PgConnection::connect(owner_url).await;
        Ok(Self(connection.context("cannot connect to the register's database")?))
    }

    /// Compares it with what was accepted.
    pub async fn reckon(&mut self, accepted: &Accepted) -> anyhow::Result<Reckoned> {
        let rows = sqlx::query(VERSIONS).fetch(&mut self.0).map_err(anyhow::Error::from);
        let made: Vec<Made> = rows.and_then(|row| async move { made(&row) }).try_collect().await?;
        Ok(accepted.reckon(made))
    }

    /// How many versions are not announced exactly once.
    pub async fn misannounced(&mut self) -> anyhow::Result<i64> {
        Ok(sqlx::query_scalar(MISANNOUNCED).fetch_one(&mut self.0).await?)
    }
}

fn made(row: &PgRow) -> anyhow::Result<Made> {
    Ok(Made {
        uid: row.try_get::<String, _>(0)?.parse::<LpaUid>()?,
        version: row.try_get::<i64, _>(1)?.try_into()?,
        operation: row.try_get::<String, _>(2)?.parse()?,
    })
}
