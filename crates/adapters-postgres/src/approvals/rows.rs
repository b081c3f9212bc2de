//! What a row says.

use jiff::Timestamp;
use lpa_domain::approval::{Closed, LedgerEntry, Referral, ReferralId};
use lpa_domain::{LpaUid, Version};
use lpa_ports::ApprovalsError;
use sqlx::Row as _;
use sqlx::postgres::PgRow;

pub(super) fn uid(row: &PgRow) -> Result<LpaUid, ApprovalsError> {
    column::<&str>(row, "uid")?.parse().map_err(|_other| unreadable())
}

pub(super) fn ledger(row: &PgRow) -> Result<Vec<LedgerEntry>, ApprovalsError> {
    column::<sqlx::types::Json<Vec<LedgerEntry>>>(row, "ledger").map(|ledger| ledger.0)
}

pub(super) fn referral(row: &PgRow) -> Result<Referral, ApprovalsError> {
    let version = u64::try_from(column::<i64>(row, "version")?).map_err(|_negative| unreadable())?;
    let at = moment(row, "raised_at")?.ok_or_else(unreadable)?;
    Ok(Referral {
        id: ReferralId(column(row, "id")?),
        uid: uid(row)?,
        rule: column(row, "rule")?,
        source: column(row, "source")?,
        version: Version(version),
        raised_at: at,
        gone_at: moment(row, "gone_at")?,
        closed: closed(row)?,
    })
}

fn closed(row: &PgRow) -> Result<Option<Closed>, ApprovalsError> {
    let Some(at) = moment(row, "closed_at")? else { return Ok(None) };
    let by = column::<&str>(row, "closed_by")?.parse().map_err(|_other| unreadable())?;
    let reason = column::<&str>(row, "closed_reason")?.parse().map_err(|_other| unreadable())?;
    Ok(Some(Closed { at, by, reason }))
}

fn moment(row: &PgRow, name: &str) -> Result<Option<Timestamp>, ApprovalsError> {
    let micros: Option<i64> = column(row, name)?;
    micros.map(|micros| Timestamp::from_microsecond(micros).map_err(|_beyond| unreadable())).transpose()
}

fn column<'r, T>(row: &'r PgRow, name: &str) -> Result<T, ApprovalsError>
where
    T: sqlx::Decode<'r, sqlx::Postgres> + sqlx::Type<sqlx::Postgres>,
{
    // What the driver says may quote what was stored.
    row.try_get(name).map_err(|_may_quote| unreadable())
}

fn unreadable() -> ApprovalsError {
    ApprovalsError::Unreadable("what is kept of approvals cannot be read back".into())
}
