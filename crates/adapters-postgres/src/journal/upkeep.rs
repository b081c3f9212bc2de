//! What keeps the journal small, and sealed with the key of today.

use std::sync::{MutexGuard, PoisonError};

use async_trait::async_trait;
use jiff::Timestamp;
use lpa_domain::OperationId;
use lpa_ports::{JournalError, Upkeep};
use lpa_sealing::{Fingerprint, Resealing};
use sqlx::postgres::PgRow;

use super::rows::{column, unreadable};
use super::statements::{
    HELD_BYTES, PRUNE, REASONS_SEALED_OTHERWISE, RESEAL, RESEAL_REASON, SEALED_OTHERWISE,
};
use super::{PostgresJournal, moments, sealing};

/// So many records are looked at in one question.
const LOOK: i64 = 2_000;

/// The columns of [`RESEAL`], record by record.
#[derive(Default)]
struct Resealed {
    places: Vec<i64>,
    old: [Vec<Option<Vec<u8>>>; 2],
    new: [Vec<Option<Vec<u8>>>; 2],
}

impl PostgresJournal {
    fn resealing(&self) -> MutexGuard<'_, Resealing> {
        self.resealing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Looks at one stretch and seals anew what is found; how many, and whether the end was reached.
    async fn reseal_stretch(&self, seals: Fingerprint, at_most: u32) -> Result<(u64, bool), JournalError> {
        let seen = self.resealing().seen;
        let at_most = i64::from(at_most);
        let look =
            || sqlx::query(SEALED_OTHERWISE).bind(seen).bind(seals.0.to_vec()).bind(LOOK).bind(at_most);
        let rows = self.connections.ask_again(look).await?;
        let looked_to =
            rows.first().map(|row| column::<Option<i64>>(row, "looked_to")).transpose()?.flatten();
        let Some(looked_to) = looked_to else { return Ok((0, true)) };
        let places: Vec<i64> =
            rows.iter().filter_map(|row| column::<Option<i64>>(row, "seq").ok().flatten()).collect();
        let resealed = if places.is_empty() { Resealed::default() } else { self.seal_anew(&rows)? };
        let wanted = u64::try_from(resealed.places.len()).unwrap_or(u64::MAX);
        let done = if wanted == 0 { 0 } else { self.put(resealed).await? };
        let full = i64::try_from(places.len()).unwrap_or(i64::MAX) >= at_most;
        let mut resealing = self.resealing();
        resealing.seen = places.last().copied().filter(|_| full).unwrap_or(looked_to);
        resealing.missed |= done < wanted;
        Ok((done, false))
    }

    async fn put(&self, resealed: Resealed) -> Result<u64, JournalError> {
        let Resealed { places, old: [old_content, old_detail], new: [content, detail] } = resealed;
        let put =
            sqlx::query(RESEAL).bind(places).bind(old_content).bind(old_detail).bind(content).bind(detail);
        let rows = self.connections.ask(put).await?;
        let row = rows.first().ok_or_else(|| unreadable("no count"))?;
        column::<i64>(row, "records").map(i64::cast_unsigned)
    }

    /// What comes after the operations: the reasons in the audit trail. With 0 all is done.
    async fn reseal_reasons(&self, seals: Fingerprint, at_most: u32) -> Result<u64, JournalError> {
        loop {
            let seen = self.resealing().reasons_seen;
            let look = || {
                let statement = sqlx::query(REASONS_SEALED_OTHERWISE).bind(seen);
                statement.bind(seals.0.to_vec()).bind(i64::from(at_most))
            };
            let rows = self.connections.ask_again(look).await?;
            let Some(last) = rows.last() else {
                self.resealing().end();
                return Ok(0);
            };
            let (last, mut done) = (column::<i64>(last, "seq")?, 0);
            for row in &rows {
                done += u64::from(self.reseal_reason(row).await?);
            }
            self.resealing().reasons_seen = last;
            if done > 0 {
                return Ok(done);
            }
        }
    }

    /// Whether it was sealed anew.
    async fn reseal_reason(&self, row: &PgRow) -> Result<bool, JournalError> {
        let id = OperationId(column(row, "operation")?);
        let old: [Option<Vec<u8>>; 2] = [column(row, "reason")?, column(row, "parked_because")?];
        let because = sealing::because(column(row, "event")?);
        let new = (
            self.sealed_anew(&because, id, old[0].as_deref()),
            self.sealed_anew("parked", id, old[1].as_deref()),
        );
        let (Ok(reason), Ok(parked_because)) = new else {
            tracing::error!(operation.id = %id, "a reason cannot be sealed anew: wrong key, or damage");
            return Ok(false);
        };
        let [old_reason, old_because] = old;
        let put =
            sqlx::query(RESEAL_REASON).bind(column::<i64>(row, "seq")?).bind(old_reason).bind(old_because);
        let rows = self.connections.ask(put.bind(reason).bind(parked_because)).await?;
        let row = rows.first().ok_or_else(|| unreadable("no answer"))?;
        column(row, "done")
    }

    fn sealed_anew(
        &self,
        what: &str,
        id: OperationId,
        sealed: Option<&[u8]>,
    ) -> Result<Option<Vec<u8>>, JournalError> {
        let plain = sealed.map(|sealed| sealing::open(&self.keys, what, id, sealed));
        plain.map(|plain| sealing::close(&self.keys, what, id, &plain?)).transpose()
    }

    /// What cannot be opened is left out.
    fn seal_anew(&self, rows: &[PgRow]) -> Result<Resealed, JournalError> {
        let mut resealed = Resealed::default();
        for row in rows {
            let id = OperationId(column(row, "id")?);
            let [content, detail]: [Option<Vec<u8>>; 2] = [column(row, "content")?, column(row, "detail")?];
            let state: &str = column(row, "state")?;
            let anew = |what: &str, sealed: &Option<Vec<u8>>| self.sealed_anew(what, id, sealed.as_deref());
            match (anew(sealing::CONTENT, &content), anew(state, &detail)) {
                (Ok(new_content), Ok(new_detail)) => {
                    resealed.places.push(column(row, "seq")?);
                    resealed.old[0].push(content);
                    resealed.old[1].push(detail);
                    resealed.new[0].push(new_content);
                    resealed.new[1].push(new_detail);
                }
                _ => {
                    tracing::error!(operation.id = %id, "a record cannot be sealed anew: wrong key, or damage");
                }
            }
        }
        Ok(resealed)
    }
}

#[async_trait]
impl Upkeep for PostgresJournal {
    async fn prune(&self, settled_before: Timestamp, at_most: u32) -> Result<u64, JournalError> {
        let before = moments::nearest(settled_before);
        let prune = || sqlx::query(PRUNE).bind(before).bind(i64::from(at_most));
        let rows = self.opened().await?.ask_again(prune).await?;
        let row = rows.first().ok_or_else(|| unreadable("no count"))?;
        column::<i64>(row, "records").map(i64::cast_unsigned)
    }

    async fn reseal(&self, at_most: u32) -> Result<u64, JournalError> {
        let listed = self.take_keys().await?;
        let seals = self.keys.sealing();
        if listed < 2 || self.resealing().go_on(seals).is_none() {
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
        let rows = self.opened().await?.ask_again(|| sqlx::query(HELD_BYTES)).await?;
        let row = rows.first().ok_or_else(|| unreadable("no sum"))?;
        column::<i64>(row, "bytes").map(i64::cast_unsigned)
    }
}
