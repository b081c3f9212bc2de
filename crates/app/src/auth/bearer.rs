//! Our own tokens: short-lived, HS256, made for Causeway by whoever shares a secret with it (`docs/API.md`).

use std::fmt;

use http::HeaderMap;
use http::header::AUTHORIZATION;
use jiff::Timestamp;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode};
use lpa_domain::Author;
use serde::Deserialize;
use thiserror::Error;

use super::secret::{ShortSecret, long_enough};

/// No token lives longer, in seconds.
const LONGEST_LIFE: i64 = 300;
/// How far the clocks of two machines may be apart, in seconds.
const LEEWAY: i64 = 30;

/// A secret that signs tokens.
pub(super) struct BearerKey {
    key: DecodingKey,
    validation: Validation,
}

/// What a valid token says.
pub(super) struct Bearer {
    /// Who calls.
    pub(super) subject: Author,
    /// What for: words with spaces between.
    pub(super) scope: String,
}

/// No valid token. Why is told to nobody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("no valid token")]
pub struct NoToken;

#[derive(Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    sub: Author,
    scope: String,
    iat: i64,
    exp: i64,
}

impl BearerKey {
    /// The key whose bytes are those of `secret`.
    pub(super) fn new(secret: &[u8]) -> Result<Self, ShortSecret> {
        let secret = long_enough(secret)?;
        // Fails only when a provider is installed already, and then it is this one: no other is compiled in.
        let _installed_before = jsonwebtoken::crypto::aws_lc::DEFAULT_PROVIDER.install_default().is_err();
        // The library checks the signature alone, with the one algorithm: time is an argument here.
        let mut validation = Validation::new(Algorithm::HS256);
        validation.required_spec_claims.clear();
        validation.validate_exp = false;
        validation.validate_aud = false;
        Ok(Self { key: DecodingKey::from_secret(secret), validation })
    }

    /// What the token among `headers` says, at the moment `now`.
    pub(super) fn read(&self, headers: &HeaderMap, now: Timestamp) -> Result<Bearer, NoToken> {
        let value = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok()).ok_or(NoToken)?;
        let token = value.strip_prefix("Bearer ").ok_or(NoToken)?;
        let decoded = decode::<Claims>(token, &self.key, &self.validation);
        let claims = decoded.map_err(|_untold| NoToken)?.claims;
        if claims.are_ours() && claims.are_in_force(now.as_second()) {
            Ok(Bearer { subject: claims.sub, scope: claims.scope })
        } else {
            Err(NoToken)
        }
    }
}

impl Claims {
    fn are_ours(&self) -> bool {
        self.iss == "causeway" && self.aud == "causeway"
    }

    /// A token that lives longer than it should could be used long after it was stolen: it is refused from the start.
    fn are_in_force(&self, now: i64) -> bool {
        let brief = self.exp.checked_sub(self.iat).is_some_and(|life| (0..=LONGEST_LIFE).contains(&life));
        brief && self.iat <= now + LEEWAY && now < self.exp.saturating_add(LEEWAY)
    }
}

impl fmt::Debug for BearerKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BearerKey([secret])")
    }
}
