//! What the load asks for.

use lpa_domain::document::example;
use lpa_domain::lpa::sequence::uid_of;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::load::Line;

/// Signs the tokens of the load.
pub const SECRET: &str = "a secret that only this bench uses";

/// Fresh requests: no UID is used twice, or creations turn into refusals.
pub struct Numbers {
    /// The next number that nobody has used.
    pub next: u64,
    token: String,
}

impl Numbers {
    /// Numbers from `next` on, with a token that every server here takes.
    pub fn from(next: u64) -> anyhow::Result<Self> {
        Ok(Self { next, token: token("opg.poas.makeregister")? })
    }

    /// Creates an LPA each.
    pub fn creations(&self) -> impl Fn(u64) -> Option<Line> + use<> {
        self.lines(1)
    }

    /// So many operations of one LPA each: it is created, and then its donor's first names are corrected again and again. Each
    /// correction names what the one before it has left there: in another order it would be refused.
    pub fn lines(&self, of_one_lpa: u64) -> impl Fn(u64) -> Option<Line> + use<> {
        let (first, token, body) = (self.next, self.token.clone(), example::bytes(1));
        let corrections = corrections(of_one_lpa.saturating_sub(1));
        move |n| {
            let path = format!("/lpas/{}", uid_of(first + n)?);
            let creation = request("PUT", &path, &token, &body);
            let updates = format!("{path}/updates");
            let corrections = corrections.iter().map(|body| request("POST", &updates, &token, body));
            Some(std::iter::once(creation).chain(corrections).collect())
        }
    }

    /// Asks for the receipts of these operations.
    pub fn receipts(&self, operations: Vec<Uuid>) -> impl Fn(u64) -> Option<Line> + use<> {
        let token = self.token.clone();
        move |n| {
            let operation = operations.get(usize::try_from(n).ok()?)?;
            Some(vec![request("GET", &format!("/v1/operations/{operation}"), &token, b"")])
        }
    }

    /// Signs the LPAs that a run created: each is signed once.
    pub fn signatures(&self, first: u64, count: u64) -> impl Fn(u64) -> Option<Line> + use<> {
        let token = self.token.clone();
        let change = json!({ "key": "/attorneys/0/signedAt", "old": null, "new": "2026-03-02T10:30:00Z" });
        let body = json!({ "type": "ATTORNEY_SIGN", "changes": [change] }).to_string().into_bytes();
        move |n| {
            let uid = uid_of(first + n).filter(|_| n < count)?;
            Some(vec![request("POST", &format!("/lpas/{uid}/updates"), &token, &body)])
        }
    }
}

/// Corrections one after the other of the same field of the LPA that is created.
fn corrections(count: u64) -> Vec<Vec<u8>> {
    let mut old: Value = serde_json::from_slice(&example::bytes(1)).unwrap_or_default();
    let mut old = old["donor"]["firstNames"].take();
    let mut correction = |n| {
        let new = Value::from(format!("Corrected {n}"));
        let change = json!({ "key": "/donor/firstNames", "old": old, "new": new });
        old = new;
        json!({ "type": "CORRECTION", "changes": [change] }).to_string().into_bytes()
    };
    (1..=count).map(&mut correction).collect()
}

fn request(method: &str, path: &str, token: &str, body: &[u8]) -> Vec<u8> {
    let length = body.len();
    let mut bytes = format!(
        "{method} {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n\
         X-Jwt-Authorization: Bearer {token}\r\nContent-Length: {length}\r\n\r\n"
    )
    .into_bytes();
    bytes.extend_from_slice(body);
    bytes
}

/// A token of this issuer that every server here takes.
pub fn token(issuer: &str) -> anyhow::Result<String> {
    let claims = json!({
        "iss": issuer,
        "sub": "urn:opg:poas:makeregister:users:00000000-0000-4000-0000-000000000000",
        "iat": 1_700_000_000,
    });
    let header = jsonwebtoken::Header::new(jsonwebtoken::Algorithm::HS256);
    Ok(jsonwebtoken::encode(&header, &claims, &jsonwebtoken::EncodingKey::from_secret(SECRET.as_bytes()))?)
}
