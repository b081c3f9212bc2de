//! The tokens by which the LPA Store knows who acts: HS256 with the secret that all its callers share, one per call
//! (contract section 2.2).

use jiff::{SignedDuration, Timestamp};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde::Serialize;

/// The store allows `iat` no leeway: a clock that is ahead of its own by a moment would be refused.
const BACKDATED: SignedDuration = SignedDuration::from_secs(30);
/// How long a token is good for, from now.
const LIFETIME: SignedDuration = SignedDuration::from_mins(5);

/// Mints a token for each call.
pub(super) struct Tokens {
    key: EncodingKey,
    issuer: String,
}

#[derive(Serialize)]
struct Claims<'a> {
    iss: &'a str,
    sub: &'a str,
    iat: i64,
    exp: i64,
}

impl Tokens {
    pub(super) fn new(secret: &[u8], issuer: String) -> Self {
        Self { key: EncodingKey::from_secret(secret), issuer }
    }

    /// A token for one call of `subject`.
    pub(super) fn mint(&self, subject: &str, now: Timestamp) -> Result<String, jsonwebtoken::errors::Error> {
        let (iat, exp) = ((now - BACKDATED).as_second(), (now + LIFETIME).as_second());
        let claims = Claims { iss: &self.issuer, sub: subject, iat, exp };
        encode(&Header::new(Algorithm::HS256), &claims, &self.key)
    }
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn a_token_names_who_acts_and_was_issued_a_little_while_ago() {
        let tokens = Tokens::new(&[7; 32], "opg.poas.sirius".to_owned());
        let token = tokens.mint("urn:opg:sirius:users:34", "2026-03-02T09:00:00Z".parse().unwrap()).unwrap();
        let part = |n: usize| -> Value {
            let part = token.split('.').nth(n).unwrap();
            serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
        };
        assert_eq!(part(0)["alg"], "HS256");
        let claims = json!({ "iss": "opg.poas.sirius", "sub": "urn:opg:sirius:users:34",
            "iat": 1_772_441_970, "exp": 1_772_442_300 });
        assert_eq!(part(1), claims);
    }
}
