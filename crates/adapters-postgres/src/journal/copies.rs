//! What was last known of LPAs, shared by the instances that share the journal.

use async_trait::async_trait;
use lpa_domain::{LastKnown, LpaUid};
use lpa_ports::{Copies, CopiesError, JournalError};
use sqlx::postgres::PgRow;

use super::{PostgresJournal, moments, rows};
use crate::connections::Statement;
use crate::error::Failure;

/// `$1` UIDs, `$2` versions, `$3` whether they are tombstones, `$4` moments, `$5` sealed content, `$6` at most so many.
pub(super) const KEEP: &str = "
select causeway_journal.keep(
    array(select row(seen.*)::causeway_journal.copy
          from unnest($1::text[], $2::bigint[], $3::boolean[], $4::bigint[], $5::bytea[]) as seen), $6)::text";

/// Of the UIDs `$1`.
pub(super) const LAST_KNOWN: &str = "select uid, content from causeway_journal.copy where uid = any($1)";

#[async_trait]
impl Copies for PostgresJournal {
    async fn keep(&self, seen: &[LastKnown], at_most: usize) -> Result<(), CopiesError> {
        let connections = self.opened().await.map_err(unavailable)?;
        let kept = match connections.ask(self.keeping(seen, at_most)?).await {
            Err(Failure::KeyChanged) => {
                self.take_keys().await.map_err(unavailable)?;
                connections.ask(self.keeping(seen, at_most)?).await
            }
            kept => kept,
        };
        kept.map(drop).map_err(failed)
    }

    async fn last_known(&self, uids: &[LpaUid]) -> Result<Vec<LastKnown>, CopiesError> {
        let uids = texts(uids.iter().copied());
        let connections = self.opened().await.map_err(unavailable)?;
        let rows = connections.ask_again(|| sqlx::query(LAST_KNOWN).bind(uids.clone())).await;
        let rows = rows.map_err(failed)?;
        Ok(rows.iter().filter_map(|row| self.open_copy(row)).collect())
    }
}

impl PostgresJournal {
    /// [`KEEP`] with its arguments, sealed.
    fn keeping(&self, seen: &[LastKnown], at_most: usize) -> Result<Statement, CopiesError> {
        let sealed = seen.iter().map(|one| self.seal_copy(one)).collect::<Result<Vec<_>, _>>()?;
        Ok(sqlx::query(KEEP)
            .bind(texts(seen.iter().map(|one| one.uid)))
            .bind(seen.iter().map(|one| one.version.0.cast_signed()).collect::<Vec<_>>())
            .bind(seen.iter().map(LastKnown::is_tombstone).collect::<Vec<_>>())
            .bind(seen.iter().map(|one| moments::nearest(one.at)).collect::<Vec<_>>())
            .bind(sealed)
            .bind(i64::try_from(at_most).unwrap_or(i64::MAX)))
    }

    fn seal_copy(&self, one: &LastKnown) -> Result<Vec<u8>, CopiesError> {
        let plain = serde_json::to_vec(one).map_err(|error| CopiesError::Unavailable(error.into()))?;
        let sealed = self.keys.close(&place(&one.uid.to_string()), &plain);
        sealed.map_err(|error| CopiesError::Unavailable(error.into()))
    }

    /// `None` for what cannot be opened: it is not known.
    fn open_copy(&self, row: &PgRow) -> Option<LastKnown> {
        let uid: &str = rows::column(row, "uid").ok()?;
        let opened = self.keys.open(&place(uid), rows::column(row, "content").ok()?);
        let known = opened.ok().and_then(|plain| serde_json::from_slice(&plain).ok());
        if known.is_none() {
            tracing::error!("a copy cannot be read: wrong key, or damage");
        }
        known
    }
}

/// A sealed copy belongs to one LPA: it cannot be moved to another.
fn place(uid: &str) -> Vec<u8> {
    [b"copy ", uid.as_bytes()].concat()
}

fn texts(uids: impl Iterator<Item = LpaUid>) -> Vec<String> {
    uids.map(|uid| uid.to_string()).collect()
}

fn failed(failure: Failure) -> CopiesError {
    CopiesError::Unavailable(failure.into())
}

fn unavailable(error: JournalError) -> CopiesError {
    CopiesError::Unavailable(error.into())
}
