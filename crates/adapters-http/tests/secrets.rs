//! What was a secret is not left behind in memory.

use lpa_adapters_http::{AwsCredentials, LpaStore, Receiver, Upstream};
use zeroize::{ZeroizeOnDrop, Zeroizing};

/// Compiles for what is overwritten when it is dropped, and for nothing else.
const fn is_overwritten(_secret: &impl ZeroizeOnDrop) {}

#[test]
fn every_secret_that_is_handed_over_is_overwritten_when_it_is_dropped() {
    let secret = || Zeroizing::new("a made-up secret of 32 bytes, yes".to_owned());
    let aws = AwsCredentials {
        key_id: secret(),
        secret: secret(),
        session_token: Some(secret()),
        region: "eu-west-1".to_owned(),
    };
    let session_token = aws.session_token.unwrap_or_default();
    for secret in [&aws.key_id, &aws.secret, &session_token] {
        is_overwritten(secret);
    }
    is_overwritten(&LpaStore::new("https://store.example", secret().as_str(), "opg.poas.sirius").secret);
    is_overwritten(&Upstream::new("https://causeway.example", secret().as_str()).secret);
    let [name, authors, url] = ["sirius", "urn:opg:sirius:", "https://sirius.example"].map(str::to_owned);
    is_overwritten(&Receiver { name, authors, url, secret: secret() }.secret);
}
