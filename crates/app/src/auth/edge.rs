//! Another Causeway that holds work for this one: short-lived tokens signed with the edge secret (`docs/API.md`).

use std::fmt;

use http::HeaderMap;
use http::header::AUTHORIZATION;
use jiff::Timestamp;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode};
use lpa_domain::Author;
use serde::Deserialize;
use thiserror::Error;

/// As long as the digest that HS256 makes (RFC 7518 section 3.2).
const SHORTEST_SECRET: usize = 32;
/// No token lives longer, in seconds.
const LONGEST_LIFE: i64 = 300;
/// How far the clocks of two Causeways may be apart, in seconds.
const LEEWAY: i64 = 30;

/// The key that signs the tokens of other Causeways.
pub struct EdgeKey {
    key: DecodingKey,
    validation: Validation,
}

/// Another Causeway, as its token says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edge {
    /// Which one. Who acts is said by each operation.
    pub subject: Author,
}

/// The secret is too short to sign with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("the edge secret must have at least {SHORTEST_SECRET} bytes")]
pub struct ShortSecret;

/// No valid token. Why is told to nobody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("no valid token")]
pub struct NotAnEdge;

#[derive(Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    sub: Author,
    scope: String,
    iat: i64,
    exp: i64,
}

impl EdgeKey {
    /// The key whose bytes are those of `secret`.
    pub fn new(secret: &[u8]) -> Result<Self, ShortSecret> {
        if secret.len() < SHORTEST_SECRET {
            return Err(ShortSecret);
        }
        // Fails only when a provider is installed already, and then it is this one: no other is compiled in.
        let _installed_before = jsonwebtoken::crypto::aws_lc::DEFAULT_PROVIDER.install_default().is_err();
        // The library checks the signature alone, with the one algorithm: time is an argument here.
        let mut validation = Validation::new(Algorithm::HS256);
        validation.required_spec_claims.clear();
        validation.validate_exp = false;
        validation.validate_aud = false;
        Ok(Self { key: DecodingKey::from_secret(secret), validation })
    }

    /// Who calls, at the moment `now`.
    pub fn edge(&self, headers: &HeaderMap, now: Timestamp) -> Result<Edge, NotAnEdge> {
        let value = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok()).ok_or(NotAnEdge)?;
        let token = value.strip_prefix("Bearer ").ok_or(NotAnEdge)?;
        let decoded = decode::<Claims>(token, &self.key, &self.validation);
        let claims = decoded.map_err(|_untold| NotAnEdge)?.claims;
        if claims.are_ours() && claims.are_in_force(now.as_second()) {
            Ok(Edge { subject: claims.sub })
        } else {
            Err(NotAnEdge)
        }
    }
}

impl Claims {
    fn are_ours(&self) -> bool {
        self.iss == "causeway" && self.aud == "causeway" && self.scope == "edge"
    }

    /// A token that lives longer than it should could be used long after it was stolen: it is refused from the start.
    fn are_in_force(&self, now: i64) -> bool {
        let brief = self.exp.checked_sub(self.iat).is_some_and(|life| (0..=LONGEST_LIFE).contains(&life));
        brief && self.iat <= now + LEEWAY && now < self.exp.saturating_add(LEEWAY)
    }
}

impl fmt::Debug for EdgeKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EdgeKey([secret])")
    }
}

#[cfg(test)]
mod tests {
    use jsonwebtoken::{EncodingKey, Header, encode};
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

    fn asked(algorithm: Algorithm, secret: &str, claims: &Value) -> Result<Edge, NotAnEdge> {
        let key = EncodingKey::from_secret(secret.as_bytes());
        let token = encode(&Header::new(algorithm), claims, &key).unwrap();
        presented(&format!("Bearer {token}"))
    }

    fn presented(value: &str) -> Result<Edge, NotAnEdge> {
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
            assert_eq!(asked(Algorithm::HS256, SECRET, &claims), Err(NotAnEdge), "{claim}");
        }
    }
}
