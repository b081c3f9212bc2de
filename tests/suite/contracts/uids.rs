//! Who keeps the promises of the UID issuer.

use std::sync::Arc;

use lpa_adapters_memory::MemoryUids;
use lpa_ports::Uids;
use lpa_tests::cluster::Cluster;
use lpa_tests::served::Served;
use lpa_tests::uids_contract;

uids_contract!(memory, Arc::new(MemoryUids::new()) as Arc<dyn Uids>);
uids_contract!(postgres, Cluster::shared().database().await);
uids_contract!(http, Served::new().await);
