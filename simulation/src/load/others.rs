//! LPAs that are created when all is well again: beside them it shows which operations fail by themselves.

use lpa_domain::document::example;
use lpa_domain::lpa::sequence::uid_of;

use super::client::Client;
use crate::ledger::{Asked, Wish};

/// Their sequence numbers lie far beyond those that are handed out in any history.
const FIRST: u64 = 950_000_000;

/// One more of them is created.
pub(crate) async fn create_another(client: &Client, number: u64) {
    let Some(uid) = uid_of(FIRST + number) else { return };
    let wish = Wish::Create(uid, example::bytes(number % 60 + 1));
    client.insist(Asked { keyed: None, wish }).await;
}
