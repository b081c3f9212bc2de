//! # lpa-ports
//!
//! What Causeway needs from the outside, as traits. The doc of each trait is its contract: every sentence is a promise,
//! and every promise is a test in `tests/src/contract/` that runs against every adapter.
//!
//! | port | what for | adapters |
//! |---|---|---|
//! | [`Register`] | the system of record that holds LPAs | memory, postgres, http (another Causeway, or today's LPA Store) |
//! | [`Records`] | what OPG knows beyond the document | memory, postgres, http (another Causeway; today's LPA Store has none) |
//! | [`Journal`] | our own durable side: operations, receipts, what is still to be forwarded | memory, sqlite, postgres |
//! | [`Upkeep`] | what keeps the journal small, and sealed with the key of today | memory, sqlite, postgres |
//! | [`Keys`] | which keys the journal is sealed with | sqlite, postgres |
//! | [`Repairs`] | what people see of unsettled operations, and do about them | memory, sqlite, postgres |
//! | [`Windows`] | the announced maintenance windows, kept in the journal | memory, sqlite, postgres |
//! | [`Copies`] | what was last known of LPAs, kept beside the journal | memory, sqlite, postgres |
//! | [`Notices`] | what is to be told to callers afterwards | memory, sqlite, postgres: each part of its journal |
//! | [`Webhooks`] | tells callers at addresses of theirs | http |
//! | [`Uids`] | blocks of sequence numbers that LPA UIDs are made of | memory, postgres, http, stock |
//! | [`Stock`] | numbers that were reserved and are not handed out yet | memory, sqlite, postgres |
//! | [`Documents`] | scanned images, addressed by their content | memory, files |
//! | [`Clock`], [`Ids`] | time and fresh identifiers | system (in `causeway`), fixed (in tests) |
//!
//! ## To add an adapter
//!
//! 1. A crate `crates/adapters-<thing>` that depends on `lpa-domain` and `lpa-ports` only.
//! 2. Implement the trait; map outside errors to the port's enum in the crate's `error.rs`.
//! 3. One line in `tests/suite/contracts.rs`: the suite macro with how to build yours.
//! 4. Make it green without touching the suite. A promise that cannot hold is an ADR, and an exemption with its
//!    reason in that line; never a flag.
//! 5. One arm in `crates/app/src/wiring.rs`, one settings group, one row in the table above.
#![warn(clippy::missing_errors_doc)]

mod approvals;
mod clock;
mod copies;
mod documents;
mod error;
mod journal;
mod keys;
mod notices;
mod records;
mod register;
mod repairs;
mod stock;
mod uids;
mod upkeep;
mod webhooks;
mod windows;

pub use approvals::{Approvals, ApprovalsError};
pub use clock::{Clock, Ids};
pub use copies::{Copies, CopiesError};
pub use documents::{ContentHash, Documents, DocumentsError};
pub use error::{Retry, Source};
pub use journal::{Journal, JournalError};
pub use keys::{KeyUse, Keys, KeysError, SealingKey};
pub use notices::Notices;
pub use records::{Records, RecordsError};
pub use register::{Applied, Drafted, Register, RegisterError};
pub use repairs::{Repairs, RepairsError};
pub use stock::{Stock, StockError};
pub use uids::{UidBlock, Uids, UidsError};
pub use upkeep::Upkeep;
pub use webhooks::{Delivery, WebhookError, Webhooks};
pub use windows::{Windows, WindowsError};

#[cfg(feature = "mocks")]
pub use {
    approvals::MockApprovals, copies::MockCopies, documents::MockDocuments, journal::MockJournal,
    keys::MockKeys, notices::MockNotices, records::MockRecords, register::MockRegister, repairs::MockRepairs,
    stock::MockStock, uids::MockUids, upkeep::MockUpkeep, webhooks::MockWebhooks, windows::MockWindows,
};
