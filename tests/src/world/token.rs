//! Tokens as today's clients sign them, and as nobody should.

use jiff::Timestamp;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::{Value, json};

/// The secret of every world; made up.
pub const SECRET: &str = "a made-up secret of the tests, 33";

/// Who acts unless a test says otherwise.
pub const AUTHOR: &str = "urn:opg:poas:makeregister:users:8a2c4b1e-6d9f-4e0b-9c55-1f0a7f3e2d41";

/// The claims of a token.
#[derive(Clone, Debug)]
pub struct Token(Value);

impl Token {
    /// A valid token issued at a moment, with the three claims of today's main consumer (contract section 2.2).
    pub fn at(now: Timestamp) -> Self {
        Self(json!({ "iss": "opg.poas.makeregister", "iat": now.as_second(), "sub": AUTHOR }))
    }

    /// The same with one claim set; `null` takes it away.
    #[must_use]
    pub fn with(mut self, claim: &str, value: impl Into<Value>) -> Self {
        let claims = self.0.as_object_mut().unwrap();
        match value.into() {
            Value::Null => drop(claims.remove(claim)),
            value => drop(claims.insert(claim.to_owned(), value)),
        }
        self
    }

    /// Signed as the clients do.
    pub fn signed(&self) -> String {
        self.signed_with(&Header::new(Algorithm::HS256), SECRET)
    }

    /// Signed with another algorithm, header or secret.
    pub fn signed_with(&self, header: &Header, secret: &str) -> String {
        encode(header, &self.0, &EncodingKey::from_secret(secret.as_bytes())).unwrap()
    }

    /// The claims, encoded but not signed.
    pub fn claims(&self) -> &Value {
        &self.0
    }
}
