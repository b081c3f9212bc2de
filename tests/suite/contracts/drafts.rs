//! Who keeps the promises of the register about drafts.

use std::sync::Arc;

use lpa_adapters_memory::MemoryRegister;
use lpa_domain::{Profile, Refusal};
use lpa_ports::{Register, RegisterError};
use lpa_tests::cluster::Cluster;
use lpa_tests::contract::House as _;
use lpa_tests::drafts_contract;
use lpa_tests::lpa_store_stand_in::{Processes, StandIn};
use lpa_tests::samples::{at, deletion, draft, draft_state, lpa_uid};
use lpa_tests::served::Served;

drafts_contract!(memory, Arc::new(MemoryRegister::new(Profile::Compatible)) as Arc<dyn Register>);
drafts_contract!(postgres, Cluster::shared().database().await);
drafts_contract!(http, Served::new().await);

/// docs/adr/0015-in-front-of-todays-lpa-store.md.
#[tokio::test]
async fn todays_lpa_store_keeps_no_drafts_and_the_register_in_front_of_it_says_so() {
    let store = Processes(StandIn::new().await);
    let register = store.open().await;
    let asked = [draft_state(1, lpa_uid(1), at(1), draft("{}")), deletion(2, lpa_uid(1))];
    let says_no = |error: &RegisterError| matches!(error, RegisterError::Refused(refusal) if *refusal == Refusal::no_drafts());
    for operation in &asked {
        assert!(says_no(&register.apply(operation).await.unwrap_err()));
        assert!(says_no(
            register.apply_together(std::slice::from_ref(operation)).await[0].as_ref().unwrap_err()
        ));
    }
    assert!(says_no(&register.draft(lpa_uid(1)).await.unwrap_err()));
    assert_eq!(register.lpa(lpa_uid(1)).await.unwrap(), None);
}
