//! Which keys the journal is sealed with.

use async_trait::async_trait;
use lpa_ports::{JournalError, KeyUse, Keys, KeysError, SealingKey};
use lpa_sealing::{Fingerprint, MARK};

use crate::error::unreadable;
use crate::journal::SqliteJournal;
use crate::row::get;
use crate::schema::LISTED_KEYS;
use crate::writer::{Statement, Value};

/// A key that the journal lists, and its place among the earlier ones; none for the one that seals.
pub(crate) struct Listed {
    number: Option<i64>,
    pub(crate) key: Fingerprint,
}

/// Operations of which something, a reason in the audit trail included, is what the key `?2`, mark and all, opens, or does not say which opens
/// it: is without the mark `?1`. Copies do not count: they go when another key seals.
const SEALED_BY: &str = "
SELECT count(*) AS records FROM (
    SELECT seq FROM operation
    WHERE (content IS NOT NULL AND (substr(content, 1, 4) <> ?1 OR substr(content, 1, 20) = ?2))
       OR (detail IS NOT NULL AND (substr(detail, 1, 4) <> ?1 OR substr(detail, 1, 20) = ?2))
    UNION SELECT operation FROM audit
    WHERE reason IS NOT NULL AND (substr(reason, 1, 4) <> ?1 OR substr(reason, 1, 20) = ?2))";

impl SqliteJournal {
    /// Every key that is listed, the one that seals first.
    pub(crate) async fn listed(&self) -> Result<Vec<Listed>, JournalError> {
        let rows = self.readable().await?.all(LISTED_KEYS.to_owned(), Vec::new()).await?;
        let read = |row| {
            let key = Fingerprint::try_from(get::<&[u8]>(row, "fingerprint")?).map_err(unreadable)?;
            Ok(Listed { number: get(row, "number")?, key })
        };
        rows.iter().map(read).collect()
    }

    /// Seals with the key that the journal says, from now on. Every key that it lists must be given.
    pub(crate) async fn take_keys(&self) -> Result<(), JournalError> {
        let (listed, keys) = (self.listed().await?, &self.reader.keys);
        if let Some(missing) = listed.iter().find(|listed| !keys.holds(listed.key)) {
            return Err(unreadable(format!(
                "the journal needs the key {}, which was not given",
                missing.key
            )));
        }
        listed.first().map(|seals| keys.seal_with(seals.key));
        Ok(())
    }

    async fn records_of(&self, key: Fingerprint) -> Result<u64, JournalError> {
        let marked = [&MARK[..], &key.0].concat();
        let values = [&MARK[..], &marked[..]].map(Value::from).to_vec();
        let row = self.readable().await?.one(SEALED_BY.to_owned(), values).await?;
        let row = row.ok_or_else(|| unreadable("no count"))?;
        get::<i64>(&row, "records").map(i64::cast_unsigned)
    }
}

fn unavailable(error: JournalError) -> KeysError {
    KeysError::Unavailable(error.into())
}

#[async_trait]
impl Keys for SqliteJournal {
    async fn keys(&self) -> Result<Vec<KeyUse>, KeysError> {
        let mut used = Vec::new();
        for Listed { key, .. } in self.listed().await.map_err(unavailable)? {
            let records = self.records_of(key).await.map_err(unavailable)?;
            used.push(KeyUse { key: SealingKey(key.0), records });
        }
        Ok(used)
    }

    async fn rotate(&self, to: SealingKey) -> Result<(), KeysError> {
        if !self.reader.keys.holds(Fingerprint(to.0)) {
            return Err(KeysError::NotGiven(to));
        }
        let values = vec![to.0.as_slice().into(), to.0.as_slice().into()];
        self.write(Statement::Rotate, values, true).await?;
        self.take_keys().await.map_err(unavailable)
    }

    /// Since another key seals, records of an earlier one only become fewer: none counted is none left. Were it made to
    /// seal again meanwhile, it would be listed under another number.
    async fn retire(&self, key: SealingKey) -> Result<(), KeysError> {
        let listed = self.listed().await.map_err(unavailable)?;
        let Some(listed) = listed.into_iter().find(|listed| listed.key.0 == key.0) else { return Ok(()) };
        let number = listed.number.ok_or(KeysError::Seals(key))?;
        let records = self.records_of(listed.key).await.map_err(unavailable)?;
        if records > 0 {
            return Err(KeysError::StillNeeded { key, records });
        }
        self.write(Statement::Retire, vec![number.into()], true).await?;
        Ok(())
    }
}
