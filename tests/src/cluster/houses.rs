//! A database is where the PostgreSQL adapters live.

use std::sync::Arc;

use async_trait::async_trait;
use lpa_adapters_postgres::{PostgresJournal, PostgresOptions, PostgresRegister, PostgresUids};
use lpa_domain::Profile;
use lpa_ports::{Journal, Register, Uids};
use lpa_sealing::Seal;

use super::Database;
use crate::contract::House;
use crate::contract::notices::NotingJournal;

/// Few connections each, because many tests share one server.
fn options() -> PostgresOptions {
    PostgresOptions { connections: 4, ..PostgresOptions::default() }
}

#[async_trait]
impl House<dyn Register> for Database {
    async fn open(&self) -> Arc<dyn Register> {
        Arc::new(PostgresRegister::connect(&self.url, &options(), Profile::Compatible).unwrap())
    }
}

#[async_trait]
impl House<dyn Uids> for Database {
    async fn open(&self) -> Arc<dyn Uids> {
        Arc::new(PostgresUids::connect(&self.url, &options()).unwrap())
    }
}

#[async_trait]
impl House<dyn Journal> for Database {
    async fn open(&self) -> Arc<dyn Journal> {
        let seal = Seal::new(&[7; 32]).unwrap();
        Arc::new(PostgresJournal::connect(&self.url, &options(), seal).unwrap())
    }
}

#[async_trait]
impl House<dyn NotingJournal> for Database {
    async fn open(&self) -> Arc<dyn NotingJournal> {
        let seal = Seal::new(&[7; 32]).unwrap();
        Arc::new(PostgresJournal::connect(&self.url, &options(), seal).unwrap())
    }
}
