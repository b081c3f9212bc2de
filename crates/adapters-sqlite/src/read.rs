//! What is only read: from the read-only connections, beside the writer.

use lpa_domain::{Backlog, Entry, LpaUid, OperationId, Receipt, Recorded};
use lpa_ports::JournalError;
use lpa_sealing::Seal;
use sqlx::query::Query;
use sqlx::sqlite::{SqliteArguments, SqlitePool, SqliteRow};
use sqlx::{AssertSqlSafe, Sqlite};

use crate::error::Failure;
use crate::moment;
use crate::row::{self, RECEIPT};

/// The readers, and the seal of what they read.
pub(crate) struct Reader {
    pub(crate) pool: SqlitePool,
    pub(crate) seal: Seal,
}

impl Reader {
    /// What was recorded before under the id or, failing that, under the key of an entry that was not recorded.
    pub(crate) async fn recorded_before(&self, entry: &Entry) -> Result<Recorded, JournalError> {
        let sql = format!("SELECT {RECEIPT}, fingerprint FROM operation WHERE id = ?");
        let mut found =
            self.one(sqlx::query(AssertSqlSafe(sql)).bind(entry.id.0.as_bytes().to_vec())).await?;
        if let (None, Some(keyed)) = (&found, &entry.keyed) {
            let sql = format!("SELECT {RECEIPT}, fingerprint FROM operation WHERE consumer = ? AND key = ?");
            let query = sqlx::query(AssertSqlSafe(sql)).bind(keyed.consumer.clone());
            found = self.one(query.bind(keyed.key.as_str().to_owned())).await?;
        }
        let Some(row) = found else {
            return Err(JournalError::Unavailable("it was neither recorded nor is it there".into()));
        };
        let fingerprint: &[u8] = row::get(&row, "fingerprint")?;
        if fingerprint != entry.fingerprint {
            return Ok(Recorded::KeyReused);
        }
        Ok(Recorded::Repeat(row::receipt(&self.seal, &row)?))
    }

    pub(crate) async fn receipt(&self, id: OperationId) -> Result<Option<Receipt>, JournalError> {
        let sql = format!("SELECT {RECEIPT} FROM operation WHERE id = ?");
        let row = self.one(sqlx::query(AssertSqlSafe(sql)).bind(id.0.as_bytes().to_vec())).await?;
        row.map(|row| row::receipt(&self.seal, &row)).transpose()
    }

    pub(crate) async fn waiting(&self, uid: LpaUid) -> Result<Option<Receipt>, JournalError> {
        let sql = format!(
            "SELECT {RECEIPT} FROM operation WHERE uid = ? AND state IN ('held', 'parked') ORDER BY seq LIMIT 1"
        );
        let row = self.one(sqlx::query(AssertSqlSafe(sql)).bind(uid.to_string())).await?;
        row.map(|row| row::receipt(&self.seal, &row)).transpose()
    }

    pub(crate) async fn backlog(&self) -> Result<Backlog, JournalError> {
        let query = sqlx::query(
            "SELECT count(*) FILTER (WHERE state = 'held') AS held,
                    count(*) FILTER (WHERE state = 'parked') AS parked,
                    min(requested_at) FILTER (WHERE state = 'held') AS oldest
             FROM operation WHERE state IN ('held', 'parked')",
        );
        let Some(row) = self.one(query).await? else { return Ok(Backlog::default()) };
        let oldest: Option<i64> = row::get(&row, "oldest")?;
        Ok(Backlog {
            held: row::get::<i64>(&row, "held")?.cast_unsigned(),
            parked: row::get::<i64>(&row, "parked")?.cast_unsigned(),
            oldest_held: oldest.map(moment::read),
        })
    }

    async fn one(
        &self,
        query: Query<'_, Sqlite, SqliteArguments>,
    ) -> Result<Option<SqliteRow>, JournalError> {
        Ok(query.fetch_optional(&self.pool).await.map_err(Failure::from)?)
    }
}
