//! Who keeps the promises of upkeep, of keys, and of the stock of numbers.

use std::sync::Arc;

use async_trait::async_trait;
use lpa_adapters_memory::{MemoryJournal, MemoryStock};
use lpa_adapters_sqlite::SqliteJournal;
use lpa_ports::Stock;
use lpa_tests::cluster::Cluster;
use lpa_tests::contract::House;
use lpa_tests::contract::keys::{SealedJournal, ring};
use lpa_tests::contract::upkeep::KeptJournal;
use tempfile::TempDir;

mod upkeep {
    use super::*;
    use lpa_tests::upkeep_contract;

    upkeep_contract!(memory, Arc::new(MemoryJournal::new()) as Arc<dyn KeptJournal>);
    upkeep_contract!(sqlite, SqliteFile(tempfile::tempdir().unwrap()));
    upkeep_contract!(postgres, Cluster::shared().database().await);
}

mod keys {
    use super::*;
    use lpa_tests::keys_contract;

    keys_contract!(sqlite, SqliteFile(tempfile::tempdir().unwrap()));
    keys_contract!(postgres, Cluster::shared().database().await);
}

mod stock {
    use super::*;
    use lpa_tests::stock_contract;

    stock_contract!(memory, Arc::new(MemoryStock::new()) as Arc<dyn Stock>);
    stock_contract!(sqlite, SqliteFile(tempfile::tempdir().unwrap()));
    stock_contract!(postgres, Cluster::shared().database().await);
}

struct SqliteFile(TempDir);

impl SqliteFile {
    async fn journal(&self) -> Arc<SqliteJournal> {
        Arc::new(SqliteJournal::open(self.0.path().join("journal"), ring()).await.unwrap())
    }
}

#[async_trait]
impl House<dyn KeptJournal> for SqliteFile {
    async fn open(&self) -> Arc<dyn KeptJournal> {
        self.journal().await
    }
}

#[async_trait]
impl House<dyn SealedJournal> for SqliteFile {
    async fn open(&self) -> Arc<dyn SealedJournal> {
        self.journal().await
    }
}

#[async_trait]
impl House<dyn Stock> for SqliteFile {
    async fn open(&self) -> Arc<dyn Stock> {
        self.journal().await
    }
}
