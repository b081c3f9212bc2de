//! Who keeps the promises of the announced windows.

use std::sync::Arc;

use async_trait::async_trait;
use lpa_adapters_memory::MemoryJournal;
use lpa_adapters_sqlite::SqliteJournal;
use lpa_sealing::Seal;
use lpa_tests::cluster::Cluster;
use lpa_tests::contract::House;
use lpa_tests::contract::windows::WindowsOfJournal;
use lpa_tests::windows_contract;
use tempfile::TempDir;

windows_contract!(memory, Arc::new(MemoryJournal::new()) as Arc<dyn WindowsOfJournal>);
windows_contract!(sqlite, SqliteFile(tempfile::tempdir().unwrap()));
windows_contract!(postgres, Cluster::shared().database().await);

struct SqliteFile(TempDir);

#[async_trait]
impl House<dyn WindowsOfJournal> for SqliteFile {
    async fn open(&self) -> Arc<dyn WindowsOfJournal> {
        let seal = Seal::new(&[7; 32]).unwrap();
        Arc::new(SqliteJournal::open(self.0.path().join("journal"), seal).await.unwrap())
    }
}
