//! Takes an executed LPA in.

use std::sync::Arc;

use aws_lc_rs::digest;
use lpa_domain::document::decode::{Upload, decode};
use lpa_domain::document::{Channel, Image, defaults};
use lpa_domain::{Act, Document, LpaUid, Problem, Refusal, examine};
use lpa_ports::ContentHash;

use super::Causeway;
use super::request::{Request, read_json};
use super::submit::{SubmitError, Submitted};

impl Causeway {
    /// Takes the document that `request` carries into the register as the LPA `uid`.
    ///
    /// What can be refused without knowing the register is refused before anything is recorded; a document that is
    /// wrong in itself is still answered "exists already" when it does (contract section 1.2).
    pub async fn create_lpa(
        self: &Arc<Self>,
        uid: LpaUid,
        request: Request,
    ) -> Result<Submitted, SubmitError> {
        let (mut document, uploads) = match read_document(&request.body) {
            Ok(read) => read,
            Err(errors) => {
                return self.refuse(uid, request, Act::CREATE, Refusal::invalid_document(errors)).await;
            }
        };
        defaults::apply(&mut document);
        let act = Act::Create(Box::new(document));
        if let Err(refusal) = examine(uid, &act) {
            return self.refuse(uid, request, Act::CREATE, refusal).await;
        }
        let Act::Create(mut document) = act else { return Err(SubmitError::Stopped) };
        // After the rules, which say where a uid is missing (contract sections 3.3 and 4.3).
        defaults::name_actors(&mut document, || self.ports.ids.fresh());
        self.keep_images(uid, &mut document, uploads).await?;
        self.submit(self.entry(uid, request, Act::CREATE, Act::Create(document))).await
    }

    /// Keeps the scans of a paper LPA and names them in the document; an online LPA's are dropped (contract section 3.4).
    async fn keep_images(
        &self,
        uid: LpaUid,
        document: &mut Document,
        uploads: Uploads,
    ) -> Result<(), SubmitError> {
        if !document.channel.is(Channel::Paper) {
            return Ok(());
        }
        // Before anything is kept: nobody sweeps up the scans of what is not recorded.
        if !uploads.is_empty() && !self.has_room().await {
            return Err(SubmitError::JournalFull);
        }
        document.restrictions_and_conditions_images = self.keep_all(uid, "rc", uploads.restrictions).await?;
        document.how_attorneys_make_decisions_details_images =
            self.keep_all(uid, "amd", uploads.decisions).await?;
        Ok(())
    }

    async fn keep_all(
        &self,
        uid: LpaUid,
        prefix: &str,
        uploads: Vec<Upload>,
    ) -> Result<Vec<Image>, SubmitError> {
        let mut images = Vec::with_capacity(uploads.len());
        for (index, Upload { filename, bytes }) in uploads.into_iter().enumerate() {
            let hash = content_hash(&bytes);
            self.ports.documents.put(hash, bytes).await.map_err(SubmitError::ImagesNotKept)?;
            let path = format!("{uid}/scans/{prefix}_{index}_{filename}");
            images.push(Image { path, hash: hash.to_string() });
        }
        Ok(images)
    }
}

struct Uploads {
    restrictions: Vec<Upload>,
    decisions: Vec<Upload>,
}

impl Uploads {
    const fn is_empty(&self) -> bool {
        self.restrictions.is_empty() && self.decisions.is_empty()
    }
}

fn read_document(body: &[u8]) -> Result<(Document, Uploads), Vec<Problem>> {
    let json = read_json(body)?;
    let decoded = decode(&json)?;
    let uploads = Uploads { restrictions: decoded.restrictions_images, decisions: decoded.decisions_images };
    Ok((decoded.document, uploads))
}

/// The SHA-256 under which bytes are kept.
pub fn content_hash(bytes: &[u8]) -> ContentHash {
    let mut hash = [0; 32];
    hash.copy_from_slice(digest::digest(&digest::SHA256, bytes).as_ref());
    ContentHash(hash)
}
