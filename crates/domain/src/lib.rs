//! # lpa-domain
//!
//! Lasting powers of attorney (LPAs) of England and Wales as pure Rust: what a document may hold, what a
//! legal act does to it, who may sign when, and what is refused and why. No async, no I/O, no clock, no
//! randomness: time, ids and bytes come in as arguments.
//!
//! | word | type |
//! |---|---|
//! | the instrument, as the register holds it | [`Lpa`] |
//! | its content, complete or not | [`Document`], [`Draft`] |
//! | one thing asked to be done to one LPA | [`Operation`] |
//! | what a caller may know of an operation | [`Receipt`] |
//! | a business "no" | [`Refusal`] made of [`Problem`]s |
//! | what is known of an LPA before it is executed | [`KeptDraft`] |
//! | what was last known of an LPA | [`LastKnown`] |
//! | an announced maintenance period of the register | [`Window`] |
//! | the only place that says yes | [`decide()`] |
//! | what it costs to register, and why | [`fees`] |
//! | what OPG knows beyond the document, asked and told | [`records`] |
//!
//! The JSON spoken is that of the LPA Store document (lowerCamelCase, RFC 3339).

pub mod approval;
pub mod author;
pub mod availability;
pub mod change;
pub mod choice;
pub mod decide;
pub mod document;
pub mod draft;
pub mod fees;
mod fields;
pub mod ids;
pub mod json;
pub mod last_known;
pub mod lpa;
pub mod matching;
pub mod moment;
pub mod operation;
pub mod personal;
pub mod problem;
pub mod records;
pub mod refusal;
pub mod rules;
pub mod safeguarding;
pub mod window;
pub mod wording;

pub use author::Author;
pub use availability::{Availability, Breakers, Call, Cause, Condition, Ending, Kind, Limits};
pub use choice::Choice;
pub use decide::{Decision, LpaDecision, Profile, decide, decide_lpa, examine};
pub use document::{Document, Draft, Known};
pub use draft::{Beside, Current, DraftAct, DraftDecision, DraftOrder, KeptDraft};
pub use ids::{ActorUid, IdempotencyKey, OperationId, Version};
pub use jiff::Timestamp;
pub use json::Json;
pub use last_known::LastKnown;
pub use lpa::history::HistoryEntry;
pub use lpa::status::Status;
pub use lpa::uid::LpaUid;
pub use lpa::{Lpa, Note};
pub use moment::Moment;
pub use operation::entry::{Entry, Keyed, Task};
pub use operation::forwarding::{Backlog, Claim, Lease, Leased, Postponement, Recorded, Settled};
pub use operation::notice::{LeasedNotice, Notice, NoticeClaim, NoticeCursor, NoticeLease};
pub use operation::receipt::{Outcome, Receipt};
pub use operation::repair::{
    AuditEvent, Content, Discard, Dossier, FailedAttempt, Place, Query, Reason, Release, Repaired, Standing,
    TrailEntry, Unsettled, Verdict,
};
pub use operation::{Act, Change, Operation, Update, UpdateKind};
pub use personal::Personal;
pub use problem::Problem;
pub use refusal::{Refusal, RefusalCode};
pub use window::{Window, WindowEntry, WindowId};
