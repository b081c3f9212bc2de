//! What is sealed with another key than the one that seals is turned away, and sealed again by whoever asked.
//!
//! Only what is new is looked at, before it is promised. What was promised is run again as it is, whichever key seals by
//! then: its key is listed for as long as a record needs it.

use lpa_sealing::{Fingerprint, marked};
use rusqlite::{Connection, OptionalExtension as _};

use super::request::{Request, Value};
use super::statement::Statement;
use crate::error::{Failure, FailureKind};

/// Sees that a batch is sealed with the key that seals. The write lock is ours: that stays so until it is committed.
pub(super) fn check(connection: &Connection, batch: &[Request]) -> Result<(), Failure> {
    let mut keys = batch.iter().flat_map(new_keys).peekable();
    if keys.peek().is_none() {
        return Ok(());
    }
    let mut asked = connection.prepare_cached("SELECT fingerprint FROM sealed_with")?;
    let seals: Option<Vec<u8>> = asked.query_row([], |row| row.get(0)).optional()?;
    let is_other = |key: Fingerprint| seals.as_ref().is_some_and(|seals| seals[..] != key.0);
    if keys.any(is_other) {
        return Err(Failure::new("another key seals the journal now", FailureKind::KeyChanged));
    }
    Ok(())
}

/// The keys of what a request would put into the tables.
fn new_keys(request: &Request) -> impl Iterator<Item = Fingerprint> {
    let new = match request.statement {
        // What follows is what was there before.
        Statement::Reseal => 2,
        Statement::ResealReason => 1,
        _ => request.values.len(),
    };
    request.values.iter().take(new).filter_map(key_of)
}

/// A mark, a key's fingerprint, a nonce and a tag: nothing sealed is shorter, and no id, token or hash is as long.
const SHORTEST: usize = 4 + 16 + 12 + 16;

fn key_of(value: &Value) -> Option<Fingerprint> {
    match value {
        Value::Bytes(bytes) if bytes.len() >= SHORTEST => marked(bytes),
        _ => None,
    }
}
