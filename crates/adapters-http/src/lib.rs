//! # lpa-adapters-http
//!
//! The register and the UID issuer reached over HTTP: another Causeway, through its native surface (`docs/API.md`), which
//! is what an edge stands on; or the register alone, in front of today's LPA Store.
//!
//! | file | what it holds |
//! |---|---|
//! | `connection` | the one place that sends, and says whether a request may have arrived |
//! | `token` | the tokens by which the other Causeway knows us |
//! | `classify` | what an answer means for the operation or the question |
//! | `wire` | the JSON of the native surface, as we read and write it |
//! | `register`, `records`, `uids` | the ports |
//! | `lpa_store` | the register port over the API of today's LPA Store |
//! | `webhooks` | tells callers at addresses of theirs |

mod classify;
mod connection;
mod lpa_store;
mod records;
mod register;
mod token;
mod uids;
mod webhooks;
mod wire;

pub use connection::{BadUpstream, Connection, Upstream};
pub use lpa_store::{
    AwsCredentials, BadLpaStore, LpaStore, LpaStoreRegister, NoRecords, Senders, UidsElsewhere,
};
pub use records::HttpRecords;
pub use register::HttpRegister;
pub use uids::HttpUids;
pub use webhooks::{BadReceiver, HttpWebhooks, Receiver};
