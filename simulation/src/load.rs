//! The callers: people and services that want things done to LPAs, and do not give up.

mod case;
mod case_managers;
mod client;
mod drafting;
mod others;
mod outsiders;
mod paying;
mod planners;
mod readers;
mod script;

pub(crate) use case::play;
pub(crate) use case_managers::repair_now_and_then;
pub(crate) use client::Client;
pub(crate) use others::create_another;
pub(crate) use outsiders::{OUTSIDERS, is_outsider, lives};
pub(crate) use planners::plan_now_and_then;
pub(crate) use readers::read_now_and_then;
