//! Where the PostgreSQL journal lives, with its keys, its upkeep and the stock of numbers.

use std::sync::Arc;

use async_trait::async_trait;
use lpa_adapters_postgres::{PostgresJournal, PostgresUids};
use lpa_adapters_stock::StockedUids;
use lpa_ports::{Stock, Uids};

use super::Database;
use super::houses::options;
use crate::contract::House;
use crate::contract::keys::{SealedJournal, ring};
use crate::contract::upkeep::KeptJournal;

impl Database {
    /// A journal with two keys.
    fn sealed(&self) -> Arc<PostgresJournal> {
        Arc::new(PostgresJournal::connect(&self.url, &options(), ring()).unwrap())
    }
}

#[async_trait]
impl House<dyn KeptJournal> for Database {
    async fn open(&self) -> Arc<dyn KeptJournal> {
        self.sealed()
    }
}

#[async_trait]
impl House<dyn SealedJournal> for Database {
    async fn open(&self) -> Arc<dyn SealedJournal> {
        self.sealed()
    }
}

#[async_trait]
impl House<dyn Stock> for Database {
    async fn open(&self) -> Arc<dyn Stock> {
        self.sealed()
    }
}

/// An issuer and a stock in front of it, in one database.
#[derive(Debug)]
pub struct Stocked(pub Database);

#[async_trait]
impl House<dyn Uids> for Stocked {
    async fn open(&self) -> Arc<dyn Uids> {
        let issuer = Arc::new(PostgresUids::connect(&self.0.url, &options()).unwrap());
        Arc::new(StockedUids::new(issuer, self.0.sealed(), 50))
    }
}
