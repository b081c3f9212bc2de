//! Who keeps the promises of what was last known.

use std::sync::Arc;

use async_trait::async_trait;
use lpa_adapters_memory::MemoryCopies;
use lpa_adapters_sqlite::SqliteJournal;
use lpa_ports::Copies;
use lpa_sealing::Seal;
use lpa_tests::cluster::Cluster;
use lpa_tests::contract::House;
use lpa_tests::copies_contract;
use tempfile::TempDir;

copies_contract!(memory, Arc::new(MemoryCopies::new()) as Arc<dyn Copies>);
copies_contract!(sqlite, SqliteFile(tempfile::tempdir().unwrap()));
copies_contract!(postgres, Cluster::shared().database().await);

struct SqliteFile(TempDir);

#[async_trait]
impl House<dyn Copies> for SqliteFile {
    async fn open(&self) -> Arc<dyn Copies> {
        let seal = Seal::new(&[7; 32]).unwrap();
        Arc::new(SqliteJournal::open(self.0.path().join("journal"), seal).await.unwrap())
    }
}
