//! Who keeps the promises of repairs.

use std::sync::Arc;

use async_trait::async_trait;
use lpa_adapters_memory::MemoryJournal;
use lpa_adapters_sqlite::SqliteJournal;
use lpa_sealing::Seal;
use lpa_tests::cluster::Cluster;
use lpa_tests::contract::House;
use lpa_tests::contract::repairs::Kept;
use lpa_tests::repairs_contract;
use tempfile::TempDir;

repairs_contract!(memory, Arc::new(MemoryJournal::new()) as Arc<dyn Kept>);
repairs_contract!(sqlite, SqliteFile(tempfile::tempdir().unwrap()));
repairs_contract!(postgres, Cluster::shared().database().await);

struct SqliteFile(TempDir);

#[async_trait]
impl House<dyn Kept> for SqliteFile {
    async fn open(&self) -> Arc<dyn Kept> {
        let seal = Seal::new(&[7; 32]).unwrap();
        Arc::new(SqliteJournal::open(self.0.path().join("journal"), seal).await.unwrap())
    }
}
