//! Every adapter through the contract suite of its port: one line each.

mod documents;
mod journal;
mod notices;
mod register;
mod uids;
