//! From rows to what operators see.

use lpa_domain::operation::repair::UNREADABLE;
use lpa_domain::{
    Author, Choice, Dossier, FailedAttempt, OperationId, Outcome, Place, Reason, Receipt, Standing,
    TrailEntry,
};
use lpa_ports::JournalError;
use lpa_sealing::KeyRing;
use sqlx::postgres::PgRow;

use crate::journal::rows::{column, receipt, unreadable};
use crate::journal::{moments, sealing};

/// Where an operation stands.
pub(super) fn standing(keys: &KeyRing, row: &PgRow) -> Result<Standing, JournalError> {
    let count = |name| column::<i64>(row, name).map(i64::cast_unsigned);
    let number = |name| column::<i32>(row, name).map(i32::cast_unsigned);
    Ok(Standing {
        receipt: readable_receipt(keys, row)?,
        place: Place(count("seq")?),
        author: author(row, "author")?,
        since: moments::read(column(row, "changed_at")?),
        attempts: number("attempts")?,
        failures: number("failures")?,
        last_cause: column(row, "cause")?,
        may_have_been_applied: column(row, "in_doubt")?,
        ahead: count("ahead")?,
        behind: count("behind")?,
    })
}

/// A reason that cannot be read back must not hide the operation that it stands at.
fn readable_receipt(keys: &KeyRing, row: &PgRow) -> Result<Receipt, JournalError> {
    match receipt(keys, row) {
        Err(JournalError::Unreadable(_)) if column::<&str>(row, "state")? == "parked" => {
            let parked =
                Outcome::Parked { reason: UNREADABLE.to_owned(), in_doubt: column(row, "in_doubt")? };
            crate::journal::rows::receipt_of(row, parked)
        }
        receipt => receipt,
    }
}

/// Everything of one operation; `None` when there is none.
pub(super) fn dossier(keys: &KeyRing, rows: &[PgRow]) -> Result<Option<Dossier>, JournalError> {
    let Some(row) = rows.first() else { return Ok(None) };
    let standing = standing(keys, row)?;
    let trail = trail(keys, &standing, rows)?;
    Ok(Some(Dossier { standing, history: history(row)?, trail }))
}

fn history(row: &PgRow) -> Result<Vec<FailedAttempt>, JournalError> {
    let (moments, causes): (Vec<i64>, Vec<String>) =
        (column(row, "failed_at")?, column(row, "failed_because")?);
    let attempts = moments.into_iter().zip(causes);
    Ok(attempts.map(|(at, cause)| FailedAttempt { at: moments::read(at), cause }).collect())
}

/// The audit trail. Why an operation was parked is told where it stands now, or was kept when it was repaired.
fn trail(keys: &KeyRing, standing: &Standing, rows: &[PgRow]) -> Result<Vec<TrailEntry>, JournalError> {
    let mut trail: Vec<TrailEntry> = Vec::with_capacity(rows.len());
    for row in rows {
        if column::<Option<&str>>(row, "event")?.is_none() {
            continue;
        }
        let because: Option<&[u8]> = column(row, "parked_because")?;
        let because = because.map(|sealed| opened(keys, "parked", standing.receipt.id, sealed));
        explain_parking(&mut trail, because);
        trail.push(entry(keys, standing.receipt.id, row)?);
    }
    if let Outcome::Parked { reason, .. } = &standing.receipt.outcome {
        explain_parking(&mut trail, Some(Reason::kept(reason)));
    }
    Ok(trail)
}

/// The last time that it was parked was for this reason.
fn explain_parking(trail: &mut [TrailEntry], because: Option<Reason>) {
    let parked = trail.iter_mut().rev().find(|entry| entry.event.word() == "parked");
    if let (Some(parked), Some(because)) = (parked, because) {
        parked.reason = Some(because);
    }
}

fn entry(keys: &KeyRing, id: OperationId, row: &PgRow) -> Result<TrailEntry, JournalError> {
    let event: &str = column(row, "event")?;
    let reason: Option<&[u8]> = column(row, "reason")?;
    Ok(TrailEntry {
        event: Choice::parse(event),
        at: moments::read(column(row, "event_at")?),
        by: author(row, "event_by")?,
        reason: reason.map(|sealed| opened(keys, &sealing::because(event), id, sealed)),
    })
}

fn opened(keys: &KeyRing, what: &str, id: OperationId, sealed: &[u8]) -> Reason {
    let plain = sealing::open(keys, what, id, sealed).ok();
    let text = plain.and_then(|plain| String::from_utf8(plain).ok());
    Reason::kept(text.unwrap_or_else(|| UNREADABLE.to_owned()))
}

fn author(row: &PgRow, name: &str) -> Result<Option<Author>, JournalError> {
    let author: Option<&str> = column(row, name)?;
    author.map(str::parse).transpose().map_err(unreadable)
}
