//! People who look after Causeway, and case managers who repair what could not be settled.

use http::HeaderMap;
use jiff::Timestamp;
use lpa_domain::Author;

use super::bearer::{BearerKey, NoToken};
use super::secret::ShortSecret;

/// The key that signs operators' tokens.
#[derive(Debug)]
pub struct OperatorKey(BearerKey);

/// A person, as their token says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operator {
    /// Who: named in the audit trail of all they do.
    pub subject: Author,
    scopes: Vec<Scope>,
}

lpa_domain::words! {
    /// What an operator may do.
    pub enum Scope {
        /// See what waits and what is parked, without content.
        ReadOperations = "operations:read",
        /// See what an operation contains.
        ReadContent = "operations:content",
        /// Release or discard what is parked.
        RepairOperations = "operations:repair",
        /// See drafts: personal data.
        ReadDrafts = "drafts:read",
        /// See how fees stand.
        ReadFees = "fees:read",
        /// See what case managers should look at.
        ReadReferrals = "referrals:read",
        /// Say that somebody has looked.
        CloseReferrals = "referrals:close",
        /// Announce, extend and cancel maintenance windows.
        ChangeWindows = "windows:write",
    }
}

impl OperatorKey {
    /// The key whose bytes are those of `secret`.
    pub fn new(secret: &[u8]) -> Result<Self, ShortSecret> {
        BearerKey::new(secret).map(Self)
    }

    /// Who calls, at the moment `now`. A scope that is not known opens nothing.
    pub fn operator(&self, headers: &HeaderMap, now: Timestamp) -> Result<Operator, NoToken> {
        use lpa_domain::choice::Words as _;

        let bearer = self.0.read(headers, now)?;
        let scopes = bearer.scope.split(' ').filter_map(Scope::from_word).collect();
        Ok(Operator { subject: bearer.subject, scopes })
    }
}

impl Operator {
    /// Whether they may.
    pub fn may(&self, scope: Scope) -> bool {
        self.scopes.contains(&scope)
    }
}

#[cfg(test)]
mod tests {
    use http::header::AUTHORIZATION;
    use jsonwebtoken::{EncodingKey, Header, encode};
    use serde_json::json;

    use super::*;

    const SECRET: &str = "an operators' secret of 32 bytes";
    const NOW: i64 = 1_772_442_000;

    fn asked(secret: &str, scope: &str) -> Result<Operator, NoToken> {
        let claims = json!({
            "iss": "causeway", "aud": "causeway", "sub": "urn:opg:sirius:users:34", "scope": scope,
            "iat": NOW, "exp": NOW + 300,
        });
        let token =
            encode(&Header::default(), &claims, &EncodingKey::from_secret(secret.as_bytes())).unwrap();
        let headers = std::iter::once((AUTHORIZATION, format!("Bearer {token}").parse().unwrap())).collect();
        OperatorKey::new(SECRET.as_bytes()).unwrap().operator(&headers, Timestamp::from_second(NOW).unwrap())
    }

    #[test]
    fn an_operator_may_what_the_token_names_and_nothing_else() {
        let operator = asked(SECRET, "operations:read windows:write root").unwrap();
        assert_eq!(operator.subject.as_str(), "urn:opg:sirius:users:34");
        assert!(operator.may(Scope::ReadOperations) && operator.may(Scope::ChangeWindows));
        assert!(!operator.may(Scope::ReadContent) && !operator.may(Scope::RepairOperations));
        assert!(!asked(SECRET, "edge").unwrap().may(Scope::ReadOperations));
    }

    #[test]
    fn another_secret_is_refused() {
        assert_eq!(asked("another secret of 32 bytes or more", "operations:read"), Err(NoToken));
    }
}
