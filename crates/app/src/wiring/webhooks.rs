//! Who is told what has become of held work.

use std::collections::BTreeMap;
use std::sync::Arc;

use lpa_adapters_http::{HttpWebhooks, Receiver};
use lpa_ports::{Clock, Webhooks};

use super::WiringError;
use crate::settings::Webhook;

/// Connects lazily: nothing is sent yet. `None` when nobody wants to be told.
pub(super) fn connect(
    settings: &BTreeMap<String, Webhook>,
    clock: &Arc<dyn Clock>,
) -> Result<Option<Arc<dyn Webhooks>>, WiringError> {
    if settings.is_empty() {
        return Ok(None);
    }
    let receivers = settings.iter().map(|(name, webhook)| Receiver {
        name: name.clone(),
        authors: webhook.authors.clone(),
        url: webhook.url.expose().to_owned(),
        secret: webhook.secret.expose().to_owned().into(),
    });
    let webhooks = HttpWebhooks::new(receivers, Arc::clone(clock));
    Ok(Some(Arc::new(webhooks.map_err(|error| WiringError::setting("webhooks", error))?)))
}
