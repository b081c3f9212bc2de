//! # lpa-adapters-postgres
//!
//! The register, the identifiers and a shared journal on PostgreSQL (15 or later).
//!
//! | port | adapter | schema |
//! |---|---|---|
//! | [`lpa_ports::Register`] | [`PostgresRegister`] | `causeway` |
//! | [`lpa_ports::Records`] | [`PostgresRecords`] | `causeway` |
//! | [`lpa_ports::Uids`] | [`PostgresUids`] | `causeway` |
//! | [`lpa_ports::Journal`] and the other ports of one store | [`PostgresJournal`] | `causeway_journal` |
//!
//! Every unit of work is **one statement**, which PostgreSQL makes atomic by itself, and every statement goes through
//! `Connections::ask`. There is no `BEGIN` in this crate, so none can be left open by a caller that goes away half-way.

mod approvals;
mod as_sent;
mod connections;
mod error;
mod instant;
mod journal;
mod migrate;
mod options;
mod outbox;
mod records;
mod register;
mod uids;

pub use approvals::PostgresApprovals;
pub use error::ConnectError;
pub use journal::PostgresJournal;
pub use migrate::{MigrateError, migrate_journal, migrate_register};
pub use options::PostgresOptions;
pub use outbox::{Cursor, OutboxEntry, PostgresOutbox};
pub use records::PostgresRecords;
pub use register::PostgresRegister;
pub use uids::PostgresUids;

/// Every statement that the service runs on the register's database, by name: a test prepares each of them under the
/// role that runs it.
pub fn register_statements() -> Vec<(&'static str, &'static str)> {
    [register::STATEMENTS, approvals::STATEMENTS, records::STATEMENTS, uids::STATEMENTS, outbox::STATEMENTS]
        .concat()
}

/// Every statement that the service runs on the shared journal's database, by name.
pub fn journal_statements() -> Vec<(&'static str, &'static str)> {
    journal::all_statements()
}
