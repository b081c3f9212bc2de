//! Makes and checks signed addresses: AWS Signature Version 4 in the query, path style.

use std::fmt;

use aws_lc_rs::{constant_time, digest, hmac};
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use lpa_domain::Document;
use lpa_domain::document::Image;
use lpa_ports::{ContentHash, Ids as _};
use zeroize::Zeroizing;

use super::address::{encode_path, encode_value, hex, value};
use crate::auth::{ShortSecret, long_enough};
use crate::clock::RandomIds;

/// How long an address is good for, in seconds (contract section 3.4).
const LASTS_SECS: i64 = 900;
const REGION: &str = "eu-west-1";
const STAMP: &str = "%Y%m%dT%H%M%SZ";

/// Makes and checks signed addresses of images.
pub struct Presigner {
    /// Scheme and host, such as `http://127.0.0.1:9000`.
    origin: String,
    /// The path before that of the image, such as `/images`.
    prefix: String,
    secret: Zeroizing<Vec<u8>>,
}

impl Presigner {
    /// Addresses begin with `base`, such as `https://lpa-store.example/images`, and are signed with `secret`; without one,
    /// with a fresh one that lasts as long as this value.
    pub fn new(base: &str, secret: Option<&str>) -> Result<Self, ShortSecret> {
        let secret = match secret {
            Some(secret) => Zeroizing::new(long_enough(secret.as_bytes())?.to_vec()),
            None => fresh(),
        };
        let base = base.trim_end_matches('/');
        let host = base.find("://").map_or(0, |at| at + 3);
        let path = base.get(host..).and_then(|rest| rest.find('/')).map_or(base.len(), |at| host + at);
        let (origin, prefix) = base.split_at(path);
        Ok(Self { origin: origin.to_owned(), prefix: prefix.to_owned(), secret })
    }

    /// Puts a signed address in the place of each image's path.
    pub fn presign(&self, document: &mut Document, now: Timestamp) {
        let scans = document.restrictions_and_conditions_images.iter_mut();
        for image in scans.chain(&mut document.how_attorneys_make_decisions_details_images) {
            image.path = self.address(image, now);
        }
    }

    /// The signed address of an image, good from now on.
    pub fn address(&self, image: &Image, now: Timestamp) -> String {
        let path = encode_path(&image.path);
        let query = signed_query(&stamp(now), &image.hash);
        let signature = self.signature(&path, &query, &stamp(now));
        format!("{}{}/{path}?{query}&X-Amz-Signature={signature}", self.origin, self.prefix)
    }

    /// The hash of the image that a signed address names; `None` when it was not signed here or is not good any more.
    pub fn check(&self, path: &str, query: &str, now: Timestamp) -> Option<ContentHash> {
        let stamp = value(query, "X-Amz-Date")?;
        let hash: ContentHash = value(query, "content-hash")?.parse().ok()?;
        let expected = self.signature(&encode_path(path), &signed_query(stamp, &hash.to_string()), stamp);
        let given = value(query, "X-Amz-Signature")?;
        constant_time::verify_slices_are_equal(expected.as_bytes(), given.as_bytes()).ok()?;
        let from = DateTime::strptime(STAMP, stamp).ok()?.to_zoned(TimeZone::UTC).ok()?.timestamp();
        let age = now.as_second() - from.as_second();
        (0..LASTS_SECS).contains(&age).then_some(hash)
    }

    /// The host that is signed is the one that addresses are made with, whatever a proxy calls us.
    fn signature(&self, path: &str, query: &str, stamp: &str) -> String {
        let host = self.origin.split_once("://").map_or(self.origin.as_str(), |(_, host)| host);
        let request = format!("GET\n{}/{path}\n{query}\nhost:{host}\n\nhost\nUNSIGNED-PAYLOAD", self.prefix);
        let digest = hex(digest::digest(&digest::SHA256, request.as_bytes()).as_ref());
        let text = format!("AWS4-HMAC-SHA256\n{stamp}\n{}\n{digest}", scope(stamp));
        let key = signing_key(&self.secret, &[day(stamp), REGION, "s3", "aws4_request"]);
        hex(&mac(&key, &text))
    }
}

