//! Base64 with the alphabet of addresses and without padding (RFC 4648, section 5).
//!
//! Strict: every text that can be read is the one that would be written. Our own, since a library that knows all
//! bases adds 50 KB to the download.

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

pub(super) fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let group = chunk.iter().fold(0_u32, |group, byte| group << 8 | u32::from(*byte));
        let group = group << (8 * (3 - chunk.len()));
        text.extend((0..=chunk.len()).map(|index| letter(group >> (18 - 6 * index))));
    }
    text
}

/// The bytes, unless a character is none of the alphabet or the text is not one that [`encode`] writes.
pub(super) fn decode(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3 + 2);
    for chunk in text.as_bytes().chunks(4) {
        let group = chunk.iter().try_fold(0_u32, |group, byte| Some(group << 6 | value(*byte)?))?;
        let group = group << (6 * (4 - chunk.len()));
        let [_, octets @ ..] = group.to_be_bytes();
        // Two letters hold one byte, three hold two; one letter holds none, and no bit may be left over.
        let (octets, rest) =
            octets.split_at_checked(chunk.len().checked_sub(1).filter(|count| *count > 0)?)?;
        if rest.iter().any(|byte| *byte != 0) {
            return None;
        }
        bytes.extend(octets);
    }
    Some(bytes)
}

fn letter(sextet: u32) -> char {
    let index = usize::try_from(sextet & 63).unwrap_or_default();
    ALPHABET.get(index).copied().map_or('A', char::from)
}

fn value(letter: u8) -> Option<u32> {
    let value = match letter {
        b'A'..=b'Z' => letter - b'A',
        b'a'..=b'z' => letter - b'a' + 26,
        b'0'..=b'9' => letter - b'0' + 52,
        b'-' => 62,
        b'_' => 63,
        _ => return None,
    };
    Some(u32::from(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_vectors_of_the_standard_hold() {
        for (bytes, text) in [
            ("", ""),
            ("f", "Zg"),
            ("fo", "Zm8"),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg"),
            ("fooba", "Zm9vYmE"),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(encode(bytes.as_bytes()), text);
            assert_eq!(decode(text).unwrap(), bytes.as_bytes());
        }
        assert_eq!(encode(&[0xfb, 0xff, 0xfe]), "-__-");
    }

    #[test]
    fn all_bytes_survive() {
        let all: Vec<u8> = (0..=255).collect();
        for end in 0..all.len() {
            let bytes = &all[..end];
            assert_eq!(decode(&encode(bytes)).unwrap(), bytes);
        }
    }

    #[test]
    fn what_encode_does_not_write_is_refused() {
        for text in ["A", "AAAAA", "Zh", "Zm9", "Zg==", "Zm9v\n", "Zm+v", "Zm/v", "é"] {
            assert_eq!(decode(text), None, "{text}");
        }
    }
}
