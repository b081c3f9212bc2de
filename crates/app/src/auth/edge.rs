//! Another Causeway that holds work for this one.

use http::HeaderMap;
use jiff::Timestamp;
use lpa_domain::Author;

use super::bearer::{BearerKey, NoToken};
use super::secret::ShortSecret;

/// The key that signs the tokens of other Causeways.
#[derive(Debug)]
pub struct EdgeKey(BearerKey);

/// Another Causeway, as its token says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edge {
    /// Which one. Who acts is said by each operation.
    pub subject: Author,
}

impl EdgeKey {
    /// The key whose bytes are those of `secret`.
    pub fn new(secret: &[u8]) -> Result<Self, ShortSecret> {
        BearerKey::new(secret).map(Self)
    }

    /// Who calls, at the moment `now`.
    pub fn edge(&self, headers: &HeaderMap, now: Timestamp) -> Result<Edge, NoToken> {
        let bearer = self.0.read(headers, now)?;
        if bearer.scope == "edge" { Ok(Edge { subject: bearer.subject }) } else { Err(NoToken) }
    }
}

#[cfg(test)]
mod tests {
    use http::header::AUTHORIZATION;
    use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
    use serde_json::{Value, json};

    use super::*;

    const SECRET: &str = "an edge secret of 32 bytes or more";
    const NOW: i64 = 1_772_442_000;

    fn claims() -> Value {
        json!({
            "iss": "causeway", "aud": "causeway", "sub": "urn:opg:causeway:edge", "scope": "edge",
            "iat": NOW, "exp": NOW + 300,
        })
    }

    fn asked(algorithm: Algorithm, secret: &str, claims: &Value) -> Result<Edge, NoToken> {
        let key = EncodingKey::from_secret(secret.as_bytes());
        let token = encode(&Header::new(algorithm), claims, &key).unwrap();
        presented(&format!("Bearer {token}"))
    }

    fn presented(value: &str) -> Result<Edge, NoToken> {
        let mut headers = HeaderMap::new();
        headers.insert(AUTHORIZATION, value.parse().unwrap());
        EdgeKey::new(SECRET.as_bytes()).unwrap().edge(&headers, Timestamp::from_second(NOW).unwrap())
    }

    #[test]
    fn a_token_signed_with_the_secret_names_its_edge() {
        let edge = asked(Algorithm::HS256, SECRET, &claims()).unwrap();
        assert_eq!(edge.subject.as_str(), "urn:opg:causeway:edge");
    }

    #[test]
    fn another_secret_and_another_algorithm_are_refused() {
        assert!(asked(Algorithm::HS256, "another secret of 32 bytes or more", &claims()).is_err());
        assert!(asked(Algorithm::HS512, SECRET, &claims()).is_err());
        assert!(presented("Bearer eyJhbGciOiJub25lIn0.e30.").is_err());
        assert!(presented("Basic YTpi").is_err());
        assert!(EdgeKey::new(b"short").is_err());
    }

    #[test]
    fn every_claim_counts() {
        for (claim, value) in [
            ("iss", json!("opg.poas.sirius")),
            ("aud", json!("elsewhere")),
            ("sub", json!("not a urn")),
            ("scope", json!("read")),
            ("iat", json!(NOW + 31)),
            ("exp", json!(NOW - 30)),
            ("exp", json!(NOW + 301)),
            ("exp", json!(i64::MIN)),
            ("exp", Value::Null),
        ] {
            let mut claims = claims();
            claims[claim] = value;
            assert_eq!(asked(Algorithm::HS256, SECRET, &claims), Err(NoToken), "{claim}");
        }
    }
}