fn fresh() -> Zeroizing<Vec<u8>> {
    let halves = [RandomIds.fresh().into_bytes(), RandomIds.fresh().into_bytes()];
    Zeroizing::new(halves.concat())
}

/// What is signed of the query: in the order of the scheme, which is that of bytes.
fn signed_query(stamp: &str, hash: &str) -> String {
    let credential = encode_value(&format!("causeway/{}", scope(stamp)));
    format!(
        "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential={credential}&X-Amz-Date={stamp}\
         &X-Amz-Expires={LASTS_SECS}&X-Amz-SignedHeaders=host&content-hash={hash}"
    )
}

/// The scheme's chain of keys: day, region, service, and its closing word.
fn signing_key(secret: &[u8], parts: &[&str]) -> Zeroizing<Vec<u8>> {
    let start = Zeroizing::new([b"AWS4", secret].concat());
    parts.iter().fold(start, |key, part| mac(&key, part))
}

fn mac(key: &[u8], text: &str) -> Zeroizing<Vec<u8>> {
    Zeroizing::new(hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), text.as_bytes()).as_ref().to_vec())
}

fn stamp(at: Timestamp) -> String {
    at.strftime(STAMP).to_string()
}

/// The day of a stamp; the stamp itself when it is no stamp, and then nothing was signed with it.
fn day(stamp: &str) -> &str {
    stamp.split('T').next().unwrap_or(stamp)
}

fn scope(stamp: &str) -> String {
    format!("{}/{REGION}/s3/aws4_request", day(stamp))
}

impl fmt::Debug for Presigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Presigner")
            .field("origin", &self.origin)
            .field("prefix", &self.prefix)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_secret_is_overwritten_when_it_is_dropped() {
        const fn is_overwritten(_secret: &impl zeroize::ZeroizeOnDrop) {}
        let given =
            Presigner::new("https://causeway.example/images", Some("a made-up secret of 32 bytes, yes"));
        is_overwritten(&given.unwrap().secret);
    }

    #[test]
    fn the_chain_of_keys_is_that_of_the_scheme() {
        // The worked example of the scheme's own documentation (Signature Version 4, "derive a signing key").
        let secret = b"wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
        let key = signing_key(secret, &["20150830", "us-east-1", "iam", "aws4_request"]);
        assert_eq!(hex(&key), "c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9");
    }

    #[test]
    fn an_address_begins_with_the_base_and_is_good_for_a_quarter_of_an_hour() {
        let presigner =
            Presigner::new("https://images.example:8443/a/b/", Some(&"signing".repeat(5))).unwrap();
        let hash = "0f".repeat(32);
        let image = Image { path: "M-1/scans/rc_0_p\u{e4}ge 1+.png".to_owned(), hash: hash.clone() };
        let now: Timestamp = "2026-03-02T09:00:00Z".parse().unwrap();
        let address = presigner.address(&image, now);
        let start = "https://images.example:8443/a/b/M-1/scans/rc_0_p%C3%A4ge%201%2B.png?X-Amz-Algorithm=AWS4-HMAC-SHA256&";
        assert!(address.starts_with(start), "{address}");
        let query = address.split_once('?').unwrap().1;
        let good = |path: &str, query: &str, second| {
            presigner.check(path, query, now + jiff::SignedDuration::from_secs(second)).is_some()
        };
        assert!(good(&image.path, query, 0) && good(&image.path, query, 899));
        assert!(!good(&image.path, query, 900) && !good(&image.path, query, -1));
        assert!(!good("M-1/scans/rc_0_other.png", query, 0));
        assert!(!good(&image.path, &query.replace(&hash, &"0e".repeat(32)), 0));
        assert!(!good(&image.path, &query.replace("20260302T090000Z", "20260302T091000Z"), 660));
        assert!(
            Presigner::new("https://images.example:8443/a/b", Some(&"other".repeat(7)))
                .unwrap()
                .check(&image.path, query, now)
                .is_none()
        );
    }
}
