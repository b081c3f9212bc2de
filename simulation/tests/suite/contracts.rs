//! What stands in for journal, register and copies keeps every promise of its ports.

use std::sync::Arc;

use lpa_ports::{Copies, Journal, Register};
use lpa_simulation::{SimulatedCopies, SimulatedJournal, SimulatedRegister};
use lpa_tests::contract::notices::NotingJournal;
use lpa_tests::contract::repairs::Kept;
use lpa_tests::contract::windows::WindowsOfJournal;
use lpa_tests::{
    copies_contract, fees_contract, journal_contract, notices_contract, register_contract, repairs_contract,
    windows_contract,
};

journal_contract!(simulated_journal, Arc::new(SimulatedJournal::calm()) as Arc<dyn Journal>);
register_contract!(simulated_register, Arc::new(SimulatedRegister::calm()) as Arc<dyn Register>);
fees_contract!(simulated_fees, Arc::new(SimulatedRegister::calm()) as Arc<dyn Register>);
notices_contract!(simulated_outbox, Arc::new(SimulatedJournal::calm()) as Arc<dyn NotingJournal>);
repairs_contract!(simulated_repairs, Arc::new(SimulatedJournal::calm()) as Arc<dyn Kept>);
windows_contract!(simulated_windows, Arc::new(SimulatedJournal::calm()) as Arc<dyn WindowsOfJournal>);
copies_contract!(simulated_copies, Arc::new(SimulatedCopies::calm()) as Arc<dyn Copies>);
