//! # lpa-adapters-memory
//!
//! Every port in memory: the sandbox product (`memory:`), and what tests run on. Each adapter keeps the same promises as
//! the durable ones, except that it forgets when the process ends; each can be made to fail through its [`Faults`].
//!
//! | port | adapter |
//! |---|---|
//! | `Register` | [`MemoryRegister`] |
//! | `Journal`, `Repairs`, `Upkeep`, `Notices`, `Windows` | [`MemoryJournal`] |
//! | `Copies` | [`MemoryCopies`] |
//! | `Records` | [`MemoryRecords`] |
//! | `Approvals` | [`MemoryApprovals`] |
//! | `Uids` | [`MemoryUids`] |
//! | `Stock` | [`MemoryStock`] |
//! | `Documents` | [`MemoryDocuments`] |

mod approvals;
mod copies;
mod documents;
mod faults;
mod journal;
mod records;
mod register;
mod stock;
mod uids;

pub use approvals::MemoryApprovals;
pub use copies::MemoryCopies;
pub use documents::MemoryDocuments;
pub use faults::{Faults, InjectedFault};
pub use journal::MemoryJournal;
pub use records::MemoryRecords;
pub use register::MemoryRegister;
pub use stock::MemoryStock;
pub use uids::MemoryUids;
