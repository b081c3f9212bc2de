//! A client of today's surface, over real HTTP.

use std::time::Duration;

use causeway::clock::SystemClock;
use lpa_ports::Clock as _;
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

use crate::until;
use crate::world::{Answer, Token};

/// A client of today's surface, with a good token unless it was given another.
#[derive(Clone, Debug)]
pub struct Client {
    http: reqwest::Client,
    base: String,
    token: String,
}

impl Client {
    /// A client of the server at `address`.
    pub fn of(address: &str) -> Self {
        let http = reqwest::Client::builder().no_proxy().timeout(Duration::from_secs(30));
        let token = Token::at(SystemClock::default().now()).signed();
        Self { http: http.build().unwrap(), base: format!("http://{address}"), token }
    }

    /// The same with another token.
    #[must_use]
    pub fn with_token(self, token: &str) -> Self {
        Self { token: token.to_owned(), ..self }
    }

    /// Host and port.
    pub fn address(&self) -> &str {
        self.base.trim_start_matches("http://")
    }

    /// The beginning of a request.
    pub fn request(&self, method: &str, path: &str) -> RequestBuilder {
        let method: Method = method.parse().unwrap();
        let request = self.http.request(method, format!("{}{path}", self.base));
        request.header("X-Jwt-Authorization", format!("Bearer {}", self.token))
    }

    /// Sends a request; `None` when the connection broke before the answer was whole.
    pub async fn try_send(&self, request: RequestBuilder) -> Option<Answer> {
        let response = request.send().await.ok()?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let body = response.bytes().await.ok()?.to_vec();
        Some(Answer { status, headers, body })
    }

    /// Sends a request that must be answered.
    pub async fn send(&self, request: RequestBuilder) -> Answer {
        self.try_send(request).await.unwrap()
    }

    /// `GET`
    pub async fn get(&self, path: &str) -> Answer {
        self.send(self.request("GET", path)).await
    }

    /// `PUT`
    pub async fn put(&self, path: &str, body: impl Into<Vec<u8>>) -> Answer {
        self.send(self.request("PUT", path).body(body.into())).await
    }

    /// `POST`
    pub async fn post(&self, path: &str, body: impl Into<Vec<u8>>) -> Answer {
        self.send(self.request("POST", path).body(body.into())).await
    }

    /// `POST` under an idempotency key.
    pub async fn post_keyed(&self, path: &str, key: &str, body: impl Into<Vec<u8>>) -> Answer {
        self.send(self.request("POST", path).header("Idempotency-Key", key).body(body.into())).await
    }

    /// What the service says of what is behind it.
    pub async fn dependencies(&self) -> Value {
        let answer = self.get("/health-check/dependencies").await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.json()
    }

    /// Waits until nothing is held; nothing may be parked then.
    pub async fn until_nothing_is_held(&self) {
        let patience = Duration::from_secs(30);
        let parked = until("nothing is held", patience, async || {
            let told = self.dependencies().await;
            (told["held"] == json!(0)).then(|| told["parked"].clone())
        });
        assert_eq!(parked.await, json!(0));
    }

    /// `GET`, once more whenever it cannot be said now: on a busy machine a register that is there may take longer than the
    /// budget.
    pub async fn answered(&self, path: &str) -> Answer {
        until("it can be said", Duration::from_secs(30), async || {
            let answer = self.get(path).await;
            (answer.status != 503).then_some(answer)
        })
        .await
    }

    /// The ids of what was applied to an LPA, oldest first.
    pub async fn history(&self, uid: &str) -> Vec<String> {
        let answer = self.answered(&format!("/lpas/{uid}/updates")).await;
        assert_eq!(answer.status, 200, "{uid}: {}", answer.text());
        let entries = answer.json().as_array().unwrap().clone();
        entries.iter().rev().map(|entry| entry["id"].as_str().unwrap().to_owned()).collect()
    }
}
