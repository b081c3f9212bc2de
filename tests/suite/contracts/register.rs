//! Who keeps the promises of the register.

use std::sync::Arc;

use lpa_adapters_memory::MemoryRegister;
use lpa_domain::Profile;
use lpa_ports::Register;
use lpa_tests::cluster::Cluster;
use lpa_tests::register_contract;
use lpa_tests::served::Served;

register_contract!(memory, Arc::new(MemoryRegister::new(Profile::Compatible)) as Arc<dyn Register>);
register_contract!(postgres, Cluster::shared().database().await);
register_contract!(http, Served::new().await);
