//! Who calls.

mod bearer;
pub mod edge;
pub mod operator;
pub mod shared_secret;
