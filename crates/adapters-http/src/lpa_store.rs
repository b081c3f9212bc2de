//! The register in front of today's LPA Store, over its API as it is.
//!
//! That API knows no operation ids, has no idempotency, numbers no versions, keeps time in whole seconds and answers a
//! repeat as if it were wrong. The promises of the port are kept by looking before sending again:
//!
//! | file | what it holds |
//! |---|---|
//! | `register` | the port |
//! | `apply` | the protocol of a write: look, judge, send, look again |
//! | `happened` | evidence in, *applied*, *not applied* or *cannot say* out; pure |
//! | `evidence` | from what the store shows to that evidence; pure |
//! | `standing`, `replay` | record, history and static copy of one LPA, and the versions they add up to |
//! | `lanes`, `sent` | one write at a time per LPA, and what this process has sent |
//! | `guard` | what is sent along so that the store does not erase it |
//! | `effect` | whether an LPA shows what an update would make of it |
//! | `store`, `token`, `sigv4` | the one place that calls, and how calls are signed |
//! | `uids` | that UIDs are issued elsewhere |
//! | `answer`, `wire` | what an answer means, and its JSON |
//!
//! What cannot be kept over that API, and what two writers outside Causeway can still do to each other, is in
//! `docs/adr/0015-in-front-of-todays-lpa-store.md`.

mod answer;
mod apply;
mod effect;
mod evidence;
mod guard;
mod happened;
mod lanes;
mod records;
mod register;
mod replay;
mod sent;
mod sigv4;
mod standing;
mod store;
mod token;
mod uids;
mod wire;

pub use records::NoRecords;
pub use register::LpaStoreRegister;
pub use sigv4::AwsCredentials;
pub use store::{BadLpaStore, LpaStore, Senders};
pub use uids::UidsElsewhere;
