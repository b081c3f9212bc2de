//! The whole engine: the cases of the rule book, and what holds for every application.

mod bad_input;
mod cases;
mod properties;
pub(in crate::fees) mod sample;
