//! A write as it reached a surface.

use aws_lc_rs::digest;
use bytes::Bytes;
use lpa_domain::{Act, Author, Entry, Json, Keyed, LpaUid, Operation, OperationId, Problem};

use super::Causeway;
use super::submit::entry_of;

/// A write as it reached a surface.
#[derive(Clone, Debug)]
pub struct Request {
    /// Who acts.
    pub author: Author,
    /// The caller's own name for the request, if it gave one.
    pub keyed: Option<Keyed>,
    /// What was sent.
    pub body: Bytes,
}

impl Request {
    /// Tells this request from another under the same key: what is asked, of which LPA, with which content.
    pub(super) fn fingerprint(&self, label: &str, uid: LpaUid) -> [u8; 32] {
        let mut context = digest::Context::new(&digest::SHA256);
        for part in [label.as_bytes(), uid.to_string().as_bytes(), &self.body] {
            context.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            context.update(part);
        }
        let mut fingerprint = [0; 32];
        fingerprint.copy_from_slice(context.finish().as_ref());
        fingerprint
    }
}

impl Causeway {
    /// The entry that records what the request asks to be done.
    pub(super) fn entry(&self, uid: LpaUid, request: Request, label: &str, act: Act) -> Entry {
        let fingerprint = request.fingerprint(label, uid);
        let operation = Operation {
            id: OperationId(self.ports.ids.fresh()),
            uid,
            idempotency_key: request.keyed.as_ref().map(|keyed| keyed.key.clone()),
            author: request.author,
            requested_at: self.ports.clock.now(),
            act,
        };
        entry_of(operation, fingerprint, request.keyed)
    }
}

/// Reads a body as JSON; what is wrong is told without repeating any of it.
pub fn read_json(body: &[u8]) -> Result<Json, Vec<Problem>> {
    let json = Json::parse(body).map_err(|error| {
        let place = format!("malformed JSON at line {}, column {}", error.line(), error.column());
        vec![Problem::new("", place)]
    })?;
    if json.holds_nul() { Err(vec![Problem::new("", "must not contain NUL")]) } else { Ok(json) }
}
