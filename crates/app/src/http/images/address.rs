//! Percent-encoding as the signature scheme wants it (RFC 3986 unreserved characters stay, everything else is `%XX`).

/// Encodes a path: `/` stays.
pub(super) fn encode_path(path: &str) -> String {
    encode(path, |byte| byte == b'/')
}

/// Encodes a value of the query.
pub(super) fn encode_value(value: &str) -> String {
    encode(value, |_| false)
}

fn encode(text: &str, kept: impl Fn(u8) -> bool) -> String {
    let mut encoded = String::with_capacity(text.len() * 3);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) || kept(byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push('%');
            encoded.extend(hex_digits(byte).map(|digit| digit.to_ascii_uppercase()));
        }
    }
    encoded
}

/// Bytes in lower-case hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().copied().flat_map(hex_digits).collect()
}

fn hex_digits(byte: u8) -> impl Iterator<Item = char> {
    [byte >> 4, byte & 0x0f].into_iter().filter_map(|half| char::from_digit(half.into(), 16))
}

/// The value of the first `name` in a query; undecoded, since none of ours needs decoding.
pub(super) fn value<'q>(query: &'q str, name: &str) -> Option<&'q str> {
    query
        .split('&')
        .find_map(|pair| pair.split_once('=').filter(|(key, _)| *key == name))
        .map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn odd_file_names_are_encoded_byte_by_byte() {
        assert_eq!(encode_path("M-1/scans/rc_0_a b+é~.png"), "M-1/scans/rc_0_a%20b%2B%C3%A9~.png");
        assert_eq!(encode_value("a/b"), "a%2Fb");
    }
}
