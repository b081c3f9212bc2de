//! The register in front of today's LPA Store: what it makes of lost replies, of the store's faults and of other writers.

mod acts;
mod lost_replies;
mod one_process;
mod other_writers;
mod program;
mod store_faults;

use lpa_adapters_http::LpaStoreRegister;
use lpa_domain::{Lpa, LpaUid, Operation};
use lpa_ports::{Register, RegisterError};
use lpa_tests::lpa_store_stand_in::StandIn;
use lpa_tests::samples::{creation, document, lpa_uid};

/// The LPA that tests are about.
fn uid() -> LpaUid {
    lpa_uid(1)
}

/// How often the store has written it.
fn writes(store: &StandIn) -> usize {
    store.contents.writes(&uid().to_string())
}

/// The LPA as the store holds it.
fn held(store: &StandIn) -> Lpa {
    store.contents.lpa(&uid().to_string()).unwrap()
}

/// Applies an operation that was accepted before now.
async fn apply(
    store: &StandIn,
    register: &LpaStoreRegister,
    operation: &Operation,
) -> Result<Lpa, RegisterError> {
    store.clock.reach(operation.requested_at);
    register.apply(operation).await.map(|applied| applied.clone().into_lpa().unwrap())
}

/// A store in which operation 1 has created the LPA, and the process that did it.
async fn created() -> (StandIn, LpaStoreRegister) {
    let store = StandIn::new().await;
    let register = store.register();
    apply(&store, &register, &creation(1, uid(), document())).await.unwrap();
    (store, register)
}

/// It may have happened, and nobody was told.
#[track_caller]
fn assert_lost(answer: Result<Lpa, RegisterError>) {
    match answer {
        Err(RegisterError::OutcomeUnknown(_)) => {}
        other => panic!("unknown, not {other:?}"),
    }
}

/// A person must look.
#[track_caller]
fn assert_in_doubt(answer: Result<Lpa, RegisterError>, expected: &str) {
    match answer {
        Err(RegisterError::InDoubt { why }) => assert_eq!(why, expected),
        other => panic!("in doubt, not {other:?}"),
    }
}
