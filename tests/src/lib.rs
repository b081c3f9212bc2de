//! Contract suites, journeys and faults.
//!
//! | module | what it holds |
//! |---|---|
//! | [`contract`] | every promise of every port, as a function that any adapter can be put through |
//! | [`cluster`] | a PostgreSQL server of our own |
//! | [`samples`] | identifiers, moments and operations to test with |
//! | [`served`] | a world on a loopback port, behind a gate that can be closed |
//! | [`binary`] | the real `causeway` binary as a child process |
//! | [`until`](until()) | waiting for something to become true, with an end |
//! | [`world`] | a whole Causeway, over memory, to send requests to |
#![expect(clippy::unwrap_used, clippy::missing_panics_doc, reason = "a test says what went wrong by failing")]

pub mod binary;
pub mod cluster;
pub mod contract;
pub mod samples;
pub mod served;
mod until;
pub mod world;

pub use until::until;
