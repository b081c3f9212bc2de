//! What the store holds, as its tables do: whole LPAs, static copies, and entries keyed by LPA and second.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use lpa_domain::Lpa;
use serde_json::Value;

/// What the store holds.
#[derive(Debug, Default)]
pub struct Contents(Mutex<Tables>);

#[derive(Debug, Default)]
struct Tables {
    lpas: HashMap<String, Lpa>,
    static_copies: HashMap<String, Value>,
    /// By second: two updates of one LPA in one second overwrite each other (W3).
    changes: HashMap<String, BTreeMap<i64, Value>>,
    /// How many writes of each LPA were answered 201, which no table tells.
    writes: HashMap<String, usize>,
}

impl Contents {
    /// The LPA as it stands.
    pub fn lpa(&self, uid: &str) -> Option<Lpa> {
        self.tables().lpas.get(uid).cloned()
    }

    /// Its static copy.
    pub fn static_copy(&self, uid: &str) -> Option<Value> {
        self.tables().static_copies.get(uid).cloned()
    }

    /// Its history, newest first.
    pub fn history(&self, uid: &str) -> Vec<Value> {
        let tables = self.tables();
        tables.changes.get(uid).into_iter().flat_map(|entries| entries.values().rev().cloned()).collect()
    }

    /// How often it was created or updated.
    pub fn writes(&self, uid: &str) -> usize {
        self.tables().writes.get(uid).copied().unwrap_or_default()
    }

    /// The static copy is lost (W9).
    pub fn lose_static_copy(&self, uid: &str) {
        self.tables().static_copies.remove(uid);
    }

    /// Another writer, who read before, writes the whole LPA as it made it (W2, W4). Nothing else is written.
    pub fn overwrite(&self, lpa: &Lpa) {
        self.tables().lpas.insert(lpa.uid.to_string(), lpa.clone());
    }

    /// Another writer's entry takes the place of the newest one of the same second (W3).
    pub fn overwrite_newest_entry(&self, entry: Value) {
        let mut tables = self.tables();
        let uid = entry["uid"].as_str().unwrap().to_owned();
        *tables.changes.get_mut(&uid).unwrap().last_entry().unwrap().get_mut() = entry;
    }

    /// Creates an LPA, whatever is there (W4).
    pub(super) fn put(&self, lpa: &Lpa) {
        let mut tables = self.tables();
        let uid = lpa.uid.to_string();
        tables.static_copies.insert(uid.clone(), serde_json::to_value(lpa).unwrap());
        *tables.writes.entry(uid.clone()).or_default() += 1;
        tables.lpas.insert(uid, lpa.clone());
    }

    /// Writes an LPA and an entry of its history, whatever is there (W2, W3).
    pub(super) fn put_changes(&self, lpa: &Lpa, applied: Timestamp, entry: Value) {
        let mut tables = self.tables();
        let uid = lpa.uid.to_string();
        tables.changes.entry(uid.clone()).or_default().insert(applied.as_second(), entry);
        *tables.writes.entry(uid.clone()).or_default() += 1;
        tables.lpas.insert(uid, lpa.clone());
    }

    fn tables(&self) -> MutexGuard<'_, Tables> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
