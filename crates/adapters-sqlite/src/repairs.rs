//! What people see of the journal, and do about what could not be settled.

mod standing;

use async_trait::async_trait;
use jiff::Timestamp;
use lpa_domain::choice::Words as _;
use lpa_domain::{
    AuditEvent, Author, Content, Discard, Dossier, OperationId, Query, Reason, Release, Repaired, Standing,
    Unsettled, Verdict,
};
use lpa_ports::{JournalError, Repairs, RepairsError};
use lpa_sealing::KeyRing;

use crate::journal::SqliteJournal;
use crate::moment;
use crate::read::Reader;
use crate::row::{self, RECEIPT};
use crate::writer::{Statement, Value};

/// The columns of a standing, but for the places in the line.
const STANDING: &str =
    "seq, author, attempts, failures, failed_because, free_at, token IS NOT NULL AS leased";

/// One page of what is unsettled: `?1` the state or null, `?2` the LPA when it is of one, `?3` after this place, `?4` at most
/// so many. The line's index holds what is unsettled; the rest is read of one page only.
fn page(is_of_one_lpa: bool) -> String {
    // Said only where it holds, so that SQLite looks the line up.
    let of_one = if is_of_one_lpa { "AND uid = ?2" } else { "" };
    let (ahead, behind) = (standing::AHEAD, standing::BEHIND);
    format!(
        "SELECT {RECEIPT}, {STANDING}, {ahead}, {behind} FROM operation AS it WHERE seq IN (
             SELECT seq FROM operation INDEXED BY operation_line
             WHERE state IN ('held', 'parked') AND (?1 IS NULL OR state = ?1) {of_one}
               AND seq > ?3 ORDER BY seq LIMIT ?4) ORDER BY seq"
    )
}

impl Reader {
    async fn unsettled(&self, query: Query) -> Result<Vec<Standing>, JournalError> {
        let after = query.after.map_or(0, |place| i64::try_from(place.0).unwrap_or(i64::MAX));
        let values = vec![
            query.state.map(Unsettled::word).into(),
            query.uid.map(|uid| uid.to_string()).into(),
            after.into(),
            i64::try_from(query.limit).unwrap_or(i64::MAX).into(),
        ];
        let rows = self.all(page(query.uid.is_some()), values).await?;
        rows.iter().map(|row| standing::read(&self.keys, row)).collect()
    }

    /// Where an operation stands, and until when it is leased.
    async fn standing(&self, id: OperationId) -> Result<Option<(Standing, Option<Timestamp>)>, JournalError> {
        let (ahead, behind) = (standing::AHEAD, standing::BEHIND);
        let sql =
            format!("SELECT {RECEIPT}, {STANDING}, {ahead}, {behind} FROM operation AS it WHERE id = ?1");
        let rows = self.all(sql, vec![bytes(id)]).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        let leased_until = if row::get(row, "leased")? { row::get(row, "free_at")? } else { None };
        Ok(Some((standing::read(&self.keys, row)?, leased_until.map(moment::read))))
    }

    async fn dossier(&self, id: OperationId) -> Result<Option<Dossier>, JournalError> {
        let Some((standing, _)) = self.standing(id).await? else { return Ok(None) };
        let place = Value::from(i64::try_from(standing.place.0).unwrap_or(i64::MAX));
        let history = "SELECT at, cause FROM attempt WHERE operation = ?1 ORDER BY seq".to_owned();
        let history = self.all(history, vec![place.clone()]).await?;
        let history: Result<_, _> = history.iter().map(standing::failed_attempt).collect();
        let trail =
            "SELECT event, at, author, reason FROM audit WHERE operation = ?1 ORDER BY seq".to_owned();
        let trail = self.all(trail, vec![place]).await?;
        let trail: Result<_, _> =
            trail.iter().map(|row| standing::trail_entry(&self.keys, id, row)).collect();
        Ok(Some(Dossier { standing, history: history?, trail: trail? }))
    }
}

