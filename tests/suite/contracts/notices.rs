//! Who keeps the promises of the journal's outbox.

use std::sync::Arc;

use async_trait::async_trait;
use lpa_adapters_memory::MemoryJournal;
use lpa_adapters_sqlite::SqliteJournal;
use lpa_sealing::Seal;
use lpa_tests::cluster::Cluster;
use lpa_tests::contract::House;
use lpa_tests::contract::notices::NotingJournal;
use lpa_tests::notices_contract;
use tempfile::TempDir;

notices_contract!(memory, Arc::new(MemoryJournal::new()) as Arc<dyn NotingJournal>);
notices_contract!(sqlite, SqliteFile(tempfile::tempdir().unwrap()));
notices_contract!(postgres, Cluster::shared().database().await);

struct SqliteFile(TempDir);

#[async_trait]
impl House<dyn NotingJournal> for SqliteFile {
    async fn open(&self) -> Arc<dyn NotingJournal> {
        let seal = Seal::new(&[7; 32]).unwrap();
        Arc::new(SqliteJournal::open(self.0.path().join("journal"), seal).await.unwrap())
    }
}
