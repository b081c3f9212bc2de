//! Who calls.

pub mod edge;
pub mod shared_secret;
