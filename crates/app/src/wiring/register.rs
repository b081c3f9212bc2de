//! The register that the settings name, the records beside it, and where its UIDs come from.

use std::sync::Arc;

use jiff::SignedDuration;
use lpa_adapters_http::{Connection, HttpRecords, HttpRegister, HttpUids, NoRecords, Upstream};
use lpa_adapters_memory::{MemoryApprovals, MemoryRecords, MemoryRegister, MemoryUids};
use lpa_adapters_postgres::{
    PostgresApprovals, PostgresOptions, PostgresRecords, PostgresRegister, PostgresUids,
};
use lpa_ports::{Approvals, Clock, Documents, Records, Register, Uids};
use lpa_sealing::DigestKey;

use super::journal::Place;
use super::{WiringError, is_postgres, lpa_store};
use crate::settings::{Profile, Secret, Settings};
use crate::use_cases::Pace;

/// What the address of today's LPA Store begins with.
const LPA_STORE: &str = "lpa-store+";

/// What lives behind the register's address.
pub(super) struct Behind {
    pub(super) register: Arc<dyn Register>,
    pub(super) records: Arc<dyn Records>,
    pub(super) approvals: Option<Arc<dyn Approvals>>,
    pub(super) uids: Arc<dyn Uids>,
}

/// Connects lazily: nothing is sent yet, and the register may be away.
pub(super) fn connect(
    settings: &Settings,
    journal: &Place,
    documents: &Arc<dyn Documents>,
    clock: &Arc<dyn Clock>,
) -> Result<Behind, WiringError> {
    let url = settings.register.url.expose();
    if url == "memory:" {
        return Ok(memory(settings));
    }
    if is_postgres(&settings.register.url) {
        return postgres(settings);
    }
    if url.starts_with("http://") || url.starts_with("https://") {
        return another_causeway(settings, documents, clock);
    }
    if let Some(store) = url.strip_prefix(LPA_STORE) {
        let register = lpa_store::register(settings, store, journal, documents, clock)?;
        let uids = lpa_store::uids(settings, clock)?;
        return Ok(Behind { register, records: Arc::new(NoRecords), approvals: None, uids });
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

fn memory(settings: &Settings) -> Behind {
    let register = Arc::new(MemoryRegister::new(profile(settings)));
    let records = MemoryRecords::beside(Arc::clone(&register) as _, register.faults());
    let approvals = MemoryApprovals::beside(Arc::clone(&register));
    let (records, approvals) = (Arc::new(records), Some(Arc::new(approvals) as Arc<dyn Approvals>));
    Behind { register, records, approvals, uids: Arc::new(MemoryUids::new()) }
}

fn postgres(settings: &Settings) -> Result<Behind, WiringError> {
    let connections = usize::try_from(settings.register.connections).unwrap_or(usize::MAX);
    let options = PostgresOptions { connections, ..PostgresOptions::default() };
    let url = settings.register.url.expose();
    let bad = |error| WiringError::setting("register.url", error);
    let register = PostgresRegister::connect(url, &options, profile(settings)).map_err(bad)?;
    let uids = PostgresUids::connect(url, &options).map_err(bad)?;
    let records = PostgresRecords::connect(url, &options, records_key(settings)?).map_err(bad)?;
    let approvals = PostgresApprovals::connect(url, &options).map_err(bad)?;
    Ok(Behind {
        register: Arc::new(register),
        records: Arc::new(records),
        approvals: Some(Arc::new(approvals)),
        uids: Arc::new(uids),
    })
}

/// The key of the people in the records. Without it the service works, and the records cannot say anything.
fn records_key(settings: &Settings) -> Result<Option<DigestKey>, WiringError> {
    let Some(key) = &settings.records.key else {
        tracing::warn!(
            "records.key is not set: the records cannot say anything, and take no facts. Set it to 32 bytes in base64 when case \
             management tells its facts"
        );
        return Ok(None);
    };
    let key = DigestKey::from_base64(key.expose());
    key.map(Some).map_err(|_not_shown| WiringError::setting("records.key", "it must be 32 bytes in base64"))
}

fn another_causeway(
    settings: &Settings,
    documents: &Arc<dyn Documents>,
    clock: &Arc<dyn Clock>,
) -> Result<Behind, WiringError> {
    let secret = settings.register.secret.as_ref().map(Secret::expose);
    let secret =
        secret.ok_or_else(|| WiringError::setting("register.secret", "the other Causeway asks for one"))?;
    let upstream = Upstream::new(settings.register.url.expose(), secret);
    let connection = Connection::new(&upstream, Arc::clone(clock));
    let connection = connection.map_err(|error| WiringError::setting("register", error))?;
    let register = Arc::new(HttpRegister::new(connection.clone(), Arc::clone(documents)));
    let records = Arc::new(HttpRecords::new(connection.clone()));
    Ok(Behind { register, records, approvals: None, uids: Arc::new(HttpUids::new(connection)) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_of_the_records_that_is_none_is_refused_without_being_shown() {
        let mut settings = Settings::default();
        assert!(records_key(&settings).unwrap().is_none());
        settings.records.key = Some("c2hvcnQ=".into());
        let refused = records_key(&settings).unwrap_err();
        let WiringError::Setting { key, source } = refused else { panic!("a setting") };
        assert_eq!((key, source.to_string().contains("c2hvcnQ=")), ("records.key", false));
        settings.records.key = Some("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=".into());
        assert!(records_key(&settings).unwrap().is_some());
    }

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
