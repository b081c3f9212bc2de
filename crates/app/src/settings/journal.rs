//! Settings of our own durable side, and of the numbers that are kept there.

use std::fmt;
use std::path::PathBuf;

use serde::de::{Deserializer, SeqAccess, Visitor};
use serde::{Deserialize, de};

use super::Secret;

/// Our own durable side.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Journal {
    /// `sqlite:PATH`, `postgres://…` or `memory:`; unset: `sqlite:` under the platform's data directory.
    pub url: Option<Secret>,
    /// 32 bytes in base64 that seal content: the newest key. Unset: the keys are in `key_file`.
    pub key: Option<Secret>,
    /// Keys of before `key`, for as long as records are sealed with them: a list, or one text with commas between them.
    #[serde(deserialize_with = "keys")]
    pub old_keys: Vec<Secret>,
    /// A file with one key a line, the newest first; read again when a key is missing, so that a rotation needs no restart.
    /// Unset: a file beside an SQLite journal, made at its first start.
    pub key_file: Option<PathBuf>,
    /// Days that receipts, and with them idempotency keys, are kept after an operation was settled; at least 30.
    pub keep_receipts_days: u32,
    /// So many operations are held at most; the next one is refused with `journal-full`.
    pub max_held: u64,
    /// So many bytes of held content at most; unset: no limit but the disk.
    pub max_bytes: Option<u64>,
    /// Hours that the oldest held operation may wait before operators are warned; nothing is refused.
    pub max_age_hours: u32,
}

impl Default for Journal {
    fn default() -> Self {
        Self {
            url: None,
            key: None,
            old_keys: Vec::new(),
            key_file: None,
            keep_receipts_days: 90,
            // Some three weeks without the register at OPG's volumes.
            max_held: 2_000_000,
            max_bytes: None,
            max_age_hours: 24,
        }
    }
}

/// Sequence numbers of UIDs.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Uids {
    /// How many are reserved at a time and kept beside the journal; at least so many are left when their issuer goes away.
    pub block: u32,
    /// The largest block that another Causeway is given at once.
    pub most_at_once: u32,
}

impl Default for Uids {
    fn default() -> Self {
        // At the peak 0.6 LPAs are begun a second: more than four hours of it.
        Self { block: 10_000, most_at_once: 100_000 }
    }
}

/// A list in a file; one text in the environment.
fn keys<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Secret>, D::Error> {
    deserializer.deserialize_any(KeysVisitor)
}

struct KeysVisitor;

impl<'de> Visitor<'de> for KeysVisitor {
    type Value = Vec<Secret>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("keys with commas between them")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Vec<Secret>, E> {
        Ok(text.split(',').map(str::trim).filter(|key| !key.is_empty()).map(Secret::from).collect())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Vec<Secret>, A::Error> {
        let mut keys = Vec::new();
        while let Some(key) = list.next_element()? {
            keys.push(key);
        }
        Ok(keys)
    }
}
