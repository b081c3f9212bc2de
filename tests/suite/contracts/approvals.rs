//! Who keeps the promises of the approvals.

use std::sync::Arc;

use lpa_adapters_memory::{MemoryApprovals, MemoryRegister};
use lpa_domain::Profile;
use lpa_tests::approvals_contract;
use lpa_tests::cluster::Cluster;
use lpa_tests::contract::approvals::{Beside, Desk};

approvals_contract!(memory, in_memory());
approvals_contract!(postgres, Cluster::shared().database().await);

fn in_memory() -> Arc<dyn Desk> {
    let register = Arc::new(MemoryRegister::new(Profile::Compatible));
    Arc::new(Beside { approvals: Arc::new(MemoryApprovals::beside(Arc::clone(&register))), register })
}
