//! A journal that several instances share.

mod copies;
mod keys;
mod moments;
mod notices;
mod repairs;
mod rows;
mod sealing;
mod statements;
mod stock;
mod upkeep;
mod windows;

use std::sync::Mutex;

use async_trait::async_trait;
use jiff::Timestamp;
use lpa_domain::operation::repair::UNREADABLE;
use lpa_domain::{
    Backlog, Claim, Entry, Lease, Leased, LpaUid, OperationId, Outcome, Postponement, Receipt, Recorded,
    Settled, Task,
};
use lpa_ports::{Journal, JournalError};
use lpa_sealing::{KeyRing, Resealing};
use sqlx::postgres::PgRow;
use tokio::sync::OnceCell;
use tracing::{error, warn};
use uuid::Uuid;

use crate::connections::{Connections, Statement};
use crate::error::{ConnectError, Failure};
use crate::options::PostgresOptions;

use statements::{
    BACKLOG, CLAIM, CLAIM_OF_AN_LPA, POSTPONE, POSTPONE_IN_DOUBT, RECEIPT, RECORD, RECORD_STATE,
    RECORDED_BEFORE, SETTLE, SETTLE_AND_FREE_KEY, SETTLE_IN_DOUBT, WAITING,
};

/// Every statement by name, for the test that prepares them.
pub(crate) fn all_statements() -> Vec<(&'static str, &'static str)> {
    [statements::STATEMENTS, repairs::STATEMENTS].concat()
}

/// The journal on PostgreSQL ([`Journal`] and [`lpa_ports::Repairs`]), for several instances that share what is to be forwarded.
///
/// Operations of one LPA are recorded and settled one after another, those of different LPAs side by side.
pub struct PostgresJournal {
    connections: Connections,
    keys: KeyRing,
    opened: OnceCell<()>,
    resealing: Mutex<Resealing>,
}

impl PostgresJournal {
    /// A journal at `url` (`postgres://…`), whose sealed columns belong to `keys`. Connects when it is first used.
    pub fn connect(
        url: &str,
        options: &PostgresOptions,
        keys: impl Into<KeyRing>,
    ) -> Result<Self, ConnectError> {
        let (connections, keys) = (Connections::new(url, options)?, keys.into());
        Ok(Self { connections, keys, opened: OnceCell::new(), resealing: Mutex::default() })
    }

    /// Sees that every key is given that the journal needs; asked before the first statement, too. A journal of other
    /// keys is not touched.
    ///
    /// # Errors
    /// [`JournalError::Unreadable`] when one is missing: it says which. [`JournalError::Unavailable`].
    pub async fn check_keys(&self) -> Result<(), JournalError> {
        self.opened().await.map(|_connections| ())
    }

    async fn opened(&self) -> Result<&Connections, JournalError> {
        self.opened.get_or_try_init(async || self.take_keys().await.map(|_listed| ())).await?;
        Ok(&self.connections)
    }

    /// What was recorded before under the id or the key of an entry; `None` when nothing was.
    async fn recorded_before(&self, entry: &Entry) -> Result<Option<Recorded>, JournalError> {
        let (consumer, key) = keyed(entry);
        let rows = self
            .opened()
            .await?
            .ask_again(|| sqlx::query(RECORDED_BEFORE).bind(entry.id.0).bind(consumer).bind(key))
            .await?;
        let Some(row) = rows.first() else { return Ok(None) };
        if rows::column::<&[u8]>(row, "fingerprint")? != entry.fingerprint {
            return Ok(Some(Recorded::KeyReused));
        }
        rows::receipt(&self.keys, row).map(Recorded::Repeat).map(Some)
    }

    /// [`RECORD`], of a state of a draft [`RECORD_STATE`], with its arguments, sealed.
    fn recording(
        &self,
        entry: &Entry,
        lease_until: Option<Timestamp>,
    ) -> Result<impl Fn() -> Statement, JournalError> {
        let at = moments::exact(entry.requested_at)?;
        let (author, outcome, content) = match &entry.task {
            Task::Forward(operation) => {
                let plain = sealing::json(operation)?;
                let content = sealing::close(&self.keys, sealing::CONTENT, entry.id, &plain)?;
                (Some(operation.author.as_str()), &Outcome::Held, Some(content))
            }
            Task::Answered { outcome, .. } => (None, outcome, None),
        };
        let detail = sealing::detail(&self.keys, entry.id, outcome)?;
        let (consumer, key) = keyed(entry);
        let draft_at = entry.draft_as_at().map(moments::nearest);
        Ok(move || {
            let statement = sqlx::query(if draft_at.is_some() { RECORD_STATE } else { RECORD })
                .bind(entry.id.0)
                .bind(entry.uid.to_string())
                .bind(entry.label())
                .bind(at)
                .bind(&entry.fingerprint[..])
                .bind(consumer)
                .bind(key)
                .bind(author)
                .bind(outcome.state())
                .bind(version(outcome))
                .bind(lease_until.map(moments::nearest))
                .bind(&content)
                .bind(&detail);
            match draft_at {
                Some(draft_at) => statement.bind(draft_at),
                None => statement,
            }
        })
    }

    /// The settling statement with its arguments, sealed.
    fn settling(&self, lease: &Lease, outcome: &Outcome, at: Timestamp) -> Result<Statement, JournalError> {
        let detail = sealing::detail(&self.keys, lease.id, outcome)?;
        let statement = sqlx::query(match outcome {
            Outcome::Parked { in_doubt: true, .. } => SETTLE_IN_DOUBT,
            _ if outcome.frees_key() => SETTLE_AND_FREE_KEY,
            _ => SETTLE,
        });
        Ok(statement
            .bind(lease.id.0)
            .bind(lease.token)
            .bind(outcome.state())
            .bind(moments::exact(at)?)
            .bind(version(outcome))
            .bind(detail))
    }

