//! Telling callers at addresses of theirs: signed, and again until they say that they have it.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use aws_lc_rs::hmac;
use jiff::{SignedDuration, Timestamp};
use lpa_domain::{Notice, Receipt};
use lpa_ports::{Clock, Delivery, Source, WebhookError, Webhooks};
use reqwest::header::CONTENT_TYPE;
use reqwest::{Client, Url};
use serde::Serialize;
use thiserror::Error;
use zeroize::Zeroizing;

use crate::connection::builder;

/// As long as the digest that HMAC-SHA256 makes (RFC 2104 section 3).
const SHORTEST_SECRET: usize = 32;
/// How long connecting and how long the whole delivery may take.
const CONNECT: Duration = Duration::from_secs(1);
const WHOLE: Duration = Duration::from_secs(5);
/// A receiver that did not answer is left alone for so long, so that it does not keep the others waiting.
const REST: SignedDuration = SignedDuration::from_secs(2);

/// Where one service wants to be told.
#[derive(Clone)]
pub struct Receiver {
    /// Its name, for logs.
    pub name: String,
    /// Operations whose author begins with this are its own, such as `urn:opg:poas:makeregister:`.
    pub authors: String,
    /// Its address: `https`, or `http` on this machine.
    pub url: String,
    /// Signs what it is told: at least 32 bytes. Overwritten in memory when it is dropped.
    pub secret: Zeroizing<String>,
}

impl fmt::Debug for Receiver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Receiver").field("name", &self.name).finish_non_exhaustive()
    }
}

/// The settings of a receiver cannot be used.
#[derive(Debug, Error)]
pub enum BadReceiver {
    /// The address would carry notices in clear text over a network, or is none.
    #[error("the address of webhook {0} must be https, or http on this machine")]
    Url(String),
    /// The secret is too short to sign with.
    #[error("the secret of webhook {0} must have at least {SHORTEST_SECRET} bytes")]
    Secret(String),
    /// An empty prefix would get everybody's notices.
    #[error("webhook {0} must say whose operations it is told of (authors)")]
    Authors(String),
    /// The client could not be built: no certificates of the platform, most likely.
    #[error("the HTTP client cannot be built; are CA certificates installed?")]
    Client(#[source] reqwest::Error),
}

/// Delivers notices by `POST`. Receivers see `docs/API.md`, "Being told".
pub struct HttpWebhooks {
    receivers: Vec<Ready>,
    clock: Arc<dyn Clock>,
    /// Until when a receiver is left alone.
    resting: Mutex<HashMap<String, Timestamp>>,
}

struct Ready {
    name: String,
    authors: String,
    url: Url,
    key: hmac::Key,
    client: Client,
}

/// What is sent.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Told<'a> {
    id: String,
    #[serde(rename = "type")]
    kind: &'static str,
    receipt: &'a Receipt,
}

impl HttpWebhooks {
    /// Tells these receivers; nothing is sent yet.
    pub fn new(
        receivers: impl IntoIterator<Item = Receiver>,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, BadReceiver> {
        let receivers = receivers.into_iter().map(ready).collect::<Result<_, _>>()?;
        Ok(Self { receivers, clock, resting: Mutex::default() })
    }

    async fn send(&self, to: &Ready, notice: &Notice) -> Result<(), Source> {
        let id = notice.id();
        let told = Told { id: id.clone(), kind: "operation-settled", receipt: &notice.receipt };
        let body = serde_json::to_vec(&told)?;
        let seconds = self.clock.now().as_second().to_string();
        let request = to.client.post(to.url.clone()).header(CONTENT_TYPE, "application/json");
        let request = request
            .header("Causeway-Notice", id)
            .header("Causeway-Signature", signature(&to.key, &seconds, &body))
            .header("Causeway-Timestamp", seconds);
        let answer = request.body(body).send().await.map_err(reqwest::Error::without_url)?;
        if answer.status().is_success() {
            Ok(())
        } else {
            Err(format!("answered {}", answer.status()).into())
        }
    }

    fn rests(&self, name: &str, now: Timestamp) -> bool {
        let resting = self.resting.lock().unwrap_or_else(PoisonError::into_inner);
        resting.get(name).is_some_and(|until| now < *until)
    }

    fn let_rest(&self, name: &str) {
        let until = self.clock.now() + REST;
        self.resting.lock().unwrap_or_else(PoisonError::into_inner).insert(name.to_owned(), until);
    }
}

#[async_trait]
impl Webhooks for HttpWebhooks {
    async fn deliver(&self, notice: &Notice) -> Result<Delivery, WebhookError> {
        let own = |to: &&Ready| notice.author.as_str().starts_with(&to.authors);
        let Some(to) = self.receivers.iter().find(own) else { return Ok(Delivery::NoAddress) };
        let failed = |source| WebhookError { receiver: to.name.clone(), source };
        if self.rests(&to.name, self.clock.now()) {
            return Err(failed("it did not answer a moment ago".into()));
        }
        self.send(to, notice).await.map_err(|source| {
            self.let_rest(&to.name);
            failed(source)
        })?;
        Ok(Delivery::Received)
    }
}

impl fmt::Debug for HttpWebhooks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.receivers.iter().map(|to| &to.name);
        f.write_str("HttpWebhooks ")?;
        f.debug_list().entries(names).finish()
    }
}

