//! # lpa-adapters-sqlite
//!
//! The journal on an embedded SQLite file: the default.
//!
//! - [`SqliteJournal`] is the [`lpa_ports::Journal`], and keeps [`lpa_ports::Repairs`], [`lpa_ports::Notices`],
//!   [`lpa_ports::Windows`] and [`lpa_ports::Copies`] in the same file. Its callers seal and unseal; what is written goes
//!   through one `writer` thread, what is read through a few read-only connections on the same file.
//! - `writer` takes whatever requests wait and makes them durable together, so that many callers share one fsync; while that
//!   lasts, the next ones are run (`writer::flight`).
//! - `redo` is the log that makes them durable before the tables are, and what a start does with it.
//! - `checkpoint` moves SQLite's write-ahead log to the file, beside all that.
//! - `presence` tells other processes, by a lock on the file `…-lock` beside it, that we have the journal open: who
//!   opens it and is alone gives back the leases of processes that are gone.
//! - `pending` tells them that something is promised and not committed yet: nobody writes before it.
//! - `turn` lets the processes that write to one journal take turns.
//! - `names` sees that the files which we write are still those that a later start would find.
//! - `keys`, `upkeep` and `stock` are the ports beside it: which keys seal, what is removed or sealed anew, and numbers that
//!   were reserved.
//! - `migrations/` is the schema; triggers keep the audit trail and each LPA's line true in the same transaction.
//!
//! ## What is durable when
//!
//! A batch that holds a recording, a refusal, a parking, a repair or a look at content, a window, a key that comes or goes, or
//! numbers is fsynced, in the log or else by SQLite (`synchronous=FULL`), before its callers are answered. A batch that holds only
//! claims, postponements and settlements as applied, what is noted of notices, copies, sealing anew and pruning is not: a
//! power cut can undo it, no crash of the process can. Then a lease is forgotten, or an applied operation is held again
//! and forwarded again under its id, which the register applies at most once. The log is one file, written and synced in
//! order: the next fsynced batch makes all before it durable too.

mod checkpoint;
mod connect;
mod error;
mod fetched;
mod file;
mod journal;
mod keys;
mod moment;
mod names;
mod notices;
mod pending;
mod presence;
mod read;
mod redo;
mod repairs;
mod row;
mod schema;
mod stats;
mod stock;
mod turn;
mod upkeep;
mod writer;

pub use error::OpenError;
pub use journal::SqliteJournal;
pub use stats::JournalStats;
