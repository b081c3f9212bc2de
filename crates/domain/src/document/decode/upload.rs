//! Scans as they are sent: a file name and base64 (contract section 3.4).

#[cfg(test)]
mod tests;

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{GeneralPurpose, GeneralPurposeConfig};

use super::Upload;
use super::fields::Fields;

/// Standard base64 with padding. Bits left over in the last character are not looked at, as by today's service.
const BASE64: GeneralPurpose =
    GeneralPurpose::new(&STANDARD, GeneralPurposeConfig::new().with_decode_allow_trailing_bits(true));

const MAX_NAME_BYTES: usize = 255;

/// Reads one upload. A name that could lead out of its folder, or that a file system or an object key could not hold,
/// is refused; today it goes unchecked into the object key (W22).
pub(super) fn upload(it: &mut Fields<'_>) -> Upload {
    let filename = it.raw("filename").unwrap_or_default();
    if !is_plain_name(filename) {
        it.report("filename", "invalid value");
    }
    let bytes = decoded(it.raw("data").unwrap_or_default());
    if bytes.is_none() {
        it.report("data", "must be base64");
    }
    Upload { filename: filename.to_owned(), bytes: bytes.unwrap_or_default() }
}

fn is_plain_name(name: &str) -> bool {
    let forbidden = |c: char| matches!(c, '/' | '\\') || c.is_control();
    (1..=MAX_NAME_BYTES).contains(&name.len()) && name != "." && name != ".." && !name.contains(forbidden)
}

fn decoded(text: &str) -> Option<Vec<u8>> {
    if !text.contains(['\r', '\n']) {
        return BASE64.decode(text).ok();
    }
    let unbroken: Vec<u8> = text.bytes().filter(|byte| !matches!(byte, b'\r' | b'\n')).collect();
    BASE64.decode(unbroken).ok()
}
