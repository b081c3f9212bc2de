//! Who keeps the promises of the register about fees.

use std::sync::Arc;

use lpa_adapters_memory::MemoryRegister;
use lpa_domain::{Profile, Refusal};
use lpa_ports::{Register, RegisterError};
use lpa_tests::cluster::Cluster;
use lpa_tests::contract::House as _;
use lpa_tests::fees_contract;
use lpa_tests::lpa_store_stand_in::{Processes, StandIn};
use lpa_tests::samples::{lpa_uid, payment};
use lpa_tests::served::Served;

fees_contract!(memory, Arc::new(MemoryRegister::new(Profile::Compatible)) as Arc<dyn Register>);
fees_contract!(postgres, Cluster::shared().database().await);
fees_contract!(http, Served::new().await);

/// docs/adr/0015-in-front-of-todays-lpa-store.md.
#[tokio::test]
async fn todays_lpa_store_keeps_no_fees_and_the_register_in_front_of_it_says_so() {
    let store = Processes(StandIn::new().await);
    let register = store.open().await;
    let says_no = |error: &RegisterError| matches!(error, RegisterError::Refused(refusal) if *refusal == Refusal::no_fees());
    let paid = payment(1, lpa_uid(1), "p", 9200);
    assert!(says_no(&register.apply(&paid).await.unwrap_err()));
    assert!(says_no(register.apply_together(std::slice::from_ref(&paid)).await[0].as_ref().unwrap_err()));
    assert!(says_no(&register.fees(lpa_uid(1)).await.unwrap_err()));
}
