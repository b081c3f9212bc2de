//! What the load asks for.

use lpa_domain::document::example;
use lpa_domain::lpa::sequence::uid_of;
use serde_json::json;

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
        Ok(Self { next, token: token()? })
    }

    /// Creates an LPA each.
    pub fn creations(&self) -> impl Fn(u64) -> Option<Vec<u8>> + use<> {
        let (first, token, body) = (self.next, self.token.clone(), example::bytes(1));
        move |n| Some(request("PUT", &format!("/lpas/{}", uid_of(first + n)?), &token, &body))
    }

    /// Signs the LPAs that a run created: each is signed once.
    pub fn signatures(&self, first: u64, count: u64) -> impl Fn(u64) -> Option<Vec<u8>> + use<> {
        let token = self.token.clone();
        let change = json!({ "key": "/attorneys/0/signedAt", "old": null, "new": "2026-03-02T10:30:00Z" });
        let body = json!({ "type": "ATTORNEY_SIGN", "changes": [change] }).to_string().into_bytes();
        move |n| {
            let uid = uid_of(first + n).filter(|_| n < count)?;
            Some(request("POST", &format!("/lpas/{uid}/updates"), &token, &body))
        }
    }
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

fn token() -> anyhow::Result<String> {
    let claims = json!({
        "iss": "opg.poas.makeregister",
        "sub": "urn:opg:poas:makeregister:users:00000000-0000-4000-0000-000000000000",
        "iat": 1_700_000_000,
    });
    let header = jsonwebtoken::Header::new(jsonwebtoken::Algorithm::HS256);
    Ok(jsonwebtoken::encode(&header, &claims, &jsonwebtoken::EncodingKey::from_secret(SECRET.as_bytes()))?)
}
