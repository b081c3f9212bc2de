//! What keeps the journal small, and sealed with the key of today.

use std::sync::PoisonError;

use async_trait::async_trait;
use jiff::Timestamp;
use lpa_domain::OperationId;
use lpa_ports::{JournalError, Upkeep};
use lpa_sealing::{Fingerprint, MARK, Resealing};
use uuid::Uuid;

use crate::error::unreadable;
use crate::fetched::Row;
use crate::journal::SqliteJournal;
use crate::moment;
use crate::row::{self, get};
use crate::writer::{Statement, Value};

/// So many records are looked at in one question.
const LOOK: i64 = 2_000;

/// The records in a stretch of the order of recording that the key of `?1`, mark and all, did not seal, and where the
/// stretch ends: `?2` looks on after this place, `?3` at so many, `?4` gives so many at most.
const SEALED_OTHERWISE: &str = "
WITH looked AS (SELECT seq FROM operation WHERE seq > ?2 ORDER BY seq LIMIT ?3)
SELECT (SELECT max(seq) FROM looked) AS looked_to, seq, id, state, content, detail FROM (SELECT 1)
LEFT JOIN (SELECT seq, id, state, content, detail FROM operation
           WHERE seq IN (SELECT seq FROM looked)
             AND (substr(content, 1, 20) <> ?1 OR substr(detail, 1, 20) <> ?1)
           ORDER BY seq LIMIT ?4)";

/// Reasons of the audit trail that the key of `?1`, mark and all, did not seal, after the place `?2`, at most `?3`.
const REASONS_SEALED_OTHERWISE: &str = "
SELECT audit.seq AS seq, event, reason, coalesce(kept.id, pruned.id) AS id
FROM audit INDEXED BY audit_reasons
LEFT JOIN operation AS kept ON kept.seq = audit.operation LEFT JOIN pruned ON pruned.operation = audit.operation
WHERE reason IS NOT NULL AND substr(reason, 1, 20) <> ?1 AND audit.seq > ?2
ORDER BY audit.seq LIMIT ?3";

impl SqliteJournal {
    fn resealing(&self) -> std::sync::MutexGuard<'_, Resealing> {
        self.resealing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Looks at one stretch and seals anew what is found; how many, and whether the end was reached.
    async fn reseal_stretch(&self, seals: Fingerprint, at_most: u32) -> Result<(u64, bool), JournalError> {
        let marked = [&MARK[..], &seals.0].concat();
        let seen = self.resealing().seen;
        let values = vec![marked.into(), seen.into(), LOOK.into(), i64::from(at_most).into()];
        let rows = self.readable().await?.all(SEALED_OTHERWISE.to_owned(), values).await?;
        let Some(looked_to) =
            rows.first().map(|row| get::<Option<i64>>(row, "looked_to")).transpose()?.flatten()
        else {
            return Ok((0, true));
        };
        let found: Vec<(i64, &Row)> = rows
            .iter()
            .filter_map(|row| Some((get::<Option<i64>>(row, "seq").ok().flatten()?, row)))
            .collect();
        let (mut done, mut missed) = (0, false);
        for (seq, row) in &found {
            match self.seal_anew(*seq, row) {
                Ok(values) => {
                    let replaced = !self.write(Statement::Reseal, values, false).await?.is_empty();
                    done += u64::from(replaced);
                    missed |= !replaced;
                }
                Err(error) => {
                    tracing::error!(%error, seq, "a record cannot be sealed anew: wrong key, or damage");
                }
            }
        }
        let full = found.len() >= usize::try_from(at_most).unwrap_or(usize::MAX);
        let mut resealing = self.resealing();
        resealing.seen = found.last().filter(|_| full).map_or(looked_to, |(seq, _)| *seq);
        resealing.missed |= missed;
        Ok((done, false))
    }

