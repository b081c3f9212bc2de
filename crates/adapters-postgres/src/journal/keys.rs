//! Which keys the journal is sealed with.

use async_trait::async_trait;
use lpa_ports::{JournalError, KeyUse, Keys, KeysError, SealingKey};
use lpa_sealing::Fingerprint;
use sqlx::postgres::PgRow;

use super::PostgresJournal;
use super::rows::{column, unreadable};
use super::statements::{LISTED_KEYS, RETIRE, ROTATE, SEAL_WITH, SEALED_BY};

impl PostgresJournal {
    /// Seals with the key that the journal says, from now on. Every key that it lists must be given; how many it lists.
    pub(super) async fn take_keys(&self) -> Result<usize, JournalError> {
        let listed = self.listed().await?;
        if let Some(missing) = listed.iter().find(|key| !self.keys.holds(**key)) {
            return Err(unreadable(format!("the journal needs the key {missing}, which was not given")));
        }
        listed.first().map(|seals| self.keys.seal_with(*seals));
        Ok(listed.len())
    }

    /// Every key that is listed, the one that seals first; a new journal takes the newest that is given.
    async fn listed(&self) -> Result<Vec<Fingerprint>, JournalError> {
        let list = || sqlx::query(LISTED_KEYS);
        let mut rows = self.connections.ask_again(list).await?;
        if rows.is_empty() {
            let newest = self.keys.newest().unwrap_or(self.keys.sealing());
            self.connections.ask_again(|| sqlx::query(SEAL_WITH).bind(newest.0.to_vec())).await?;
            rows = self.connections.ask_again(list).await?;
        }
        rows.iter().map(fingerprint).collect()
    }

    async fn records_of(&self, key: Fingerprint) -> Result<KeyUse, JournalError> {
        let ask = || sqlx::query(SEALED_BY).bind(key.0.to_vec());
        let rows = self.connections.ask_again(ask).await?;
        let row = rows.first().ok_or_else(|| unreadable("no count"))?;
        let records: i64 = column(row, "records")?;
        Ok(KeyUse { key: SealingKey(key.0), records: records.cast_unsigned() })
    }
}

fn fingerprint(row: &PgRow) -> Result<Fingerprint, JournalError> {
    Fingerprint::try_from(column::<&[u8]>(row, "fingerprint")?).map_err(unreadable)
}

fn unavailable(error: JournalError) -> KeysError {
    KeysError::Unavailable(error.into())
}

#[async_trait]
impl Keys for PostgresJournal {
    /// Each key is counted by itself, at a moment of its own: what is sealed anew meanwhile counts
    /// for none.
    async fn keys(&self) -> Result<Vec<KeyUse>, KeysError> {
        let mut used = Vec::new();
        for key in self.listed().await.map_err(unavailable)? {
            used.push(self.records_of(key).await.map_err(unavailable)?);
        }
        Ok(used)
    }

    async fn rotate(&self, to: SealingKey) -> Result<(), KeysError> {
        let connections = self.opened().await.map_err(unavailable)?;
        if !self.keys.holds(Fingerprint(to.0)) {
            return Err(KeysError::NotGiven(to));
        }
        connections.ask_again(|| sqlx::query(ROTATE).bind(to.0.to_vec())).await?;
        self.take_keys().await.map(|_listed| ()).map_err(unavailable)
    }

    async fn retire(&self, key: SealingKey) -> Result<(), KeysError> {
        let connections = self.opened().await.map_err(unavailable)?;
        let rows = connections.ask_again(|| sqlx::query(RETIRE).bind(key.0.to_vec())).await?;
        let row = rows.first().ok_or_else(|| unavailable(unreadable("no count")))?;
        match column::<Option<i64>>(row, "records").map_err(unavailable)? {
            None => Err(KeysError::Seals(key)),
            Some(0) => Ok(()),
            Some(records) => Err(KeysError::StillNeeded { key, records: records.cast_unsigned() }),
        }
    }
}
