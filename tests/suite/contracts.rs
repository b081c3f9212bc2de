//! Every adapter through the contract suite of its port: one line each.

mod approvals;
mod copies;
mod documents;
mod drafts;
mod fees;
mod journal;
mod kept;
mod notices;
mod records;
mod register;
mod repairs;
mod uids;
mod windows;