    /// What comes after the operations: the reasons in the audit trail. With 0 all is done.
    async fn reseal_reasons(&self, seals: Fingerprint, at_most: u32) -> Result<u64, JournalError> {
        let marked = [&MARK[..], &seals.0].concat();
        loop {
            let seen = self.resealing().reasons_seen;
            let values = vec![marked.clone().into(), seen.into(), i64::from(at_most).into()];
            let rows = self.readable().await?.all(REASONS_SEALED_OTHERWISE.to_owned(), values).await?;
            let Some(last) = rows.last() else {
                self.resealing().end();
                return Ok(0);
            };
            let (last, mut done) = (get::<i64>(last, "seq")?, 0);
            for row in &rows {
                match self.reason_anew(row) {
                    Ok(values) => {
                        let replaced = self.write(Statement::ResealReason, values, false).await?;
                        done += u64::try_from(replaced.len()).unwrap_or_default();
                    }
                    Err(error) => {
                        tracing::error!(%error, "a reason cannot be sealed anew: wrong key, or damage");
                    }
                }
            }
            self.resealing().reasons_seen = last;
            if done > 0 {
                return Ok(done);
            }
        }
    }

    /// The values of [`Statement::ResealReason`].
    fn reason_anew(&self, row: &Row) -> Result<Vec<Value>, JournalError> {
        let id = OperationId(Uuid::from_slice(get(row, "id")?).map_err(unreadable)?);
        let (what, sealed) = (row::reason(get(row, "event")?), get::<&[u8]>(row, "reason")?);
        let plain = row::open(self.keys(), &what, id, sealed)?;
        Ok(vec![row::close(self.keys(), &what, id, &plain)?, get::<i64>(row, "seq")?.into(), sealed.into()])
    }

    /// The values of [`Statement::Reseal`].
    fn seal_anew(&self, seq: i64, row: &Row) -> Result<Vec<Value>, JournalError> {
        let id = OperationId(Uuid::from_slice(get(row, "id")?).map_err(unreadable)?);
        let (content, detail): (Option<&[u8]>, Option<&[u8]>) = (get(row, "content")?, get(row, "detail")?);
        let anew = |what: &str, sealed: Option<&[u8]>| {
            let plain = sealed.map(|sealed| row::open(&self.reader.keys, what, id, sealed)).transpose()?;
            let sealed = plain.map(|plain| row::close(&self.reader.keys, what, id, &plain)).transpose()?;
            Ok::<_, JournalError>(sealed.unwrap_or(Value::Null))
        };
        let new = [anew(row::CONTENT, content)?, anew(get(row, "state")?, detail)?];
        Ok(new.into_iter().chain([seq.into(), content.into(), detail.into()]).collect())
    }
}

#[async_trait]
impl Upkeep for SqliteJournal {
    async fn prune(&self, settled_before: Timestamp, at_most: u32) -> Result<u64, JournalError> {
        let values = vec![moment::nearest(settled_before).into(), i64::from(at_most).into()];
        let rows = self.write(Statement::Prune, values, false).await?;
        Ok(u64::try_from(rows.len()).unwrap_or(u64::MAX))
    }

    /// That a power cut undoes it does no harm: it is found and done again. A key is retired durably, and what was sealed
    /// anew before that is durable with it.
    async fn reseal(&self, at_most: u32) -> Result<u64, JournalError> {
        self.take_keys().await?;
        let seals = self.reader.keys.sealing();
        if self.listed().await?.len() < 2 || self.resealing().go_on(seals).is_none() {
            return Ok(0);
        }
        loop {
            match self.reseal_stretch(seals, at_most).await? {
                (0, false) => {}
                (done, false) => return Ok(done),
                (_, true) => return self.reseal_reasons(seals, at_most).await,
            }
        }
    }

    async fn held_bytes(&self) -> Result<u64, JournalError> {
        let sql = "SELECT coalesce(sum(length(content)), 0) AS bytes FROM operation WHERE state IN ('held', 'parked')";
        let row = self.readable().await?.one(sql.to_owned(), Vec::new()).await?;
        let row = row.ok_or_else(|| unreadable("no sum"))?;
        get::<i64>(&row, "bytes").map(i64::cast_unsigned)
    }
}
