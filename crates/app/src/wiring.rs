//! The only place that names adapters: settings in, ports out.

mod documents;
mod journal;
mod keys;
mod lpa_store;
mod register;
mod uids;
mod webhooks;

use std::net::SocketAddr;
use std::ops::RangeInclusive;
use std::sync::Arc;
use std::time::Duration;

use jiff::SignedDuration;
use lpa_ports::{Clock, Repairs};
use thiserror::Error;

use crate::auth::ShortSecret;
use crate::auth::edge::EdgeKey;
use crate::auth::operator::OperatorKey;
use crate::auth::shared_secret::SharedSecret;
use crate::clock::{RandomIds, SystemClock};
use crate::http::Shared;
use crate::http::images::Presigner;
use crate::settings::{self, LastKnown, Secret, Settings};
use crate::use_cases::limits::Limits;
use crate::use_cases::windows::WindowBook;
use crate::use_cases::{Causeway, Pace, Ports};
use journal::Parts;
use register::Behind;

pub use self::journal::{Rotating, rotating};
pub use self::keys::KeyFile;

/// The service cannot be put together.
#[derive(Debug, Error)]
pub enum WiringError {
    /// A setting cannot be used.
    #[error("the setting `{key}` cannot be used")]
    Setting {
        /// Which one.
        key: &'static str,
        /// Why; never the value.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// Something that is needed now is away.
    #[error("{what} is away; try again")]
    Away {
        /// What.
        what: &'static str,
        /// Why.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

impl WiringError {
    /// The setting `key` cannot be used.
    pub fn setting(key: &'static str, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Setting { key, source: source.into() }
    }
}

/// Builds the application and what its handlers share. The register may be away: then work is held.
pub async fn wire(settings: &Settings, address: SocketAddr) -> Result<(Arc<Causeway>, Shared), WiringError> {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock::default());
    let place = journal::Place::of(&settings.journal)?;
    let documents = documents::open(&settings.documents, &place)?;
    let timing = pace(settings)?;
    let Behind { register, records, approvals, uids: issuer } =
        register::connect(settings, &place, &documents, &clock)?;
    let webhooks = webhooks::connect(&settings.webhooks, &clock)?;
    let Parts { journal, repairs, windows, copies, notices, upkeep, stock } =
        journal::open(&settings.journal, &place).await?;
    let uids = uids::stocked(settings, issuer, stock)?;
    let ids = Arc::new(RandomIds);
    let ports = Ports {
        register,
        records,
        approvals,
        journal,
        upkeep,
        repairs,
        windows,
        copies,
        notices,
        webhooks,
        uids,
        documents,
        clock,
        ids,
    };
    let causeway = Causeway::new(ports, timing);
    causeway.look_at_windows().await;
    let shared = shared(settings, &causeway, address)?;
    Ok((causeway, shared))
}

/// The journal that the settings name, for people to see and repair: with a server running beside, or without.
pub async fn repairs(settings: &Settings) -> Result<Arc<dyn Repairs>, WiringError> {
    Ok(journal::beside(&settings.journal).await?.repairs)
}

fn pace(settings: &Settings) -> Result<Pace, WiringError> {
    let (calls, together) = drain_part(settings);
    let LastKnown { max_age_secs, copies } = settings.last_known;
    Ok(Pace {
        budget: budget(&settings.forward)?,
        after_giving_up: register::after_giving_up(settings),
        calls,
        together,
        drain_per_second: settings.forward.drain_per_second,
        park_after: settings.forward.park_after,
        last_known_age: SignedDuration::from_secs(max_age_secs.into()),
        copies_kept: usize::try_from(copies).unwrap_or(usize::MAX),
        limits: limits(settings),
        keep_receipts: keep_receipts(&settings.journal)?,
        ..Pace::default()
    })
}

/// Milliseconds. With a shorter budget every answer would be slow, and nobody who was told `held` would be told the rest
/// (`lpa_domain::operation::notice`); a longer one leaves no time to give an attempt up while its lease is surely in force ([`Pace::lease`]).
const BUDGETS_MS: RangeInclusive<u64> = 100..=15_000;

fn budget(forward: &settings::Forward) -> Result<Duration, WiringError> {
    if BUDGETS_MS.contains(&forward.budget_ms) {
        return Ok(forward.budget());
    }
    let why = format!("callers wait between {} and {} milliseconds", BUDGETS_MS.start(), BUDGETS_MS.end());
    Err(WiringError::setting("forward.budget_ms", why))
}

fn limits(settings: &Settings) -> Limits {
    let journal = &settings.journal;
    Limits {
        max_held: journal.max_held,
        max_bytes: journal.max_bytes.unwrap_or(u64::MAX),
        max_age: SignedDuration::from_hours(journal.max_age_hours.into()),
        most_numbers: settings.uids.most_at_once,
    }
}

/// Receipts can be asked for at least so long.
const FEWEST_DAYS: u32 = 30;

fn keep_receipts(journal: &settings::Journal) -> Result<SignedDuration, WiringError> {
    let days = journal.keep_receipts_days;
    if days < FEWEST_DAYS {
        let why = format!("receipts are kept for {FEWEST_DAYS} days at least");
        return Err(WiringError::setting("journal.keep_receipts_days", why));
    }
    Ok(SignedDuration::from_hours(i64::from(days) * 24))
}

/// How many calls the drain makes at once, and how many operations go in each. Held operations take half of the register's
/// connections at most: callers who wait have the other half for themselves. PostgreSQL and memory take a call whole;
/// elsewhere each of its operations is a request.
fn drain_part(settings: &Settings) -> (usize, usize) {
    let half = usize::try_from(settings.register.connections / 2).unwrap_or(usize::MAX).max(1);
    let calls = half.min(Pace::MOST_CALLS);
    let url = &settings.register.url;
    let whole = is_postgres(url) || url.expose().starts_with("memory:");
    (calls, if whole { Pace::MOST_TOGETHER } else { half / calls })
}

/// The windows of the journal that the settings name, for the command line: no server need run.
pub async fn windows(settings: &Settings) -> Result<WindowBook, WiringError> {
    let Parts { windows, .. } = journal::beside(&settings.journal).await?;
    Ok(WindowBook::new(windows, Arc::new(SystemClock::default())))
}

fn shared(settings: &Settings, causeway: &Arc<Causeway>, address: SocketAddr) -> Result<Shared, WiringError> {
    let auth = &settings.auth;
    let public_url =
        settings.documents.public_url.clone().unwrap_or_else(|| format!("http://{address}/images"));
    let signing_key = settings.documents.signing_key.as_ref();
    let presigner = Presigner::new(&public_url, signing_key.map(Secret::expose));
    let presigner = presigner.map_err(|short| WiringError::setting("documents.signing_key", short))?;
    Ok(Shared {
        causeway: Arc::clone(causeway),
        shared_secret: key("auth.shared_secret", auth.shared_secret.as_ref(), SharedSecret::new)?,
        edge_key: key("auth.edge_secret", auth.edge_secret.as_ref(), EdgeKey::new)?,
        operator_key: key("auth.operator_secret", auth.operator_secret.as_ref(), OperatorKey::new)?,
        presigner: Arc::new(presigner),
        held_answer: settings.lpa_store.held_answer,
    })
}

/// What is made of the secret that the setting `name` holds, if it is set.
fn key<K>(
    name: &'static str,
    secret: Option<&Secret>,
    make: impl FnOnce(&[u8]) -> Result<K, ShortSecret>,
) -> Result<Option<Arc<K>>, WiringError> {
    let key = secret.map(|secret| make(secret.expose().as_bytes())).transpose();
    Ok(key.map_err(|short| WiringError::setting(name, short))?.map(Arc::new))
}

/// Prepares the PostgreSQL databases that the settings name, as their owner; what was prepared.
pub async fn migrate(
    settings: &Settings,
    register_owner: Option<&Secret>,
    journal_owner: Option<&Secret>,
) -> Result<Vec<&'static str>, WiringError> {
    let mut done = Vec::new();
    let register = register_owner.unwrap_or(&settings.register.url);
    if is_postgres(register) {
        let migrated = lpa_adapters_postgres::migrate_register(register.expose()).await;
        migrated
            .map_err(|error| WiringError::Away { what: "the register's database", source: error.into() })?;
        done.push("register");
    }
    let journal = journal_owner.or(settings.journal.url.as_ref());
    if let Some(journal) = journal.filter(|url| is_postgres(url)) {
        let migrated = lpa_adapters_postgres::migrate_journal(journal.expose()).await;
        migrated
            .map_err(|error| WiringError::Away { what: "the journal's database", source: error.into() })?;
        done.push("journal");
    }
    Ok(done)
}

fn is_postgres(url: &Secret) -> bool {
    url.expose().starts_with("postgres://") || url.expose().starts_with("postgresql://")
}
