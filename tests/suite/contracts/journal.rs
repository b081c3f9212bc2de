//! Who keeps the promises of the journal.

use std::sync::Arc;

use async_trait::async_trait;
use lpa_adapters_memory::MemoryJournal;
use lpa_adapters_sqlite::SqliteJournal;
use lpa_ports::Journal;
use lpa_sealing::Seal;
use lpa_tests::cluster::Cluster;
use lpa_tests::contract::House;
use lpa_tests::journal_contract;
use tempfile::TempDir;

journal_contract!(memory, Arc::new(MemoryJournal::new()) as Arc<dyn Journal>);
journal_contract!(sqlite, SqliteFile(tempfile::tempdir().unwrap()));

struct SqliteFile(TempDir);

#[async_trait]
impl House<dyn Journal> for SqliteFile {
    async fn open(&self) -> Arc<dyn Journal> {
        let seal = Seal::new(&[7; 32]).unwrap();
        Arc::new(SqliteJournal::open(self.0.path().join("journal"), seal).await.unwrap())
    }
}
journal_contract!(postgres, Cluster::shared().database().await);
