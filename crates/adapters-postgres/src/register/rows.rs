//! From rows to what the domain speaks of.

use lpa_domain::{Change, HistoryEntry, Lpa, LpaUid, Moment, OperationId, Version};
use lpa_ports::RegisterError;
use sqlx::Row as _;
use sqlx::postgres::PgRow;
use uuid::Uuid;

use crate::error::unreadable;

/// The LPA in a row that holds `version`, `object` and `kept`.
pub(super) fn lpa(row: &PgRow) -> Result<Lpa, RegisterError> {
    let object: &str = column(row, "object")?;
    let kept: &str = column(row, "kept")?;
    let kept = serde_json::from_str(kept).map_err(redacted)?;
    Lpa::restore(object.as_bytes(), version(row)?, kept).map_err(redacted)
}

/// The history entry in a row.
pub(super) fn entry(uid: LpaUid, row: &PgRow) -> Result<HistoryEntry, RegisterError> {
    let id: Uuid = column(row, "operation_id")?;
    let applied: &str = column(row, "applied")?;
    let author: &str = column(row, "author")?;
    let changes: &str = column(row, "changes")?;
    let changes: Vec<Change> = serde_json::from_str(changes).map_err(redacted)?;
    Ok(HistoryEntry {
        id: OperationId(id),
        uid,
        version: version(row)?,
        applied: applied.parse::<Moment>().map_err(unreadable)?.instant(),
        author: author.parse().map_err(unreadable)?,
        kind: column(row, "kind")?,
        changes,
    })
}

pub(crate) fn version(row: &PgRow) -> Result<Version, RegisterError> {
    let number: i64 = column(row, "version")?;
    u64::try_from(number).map(Version).map_err(unreadable)
}

pub(crate) fn column<'r, T>(row: &'r PgRow, name: &str) -> Result<T, RegisterError>
where
    T: sqlx::Decode<'r, sqlx::Postgres> + sqlx::Type<sqlx::Postgres>,
{
    row.try_get(name).map_err(redacted)
}

/// What the parsers say may quote what was stored: only that it could not be read is passed on.
fn redacted(_quotes_values: impl std::error::Error) -> RegisterError {
    unreadable("a stored row cannot be read back")
}
