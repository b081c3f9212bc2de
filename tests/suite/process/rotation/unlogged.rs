//! A key is in its file or in the settings, and never in what a program says.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

/// No key of these lines, each 32 bytes in base64, is in what was said: neither so, nor in hex, nor byte by byte.
pub(super) fn not_in(said: &str, keys: &str) {
    assert!(!said.is_empty() && !keys.is_empty());
    for key in keys.lines() {
        let bytes = BASE64_STANDARD.decode(key).unwrap();
        assert_eq!(bytes.len(), 32);
        let hex = bytes.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat();
        let listed = format!("{bytes:?}");
        for guise in [key.trim_end_matches('='), &hex, &hex.to_uppercase(), listed.trim_matches(['[', ']'])] {
            assert!(!said.contains(guise), "a key was said: {said}");
        }
    }
}
