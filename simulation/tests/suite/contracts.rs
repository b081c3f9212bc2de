//! What stands in for journal and register keeps every promise of its port.

use std::sync::Arc;

use lpa_ports::{Journal, Register};
use lpa_simulation::{SimulatedJournal, SimulatedRegister};
use lpa_tests::contract::notices::NotingJournal;
use lpa_tests::{journal_contract, notices_contract, register_contract};

journal_contract!(simulated_journal, Arc::new(SimulatedJournal::calm()) as Arc<dyn Journal>);
register_contract!(simulated_register, Arc::new(SimulatedRegister::calm()) as Arc<dyn Register>);
notices_contract!(simulated_outbox, Arc::new(SimulatedJournal::calm()) as Arc<dyn NotingJournal>);
