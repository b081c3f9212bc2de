//! From rows to what operators see.

use lpa_domain::operation::repair::UNREADABLE;
use lpa_domain::{
    Author, Choice, FailedAttempt, OperationId, Outcome, Place, Reason, Receipt, Standing, TrailEntry,
};
use lpa_ports::JournalError;
use lpa_sealing::KeyRing;

use crate::error::unreadable;
use crate::fetched::Row;
use crate::moment;
use crate::row::{self, get};

/// How many stand before it in the line; 0 when it does not stand there any more.
pub(super) const AHEAD: &str = "iif(it.state IN ('held', 'parked'), (
    SELECT count(*) FROM operation AS other WHERE other.uid = it.uid AND other.state IN ('held', 'parked')
       AND other.seq < it.seq), 0) AS ahead";

/// How many stand behind it in the line.
pub(super) const BEHIND: &str = "iif(it.state IN ('held', 'parked'), (
    SELECT count(*) FROM operation AS other WHERE other.uid = it.uid AND other.state IN ('held', 'parked')
       AND other.seq > it.seq), 0) AS behind";

/// Where an operation stands.
pub(super) fn read(keys: &KeyRing, row: &Row) -> Result<Standing, JournalError> {
    let count = |name| get::<i64>(row, name).map(i64::cast_unsigned);
    let number = |name| get::<i64>(row, name).map(|number| u32::try_from(number).unwrap_or(u32::MAX));
    Ok(Standing {
        receipt: readable_receipt(keys, row)?,
        place: Place(count("seq")?),
        author: author(row)?,
        since: moment::read(get(row, "changed_at")?),
        attempts: number("attempts")?,
        failures: number("failures")?,
        last_cause: get(row, "failed_because")?,
        may_have_been_applied: get::<bool>(row, "in_doubt")? || get::<bool>(row, "leased")?,
        ahead: count("ahead")?,
        behind: count("behind")?,
    })
}

/// A reason that cannot be read back must not hide the operation that it stands at.
fn readable_receipt(keys: &KeyRing, row: &Row) -> Result<Receipt, JournalError> {
    match row::receipt(keys, row) {
        Err(JournalError::Unreadable(_)) if get::<&str>(row, "state")? == "parked" => {
            let parked = Outcome::Parked { reason: UNREADABLE.to_owned(), in_doubt: get(row, "in_doubt")? };
            row::receipt_of(row, parked)
        }
        receipt => receipt,
    }
}

pub(super) fn failed_attempt(row: &Row) -> Result<FailedAttempt, JournalError> {
    Ok(FailedAttempt { at: moment::read(get(row, "at")?), cause: get(row, "cause")? })
}

pub(super) fn trail_entry(keys: &KeyRing, id: OperationId, row: &Row) -> Result<TrailEntry, JournalError> {
    let event: &str = get(row, "event")?;
    let reason: Option<&[u8]> = get(row, "reason")?;
    let what = row::reason(event);
    Ok(TrailEntry {
        event: Choice::parse(event),
        at: moment::read(get(row, "at")?),
        by: author(row)?,
        reason: reason.map(|sealed| opened(keys, &what, id, sealed)),
    })
}

fn opened(keys: &KeyRing, what: &str, id: OperationId, sealed: &[u8]) -> Reason {
    let plain = row::open(keys, what, id, sealed).ok();
    let text = plain.and_then(|plain| String::from_utf8(plain).ok());
    Reason::kept(text.unwrap_or_else(|| UNREADABLE.to_owned()))
}

fn author(row: &Row) -> Result<Option<Author>, JournalError> {
    let author: Option<&str> = get(row, "author")?;
    author.map(str::parse).transpose().map_err(unreadable)
}
