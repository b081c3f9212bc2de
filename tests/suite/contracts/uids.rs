//! Who keeps the promises of the UID issuer.

use std::sync::Arc;

use async_trait::async_trait;
use lpa_adapters_memory::{MemoryStock, MemoryUids};
use lpa_adapters_sqlite::SqliteJournal;
use lpa_adapters_stock::StockedUids;
use lpa_ports::Uids;
use lpa_tests::cluster::{Cluster, Stocked};
use lpa_tests::contract::House;
use lpa_tests::contract::keys::ring;
use lpa_tests::served::Served;
use lpa_tests::uids_contract;
use tempfile::TempDir;

uids_contract!(memory, Arc::new(MemoryUids::new()) as Arc<dyn Uids>);
uids_contract!(postgres, Cluster::shared().database().await);
uids_contract!(http, Served::new().await);
uids_contract!(stocked_in_memory, {
    let (issuer, stock) = (Arc::new(MemoryUids::new()), Arc::new(MemoryStock::new()));
    Arc::new(StockedUids::new(issuer, stock, 50)) as Arc<dyn Uids>
});
uids_contract!(stocked_in_sqlite, StockedFile(Arc::new(MemoryUids::new()), tempfile::tempdir().unwrap()));
uids_contract!(stocked_in_postgres, Stocked(Cluster::shared().database().await));

struct StockedFile(Arc<MemoryUids>, TempDir);

#[async_trait]
impl House<dyn Uids> for StockedFile {
    async fn open(&self) -> Arc<dyn Uids> {
        let stock = SqliteJournal::open(self.1.path().join("journal"), ring()).await.unwrap();
        Arc::new(StockedUids::new(Arc::clone(&self.0) as _, Arc::new(stock), 50))
    }
}
