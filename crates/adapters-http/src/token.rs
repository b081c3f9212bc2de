//! The tokens by which the other Causeway knows us: HS256, scope `edge`, short-lived (`docs/API.md`, "Who may call").

use std::sync::{Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde::Serialize;

/// How long a token is good for: the longest that the other side takes.
const LIFETIME: SignedDuration = SignedDuration::from_mins(5);
/// A token is not used in its last moments: it could run out on the way.
const MARGIN: SignedDuration = SignedDuration::from_secs(30);

/// Mints tokens, and uses each until shortly before it runs out.
pub(crate) struct Tokens {
    key: EncodingKey,
    subject: String,
    latest: Mutex<Option<Minted>>,
}

#[derive(Clone)]
struct Minted {
    token: String,
    from: Timestamp,
    until: Timestamp,
}

#[derive(Serialize)]
struct Claims<'a> {
    iss: &'static str,
    aud: &'static str,
    sub: &'a str,
    scope: &'static str,
    iat: i64,
    exp: i64,
}

impl Tokens {
    pub(crate) fn new(secret: &[u8], subject: String) -> Self {
        Self { key: EncodingKey::from_secret(secret), subject, latest: Mutex::new(None) }
    }

    /// A token that is good now.
    pub(crate) fn at(&self, now: Timestamp) -> Result<String, jsonwebtoken::errors::Error> {
        let mut latest = self.latest.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(minted) =
            latest.as_ref().filter(|minted| minted.from <= now && now < minted.until - MARGIN)
        {
            return Ok(minted.token.clone());
        }
        let until = now + LIFETIME;
        let token = self.mint(now, until)?;
        *latest = Some(Minted { token: token.clone(), from: now, until });
        Ok(token)
    }

    fn mint(&self, now: Timestamp, until: Timestamp) -> Result<String, jsonwebtoken::errors::Error> {
        let claims = Claims {
            iss: "causeway",
            aud: "causeway",
            sub: &self.subject,
            scope: "edge",
            iat: now.as_second(),
            exp: until.as_second(),
        };
        encode(&Header::new(Algorithm::HS256), &claims, &self.key)
    }
}

impl std::fmt::Debug for Tokens {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tokens").field("subject", &self.subject).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens() -> Tokens {
        Tokens::new(&[7; 32], "urn:opg:causeway:edge".to_owned())
    }

    #[test]
    fn a_token_is_used_again_until_shortly_before_it_runs_out() {
        let tokens = tokens();
        let start: Timestamp = "2026-03-02T09:00:00Z".parse().unwrap();
        let first = tokens.at(start).unwrap();
        assert_eq!(tokens.at(start + SignedDuration::from_secs(269)).unwrap(), first);
        assert_ne!(tokens.at(start + SignedDuration::from_secs(270)).unwrap(), first);
    }

    #[test]
    fn a_token_from_the_future_is_not_used() {
        let tokens = tokens();
        let start: Timestamp = "2026-03-02T09:00:00Z".parse().unwrap();
        let first = tokens.at(start).unwrap();
        assert_ne!(tokens.at(start - SignedDuration::from_secs(60)).unwrap(), first);
    }

    #[test]
    fn the_secret_is_not_shown() {
        assert!(!format!("{:?}", tokens()).contains('7'));
    }
}
