//! What the benches share.

pub mod ceiling;
pub mod load;
pub mod requests;
pub mod samples;
pub mod server;
