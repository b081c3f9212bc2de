//! UIDs in front of today's LPA Store: issued elsewhere.

use async_trait::async_trait;
use lpa_ports::{UidBlock, Uids, UidsError};

/// Issues nothing, and says where to ask.
///
/// Today's UID service issues one UID for one donor (contract section 8), never a block of numbers, and counts in a table of its
/// own: numbers issued here would be issued there once more.
#[derive(Clone, Copy, Debug, Default)]
pub struct UidsElsewhere;

#[async_trait]
impl Uids for UidsElsewhere {
    async fn reserve(&self, _count: u32) -> Result<UidBlock, UidsError> {
        let reason = "UIDs are issued by today's UID service; ask it, or name an issuer in register.uid_url";
        Err(UidsError::Offline(reason.into()))
    }
}
