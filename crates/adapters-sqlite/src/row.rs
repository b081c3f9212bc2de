//! Between the domain and the columns of `operation`. Sealing happens here, on the caller's task.

use jiff::Timestamp;
use lpa_domain::{Entry, Keyed, Lease, LpaUid, OperationId, Outcome, Personal, Receipt, Task, Version};
use lpa_ports::{JournalError, Source};
use lpa_sealing::KeyRing;
use uuid::Uuid;

use crate::error::{Failure, FailureKind, misshapen, unreadable, unsealable};
use crate::fetched::Row;
pub(crate) use crate::fetched::get;
use crate::moment;
use crate::writer::Value;

/// The values of [`crate::writer::Statement::Record`].
pub(crate) fn recording(
    keys: &KeyRing,
    entry: &Entry,
    lease_until: Option<Timestamp>,
    token: Uuid,
) -> Result<Vec<Value>, JournalError> {
    let at = exact(entry.requested_at)?;
    let (consumer, key) = keyed(entry.keyed.as_ref());
    let uid = entry.uid.to_string();
    let mut author = Value::Null;
    let mut content = Value::Null;
    let mut row = Columns { state: Outcome::Held.state(), version: Value::Null, detail: Value::Null };
    let mut lease = (Value::Null, Value::Null);
    match &entry.task {
        Task::Forward(operation) => {
            let json =
                serde_json::to_vec(operation).map_err(|error| JournalError::Unavailable(error.into()))?;
            author = operation.author.as_str().into();
            content = close(keys, CONTENT, entry.id, &json)?;
            let token = lease_until.map(|_| token.as_bytes().as_slice());
            lease = (lease_until.map_or(0, moment::nearest).into(), token.into());
        }
        Task::Answered { outcome, .. } => row = columns(keys, entry.id, outcome)?,
    }
    Ok(vec![
        entry.id.0.as_bytes().as_slice().into(),
        uid.as_str().into(),
        entry.label().into(),
        at.into(),
        entry.fingerprint.as_slice().into(),
        consumer,
        key,
        author,
        row.state.into(),
        at.into(),
        row.version,
        content,
        row.detail,
        uid.as_str().into(),
        lease.0,
        uid.into(),
        lease.1,
        entry.draft_as_at().map(moment::nearest).into(),
    ])
}

fn keyed(keyed: Option<&Keyed>) -> (Value, Value) {
    keyed.map_or((Value::Null, Value::Null), |keyed| {
        (keyed.consumer.as_str().into(), keyed.key.as_str().into())
    })
}

/// The values of [`crate::writer::Statement::Settle`].
pub(crate) fn settling(
    keys: &KeyRing,
    lease: &Lease,
    outcome: &Outcome,
    at: Timestamp,
) -> Result<Vec<Value>, JournalError> {
    let columns = columns(keys, lease.id, outcome)?;
    let at = exact(at)?;
    Ok(vec![
        columns.state.into(),
        at.into(),
        columns.version,
        columns.detail,
        outcome.keeps_content().into(),
        matches!(outcome, Outcome::Parked { in_doubt: true, .. }).into(),
        outcome.frees_key().into(),
        outcome.frees_key().into(),
        lease.id.0.as_bytes().as_slice().into(),
        lease.token.as_bytes().as_slice().into(),
        at.into(),
    ])
}

/// An outcome, as columns.
struct Columns {
    state: &'static str,
    version: Value,
    detail: Value,
}

/// Writes an outcome.
fn columns(keys: &KeyRing, id: OperationId, outcome: &Outcome) -> Result<Columns, JournalError> {
    let state = outcome.state();
    let mut version = Value::Null;
    let plain = match outcome {
        Outcome::Held | Outcome::Superseded | Outcome::Discarded => None,
        Outcome::Parked { reason, .. } => Some(reason.as_bytes().to_vec()),
        Outcome::Refused { refusal } => {
            Some(serde_json::to_vec(refusal).map_err(|error| JournalError::Unavailable(error.into()))?)
        }
        Outcome::Applied { version: made, answer } => {
            version = made.0.cast_signed().into();
            answer.as_ref().map(|answer| answer.expose().clone())
        }
    };
    let detail = plain.map(|plain| close(keys, state, id, &plain)).transpose()?.unwrap_or(Value::Null);
    Ok(Columns { state, version, detail })
}

/// What [`receipt`] reads.
pub(crate) const RECEIPT: &str = "id, uid, label, requested_at, state, changed_at, version, detail, in_doubt";

/// Reads a receipt from the columns of [`RECEIPT`].
pub(crate) fn receipt(keys: &KeyRing, row: &Row) -> Result<Receipt, JournalError> {
    let id = OperationId(Uuid::from_slice(get(row, "id")?).map_err(unreadable)?);
    receipt_of(row, outcome(keys, id, row)?)
}