impl SqliteJournal {
    /// Done when a row comes back; else what speaks against it is read. What changed just in between is taken for being
    /// forwarded: asked again, all is clear.
    async fn repair(
        &self,
        statement: Statement,
        (id, at): (OperationId, Timestamp),
        values: impl Fn(&KeyRing) -> Result<Vec<Value>, JournalError> + Sync,
    ) -> Result<Option<Repaired>, JournalError> {
        let done = !self.write_sealed(statement, true, values).await?.is_empty();
        let Some((standing, leased_until)) = self.readable().await?.standing(id).await? else {
            return Ok(None);
        };
        let verdict = if done {
            Verdict::Done
        } else if standing.receipt.outcome.is_settled() {
            Verdict::Settled
        } else if standing.may_have_been_applied && leased_until.is_none_or(|until| until <= at) {
            Verdict::InDoubt
        } else {
            Verdict::BeingForwarded
        };
        let Standing { receipt, may_have_been_applied, .. } = standing;
        Ok(Some(Repaired { verdict, receipt, may_have_been_applied }))
    }
}

fn because(
    keys: &KeyRing,
    event: AuditEvent,
    id: OperationId,
    reason: &Reason,
) -> Result<Value, JournalError> {
    row::close(keys, &row::because(event.word()), id, reason.expose().as_bytes())
}

#[async_trait]
impl Repairs for SqliteJournal {
    async fn unsettled(&self, query: Query) -> Result<Vec<Standing>, RepairsError> {
        Ok(self.readable().await?.unsettled(query).await?)
    }

    async fn dossier(&self, id: OperationId) -> Result<Option<Dossier>, RepairsError> {
        Ok(self.readable().await?.dossier(id).await?)
    }

    async fn reveal(
        &self,
        id: OperationId,
        by: &Author,
        at: Timestamp,
    ) -> Result<Option<Content>, RepairsError> {
        let values = vec![bytes(id), row::exact(at)?.into(), by.as_str().into()];
        let rows = self.write(Statement::Reveal, values, true).await.map_err(JournalError::from)?;
        let Some(row) = rows.first() else {
            return Ok(self.readable().await?.receipt(id).await?.map(|_settled| Content::Gone));
        };
        let sealed = row::get(row, "content")?;
        let plain = row::open(self.keys(), row::CONTENT, id, sealed).ok();
        let operation = plain.and_then(|plain| serde_json::from_slice(&plain).ok());
        Ok(Some(operation.map_or(Content::Damaged, Content::Kept)))
    }

    async fn release(&self, release: &Release) -> Result<Option<Repaired>, RepairsError> {
        let Release { id, by, reason, at } = release;
        let values = |keys: &KeyRing| {
            let why = reason.as_ref().map(|reason| because(keys, AuditEvent::Released, *id, reason));
            let why = why.transpose()?.unwrap_or(Value::Null);
            Ok(vec![bytes(*id), row::exact(*at)?.into(), by.as_str().into(), why])
        };
        Ok(self.repair(Statement::Release, (*id, *at), values).await?)
    }

    async fn discard(&self, discard: &Discard) -> Result<Option<Repaired>, RepairsError> {
        let Discard { id, by, reason, acknowledged, at } = discard;
        let values = |keys: &KeyRing| {
            let why = because(keys, AuditEvent::Discarded, *id, reason)?;
            Ok(vec![bytes(*id), row::exact(*at)?.into(), by.as_str().into(), why, (*acknowledged).into()])
        };
        Ok(self.repair(Statement::Discard, (*id, *at), values).await?)
    }
}

fn bytes(id: OperationId) -> Value {
    id.0.as_bytes().as_slice().into()
}

#[cfg(test)]
mod tests {
    use rusqlite::Connection;

    use super::*;
    use crate::{fetched, schema};

    #[test]
    fn what_is_unsettled_of_one_lpa_is_looked_up_in_its_line() {
        let connection = Connection::open_in_memory().unwrap();
        schema::migrate(&connection).unwrap();
        let sql = format!("EXPLAIN QUERY PLAN {}", page(true));
        let steps = fetched::run(&connection, &sql, &[]).unwrap();
        let steps: Vec<&str> = steps.iter().map(|step| row::get(step, "detail").unwrap()).collect();
        let line = "operation_line (uid=? AND seq>?)";
        assert!(
            steps.iter().any(|step| step.starts_with("SEARCH operation") && step.contains(line)),
            "{steps:?}"
        );
        assert!(!steps.iter().any(|step| step.contains("SCAN operation")), "{steps:?}");
    }
}
