//! # causeway
//!
//! The application: use cases between driving adapters (HTTP, command line) and ports. Handlers translate, use
//! cases decide when and in which order, the domain decides what.
//!
//! [`use_cases`] is the index of what the product does.

pub mod auth;
pub mod cli;
pub mod clock;
pub mod demo;
pub mod http;
pub mod log;
pub mod planted;
pub mod settings;
pub mod use_cases;
pub mod wiring;
