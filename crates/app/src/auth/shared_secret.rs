//! Today's clients: tokens signed with one shared secret (contract section 2.2).

use std::fmt;
use std::str::FromStr;

use http::HeaderMap;
use jiff::Timestamp;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode};
use lpa_domain::Author;
use serde::Deserialize;
use thiserror::Error;

use super::secret::{ShortSecret, long_enough};

/// Where today's clients put their token; `Authorization` holds the signature of the edge and is not looked at.
pub const HEADER: &str = "x-jwt-authorization";

/// The key of today's clients.
pub struct SharedSecret {
    key: DecodingKey,
    validation: Validation,
}

/// Who calls, as the token says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// The service.
    pub issuer: Issuer,
    /// Who acts.
    pub author: Author,
}

/// The services that may sign tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Issuer {
    /// The case management system.
    Sirius,
    /// Make a lasting power of attorney, and register it.
    MakeRegister,
    /// Use a lasting power of attorney.
    Use,
}

/// No valid token. Why is told to nobody: not to the caller, and not to the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("no valid token")]
pub struct Unauthorised;

/// What a token claims; other claims are ignored. Times are seconds since 1970, fractions allowed.
#[derive(Deserialize)]
struct Claims {
    iss: String,
    sub: String,
    iat: f64,
    exp: Option<f64>,
    nbf: Option<f64>,
}

impl SharedSecret {
    /// The key: the bytes of the secret as it is written.
    pub fn new(secret: &[u8]) -> Result<Self, ShortSecret> {
        let secret = long_enough(secret)?;
        // Fails only when a provider is installed already, and then it is this one: no other is compiled in.
        let _installed_before = jsonwebtoken::crypto::aws_lc::DEFAULT_PROVIDER.install_default().is_err();
        // The library checks the signature alone: the rules of the claims are the contract's, and time is an argument.
        let mut validation = Validation::new(Algorithm::HS256);
        validation.algorithms = vec![Algorithm::HS256, Algorithm::HS384, Algorithm::HS512];
        validation.required_spec_claims.clear();
        validation.validate_exp = false;
        validation.validate_aud = false;
        Ok(Self { key: DecodingKey::from_secret(secret), validation })
    }

    /// Who calls, at the moment `now`. Of a repeated header the first value counts.
    pub fn caller(&self, headers: &HeaderMap, now: Timestamp) -> Result<Caller, Unauthorised> {
        let value = headers.get(HEADER).and_then(|value| value.to_str().ok()).ok_or(Unauthorised)?;
        let token = value.strip_prefix("Bearer ").map_or(value, |rest| rest.trim_start_matches(' '));
        let claims =
            decode::<Claims>(token, &self.key, &self.validation).map_err(|_untold| Unauthorised)?.claims;
        if !claims.are_in_force(now) {
            return Err(Unauthorised);
        }
        let author = claims.sub.parse().map_err(|_untold| Unauthorised)?;
        Ok(Caller { issuer: claims.iss.parse()?, author })
    }
}

impl Claims {
    /// No leeway: a token that is issued or valid from the future on is refused.
    fn are_in_force(&self, now: Timestamp) -> bool {
        let now = now.as_duration().as_secs_f64();
        self.iat <= now && self.nbf.is_none_or(|from| from <= now) && self.exp.is_none_or(|until| now < until)
    }
}

impl Issuer {
    /// The word in the token.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Sirius => "opg.poas.sirius",
            Self::MakeRegister => "opg.poas.makeregister",
            Self::Use => "opg.poas.use",
        }
    }

    /// Whether it drafts LPAs: with the donor, or for one who calls. Who only uses LPAs has no business with what a donor is
    /// still writing. Our reading, until callers have scopes of their own.
    pub const fn drafts(self) -> bool {
        match self {
            Self::MakeRegister | Self::Sirius => true,
            Self::Use => false,
        }
    }

    /// Whether OPG decides about fees in it. Our reading, until callers have scopes of their own.
    pub const fn decides_fees(self) -> bool {
        matches!(self, Self::Sirius)
    }

    /// Whether OPG's case managers work in it, and it tells what they know. Our reading, until callers have scopes of their own.
    pub const fn tells_facts(self) -> bool {
        matches!(self, Self::Sirius)
    }
}

impl FromStr for Issuer {
    type Err = Unauthorised;

    fn from_str(word: &str) -> Result<Self, Unauthorised> {
        let all = [Self::Sirius, Self::MakeRegister, Self::Use];
        all.into_iter().find(|issuer| issuer.word() == word).ok_or(Unauthorised)
    }
}

impl fmt::Debug for SharedSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SharedSecret([secret])")
    }
}
