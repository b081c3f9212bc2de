//! # lpa-sealing
//!
//! Authenticated encryption of what a journal keeps: AES-256-GCM with a random nonce from the library, bound to the
//! record it belongs to, so that records can neither be read nor swapped without the key.
//!
//! - [`Seal`] is one key.
//! - [`KeyRing`] is several: one seals, all open. What it seals says which key it was.
//! - [`Resealing`] is how far a journal has come in sealing everything with another key.
//! - [`DigestKey`] makes keyed digests, by which records are found that must not hold what they are found by.
//! - [`Fingerprint`] tells one key from another without telling the key.
//!
//! Keys are overwritten in memory when they are dropped: those that the library keeps by the library, which clears what
//! it frees, those that we hold on the way to it by `zeroize`.

mod digest;
mod fingerprint;
mod resealing;
mod ring;
mod seal;

pub use digest::{Digest, DigestKey};
pub use fingerprint::{Fingerprint, NotAFingerprint};
pub use resealing::Resealing;
pub use ring::{KeyRing, KeySource, KeysUnreadable, MARK, marked};
pub use seal::{Seal, SealError};
