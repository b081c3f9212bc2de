//! The register on PostgreSQL.

mod apply;
mod before;
mod rows;
mod statements;
mod together;
mod write;

use std::collections::HashMap;

use async_trait::async_trait;
use lpa_domain::fees::FeeRecord;
use lpa_domain::{HistoryEntry, Lpa, LpaUid, Operation, Profile};
use lpa_ports::{Applied, Drafted, Register, RegisterError};
use sqlx::postgres::PgRow;

use crate::connections::{Connections, Statement};
use crate::error::{ConnectError, Failure};
use crate::options::PostgresOptions;

use before::Standing;
pub(crate) use rows::{column, version};
pub(crate) use statements::STATEMENTS;
use statements::{CURRENT, DRAFT, FEES, HISTORY, STATIC_COPY};

/// The OPG database: every version of every LPA, every state of every draft and all that was told of each fee, written one statement at a time.
pub struct PostgresRegister {
    connections: Connections,
    profile: Profile,
}

impl PostgresRegister {
    /// A register at `url` (`postgres://…`). Connects when it is first used, so that it can be made while the database
    /// is away.
    pub fn connect(url: &str, options: &PostgresOptions, profile: Profile) -> Result<Self, ConnectError> {
        Ok(Self { connections: Connections::new(url, options)?, profile })
    }

    async fn read(&self, statement: impl Fn() -> Statement + Sync) -> Result<Vec<PgRow>, RegisterError> {
        self.connections.ask_again(statement).await.map_err(Failure::of_read)
    }

    async fn read_lpas(&self, uids: &[LpaUid]) -> Result<Vec<Lpa>, RegisterError> {
        let texts: Vec<String> = uids.iter().map(ToString::to_string).collect();
        let rows = self.read(|| sqlx::query(CURRENT).bind(&texts)).await?;
        rows.iter().map(rows::lpa).collect()
    }
}

#[async_trait]
impl Register for PostgresRegister {
    async fn apply(&self, operation: &Operation) -> Result<Applied, RegisterError> {
        apply::apply(self, operation, None).await
    }

    async fn apply_together(&self, operations: &[Operation]) -> Vec<Result<Applied, RegisterError>> {
        together::apply(self, operations).await
    }

    async fn lpa(&self, uid: LpaUid) -> Result<Option<Lpa>, RegisterError> {
        Ok(self.read_lpas(&[uid]).await?.pop())
    }

    async fn lpas(&self, uids: &[LpaUid]) -> Result<Vec<Lpa>, RegisterError> {
        let found = self.read_lpas(uids).await?;
        let mut found: HashMap<LpaUid, Lpa> = found.into_iter().map(|lpa| (lpa.uid, lpa)).collect();
        Ok(uids.iter().filter_map(|uid| found.remove(uid)).collect())
    }

    async fn history(&self, uid: LpaUid) -> Result<Option<Vec<HistoryEntry>>, RegisterError> {
        let rows = self.read(|| sqlx::query(HISTORY).bind(uid.to_string())).await?;
        let entries: Vec<_> = rows.iter().map(|row| rows::entry(uid, row)).collect::<Result<_, _>>()?;
        Ok((!entries.is_empty()).then_some(entries))
    }

    async fn static_copy(&self, uid: LpaUid) -> Result<Option<Lpa>, RegisterError> {
        let rows = self.read(|| sqlx::query(STATIC_COPY).bind(uid.to_string())).await?;
        rows.first().map(rows::lpa).transpose()
    }

    async fn draft(&self, uid: LpaUid) -> Result<Option<Drafted>, RegisterError> {
        let rows = self.read(|| sqlx::query(DRAFT).bind(uid.to_string())).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        Ok(Some(match rows::standing(uid, row)? {
            Standing::Draft(kept) => Drafted::Draft(kept),
            _ => Drafted::Tombstone,
        }))
    }

    async fn fees(&self, uid: LpaUid) -> Result<Vec<FeeRecord>, RegisterError> {
        let rows = self.read(|| sqlx::query(FEES).bind(uid.to_string())).await?;
        rows.iter().map(|row| rows::fee(uid, row)).collect()
    }
}
