//! The journal that the settings name, and the key that seals it.

use std::io::{ErrorKind, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use etcetera::BaseStrategy as _;
use lpa_adapters_memory::{MemoryCopies, MemoryJournal};
use lpa_adapters_postgres::{PostgresJournal, PostgresOptions};
use lpa_adapters_sqlite::SqliteJournal;
use lpa_ports::{Copies, Journal, Notices, Repairs, Windows};
use lpa_sealing::Seal;

use super::{WiringError, is_postgres};
use crate::settings::{self, Secret};

/// Where the journal is kept.
pub(super) enum Place {
    /// Nowhere durable: for tests and the sandbox.
    Memory,
    /// In a file on this machine.
    File(PathBuf),
    /// In a database that several instances share.
    Shared(Secret),
}

impl Place {
    /// Reads the setting; unset, it is a file in the platform's data directory.
    pub(super) fn of(settings: &settings::Journal) -> Result<Self, WiringError> {
        let Some(url) = &settings.url else { return default_file() };
        if url.expose() == "memory:" {
            return Ok(Self::Memory);
        }
        if is_postgres(url) {
            return Ok(Self::Shared(url.clone()));
        }
        match url.expose().strip_prefix("sqlite:") {
            Some(path) if !path.is_empty() => Ok(Self::File(PathBuf::from(path))),
            _ => Err(WiringError::setting("journal.url", "expected sqlite:PATH, postgres://… or memory:")),
        }
    }
}

fn default_file() -> Result<Place, WiringError> {
    let base = etcetera::choose_base_strategy();
    let base = base.map_err(|error| WiringError::setting("journal.url", error))?;
    Ok(Place::File(base.data_dir().join("causeway").join("journal.sqlite")))
}

/// One store, in its parts.
pub(super) struct Parts {
    pub(super) journal: Arc<dyn Journal>,
    pub(super) notices: Arc<dyn Notices>,
    pub(super) repairs: Arc<dyn Repairs>,
    pub(super) windows: Arc<dyn Windows>,
    pub(super) copies: Arc<dyn Copies>,
}

impl<J: Journal + Notices + Repairs + Windows + Copies + 'static> From<J> for Parts {
    fn from(store: J) -> Self {
        let store = Arc::new(store);
        let (journal, notices, repairs) =
            (Arc::clone(&store) as _, Arc::clone(&store) as _, Arc::clone(&store) as _);
        Self { journal, notices, repairs, windows: Arc::clone(&store) as _, copies: store }
    }
}

/// Opens the journal beside the server that writes it, or while none does; makes none.
pub(super) async fn beside(settings: &settings::Journal) -> Result<Arc<dyn Repairs>, WiringError> {
    let place = Place::of(settings)?;
    let missing = match &place {
        Place::Memory => Some("a journal in memory can be seen only by the server itself: ask it over HTTP"),
        Place::File(path) if !path.exists() => {
            Some("there is no journal yet: it is made by `causeway serve`")
        }
        _ => None,
    };
    match missing {
        Some(missing) => Err(WiringError::setting("journal.url", missing)),
        None => Ok(open(settings, &place).await?.repairs),
    }
}

/// Opens the journal; the first start of a file makes it.
pub(super) async fn open(settings: &settings::Journal, place: &Place) -> Result<Parts, WiringError> {
    match place {
        Place::Memory => {
            let store = Arc::new(MemoryJournal::new());
            let (journal, notices, repairs) =
                (Arc::clone(&store) as _, Arc::clone(&store) as _, Arc::clone(&store) as _);
            Ok(Parts { journal, notices, repairs, windows: store, copies: Arc::new(MemoryCopies::new()) })
        }
        Place::File(path) => {
            let seal = match &settings.key {
                Some(key) => seal_of(key.expose())?,
                None => seal_of(&key_beside(path)?)?,
            };
            let journal = SqliteJournal::open(path, seal).await;
            Ok(journal.map_err(|error| WiringError::setting("journal.url", error))?.into())
        }
        Place::Shared(url) => {
            let missing = || {
                WiringError::setting("journal.key", "set it: instances that share a journal share its key")
            };
            let seal = seal_of(settings.key.as_ref().ok_or_else(missing)?.expose())?;
            let journal = PostgresJournal::connect(url.expose(), &PostgresOptions::default(), seal);
            Ok(journal.map_err(|error| WiringError::setting("journal.url", error))?.into())
        }
    }
}

fn seal_of(key: &str) -> Result<Seal, WiringError> {
    Seal::from_base64(key).map_err(|error| WiringError::setting("journal.key", error))
}

/// The key in the file beside the journal; made at the first start, readable by its owner only.
fn key_beside(journal: &Path) -> Result<String, WiringError> {
    let path = journal.with_extension("key");
    match std::fs::read_to_string(&path) {
        Ok(key) => Ok(key),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            let key = make_key(&path).map_err(|error| WiringError::setting("journal.key", error))?;
            tracing::warn!(
                file = %path.display(),
                "no journal.key is set: a key was made. Who loses this file loses what is held; keep a copy elsewhere"
            );
            Ok(key)
        }
        Err(error) => Err(WiringError::setting("journal.key", error)),
    }
}

fn make_key(path: &Path) -> std::io::Result<String> {
    let mut key = [0; 32];
    aws_lc_rs::rand::fill(&mut key).map_err(|_unspecified| std::io::Error::other("no random bytes"))?;
    let text = STANDARD.encode(key);
    if let Some(dir) = path.parent() {
        std::fs::create_dir_all(dir)?;
    }
    let mut file = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    writeln!(file, "{text}")?;
    file.sync_all()?;
    Ok(text)
}
