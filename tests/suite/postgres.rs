//! The PostgreSQL adapters on a real server: what the contract suites cannot ask.

mod away;
mod commits;
mod copies;
mod cost;
mod crash;
mod cut_off;
mod doubt;
mod journal;
mod keys;
mod notices;
mod one_at_a_time;
mod outbox;
mod plans;
mod records;
mod repairs;
mod statements;
