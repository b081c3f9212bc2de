//! Contract suites, journeys and faults.
//!
//! | module | what it holds |
//! |---|---|
//! | [`contract`] | every promise of every port, as a function that any adapter can be put through |
//! | [`cluster`] | a PostgreSQL server of our own |
//! | [`proxy`] | a TCP proxy that can be cut, hung, slowed, made to lose answers, and healed |
//! | [`crossing`] | the way from Causeway to its database, up or bad in one of seven ways |
//! | [`reckoning`] | what callers were promised, compared with what is held |
//! | [`load`] | callers who write, and note what they were promised |
//! | [`personal`] | what nobody may find in a log |
//! | [`samples`] | identifiers, moments and operations to test with |
//! | [`lpa_store_stand_in`] | today's LPA Store, written from its contract, to put a register in front of |
//! | [`served`] | a world on a loopback port, behind a gate that can be closed |
//! | [`sick`] | a register that can be sick call by call, and counts its callers |
//! | [`binary`] | the real `causeway` binary as a child process |
//! | [`left_out`](left_out()) | noting what the system does not let a test do |
//! | [`until`](until()) | waiting for something to become true, with an end |
//! | [`world`] | a whole Causeway, over memory, to send requests to |
#![expect(clippy::unwrap_used, clippy::missing_panics_doc, reason = "a test says what went wrong by failing")]

pub mod binary;
pub mod cluster;
pub mod contract;
pub mod crossing;
mod left_out;
pub mod load;
pub mod lpa_store_stand_in;
pub mod personal;
pub mod proxy;
pub mod reckoning;
pub mod samples;
pub mod served;
pub mod sick;
mod until;
pub mod world;

pub use left_out::left_out;
pub use until::until;
