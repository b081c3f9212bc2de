//! The one place that calls the LPA Store, and says whether a call may have arrived.

use std::sync::Arc;
use std::time::Duration;

use jiff::fmt::rfc2822;
use jiff::{SignedDuration, Timestamp};
use lpa_domain::Profile;
use lpa_ports::{Clock, Source};
use reqwest::header::{CONTENT_TYPE, DATE, HeaderMap, HeaderName, HeaderValue};
use reqwest::{Client, Method, Url};
use serde::Serialize;
use thiserror::Error;
use zeroize::Zeroizing;

use super::sigv4::{AwsCredentials, Unsigned};
use super::token::Tokens;
use crate::connection::{
    Answer, SHORTEST_SECRET, Silence, base_of, builder, note, read, retry_after, silence,
};

/// Where the token stands (contract section 2.2): `Authorization` is the gateway's.
const TOKEN: HeaderName = HeaderName::from_static("x-jwt-authorization");
/// Who asks when nobody acts.
pub(super) const ASKER: &str = "urn:opg:causeway:register";

/// Today's LPA Store, and how it is called.
#[derive(Clone)]
pub struct LpaStore {
    /// Its address, `http` or `https`; a path in it is kept.
    pub url: String,
    /// The secret that it shares with its callers: at least 32 bytes. Overwritten in memory when it is dropped.
    pub secret: Zeroizing<String>,
    /// Who we say signs: one of the three issuers that it takes (contract section 2.2).
    pub issuer: String,
    /// Signs calls for the gateway in front of it; `None` where there is none.
    pub signing: Option<AwsCredentials>,
    /// How long connecting may take.
    pub connect_timeout: Duration,
    /// How long an answer to a write may take. Longer than the store may work (5 s, contract section 1).
    pub timeout: Duration,
    /// How long an answer to a question may take. All that one call may wait for can come to more than half a lease (15 s): then
    /// it is dropped, and the operation rests until nothing of it can be under way.
    pub question_timeout: Duration,
    /// How strictly operations are judged before they are sent.
    pub profile: Profile,
    /// Who else may have sent an operation.
    pub senders: Senders,
    /// By how much clocks may differ: ours before and after a restart, and that of an edge that accepted an operation. What
    /// was accepted so soon after the start is looked for as if it might have been sent.
    pub clocks_differ: SignedDuration,
    /// How long a request whose connection broke may be under way from when it was sent: longer than the store may work.
    pub under_way: Duration,
    /// How long an LPA is left alone after an update: the store keeps one entry of its history per second (contract section
    /// 9, W3), and what it shows may lag behind (W2).
    pub quiet: Duration,
}

/// Who may have sent an operation before this process is asked to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Senders {
    /// The journal belongs to one process at a time: what was accepted since it started, and not sent by it, nobody has
    /// sent.
    One,
    /// Instances share the journal: any of them may have.
    Several,
}

impl LpaStore {
    /// The store at `url`, with timeouts that suit one region.
    pub fn new(url: impl Into<String>, secret: impl Into<String>, issuer: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            secret: Zeroizing::new(secret.into()),
            issuer: issuer.into(),
            signing: None,
            connect_timeout: Duration::from_secs(1),
            timeout: Duration::from_secs(7),
            question_timeout: Duration::from_secs(4),
            profile: Profile::Compatible,
            senders: Senders::Several,
            clocks_differ: SignedDuration::from_secs(30),
            under_way: Duration::from_secs(6),
            quiet: Duration::from_secs(1),
        }
    }
}

impl std::fmt::Debug for LpaStore {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LpaStore").field("issuer", &self.issuer).finish_non_exhaustive()
    }
}

