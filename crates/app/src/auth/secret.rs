//! What every secret that signs must be.

use thiserror::Error;

/// As long as the digest that HS256 makes (RFC 7518 section 3.2).
const SHORTEST_SECRET: usize = 32;

/// The secret is too short to sign with. Anyone can sign with an empty one, which is what a variable that was not filled in
/// leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("the secret must have at least {SHORTEST_SECRET} bytes")]
pub struct ShortSecret;

/// The secret, if it is long enough.
pub fn long_enough(secret: &[u8]) -> Result<&[u8], ShortSecret> {
    if secret.len() < SHORTEST_SECRET { Err(ShortSecret) } else { Ok(secret) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_has_as_many_bytes_as_the_digest() {
        // The key of today's own tests has 33 (contract section 2.2).
        assert!(long_enough(b"mysupersecrettestkeythatis128bits").is_ok());
        assert!(long_enough(&[1; 32]).is_ok());
        assert_eq!(long_enough(&[1; 31]), Err(ShortSecret));
        assert_eq!(long_enough(b""), Err(ShortSecret));
    }
}
