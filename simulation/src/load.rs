//! The callers: people and services that want things done to LPAs, and do not give up.

mod case;
mod client;
mod drafting;
mod readers;
mod script;

pub(crate) use case::play;
pub(crate) use client::Client;
pub(crate) use readers::read_now_and_then;
