//! Takes an operation in its native form, from another Causeway that holds work for us.

use std::sync::Arc;

use aws_lc_rs::digest;
use lpa_domain::document::Image;
use lpa_domain::{Act, Lpa, Operation, Outcome};

use super::Causeway;
use super::create_lpa::content_hash;
use super::submit::{SubmitError, Submitted, entry_of};

/// A scan that travels with an operation.
#[derive(Clone, PartialEq, Eq)]
pub struct Attachment(pub Vec<u8>);

impl std::fmt::Debug for Attachment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Attachment({} bytes)", self.0.len())
    }
}

impl Causeway {
    /// Records and forwards an operation under the id that it was given elsewhere: sent again, it is recognised and
    /// answered from its receipt. Scans that its document names must come with it or be here already; others are dropped.
    ///
    /// An operation that has been applied is answered with the LPA as it made it, also when it is sent again much later;
    /// without the LPA only when the register cannot show it just now, or when it was an act on a draft.
    pub async fn accept_operation(
        self: &Arc<Self>,
        operation: Operation,
        attachments: Vec<Attachment>,
    ) -> Result<Submitted, SubmitError> {
        self.keep_named(&operation, attachments).await?;
        self.check_images(&operation).await?;
        let fingerprint = fingerprint(&operation);
        let submitted = self.submit(entry_of(operation.clone(), fingerprint, None)).await?;
        let makes_an_lpa = matches!(operation.act, Act::Create(_) | Act::Update(_));
        let applied = matches!(submitted.receipt.outcome, Outcome::Applied { .. });
        if submitted.lpa.is_some() || !(applied && makes_an_lpa) {
            return Ok(submitted);
        }
        Ok(Submitted { lpa: self.as_it_was_made(&operation).await, ..submitted })
    }

    /// The LPA as an operation made it that has been applied before: applied again by its id, the register answers with
    /// that, and changes nothing.
    async fn as_it_was_made(&self, operation: &Operation) -> Option<Arc<Lpa>> {
        match self.ask(self.ports.register.apply(operation)).await {
            Ok(applied) => applied.into_lpa().map(Arc::new),
            Err(error) => {
                tracing::warn!(operation.id = %operation.id, error = %error, "applied, but its LPA cannot be shown now");
                None
            }
        }
    }

    /// Keeps the scans that the document names, if there is room for what names them: nobody sweeps up others.
    async fn keep_named(
        &self,
        operation: &Operation,
        attachments: Vec<Attachment>,
    ) -> Result<(), SubmitError> {
        let named: Vec<&str> = scans(operation).map(|image| image.hash.as_str()).collect();
        let hashed = attachments.into_iter().map(|Attachment(bytes)| (content_hash(&bytes), bytes));
        let kept: Vec<_> = hashed.filter(|(hash, _)| named.contains(&hash.to_string().as_str())).collect();
        if !kept.is_empty() && !self.has_room().await {
            return Err(SubmitError::JournalFull);
        }
        for (hash, bytes) in kept {
            self.ports.documents.put(hash, bytes).await.map_err(SubmitError::ImagesNotKept)?;
        }
        Ok(())
    }

    async fn check_images(&self, operation: &Operation) -> Result<(), SubmitError> {
        for image in scans(operation) {
            let hash = image.hash.parse().map_err(|_not_a_hash| SubmitError::ImagesMissing)?;
            let kept = self.ports.documents.get(hash).await.map_err(SubmitError::ImagesNotKept)?;
            kept.ok_or(SubmitError::ImagesMissing)?;
        }
        Ok(())
    }
}

/// The scans that an operation names.
fn scans(operation: &Operation) -> impl Iterator<Item = &Image> {
    let document = if let Act::Create(document) = &operation.act { Some(document) } else { None };
    document.into_iter().flat_map(|document| {
        let scans = document.restrictions_and_conditions_images.iter();
        scans.chain(&document.how_attorneys_make_decisions_details_images)
    })
}

fn fingerprint(operation: &Operation) -> [u8; 32] {
    let canonical = serde_json::to_vec(operation).unwrap_or_default();
    let mut fingerprint = [0; 32];
    fingerprint.copy_from_slice(digest::digest(&digest::SHA256, &canonical).as_ref());
    fingerprint
}
