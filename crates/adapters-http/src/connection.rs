//! The one place that sends, and says whether a request may have arrived.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use jiff::SignedDuration;
use lpa_ports::{Clock, Source};
use reqwest::header::{CONTENT_TYPE, RETRY_AFTER};
use reqwest::{Client, ClientBuilder, Method, StatusCode, Url, redirect};
use serde::Serialize;
use thiserror::Error;
use zeroize::Zeroizing;

use crate::token::Tokens;

/// An answer longer than this is not read on: no LPA and no list of LPAs that is asked for comes near.
const LONGEST_ANSWER: usize = 64 * 1024 * 1024;
/// As long as the digest that HS256 makes (RFC 7518 section 3.2).
pub(crate) const SHORTEST_SECRET: usize = 32;

/// The other Causeway.
#[derive(Clone)]
pub struct Upstream {
    /// Its address, such as `https://causeway.internal` or `http://127.0.0.1:9000`; a path in it is kept.
    pub url: String,
    /// Its `auth.edge_secret`: at least 32 bytes. Overwritten in memory when it is dropped.
    pub secret: Zeroizing<String>,
    /// Who we say we are: a URN.
    pub subject: String,
    /// How long connecting may take.
    pub connect_timeout: Duration,
    /// How long an answer may take, from connecting to its last byte.
    pub timeout: Duration,
}

impl Upstream {
    /// The other Causeway at `url`, with timeouts that suit one region: 1 s to connect, 10 s in all.
    pub fn new(url: impl Into<String>, secret: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            secret: Zeroizing::new(secret.into()),
            subject: "urn:opg:causeway:edge".to_owned(),
            connect_timeout: Duration::from_secs(1),
            timeout: Duration::from_secs(10),
        }
    }
}

impl std::fmt::Debug for Upstream {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Upstream").field("subject", &self.subject).finish_non_exhaustive()
    }
}

/// The settings of the other Causeway cannot be used.
#[derive(Debug, Error)]
pub enum BadUpstream {
    /// The address is no `http` or `https` URL.
    #[error("the register's address must be an http or https URL")]
    Url,
    /// The secret is too short to sign with.
    #[error("the secret of the register must have at least {SHORTEST_SECRET} bytes (its auth.edge_secret)")]
    Secret,
    /// The client could not be built: no certificates of the platform, most likely.
    #[error("the HTTP client cannot be built; are CA certificates installed?")]
    Client(#[source] reqwest::Error),
}

/// Sends requests to the other Causeway. Cloned freely: clones share connections and tokens.
#[derive(Clone)]
pub struct Connection {
    client: Client,
    base: Url,
    tokens: Arc<Tokens>,
    clock: Arc<dyn Clock>,
}

/// What came back, whole.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    /// `Retry-After`, where it is given in seconds.
    pub(crate) retry_after: Option<SignedDuration>,
    pub(crate) body: Bytes,
}

/// Why nothing came back, or not all of it.
#[derive(Debug)]
pub(crate) enum Silence {
    /// The request surely did not arrive.
    NeverSent(Source),
    /// The request may have arrived.
    Lost(Source),
}

impl Silence {
    pub(crate) fn into_source(self) -> Source {
        match self {
            Self::NeverSent(source) | Self::Lost(source) => source,
        }
    }
}

impl Connection {
    /// A connection to `upstream`; nothing is sent yet, and the other side need not be there.
    pub fn new(upstream: &Upstream, clock: Arc<dyn Clock>) -> Result<Self, BadUpstream> {
        let base = base_of(&upstream.url)?;
        if upstream.secret.len() < SHORTEST_SECRET {
            return Err(BadUpstream::Secret);
        }
        let client = builder(&base)
            .connect_timeout(upstream.connect_timeout)
            .timeout(upstream.timeout)
            .build()
            .map_err(|error| BadUpstream::Client(error.without_url()))?;
        let tokens = Arc::new(Tokens::new(upstream.secret.as_bytes(), upstream.subject.clone()));
        Ok(Self { client, base, tokens, clock })
    }

    /// Asks for `path`, which begins without a slash.
    pub(crate) async fn get(&self, path: &str) -> Result<Answer, Silence> {
        self.send(Method::GET, path, None).await
    }

