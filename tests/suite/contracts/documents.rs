//! Who keeps the promises of the store of scanned images.

use std::sync::Arc;

use async_trait::async_trait;
use lpa_adapters_files::FileDocuments;
use lpa_adapters_memory::MemoryDocuments;
use lpa_ports::Documents;
use lpa_tests::contract::House;
use lpa_tests::documents_contract;
use tempfile::TempDir;

documents_contract!(memory, Arc::new(MemoryDocuments::new()) as Arc<dyn Documents>);
documents_contract!(files, Directory(tempfile::tempdir().unwrap()));

struct Directory(TempDir);

#[async_trait]
impl House<dyn Documents> for Directory {
    async fn open(&self) -> Arc<dyn Documents> {
        Arc::new(FileDocuments::open(self.0.path()).unwrap())
    }
}
