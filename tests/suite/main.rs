//! All integration tests in one binary: one link, not twenty.

#![expect(clippy::unwrap_used, reason = "a test says what went wrong by failing")]

mod approvals;
mod assessments;
mod away;
mod bad_input;
mod contracts;
mod drafts;
mod edge;
mod faults;
mod fee_quotes;
mod fees;
mod health;
mod journeys;
mod last_known;
mod limits;
mod log_lines;
mod lpa_store;
mod lpa_store_register;
mod native;
mod notices;
mod outage;
mod postgres;
mod power;
mod process;
mod promotion;
mod records;
mod repairs;
mod soak;
mod uid_service;
mod windows;
mod write_path;
