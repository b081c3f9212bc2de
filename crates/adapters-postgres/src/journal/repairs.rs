//! What people see of the shared journal, and do about what could not be settled.

mod rows;
mod statements;

use async_trait::async_trait;
use jiff::Timestamp;
use lpa_domain::choice::Words as _;
use lpa_domain::{
    AuditEvent, Author, Content, Discard, Dossier, OperationId, Query, Reason, Release, Repaired, Standing,
    Unsettled, Verdict,
};
use lpa_ports::{JournalError, Repairs, RepairsError};

use super::rows::{column, unreadable};
use super::{PostgresJournal, moments, sealing};
use crate::connections::Statement;
use crate::error::Failure;

use statements::{DOSSIER, REPAIR, REVEAL, STANDING, UNSETTLED};

pub(super) use statements::STATEMENTS;

/// What a person asks for.
struct Asked<'a> {
    id: OperationId,
    event: AuditEvent,
    by: &'a Author,
    reason: Option<&'a Reason>,
    acknowledged: bool,
    at: Timestamp,
}

impl PostgresJournal {
    async fn standing(&self, id: OperationId) -> Result<Option<Standing>, JournalError> {
        let rows = self.opened().await?.ask_again(|| sqlx::query(STANDING).bind(id.0)).await?;
        rows.first().map(|row| rows::standing(&self.keys, row)).transpose()
    }

    /// [`REPAIR`] with its arguments, sealed.
    fn repairing(&self, asked: &Asked<'_>) -> Result<impl Fn() -> Statement, JournalError> {
        let (id, at, acknowledged) = (asked.id.0, moments::exact(asked.at)?, asked.acknowledged);
        let by = asked.by.as_str().to_owned();
        let state = if asked.event == AuditEvent::Released { "held" } else { asked.event.word() };
        let what = sealing::because(asked.event.word());
        let seal = |reason: &Reason| sealing::close(&self.keys, &what, asked.id, reason.expose().as_bytes());
        let why = asked.reason.map(seal).transpose()?;
        Ok(move || {
            let statement = sqlx::query(REPAIR).bind(id).bind(state).bind(at);
            statement.bind(by.clone()).bind(why.clone()).bind(acknowledged)
        })
    }

    /// What came of it, and then the receipt as it is by now.
    async fn repair(&self, asked: Asked<'_>) -> Result<Option<Repaired>, JournalError> {
        let connections = self.opened().await?;
        let rows = match connections.ask_again(self.repairing(&asked)?).await {
            Err(Failure::KeyChanged) => {
                self.take_keys().await?;
                connections.ask_again(self.repairing(&asked)?).await?
            }
            answer => answer?,
        };
        let verdict: Option<&str> = rows.first().map(|row| column(row, "verdict")).transpose()?.flatten();
        let Some(verdict) = verdict else { return Ok(None) };
        let verdict = Verdict::from_word(verdict).ok_or_else(|| unreadable("an unknown verdict"))?;
        let standing = self.standing(asked.id).await?;
        Ok(standing.map(|Standing { receipt, may_have_been_applied, .. }| Repaired {
            verdict,
            receipt,
            may_have_been_applied,
        }))
    }
}

#[async_trait]
impl Repairs for PostgresJournal {
    async fn unsettled(&self, query: Query) -> Result<Vec<Standing>, RepairsError> {
        let state = query.state.map(Unsettled::word);
        let uid = query.uid.map(|uid| uid.to_string());
        let after = query.after.map_or(0, |place| i64::try_from(place.0).unwrap_or(i64::MAX));
        let limit = i64::try_from(query.limit).unwrap_or(i64::MAX);
        let statement = || sqlx::query(UNSETTLED).bind(state).bind(uid.clone()).bind(after).bind(limit);
        let rows = self.opened().await?.ask_again(statement).await.map_err(JournalError::from)?;
        let standings: Result<_, JournalError> =
            rows.iter().map(|row| rows::standing(&self.keys, row)).collect();
        Ok(standings?)
    }

    async fn dossier(&self, id: OperationId) -> Result<Option<Dossier>, RepairsError> {
        let rows = self.opened().await?.ask_again(|| sqlx::query(DOSSIER).bind(id.0)).await;
        Ok(rows::dossier(&self.keys, &rows.map_err(JournalError::from)?)?)
    }

    async fn reveal(
        &self,
        id: OperationId,
        by: &Author,
        at: Timestamp,
    ) -> Result<Option<Content>, RepairsError> {
        let at = moments::exact(at)?;
        let statement = || sqlx::query(REVEAL).bind(id.0).bind(by.as_str().to_owned()).bind(at);
        let rows = self.opened().await?.ask_again(statement).await.map_err(JournalError::from)?;
        let Some(row) = rows.first() else { return Ok(None) };
        let Some(sealed) = column::<Option<&[u8]>>(row, "content")? else { return Ok(Some(Content::Gone)) };
        let plain = sealing::open(&self.keys, sealing::CONTENT, id, sealed).ok();
        let operation = plain.and_then(|plain| serde_json::from_slice(&plain).ok());
        Ok(Some(operation.map_or(Content::Damaged, Content::Kept)))
    }

    async fn release(&self, release: &Release) -> Result<Option<Repaired>, RepairsError> {
        let Release { id, by, reason, at } = release;
        let (event, reason) = (AuditEvent::Released, reason.as_ref());
        Ok(self.repair(Asked { id: *id, event, by, reason, acknowledged: true, at: *at }).await?)
    }

    async fn discard(&self, discard: &Discard) -> Result<Option<Repaired>, RepairsError> {
        let Discard { id, by, reason, acknowledged, at } = discard;
        let (event, reason) = (AuditEvent::Discarded, Some(reason));
        Ok(self.repair(Asked { id: *id, event, by, reason, acknowledged: *acknowledged, at: *at }).await?)
    }
}
