//! The approvals on PostgreSQL, beside the drafts in the register's database.

mod rows;
mod statements;

use async_trait::async_trait;
use jiff::Timestamp;
use lpa_domain::LpaUid;
use lpa_domain::approval::{Assessed, Closed, DueDrafts, LedgerEntry, Referral, ReferralId, ReferralQuery};
use lpa_domain::choice::Words as _;
use lpa_ports::{Approvals, ApprovalsError};
use sqlx::postgres::PgRow;

use crate::connections::{Connections, Statement};
use crate::error::{ConnectError, Failure};
use crate::options::PostgresOptions;

pub(crate) use statements::STATEMENTS;
use statements::{CLOSE, DUE, LEDGER, NOTE, REFERRAL, REFERRALS};

/// How far drafts are approved, and what was referred, in the register's database.
pub struct PostgresApprovals(Connections);

impl PostgresApprovals {
    /// Approvals at `url` (`postgres://…`). Connects when it is first used.
    pub fn connect(url: &str, options: &PostgresOptions) -> Result<Self, ConnectError> {
        Connections::new(url, options).map(Self)
    }

    /// All that is told may be told twice, and so whatever broke is asked once more.
    async fn ask(&self, statement: impl Fn() -> Statement + Sync) -> Result<Vec<PgRow>, ApprovalsError> {
        self.0.ask_again(statement).await.map_err(of)
    }
}

#[async_trait]
impl Approvals for PostgresApprovals {
    async fn due(&self, due: DueDrafts) -> Result<Vec<LpaUid>, ApprovalsError> {
        let DueDrafts { now, until, limit } = due;
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let due = || sqlx::query(DUE).bind(micros(now)).bind(micros(until)).bind(limit);
        let rows = self.ask(due).await?;
        rows.iter().map(rows::uid).collect()
    }

    async fn ledger(&self, uid: LpaUid) -> Result<Vec<LedgerEntry>, ApprovalsError> {
        let rows = self.ask(|| sqlx::query(LEDGER).bind(uid.to_string())).await?;
        rows.first().map_or_else(|| Ok(Vec::new()), rows::ledger)
    }

    async fn note(&self, assessed: &Assessed) -> Result<(), ApprovalsError> {
        let Assessed { uid, version, at, again, ledger, concerns } = assessed;
        let version = i64::try_from(version.0).unwrap_or(i64::MAX);
        let note = || {
            sqlx::query(NOTE)
                .bind(uid.to_string())
                .bind(version)
                .bind(micros(*at))
                .bind(again.map(micros))
                .bind(sqlx::types::Json(ledger.clone()))
                .bind(concerns.iter().map(|concern| concern.id.0).collect::<Vec<_>>())
                .bind(concerns.iter().map(|concern| concern.rule.clone()).collect::<Vec<_>>())
                .bind(concerns.iter().map(|concern| concern.source.clone()).collect::<Vec<_>>())
        };
        self.ask(note).await.map(|_done| ())
    }

    async fn referrals(&self, query: ReferralQuery) -> Result<Vec<Referral>, ApprovalsError> {
        let ReferralQuery { state, after, limit } = query;
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let page = || sqlx::query(REFERRALS).bind(state.word()).bind(after.map(|after| after.0)).bind(limit);
        let rows = self.ask(page).await?;
        rows.iter().map(rows::referral).collect()
    }

    async fn referral(&self, id: ReferralId) -> Result<Option<Referral>, ApprovalsError> {
        let rows = self.ask(|| sqlx::query(REFERRAL).bind(id.0)).await?;
        rows.first().map(rows::referral).transpose()
    }

    async fn close(&self, id: ReferralId, closed: &Closed) -> Result<Option<Referral>, ApprovalsError> {
        let close = || {
            sqlx::query(CLOSE)
                .bind(id.0)
                .bind(micros(closed.at))
                .bind(closed.by.as_str().to_owned())
                .bind(closed.reason.expose().to_owned())
        };
        self.ask(close).await?;
        self.referral(id).await
    }
}

/// Microseconds since 1970.
fn micros(at: Timestamp) -> i64 {
    at.as_microsecond()
}

fn of(failure: Failure) -> ApprovalsError {
    match failure {
        Failure::Unexpected(_) => ApprovalsError::Unreadable(Box::new(failure)),
        _ => ApprovalsError::Offline(Box::new(failure)),
    }
}

impl std::fmt::Debug for PostgresApprovals {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PostgresApprovals").finish_non_exhaustive()
    }
}
