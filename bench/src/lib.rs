//! What the benches share.

pub mod ceiling;
pub mod clock;
pub mod fee_questions;
pub mod load;
pub mod reckoning;
pub mod requests;
pub mod samples;
pub mod server;
