//! The UID issuer: another Causeway hands out its blocks.

use async_trait::async_trait;
use lpa_ports::{UidBlock, Uids, UidsError};

use crate::classify::{misdirected, place_of, unexpected};
use crate::connection::{Answer, Connection};
use crate::wire::{Block, BlockWanted};

/// Blocks of sequence numbers from another Causeway. A block whose answer is lost is a gap there, and harmless.
#[derive(Debug)]
pub struct HttpUids {
    connection: Connection,
}

impl HttpUids {
    /// The issuer behind `connection`.
    pub const fn new(connection: Connection) -> Self {
        Self { connection }
    }
}

#[async_trait]
impl Uids for HttpUids {
    async fn reserve(&self, count: u32) -> Result<UidBlock, UidsError> {
        let answer = self.connection.post("v1/uid-blocks", &BlockWanted { count }).await;
        reserved(&answer.map_err(|silence| UidsError::Offline(silence.into_source()))?)
    }
}

fn reserved(answer: &Answer) -> Result<UidBlock, UidsError> {
    match answer.status.as_u16() {
        201 => {
            let block: Block =
                serde_json::from_slice(&answer.body).map_err(|error| UidsError::Offline(place_of(&error)))?;
            Ok(UidBlock { first: block.first, count: block.count })
        }
        409 => Err(UidsError::Exhausted),
        500..=599 => Err(UidsError::Offline(unexpected(answer))),
        _ => Err(UidsError::Offline(misdirected(answer))),
    }
}
