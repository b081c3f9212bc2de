//! The register that the settings name, and where its UIDs come from.

use std::sync::Arc;

use jiff::SignedDuration;
use lpa_adapters_http::{Connection, HttpRegister, HttpUids, Upstream};
use lpa_adapters_memory::{MemoryRegister, MemoryUids};
use lpa_adapters_postgres::{PostgresOptions, PostgresRegister, PostgresUids};
use lpa_ports::{Clock, Documents, Register, Uids};

use super::journal::Place;
use super::{WiringError, is_postgres, lpa_store};
use crate::settings::{Profile, Secret, Settings};
use crate::use_cases::Pace;

/// What the address of today's LPA Store begins with.
const LPA_STORE: &str = "lpa-store+";

type RegisterAndUids = (Arc<dyn Register>, Arc<dyn Uids>);

/// Connects lazily: nothing is sent yet, and the register may be away.
pub(super) fn connect(
    settings: &Settings,
    journal: &Place,
    documents: &Arc<dyn Documents>,
    clock: &Arc<dyn Clock>,
) -> Result<RegisterAndUids, WiringError> {
    let url = settings.register.url.expose();
    if url == "memory:" {
        let register = MemoryRegister::new(profile(settings));
        return Ok((Arc::new(register), Arc::new(MemoryUids::new())));
    }
    if is_postgres(&settings.register.url) {
        return postgres(settings);
    }
    if url.starts_with("http://") || url.starts_with("https://") {
        return another_causeway(settings, documents, clock);
    }
    if let Some(store) = url.strip_prefix(LPA_STORE) {
        let register = lpa_store::register(settings, store, journal, documents, clock)?;
        return Ok((register, lpa_store::uids(settings, clock)?));
    }
    let expected =
        "expected memory:, postgres://…, http(s)://… of another Causeway, or lpa-store+http(s)://…";
    Err(WiringError::setting("register.url", expected))
}

/// What was given up unanswered rests so long. Today's LPA Store does not know operations by their id: there nobody sends one
/// again while it may still be worked at. The attempt is given up when half its lease is over, and rests for the other half.
pub(super) fn after_giving_up(settings: &Settings) -> SignedDuration {
    let knows_ids = !settings.register.url.expose().starts_with(LPA_STORE);
    if knows_ids { SignedDuration::ZERO } else { Pace::default().lease / 2 }
}

pub(super) fn profile(settings: &Settings) -> lpa_domain::Profile {
    match settings.register.profile {
        Profile::Compatible => lpa_domain::Profile::Compatible,
        Profile::Strict => lpa_domain::Profile::Strict,
    }
}

fn postgres(settings: &Settings) -> Result<RegisterAndUids, WiringError> {
    let connections = usize::try_from(settings.register.connections).unwrap_or(usize::MAX);
    let options = PostgresOptions { connections, ..PostgresOptions::default() };
    let url = settings.register.url.expose();
    let bad = |error| WiringError::setting("register.url", error);
    let register = PostgresRegister::connect(url, &options, profile(settings)).map_err(bad)?;
    let uids = PostgresUids::connect(url, &options).map_err(bad)?;
    Ok((Arc::new(register), Arc::new(uids)))
}

fn another_causeway(
    settings: &Settings,
    documents: &Arc<dyn Documents>,
    clock: &Arc<dyn Clock>,
) -> Result<RegisterAndUids, WiringError> {
    let secret = settings.register.secret.as_ref().map(Secret::expose);
    let secret =
        secret.ok_or_else(|| WiringError::setting("register.secret", "the other Causeway asks for one"))?;
    let upstream = Upstream::new(settings.register.url.expose(), secret);
    let connection = Connection::new(&upstream, Arc::clone(clock));
    let connection = connection.map_err(|error| WiringError::setting("register", error))?;
    let register = HttpRegister::new(connection.clone(), Arc::clone(documents));
    Ok((Arc::new(register), Arc::new(HttpUids::new(connection))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_in_front_of_todays_lpa_store_what_was_given_up_rests_until_its_lease_is_over() {
        let mut settings = Settings::default();
        for (url, seconds) in [
            ("lpa-store+https://lpa-store.example", 15),
            ("postgres://db.example/opg", 0),
            ("https://causeway.example", 0),
            ("memory:", 0),
        ] {
            settings.register.url = url.into();
            assert_eq!(after_giving_up(&settings).as_secs(), seconds, "{url}");
        }
    }
}
