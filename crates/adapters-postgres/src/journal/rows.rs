//! From rows to what the domain speaks of.

use lpa_domain::{Backlog, Lease, Leased, LpaUid, OperationId, Outcome, Receipt};
use lpa_ports::{JournalError, Source};
use lpa_sealing::KeyRing;
use sqlx::Row as _;
use sqlx::postgres::PgRow;
use uuid::Uuid;

use super::{moments, sealing};

/// A receipt.
pub(super) fn receipt(keys: &KeyRing, row: &PgRow) -> Result<Receipt, JournalError> {
    let id = OperationId(column(row, "id")?);
    let state: &str = column(row, "state")?;
    let detail: Option<&[u8]> = column(row, "detail")?;
    let detail = detail.map(|sealed| sealing::open(keys, state, id, sealed)).transpose()?;
    let mut outcome = sealing::outcome(state, column(row, "version")?, detail)?;
    if let Outcome::Parked { in_doubt, .. } = &mut outcome {
        *in_doubt = column(row, "in_doubt")?;
    }
    receipt_of(row, outcome)
}

/// A receipt of an outcome that is known.
pub(super) fn receipt_of(row: &PgRow, outcome: Outcome) -> Result<Receipt, JournalError> {
    let uid: LpaUid = column::<&str>(row, "uid")?.parse().map_err(unreadable)?;
    let changed_at = moments::read(column(row, "changed_at")?);
    Ok(Receipt {
        id: OperationId(column(row, "id")?),
        uid,
        label: column(row, "label")?,
        requested_at: moments::read(column(row, "requested_at")?),
        settled_at: outcome.is_settled().then_some(changed_at),
        outcome,
    })
}

/// The lease of a claimed operation, until `until`.
pub(super) fn lease(row: &PgRow, until: jiff::Timestamp) -> Result<Lease, JournalError> {
    Ok(Lease { id: OperationId(column(row, "id")?), token: column::<Uuid>(row, "token")?, until })
}

/// A claimed operation.
pub(super) fn leased(keys: &KeyRing, row: &PgRow, lease: Lease) -> Result<Leased, JournalError> {
    let plain = sealing::open(keys, sealing::CONTENT, lease.id, column(row, "content")?)?;
    let (attempts, failures): (i32, i32) = (column(row, "attempts")?, column(row, "failures")?);
    let operation = serde_json::from_slice(&plain);
    Ok(Leased {
        lease,
        operation: operation.map_err(|_quotes_it| unreadable("a recorded operation cannot be read"))?,
        attempts: attempts.cast_unsigned(),
        failures: failures.cast_unsigned(),
    })
}

pub(super) fn backlog(row: &PgRow) -> Result<Backlog, JournalError> {
    let count = |name| column::<i64>(row, name).map(i64::cast_unsigned);
    let oldest: Option<i64> = column(row, "oldest_held")?;
    Ok(Backlog { held: count("held")?, parked: count("parked")?, oldest_held: oldest.map(moments::read) })
}

/// Reads a column; what does not fit is damage.
pub(super) fn column<'r, T>(row: &'r PgRow, name: &str) -> Result<T, JournalError>
where
    T: sqlx::Decode<'r, sqlx::Postgres> + sqlx::Type<sqlx::Postgres>,
{
    row.try_get(name).map_err(unreadable)
}

/// What was recorded cannot be read back.
pub(super) fn unreadable(error: impl Into<Source>) -> JournalError {
    JournalError::Unreadable(error.into())
}
