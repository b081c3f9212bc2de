//! The register in front of today's LPA Store, and where UIDs come from beside it.

use std::sync::Arc;

use lpa_adapters_http::{
    AwsCredentials, BadLpaStore, Connection, HttpUids, LpaStore, LpaStoreRegister, Senders, UidsElsewhere,
    Upstream,
};
use lpa_adapters_postgres::{PostgresOptions, PostgresUids};
use lpa_ports::{Clock, Documents, Register, Uids};

use super::journal::Place;
use super::{WiringError, is_postgres};
use crate::settings::{Aws, Secret, Settings};

/// The register over the API at `url`. Who may have sent an operation before depends on who shares the journal.
pub(super) fn register(
    settings: &Settings,
    url: &str,
    journal: &Place,
    documents: &Arc<dyn Documents>,
    clock: &Arc<dyn Clock>,
) -> Result<Arc<dyn Register>, WiringError> {
    let secret = settings.register.secret.as_ref().map(Secret::expose);
    let secret = secret.ok_or_else(|| {
        WiringError::setting("register.secret", "the LPA Store asks for tokens signed with it")
    })?;
    let store = LpaStore {
        signing: settings.register.aws.as_ref().map(credentials),
        profile: super::register::profile(settings),
        senders: if matches!(journal, Place::Shared(_)) { Senders::Several } else { Senders::One },
        ..LpaStore::new(url, secret, &settings.register.issuer)
    };
    let register = LpaStoreRegister::new(store, Arc::clone(documents), Arc::clone(clock));
    Ok(Arc::new(register.map_err(bad)?))
}

/// UIDs from the issuer that the settings name; from nowhere when they name none.
pub(super) fn uids(settings: &Settings, clock: &Arc<dyn Clock>) -> Result<Arc<dyn Uids>, WiringError> {
    let Some(url) = &settings.register.uid_url else { return Ok(Arc::new(UidsElsewhere)) };
    if is_postgres(url) {
        let uids = PostgresUids::connect(url.expose(), &PostgresOptions::default());
        return Ok(Arc::new(uids.map_err(|error| WiringError::setting("register.uid_url", error))?));
    }
    let secret = settings.register.uid_secret.as_ref().map(Secret::expose);
    let secret = secret
        .ok_or_else(|| WiringError::setting("register.uid_secret", "the other Causeway asks for one"))?;
    let connection = Connection::new(&Upstream::new(url.expose(), secret), Arc::clone(clock));
    let connection = connection.map_err(|error| WiringError::setting("register.uid_url", error))?;
    Ok(Arc::new(HttpUids::new(connection)))
}

fn credentials(aws: &Aws) -> AwsCredentials {
    AwsCredentials {
        key_id: aws.key_id.expose().to_owned().into(),
        secret: aws.secret.expose().to_owned().into(),
        session_token: aws.session_token.as_ref().map(|token| token.expose().to_owned().into()),
        region: aws.region.clone(),
    }
}

fn bad(error: BadLpaStore) -> WiringError {
    let key = match &error {
        BadLpaStore::Secret => "register.secret",
        BadLpaStore::Issuer => "register.issuer",
        BadLpaStore::Url | BadLpaStore::Client(_) => "register.url",
    };
    WiringError::setting(key, error)
}
