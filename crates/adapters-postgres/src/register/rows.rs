//! From rows to what the domain speaks of.

use lpa_domain::fees::{About, FeeAct, FeeRecord};
use lpa_domain::{
    Beside, Change, DraftOrder, HistoryEntry, KeptDraft, Lpa, LpaUid, Moment, OperationId, Refusal, Version,
};
use lpa_ports::{Applied, RegisterError};
use serde::de::DeserializeOwned;
use sqlx::Row as _;
use sqlx::postgres::PgRow;
use uuid::Uuid;

use super::before::{Answer, Standing};
use crate::error::unreadable;

/// The LPA in a row that holds `version`, `content` and `kept`.
pub(super) fn lpa(row: &PgRow) -> Result<Lpa, RegisterError> {
    let object: &str = column(row, "content")?;
    Lpa::restore(object.as_bytes(), version(row)?, parsed(row, "kept")?).map_err(redacted)
}

/// The state of a draft in a row.
pub(super) fn draft(uid: LpaUid, row: &PgRow) -> Result<KeptDraft, RegisterError> {
    let id: Uuid = column(row, "operation_id")?;
    let [as_at, requested_at] = ["as_at", "requested_at"].map(|name| column::<&str>(row, name));
    let as_at = as_at?.parse().map_err(unreadable)?;
    let requested_at = requested_at?.parse().map_err(unreadable)?;
    Ok(KeptDraft {
        uid,
        version: version(row)?,
        order: DraftOrder::new(as_at, requested_at, OperationId(id)),
        author: column::<&str>(row, "author")?.parse().map_err(unreadable)?,
        draft: parsed(row, "content")?,
        beside: told_beside(row)?,
    })
}

/// Nothing was told beside most drafts.
fn told_beside(row: &PgRow) -> Result<Beside, RegisterError> {
    let told = column::<Option<&str>>(row, "beside")?;
    told.map_or(Ok(Beside::default()), |told| serde_json::from_str(told).map_err(redacted))
}

/// What was told of a fee, in a row.
pub(super) fn fee(uid: LpaUid, row: &PgRow) -> Result<FeeRecord, RegisterError> {
    let (id, kind): (Uuid, &str) = (column(row, "operation_id")?, column(row, "kind")?);
    let about =
        About::from_label(kind).ok_or_else(|| unreadable("a kind that this version does not know"))?;
    Ok(FeeRecord {
        uid,
        version: version(row)?,
        id: OperationId(id),
        author: column::<&str>(row, "author")?.parse().map_err(unreadable)?,
        requested_at: column::<&str>(row, "requested_at")?.parse().map_err(unreadable)?,
        act: FeeAct { about, told: parsed(row, "content")? },
        events: parsed(row, "events")?,
    })
}

/// What the operation of a row that holds `what` was answered.
pub(super) fn answer(row: &PgRow) -> Result<Answer, RegisterError> {
    Ok(match column(row, "what")? {
        "lpa" => Ok(Applied::from(lpa(row)?)),
        "draft" => Ok(Applied::Draft(version(row)?)),
        "fee" => Ok(Applied::Fee(version(row)?)),
        "tombstone" => Ok(Applied::Tombstone),
        _ if column::<Option<&str>>(row, "content")?.is_none() => Ok(Applied::Superseded),
        _ => Err(parsed::<Refusal>(row, "content")?),
    })
}

/// What a row that holds `what` says is there.
pub(super) fn standing(uid: LpaUid, row: &PgRow) -> Result<Standing, RegisterError> {
    Ok(match column(row, "what")? {
        "lpa" => Standing::Lpa(Box::new(lpa(row)?)),
        "draft" => Standing::Draft(Box::new(draft(uid, row)?)),
        _ => Standing::Tombstone,
    })
}

/// The history entry in a row.
pub(super) fn entry(uid: LpaUid, row: &PgRow) -> Result<HistoryEntry, RegisterError> {
    let id: Uuid = column(row, "operation_id")?;
    let applied: &str = column(row, "applied")?;
    let changes: Vec<Change> = parsed(row, "changes")?;
    Ok(HistoryEntry {
        id: OperationId(id),
        uid,
        version: version(row)?,
        applied: applied.parse::<Moment>().map_err(unreadable)?.instant(),
        author: column::<&str>(row, "author")?.parse().map_err(unreadable)?,
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

/// What the JSON in a column says.
fn parsed<T: DeserializeOwned>(row: &PgRow, name: &str) -> Result<T, RegisterError> {
    serde_json::from_str(column(row, name)?).map_err(redacted)
}

/// What the parsers say may quote what was stored: only that it could not be read is passed on.
fn redacted(_quotes_values: impl std::error::Error) -> RegisterError {
    unreadable("a stored row cannot be read back")
}
