//! Who keeps the promises of the records.

use std::sync::Arc;

use lpa_adapters_http::NoRecords;
use lpa_adapters_memory::{MemoryRecords, MemoryRegister};
use lpa_adapters_postgres::{PostgresOptions, PostgresRecords};
use lpa_domain::Profile;
use lpa_ports::{Records, RecordsError};
use lpa_tests::cluster::Cluster;
use lpa_tests::contract::records::{Beside, Bureau};
use lpa_tests::records_contract;
use lpa_tests::samples::invitation;
use lpa_tests::served::Served;

records_contract!(memory, in_memory());
records_contract!(postgres, Cluster::shared().database().await);
records_contract!(http, Served::new().await);

fn in_memory() -> Arc<dyn Bureau> {
    let register = Arc::new(MemoryRegister::new(Profile::Compatible));
    let records = Arc::new(MemoryRecords::beside(Arc::clone(&register) as _, register.faults()));
    Arc::new(Beside { records, register })
}

/// Beside today's LPA Store, and without a key of the people in them.
#[tokio::test]
async fn where_no_records_are_kept_nothing_is_answered_or_taken() {
    let database = Cluster::shared().database().await;
    let keyless = PostgresRecords::connect(&database.url, &PostgresOptions::default(), None).unwrap();
    let all: [&dyn Records; 2] = [&NoRecords, &keyless];
    for records in all {
        assert!(matches!(records.answers(&[]).await, Err(RecordsError::NotKept)));
        assert!(matches!(records.note(&invitation(1, 1)).await, Err(RecordsError::NotKept)));
    }
}
