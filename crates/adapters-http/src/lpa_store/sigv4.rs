//! AWS Signature Version 4 in the headers, as API Gateway asks for it (contract section 2.1).
//!
//! Our own, on the one crypto library in the process: the published crate brings a second one, a second library of dates
//! and a runtime (ADR 0015).

use aws_lc_rs::{digest, hmac};
use jiff::Timestamp;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue, InvalidHeaderValue};
use zeroize::Zeroizing;

/// The name of API Gateway in the scope of a signature.
const SERVICE: &str = "execute-api";

/// Who signs, and for where. Fixed for as long as the process runs; overwritten in memory when it is dropped.
#[derive(Clone)]
pub struct AwsCredentials {
    /// The access key's id.
    pub key_id: Zeroizing<String>,
    /// The secret access key.
    pub secret: Zeroizing<String>,
    /// The session token, for temporary credentials.
    pub session_token: Option<Zeroizing<String>>,
    /// The region of the API, such as `eu-west-1`.
    pub region: String,
}

impl std::fmt::Debug for AwsCredentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AwsCredentials").field("region", &self.region).finish_non_exhaustive()
    }
}

/// What is signed of a request. Its path needs no encoding and it has no query: none of ours does.
pub(super) struct Unsigned<'a> {
    pub(super) method: &'a str,
    pub(super) host: &'a str,
    pub(super) path: &'a str,
    pub(super) token: &'a str,
    pub(super) body: &'a [u8],
}

impl AwsCredentials {
    /// The headers that sign `request` at `now`.
    pub(super) fn sign(
        &self,
        request: &Unsigned<'_>,
        now: Timestamp,
    ) -> Result<HeaderMap, InvalidHeaderValue> {
        let stamp = now.strftime("%Y%m%dT%H%M%SZ").to_string();
        let mut signed = vec![("host", request.host), ("x-amz-date", stamp.as_str())];
        if let Some(token) = &self.session_token {
            signed.push(("x-amz-security-token", token));
        }
        signed.push(("x-jwt-authorization", request.token));
        let names = signed.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(";");
        let signature = self.signature(request, &signed, &stamp, SERVICE);
        let scope = self.scope(&stamp, SERVICE);
        let authorization = format!(
            "AWS4-HMAC-SHA256 Credential={}/{scope}, SignedHeaders={names}, Signature={signature}",
            *self.key_id
        );
        let mut headers = HeaderMap::new();
        headers.insert(HeaderName::from_static("authorization"), sensitive(&authorization)?);
        headers.insert(HeaderName::from_static("x-amz-date"), HeaderValue::from_str(&stamp)?);
        if let Some(token) = &self.session_token {
            headers.insert(HeaderName::from_static("x-amz-security-token"), sensitive(token)?);
        }
        Ok(headers)
    }

    /// `headers` in the order of their names, which are in lower case.
    fn signature(
        &self,
        request: &Unsigned<'_>,
        headers: &[(&str, &str)],
        stamp: &str,
        service: &str,
    ) -> String {
        let lines: Vec<_> = headers.iter().map(|(name, value)| format!("{name}:{}", value.trim())).collect();
        let lines = lines.join("\n");
        let names = headers.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(";");
        let Unsigned { method, path, body, .. } = request;
        let canonical = format!("{method}\n{path}\n\n{lines}\n\n{names}\n{}", sha256(body));
        let scope = self.scope(stamp, service);
        let text = format!("AWS4-HMAC-SHA256\n{stamp}\n{scope}\n{}", sha256(canonical.as_bytes()));
        hex(&mac(&self.signing_key(&scope), text.as_bytes()))
    }

    fn scope(&self, stamp: &str, service: &str) -> String {
        let day = stamp.split('T').next().unwrap_or_default();
        format!("{day}/{}/{service}/aws4_request", self.region)
    }

    fn signing_key(&self, scope: &str) -> Zeroizing<Vec<u8>> {
        let start = Zeroizing::new([b"AWS4", self.secret.as_bytes()].concat());
        scope.split('/').fold(start, |key, part| mac(&key, part.as_bytes()))
    }
}

fn sensitive(text: &str) -> Result<HeaderValue, InvalidHeaderValue> {
    let mut value = HeaderValue::from_str(text)?;
    value.set_sensitive(true);
    Ok(value)
}

fn mac(key: &[u8], text: &[u8]) -> Zeroizing<Vec<u8>> {
    Zeroizing::new(hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), text).as_ref().to_vec())
}

fn sha256(bytes: &[u8]) -> String {
    hex(digest::digest(&digest::SHA256, bytes).as_ref())
}

fn hex(bytes: &[u8]) -> String {
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 0xf]);
    digits.filter_map(|digit| char::from_digit(digit.into(), 16)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The credentials of the published test suite of the scheme.
    fn example() -> AwsCredentials {
        AwsCredentials {
            key_id: "AKIDEXAMPLE".to_owned().into(),
            secret: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY".to_owned().into(),
            session_token: None,
            region: "us-east-1".to_owned(),
        }
    }

    fn request(method: &'static str) -> Unsigned<'static> {
        Unsigned { method, host: "example.amazonaws.com", path: "/", token: "Bearer x", body: b"" }
    }

    #[test]
    fn the_published_requests_have_the_published_signatures() {
        let headers = [("host", "example.amazonaws.com"), ("x-amz-date", "20150830T123600Z")];
        let signature = |method| example().signature(&request(method), &headers, headers[1].1, "service");
        // get-vanilla and post-vanilla of the suite
        assert_eq!(signature("GET"), "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31");
        assert_eq!(signature("POST"), "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b");
    }

    #[test]
    fn a_request_is_signed_with_its_token_and_the_session() {
        let credentials = AwsCredentials { session_token: Some("session".to_owned().into()), ..example() };
        let now = "2026-03-02T09:00:00Z".parse().unwrap();
        let headers = credentials.sign(&request("GET"), now).unwrap();
        let authorization = headers["authorization"].to_str().unwrap();
        let (head, signature) = authorization.rsplit_once('=').unwrap();
        assert_eq!(
            head,
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260302/us-east-1/execute-api/aws4_request, \
             SignedHeaders=host;x-amz-date;x-amz-security-token;x-jwt-authorization, Signature"
        );
        assert_eq!(signature.len(), 64);
        assert_eq!(
            (&headers["x-amz-date"], &headers["x-amz-security-token"]),
            (&HeaderValue::from_static("20260302T090000Z"), &HeaderValue::from_static("session"),)
        );
        let other = Unsigned { token: "Bearer y", ..request("GET") };
        assert_ne!(credentials.sign(&other, now).unwrap()["authorization"], headers["authorization"]);
    }

    #[test]
    fn the_secrets_are_not_shown() {
        let shown = format!("{:?}", example());
        assert!(!shown.contains("wJal") && !shown.contains("AKID"), "{shown}");
    }
}