    /// Sends `body` as JSON to `path`, which begins without a slash.
    pub(crate) async fn post(&self, path: &str, body: &(impl Serialize + Sync)) -> Result<Answer, Silence> {
        let body = serde_json::to_vec(body).map_err(|error| Silence::NeverSent(error.into()))?;
        self.send(Method::POST, path, Some(body)).await
    }

    async fn send(&self, method: Method, path: &str, body: Option<Vec<u8>>) -> Result<Answer, Silence> {
        let url = self.base.join(path).map_err(|error| Silence::NeverSent(error.into()))?;
        let token = self.tokens.at(self.clock.now()).map_err(|error| Silence::NeverSent(error.into()))?;
        let mut request = self.client.request(method, url).bearer_auth(token);
        if let Some(body) = body {
            request = request.header(CONTENT_TYPE, "application/json").body(body);
        }
        let response = request.send().await.map_err(silence)?;
        note(&response);
        let (status, retry_after) = (response.status(), retry_after(&response));
        Ok(Answer { status, retry_after, body: read(response).await? })
    }
}

impl std::fmt::Debug for Connection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Connection").field("tokens", &self.tokens).finish_non_exhaustive()
    }
}

pub(crate) fn base_of(url: &str) -> Result<Url, BadUpstream> {
    let with_slash = if url.ends_with('/') { url.to_owned() } else { format!("{url}/") };
    let base = Url::parse(&with_slash).map_err(|_unparsable| BadUpstream::Url)?;
    let fits = matches!(base.scheme(), "http" | "https") && base.has_host() && base.query().is_none();
    if fits { Ok(base) } else { Err(BadUpstream::Url) }
}

/// No redirects and no proxies: an internal caller goes where it was told to go. Plain HTTP needs no certificates, so
/// none are looked for and a bare image without any will do.
pub(crate) fn builder(base: &Url) -> ClientBuilder {
    // Installed by whoever comes first; all of us install the same.
    let _installed_before = jsonwebtoken::crypto::aws_lc::DEFAULT_PROVIDER.install_default().is_err();
    drop(rustls::crypto::aws_lc_rs::default_provider().install_default());
    let builder = Client::builder()
        .redirect(redirect::Policy::none())
        .no_proxy()
        .pool_idle_timeout(Duration::from_secs(30))
        .pool_max_idle_per_host(64);
    if base.scheme() == "http" { builder.tls_certs_only(std::iter::empty()) } else { builder }
}

/// Before a connection stood, nothing can have arrived. After that, nobody knows.
pub(crate) fn silence(error: reqwest::Error) -> Silence {
    let never_sent = error.is_connect() || error.is_builder();
    let source: Source = error.without_url().into();
    if never_sent { Silence::NeverSent(source) } else { Silence::Lost(source) }
}

/// In seconds; the form with a date is not used between services.
pub(crate) fn retry_after(response: &reqwest::Response) -> Option<SignedDuration> {
    let value = response.headers().get(RETRY_AFTER)?.to_str().ok()?;
    value.trim().parse::<u32>().ok().map(|secs| SignedDuration::from_secs(secs.into()))
}

pub(crate) async fn read(mut response: reqwest::Response) -> Result<Bytes, Silence> {
    let mut body = Vec::new();
    while let Some(piece) = response.chunk().await.map_err(silence)? {
        if body.len() + piece.len() > LONGEST_ANSWER {
            return Err(Silence::Lost("the answer is longer than any that was asked for".into()));
        }
        body.extend_from_slice(&piece);
    }
    Ok(body.into())
}

/// What an operator must know of an answer, whatever it was an answer to. A redirect's target is not logged: it would
/// hold the UID that was asked for.
pub(crate) fn note(response: &reqwest::Response) {
    let status = response.status();
    match status.as_u16() {
        401 | 403 => {
            tracing::error!(%status, "edge credentials refused by the register; work is held until they are mended");
        }
        300..=399 => {
            tracing::error!(%status, "the register's address redirects; set the address that it points to");
        }
        429 | 503 => {
            let after = response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok());
            tracing::info!(%status, retry_after = after.unwrap_or_default(), "the register says: not now");
        }
        _ => {}
    }
}