/// A receipt of an outcome that is known.
pub(crate) fn receipt_of(row: &Row, outcome: Outcome) -> Result<Receipt, JournalError> {
    let id = OperationId(Uuid::from_slice(get(row, "id")?).map_err(unreadable)?);
    let uid: LpaUid = get::<&str>(row, "uid")?.parse().map_err(unreadable)?;
    let changed_at = moment::read(get(row, "changed_at")?);
    let settled_at = outcome.is_settled().then_some(changed_at);
    Ok(Receipt {
        id,
        uid,
        label: get(row, "label")?,
        requested_at: moment::read(get(row, "requested_at")?),
        settled_at,
        outcome,
    })
}

fn outcome(keys: &KeyRing, id: OperationId, row: &Row) -> Result<Outcome, JournalError> {
    let state: &str = get(row, "state")?;
    let detail: Option<&[u8]> = get(row, "detail")?;
    let detail = detail.map(|sealed| open(keys, state, id, sealed)).transpose()?;
    Ok(match state {
        "applied" => {
            let version: Option<i64> = get(row, "version")?;
            Outcome::Applied {
                version: Version(version.unwrap_or_default().cast_unsigned()),
                answer: detail.map(Personal::new),
            }
        }
        "refused" => {
            let refusal = serde_json::from_slice(&detail.unwrap_or_default());
            Outcome::Refused { refusal: refusal.map_err(|quotes| misshapen(&quotes))? }
        }
        "parked" => {
            let reason = String::from_utf8(detail.unwrap_or_default());
            let reason = reason.map_err(|quotes| unreadable(quotes.utf8_error()))?;
            Outcome::Parked { reason, in_doubt: get(row, "in_doubt")? }
        }
        "superseded" => Outcome::Superseded,
        "discarded" => Outcome::Discarded,
        _ => Outcome::Held,
    })
}

/// What the sealed operation is, beside the states that name what the sealed detail is.
pub(crate) const CONTENT: &str = "operation";

/// What a person's sealed reason for an event of the audit trail is.
pub(crate) fn because(event: &str) -> String {
    format!("{event} because")
}

/// What the reason of a line of the audit trail is: why it was parked is sealed as it stood at the operation.
pub(crate) fn reason(event: &str) -> String {
    if event == "parked" { event.to_owned() } else { because(event) }
}

/// Seals a column.
pub(crate) fn close(
    keys: &KeyRing,
    what: &str,
    id: OperationId,
    plain: &[u8],
) -> Result<Value, JournalError> {
    keys.close(&place(what, id), plain).map(Value::Bytes).map_err(unsealable)
}

/// Opens a sealed column.
pub(crate) fn open(
    keys: &KeyRing,
    what: &str,
    id: OperationId,
    sealed: &[u8],
) -> Result<Vec<u8>, JournalError> {
    keys.open(&place(what, id), sealed).map_err(unreadable)
}

/// A sealed column belongs to one operation and means one thing: it cannot be moved to another.
fn place(what: &str, id: OperationId) -> Vec<u8> {
    [what.as_bytes(), b" ", id.0.as_bytes()].concat()
}

/// A moment that must come back as it was given.
pub(crate) fn exact(at: Timestamp) -> Result<i64, JournalError> {
    let failure =
        || Failure::new("a moment outside the years 1678 to 2261 cannot be kept", FailureKind::Statement);
    moment::exact(at).ok_or_else(|| JournalError::Unavailable(Source::from(failure())))
}

#[cfg(test)]
mod tests {
    use std::error::Error as _;

    use lpa_sealing::Seal;
    use rusqlite::Connection;

    use super::*;
    use crate::fetched;

    #[test]
    fn what_cannot_be_read_back_is_not_quoted() {
        let (keys, id) = (KeyRing::from(Seal::new(&[7; 32]).unwrap()), OperationId(Uuid::nil()));
        let connection = Connection::open_in_memory().unwrap();
        let personal = [(b"\"Vone Tiddlywink\"".to_vec(), "refused"), (b"Vone \xff".to_vec(), "parked")];
        for (plain, state) in personal {
            let detail = close(&keys, state, id, &plain).unwrap();
            let select = "SELECT ? AS state, ? AS detail, 0 AS in_doubt";
            let rows = fetched::run(&connection, select, &[state.into(), detail]).unwrap();
            let error = outcome(&keys, id, rows.first().unwrap()).unwrap_err();
            let told = format!("{error} {error:?} {}", error.source().unwrap());
            assert!(!told.contains("Vone") && !told.contains("86, 111"), "{told}");
        }
    }
}