    /// What cannot be read back waits for a person. If even that fails, its lease runs out and it comes up again.
    async fn park_damaged(&self, lease: &Lease, damage: &JournalError, at: Timestamp) {
        error!(operation.id = %lease.id, error = %damage, "a journalled operation cannot be read: it is parked");
        let parked = Outcome::Parked { reason: UNREADABLE.to_owned(), in_doubt: false };
        if let Err(failure) = self.settle(lease, &parked, at).await {
            warn!(operation.id = %lease.id, error = %failure, "it could not be parked; its lease runs out");
        }
    }

    fn first_receipt(&self, rows: &[PgRow]) -> Result<Option<Receipt>, JournalError> {
        rows.first().map(|row| rows::receipt(&self.keys, row)).transpose()
    }
}

#[async_trait]
impl Journal for PostgresJournal {
    async fn record(&self, entry: &Entry, lease_until: Option<Timestamp>) -> Result<Recorded, JournalError> {
        if entry.is_turned_away() {
            return Ok(self.recorded_before(entry).await?.unwrap_or(Recorded::Answered));
        }
        let opened = self.opened().await?;
        let rows = match opened.ask_again(self.recording(entry, lease_until)?).await {
            Err(Failure::KeyChanged) => {
                self.take_keys().await?;
                opened.ask_again(self.recording(entry, lease_until)?).await?
            }
            answer => answer?,
        };
        let Some(row) = rows.first() else {
            let before = self.recorded_before(entry).await?;
            return before.ok_or_else(|| JournalError::Unavailable("its key was just given back".into()));
        };
        let token: Option<Uuid> = rows::column(row, "token")?;
        Ok(match (&entry.task, token.zip(lease_until)) {
            (Task::Answered { .. }, _) => Recorded::Answered,
            (Task::Forward(_), None) => Recorded::Waiting,
            (Task::Forward(_), Some((token, until))) => {
                Recorded::Leased(Lease { id: entry.id, token, until })
            }
        })
    }

    async fn claim(&self, claim: Claim) -> Result<Vec<Leased>, JournalError> {
        let (now, until) = (moments::nearest(claim.now), moments::nearest(claim.until));
        let limit = i64::try_from(claim.limit).unwrap_or(i64::MAX);
        let due = |sql: &'static str| sqlx::query(sql).bind(now).bind(until).bind(limit);
        let statement = || match claim.uid {
            Some(uid) => due(CLAIM_OF_AN_LPA).bind(uid.to_string()),
            None => due(CLAIM),
        };
        let rows = self.opened().await?.ask_again(statement).await?;
        let mut leased = Vec::with_capacity(rows.len());
        for row in &rows {
            let lease = rows::lease(row, claim.until)?;
            match rows::leased(&self.keys, row, lease) {
                Ok(readable) => leased.push(readable),
                Err(damage) => self.park_damaged(&lease, &damage, claim.now).await,
            }
        }
        Ok(leased)
    }

    async fn settle(&self, lease: &Lease, outcome: &Outcome, at: Timestamp) -> Result<Settled, JournalError> {
        if matches!(outcome, Outcome::Held) {
            return Err(JournalError::LeaseLost);
        }
        let opened = self.opened().await?;
        let rows = match opened.ask(self.settling(lease, outcome, at)?).await {
            Err(Failure::KeyChanged) => {
                self.take_keys().await?;
                opened.ask(self.settling(lease, outcome, at)?).await?
            }
            answer => answer?,
        };
        let more: Option<bool> = rows.first().map(|row| rows::column(row, "more")).transpose()?.flatten();
        more.map(|more| Settled { more }).ok_or(JournalError::LeaseLost)
    }

    async fn postpone(&self, lease: &Lease, postponement: &Postponement) -> Result<(), JournalError> {
        let statement = sqlx::query(if postponement.in_doubt { POSTPONE_IN_DOUBT } else { POSTPONE })
            .bind(lease.id.0)
            .bind(lease.token)
            .bind(moments::nearest(postponement.until))
            .bind(moments::nearest(postponement.at))
            .bind(postponement.cause.clone())
            .bind(postponement.counted);
        let rows = self.opened().await?.ask(statement).await?;
        let postponed = rows.first().map(|row| rows::column(row, "postponed")).transpose()?;
        postponed.unwrap_or(false).then_some(()).ok_or(JournalError::LeaseLost)
    }

    async fn receipt(&self, id: OperationId) -> Result<Option<Receipt>, JournalError> {
        let rows = self.opened().await?.ask_again(|| sqlx::query(RECEIPT).bind(id.0)).await?;
        self.first_receipt(&rows)
    }

    async fn waiting(&self, uid: LpaUid) -> Result<Option<Receipt>, JournalError> {
        let rows = self.opened().await?.ask_again(|| sqlx::query(WAITING).bind(uid.to_string())).await?;
        self.first_receipt(&rows)
    }

    async fn backlog(&self) -> Result<Backlog, JournalError> {
        let rows = self.opened().await?.ask_again(|| sqlx::query(BACKLOG)).await?;
        let row = rows.first().ok_or_else(|| rows::unreadable("no count"))?;
        rows::backlog(row)
    }
}

fn keyed(entry: &Entry) -> (Option<&str>, Option<&str>) {
    entry.keyed.as_ref().map(|keyed| (keyed.consumer.as_str(), keyed.key.as_str())).unzip()
}

fn version(outcome: &Outcome) -> Option<i64> {
    match outcome {
        Outcome::Applied { version, .. } => Some(version.0.cast_signed()),
        _ => None,
    }
}
