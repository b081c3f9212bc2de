//! # lpa-adapters-stock
//!
//! Sequence numbers from a durable stock, for as long as their issuer is away.
//!
//! [`StockedUids`] is a [`lpa_ports::Uids`] over another one, the issuer, and a [`lpa_ports::Stock`] beside the journal. What
//! is asked for is taken from the stock; the stock is filled up from the issuer, in blocks, long before it is empty.

mod uids;

pub use uids::StockedUids;
