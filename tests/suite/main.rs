//! All integration tests in one binary: one link, not twenty.

#![expect(clippy::unwrap_used, reason = "a test says what went wrong by failing")]

mod bad_input;
mod contracts;
mod edge;
mod faults;
mod health;
mod log_lines;
mod lpa_store;
mod native;
mod notices;
mod outage;
mod postgres;
mod process;
mod uid_service;
mod write_path;
