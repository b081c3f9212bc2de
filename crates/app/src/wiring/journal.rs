//! The journal that the settings name.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use etcetera::BaseStrategy as _;
use lpa_adapters_memory::{MemoryCopies, MemoryJournal, MemoryStock};
use lpa_adapters_postgres::{PostgresJournal, PostgresOptions};
use lpa_adapters_sqlite::{OpenError, SqliteJournal};
use lpa_ports::{Copies, Journal, JournalError, Keys, Notices, Repairs, Stock, Upkeep, Windows};
use lpa_sealing::KeyRing;

use super::keys::{self, KeyFile};
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
    pub(super) upkeep: Arc<dyn Upkeep>,
    pub(super) stock: Arc<dyn Stock>,
}

impl Parts {
    /// Copies and numbers may be kept apart from the rest.
    fn of<J>(store: &Arc<J>, copies: Arc<dyn Copies>, stock: Arc<dyn Stock>) -> Self
    where
        J: Journal + Notices + Repairs + Windows + Upkeep + 'static,
    {
        Self {
            journal: Arc::clone(store) as _,
            notices: Arc::clone(store) as _,
            repairs: Arc::clone(store) as _,
            windows: Arc::clone(store) as _,
            upkeep: Arc::clone(store) as _,
            copies,
            stock,
        }
    }
}

impl<J: Journal + Notices + Repairs + Windows + Upkeep + Copies + Stock + 'static> From<J> for Parts {
    fn from(store: J) -> Self {
        let store = Arc::new(store);
        Self::of(&store, Arc::clone(&store) as _, Arc::clone(&store) as _)
    }
}

/// Where the journal is that people see and change from outside the server: it must be there. A command makes none, since one
/// at a mistaken place would take what is said to it, and nobody would ever look there.
fn there(settings: &settings::Journal) -> Result<Place, WiringError> {
    match Place::of(settings)? {
        Place::Memory => Err(in_memory()),
        Place::File(path) if !path.exists() => {
            let missing = "there is no journal yet: it is made by `causeway serve`";
            Err(WiringError::setting("journal.url", missing))
        }
        place => Ok(place),
    }
}

fn in_memory() -> WiringError {
    let seen_by_one = "a journal in memory can be seen only by the server itself: ask it over HTTP";
    WiringError::setting("journal.url", seen_by_one)
}

/// Opens the journal beside the server that writes it, or while none does; makes none.
pub(super) async fn beside(settings: &settings::Journal) -> Result<Parts, WiringError> {
    open(settings, &there(settings)?).await
}

/// Opens the journal; the first start of a file makes it.
pub(super) async fn open(settings: &settings::Journal, place: &Place) -> Result<Parts, WiringError> {
    match place {
        Place::Memory => {
            let (store, copies) = (Arc::new(MemoryJournal::new()), Arc::new(MemoryCopies::new()));
            Ok(Parts::of(&store, copies, Arc::new(MemoryStock::new())))
        }
        Place::File(path) => file(settings, path).await.map(Parts::from),
        Place::Shared(url) => {
            let journal = shared(settings, url, &PostgresOptions::default())?;
            match journal.check_keys().await {
                // It may be away: then its keys are checked when it is back.
                Ok(()) | Err(JournalError::Unavailable(_)) => Ok(journal.into()),
                Err(error) => Err(WiringError::setting("journal.key", error)),
            }
        }
    }
}

async fn file(settings: &settings::Journal, path: &Path) -> Result<SqliteJournal, WiringError> {
    let journal = SqliteJournal::open(path, keys::ring(settings, Some(path))?).await;
    journal.map_err(|error| match error {
        OpenError::OtherKey { .. } => WiringError::setting("journal.key", error),
        _ => WiringError::setting("journal.url", error),
    })
}

fn shared(
    settings: &settings::Journal,
    url: &Secret,
    options: &PostgresOptions,
) -> Result<PostgresJournal, WiringError> {
    let journal = PostgresJournal::connect(url.expose(), options, keys::ring(settings, None)?);
    journal.map_err(|error| WiringError::setting("journal.url", error))
}

/// The journal, as whoever changes its keys sees it.
pub struct Rotating {
    /// Which keys it is sealed with.
    pub keys: Arc<dyn Keys>,
    /// Seals anew.
    pub upkeep: Arc<dyn Upkeep>,
    /// The keys that are given.
    pub ring: KeyRing,
    /// Where they are kept, when they are in a file of their own.
    pub file: Option<KeyFile>,
}

/// Opens the journal to change its keys, also while servers have it open; makes none.
pub async fn rotating(settings: &settings::Journal) -> Result<Rotating, WiringError> {
    let place = there(settings)?;
    let beside = if let Place::File(path) = &place { Some(path.as_path()) } else { None };
    let (ring, file) = (keys::ring(settings, beside)?, keys::file(settings, beside));
    let opened = |keys, upkeep| Rotating { keys, upkeep, ring: ring.clone(), file: file.clone() };
    match &place {
        Place::Memory => Err(in_memory()),
        Place::File(path) => {
            let journal = SqliteJournal::open(path, ring.clone()).await;
            let journal = journal.map_err(|error| WiringError::setting("journal.key", error))?;
            let journal = Arc::new(journal);
            Ok(opened(Arc::clone(&journal) as _, journal))
        }
        Place::Shared(url) => {
            let journal = PostgresJournal::connect(url.expose(), &patient(), ring.clone());
            let journal = journal.map_err(|error| WiringError::setting("journal.url", error))?;
            match journal.check_keys().await {
                Ok(()) => {}
                Err(JournalError::Unavailable(source)) => {
                    return Err(WiringError::Away { what: "the journal's database", source });
                }
                Err(error) => return Err(WiringError::setting("journal.key", error)),
            }
            let journal = Arc::new(journal);
            Ok(opened(Arc::clone(&journal) as _, journal))
        }
    }
}

/// Counting what each key seals reads every record.
fn patient() -> PostgresOptions {
    let statement_timeout = Duration::from_mins(10);
    let answer_timeout = statement_timeout + Duration::from_secs(10);
    PostgresOptions { connections: 2, statement_timeout, answer_timeout, ..PostgresOptions::default() }
}
