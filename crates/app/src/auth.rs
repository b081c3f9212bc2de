//! Who calls.

mod bearer;
pub mod edge;
pub mod operator;
mod secret;
pub mod shared_secret;

pub use secret::{ShortSecret, long_enough};
