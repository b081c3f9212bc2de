//! What was last known of LPAs, in the journal's file.

use async_trait::async_trait;
use futures::future::try_join_all;
use lpa_domain::{LastKnown, LpaUid};
use lpa_ports::{Copies, CopiesError, JournalError};
use lpa_sealing::KeyRing;

use super::SqliteJournal;
use crate::error::unsealable;
use crate::fetched::Row;
use crate::writer::{Statement, Value};
use crate::{moment, row};

/// How many LPAs one statement asks about: SQLite takes at most 32,766 parameters, and each number of them is another text.
const ASKED_AT_ONCE: usize = 64;

#[async_trait]
impl Copies for SqliteJournal {
    async fn keep(&self, seen: &[LastKnown], at_most: usize) -> Result<(), CopiesError> {
        let kept = seen
            .iter()
            .map(|one| self.write_sealed(Statement::KeepCopy, false, move |keys| keeping(keys, one)));
        try_join_all(kept).await.map_err(unavailable)?;
        let at_most = i64::try_from(at_most).unwrap_or(i64::MAX);
        let trimmed = self.write(Statement::TrimCopies, vec![at_most.into()], false).await;
        trimmed.map(drop).map_err(|failure| unavailable(failure.into()))
    }

    async fn last_known(&self, uids: &[LpaUid]) -> Result<Vec<LastKnown>, CopiesError> {
        let reader = self.readable().await.map_err(unavailable)?;
        let mut known = Vec::new();
        for uids in uids.chunks(ASKED_AT_ONCE) {
            let mut values: Vec<Value> = uids.iter().map(|uid| uid.to_string().into()).collect();
            values.resize(ASKED_AT_ONCE, Value::Null);
            let sql =
                format!("SELECT uid, content FROM copy WHERE uid IN (?{})", ", ?".repeat(ASKED_AT_ONCE - 1));
            let rows = reader.all(sql, values).await.map_err(unavailable)?;
            known.extend(rows.iter().filter_map(|row| self.open_copy(row)));
        }
        known.sort_unstable_by_key(|one| one.uid);
        known.dedup_by_key(|one| one.uid);
        Ok(known)
    }
}

impl SqliteJournal {
    /// `None` for what cannot be opened: it is not known.
    fn open_copy(&self, row: &Row) -> Option<LastKnown> {
        let uid: &str = row::get(row, "uid").ok()?;
        let opened = self.keys().open(&place(uid), row::get(row, "content").ok()?);
        let known = opened.ok().and_then(|plain| serde_json::from_slice(&plain).ok());
        if known.is_none() {
            tracing::error!("a copy cannot be read: wrong key, or damage");
        }
        known
    }
}

/// The values of [`Statement::KeepCopy`].
fn keeping(keys: &KeyRing, one: &LastKnown) -> Result<Vec<Value>, JournalError> {
    let uid = one.uid.to_string();
    let plain = serde_json::to_vec(one).map_err(|error| JournalError::Unavailable(error.into()))?;
    let sealed = keys.close(&place(&uid), &plain).map_err(unsealable)?;
    Ok(vec![
        uid.into(),
        one.version.0.cast_signed().into(),
        one.is_tombstone().into(),
        moment::nearest(one.at).into(),
        sealed.into(),
    ])
}

/// A sealed copy belongs to one LPA: it cannot be moved to another.
fn place(uid: &str) -> Vec<u8> {
    [b"copy ", uid.as_bytes()].concat()
}

fn unavailable(error: JournalError) -> CopiesError {
    CopiesError::Unavailable(error.into())
}