/// `v1=` and the HMAC-SHA256, in hexadecimal, of the timestamp, a full stop and the body.
fn signature(key: &hmac::Key, seconds: &str, body: &[u8]) -> String {
    let mut context = hmac::Context::with_key(key);
    context.update(seconds.as_bytes());
    context.update(b".");
    context.update(body);
    let tag = context.sign();
    tag.as_ref().iter().fold("v1=".to_owned(), |text, byte| text + &format!("{byte:02x}"))
}

fn ready(receiver: Receiver) -> Result<Ready, BadReceiver> {
    let Receiver { name, authors, url, secret } = receiver;
    if authors.is_empty() {
        return Err(BadReceiver::Authors(name));
    }
    if secret.len() < SHORTEST_SECRET {
        return Err(BadReceiver::Secret(name));
    }
    let url = Url::parse(&url).ok().filter(keeps_notices_private);
    let url = url.ok_or_else(|| BadReceiver::Url(name.clone()))?;
    let client = builder(&url).connect_timeout(CONNECT).timeout(WHOLE).build();
    let client = client.map_err(|error| BadReceiver::Client(error.without_url()))?;
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    Ok(Ready { name, authors, url, key, client })
}

fn keeps_notices_private(url: &Url) -> bool {
    let on_this_machine = matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
    url.scheme() == "https" || (url.scheme() == "http" && on_this_machine)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_is_the_hmac_of_timestamp_full_stop_and_body() {
        // The construction by computing it in one piece; the HMAC itself by RFC 4231 section 4.3.
        let key = hmac::Key::new(hmac::HMAC_SHA256, b"Jefe");
        let whole = hmac::sign(&key, b"1772442000.{}");
        let expected =
            whole.as_ref().iter().fold("v1=".to_owned(), |text, byte| text + &format!("{byte:02x}"));
        assert_eq!(signature(&key, "1772442000", b"{}"), expected);
        let vector = hmac::sign(&key, b"what do ya want for nothing?");
        assert_eq!(vector.as_ref()[..4], [0x5b, 0xdc, 0xc1, 0x46]);
    }

    #[test]
    fn a_receiver_that_cannot_be_told_in_private_is_refused() {
        let receiver = |url: &str, secret: &str, authors: &str| Receiver {
            name: "r".to_owned(),
            authors: authors.to_owned(),
            url: url.to_owned(),
            secret: secret.to_owned().into(),
        };
        let long = "a made-up secret of 32 bytes, yes";
        for (bad, name) in [
            (receiver("http://elsewhere.example/told", long, "urn:opg:"), "Url"),
            (receiver("ftp://127.0.0.1/told", long, "urn:opg:"), "Url"),
            (receiver("http://127.0.0.1/told", "short", "urn:opg:"), "Secret"),
            (receiver("http://127.0.0.1/told", long, ""), "Authors"),
        ] {
            let error = ready(bad).err().unwrap();
            assert!(format!("{error:?}").starts_with(name), "{error:?}");
        }
        assert!(ready(receiver("http://127.0.0.1:9/told", long, "urn:opg:")).is_ok());
    }
}