/// The settings of the LPA Store cannot be used.
#[derive(Debug, Error)]
pub enum BadLpaStore {
    /// The address is no `http` or `https` URL.
    #[error("the address of the LPA Store must be an http or https URL")]
    Url,
    /// The secret is too short to sign with.
    #[error("the secret of the LPA Store must have at least {SHORTEST_SECRET} bytes")]
    Secret,
    /// The issuer is none of those that the store takes.
    #[error("the issuer must be opg.poas.sirius, opg.poas.makeregister or opg.poas.use")]
    Issuer,
    /// The client could not be built: no certificates of the platform, most likely.
    #[error("the HTTP client cannot be built; are CA certificates installed?")]
    Client(#[source] reqwest::Error),
}

/// Calls the store.
pub(super) struct Caller {
    client: Client,
    base: Url,
    tokens: Tokens,
    signing: Option<AwsCredentials>,
    question_timeout: Duration,
    clock: Arc<dyn Clock>,
}

/// What came back, whole, and when the store said it.
#[derive(Debug)]
pub(super) struct Reply {
    pub(super) answer: Answer,
    /// The `Date` of the answer, in whole seconds.
    pub(super) at: Option<Timestamp>,
}

impl Caller {
    pub(super) fn new(store: &LpaStore, clock: Arc<dyn Clock>) -> Result<Self, BadLpaStore> {
        let base = base_of(&store.url).map_err(|_not_a_url| BadLpaStore::Url)?;
        if store.secret.len() < SHORTEST_SECRET {
            return Err(BadLpaStore::Secret);
        }
        if !["opg.poas.sirius", "opg.poas.makeregister", "opg.poas.use"].contains(&store.issuer.as_str()) {
            return Err(BadLpaStore::Issuer);
        }
        let client = builder(&base).connect_timeout(store.connect_timeout).timeout(store.timeout).build();
        let client = client.map_err(|error| BadLpaStore::Client(error.without_url()))?;
        let tokens = Tokens::new(store.secret.as_bytes(), store.issuer.clone());
        let (signing, question_timeout) = (store.signing.clone(), store.question_timeout);
        Ok(Self { client, base, tokens, signing, question_timeout, clock })
    }

    /// Asks for `path`, which begins without a slash.
    pub(super) async fn get(&self, path: &str) -> Result<Reply, Silence> {
        self.send(Method::GET, path, ASKER, Vec::new()).await
    }

    /// Sends `body` in the name of `author`.
    pub(super) async fn write(
        &self,
        method: Method,
        path: &str,
        author: &str,
        body: &(impl Serialize + Sync),
    ) -> Result<Reply, Silence> {
        let body = serde_json::to_vec(body).map_err(never)?;
        self.send(method, path, author, body).await
    }

    async fn send(&self, method: Method, path: &str, subject: &str, body: Vec<u8>) -> Result<Reply, Silence> {
        let url = self.base.join(path).map_err(never)?;
        let headers = self.headers(&method, &url, subject, &body)?;
        let question = subject == ASKER;
        let mut request = self.client.request(method, url).headers(headers);
        if question {
            request = request.timeout(self.question_timeout);
        }
        if !body.is_empty() {
            request = request.header(CONTENT_TYPE, "application/json").body(body);
        }
        let response = request.send().await.map_err(silence)?;
        note(&response);
        let (status, at) = (response.status(), date(response.headers()));
        Ok(Reply {
            answer: Answer { status, retry_after: retry_after(&response), body: read(response).await? },
            at,
        })
    }

    /// The token, minted for this call, and the signature over it.
    fn headers(&self, method: &Method, url: &Url, subject: &str, body: &[u8]) -> Result<HeaderMap, Silence> {
        let now = self.clock.now();
        let token = format!("Bearer {}", self.tokens.mint(subject, now).map_err(never)?);
        let mut headers = HeaderMap::new();
        if let Some(signing) = &self.signing {
            let host = host(url);
            let unsigned =
                Unsigned { method: method.as_str(), host: &host, path: url.path(), token: &token, body };
            headers = signing.sign(&unsigned, now).map_err(never)?;
        }
        let mut token = HeaderValue::from_str(&token).map_err(never)?;
        token.set_sensitive(true);
        headers.insert(TOKEN, token);
        Ok(headers)
    }
}

impl std::fmt::Debug for Caller {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Caller").field("signing", &self.signing).finish_non_exhaustive()
    }
}

fn never(error: impl Into<Source>) -> Silence {
    Silence::NeverSent(error.into())
}

/// As it stands in the header `Host`.
fn host(url: &Url) -> String {
    let name = url.host_str().unwrap_or_default();
    url.port().map_or_else(|| name.to_owned(), |port| format!("{name}:{port}"))
}

fn date(headers: &HeaderMap) -> Option<Timestamp> {
    let text = headers.get(DATE)?.to_str().ok()?;
    Some(rfc2822::parse(text).ok()?.timestamp())
}
