//! Base64 in the two forms that the product meets: the values of `BinaryEquals`, with padding (RFC 4648, section 4), and
//! addresses, without (section 5).
//!
//! Strict: every text that can be decoded is the one that would be encoded. Our own, because a library that knows all
//! bases adds 50 KB to the download.

/// A form of Base64.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Base64 {
    /// `+` and `/`, padded with `=`: the values of `BinaryEquals`.
    Standard,
    /// `-` and `_`, without padding: text in addresses.
    Url,
}

impl Base64 {
    /// The text of these bytes.
    pub fn encode(self, bytes: &[u8]) -> String {
        let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
        for chunk in bytes.chunks(3) {
            let group = chunk.iter().fold(0_u32, |group, byte| group << 8 | u32::from(*byte));
            let group = group << (8 * (3 - chunk.len()));
            text.extend((0..=chunk.len()).map(|index| self.letter(group >> (18 - 6 * index))));
        }
        if self == Self::Standard {
            text.extend(std::iter::repeat_n('=', (4 - text.len() % 4) % 4));
        }
        text
    }

    /// The bytes of this text; none if [`encode`](Self::encode) would not write it.
    pub fn decode(self, text: &str) -> Option<Vec<u8>> {
        let bare = match self {
            Self::Standard => unpadded(text)?,
            Self::Url => text,
        };
        let mut bytes = Vec::with_capacity(bare.len() / 4 * 3 + 2);
        for chunk in bare.as_bytes().chunks(4) {
            let group = chunk.iter().try_fold(0_u32, |group, byte| Some(group << 6 | self.value(*byte)?))?;
            let group = group << (6 * (4 - chunk.len()));
            let [_, octets @ ..] = group.to_be_bytes();
            // Two letters hold one byte, three hold two; one letter holds none, and no bit may be left over.
            let count = chunk.len().checked_sub(1).filter(|count| *count > 0)?;
            let (octets, rest) = octets.split_at_checked(count)?;
            if rest.iter().any(|byte| *byte != 0) {
                return None;
            }
            bytes.extend(octets);
        }
        Some(bytes)
    }

    /// The letters of the values 62 and 63.
    const fn last(self) -> [u8; 2] {
        match self {
            Self::Standard => *b"+/",
            Self::Url => *b"-_",
        }
    }

    fn letter(self, sextet: u32) -> char {
        let [plus, slash] = self.last();
        let sextet = (sextet & 63) as u8;
        char::from(match sextet {
            0..26 => b'A' + sextet,
            26..52 => b'a' + sextet - 26,
            52..62 => b'0' + sextet - 52,
            62 => plus,
            _ => slash,
        })
    }

    fn value(self, letter: u8) -> Option<u32> {
        let [plus, slash] = self.last();
        let value = match letter {
            b'A'..=b'Z' => letter - b'A',
            b'a'..=b'z' => letter - b'a' + 26,
            b'0'..=b'9' => letter - b'0' + 52,
            _ if letter == plus => 62,
            _ if letter == slash => 63,
            _ => return None,
        };
        Some(u32::from(value))
    }
}

/// The text without its padding; none if the padding is not what its length needs.
fn unpadded(text: &str) -> Option<&str> {
    let bare = text.trim_end_matches('=');
    (text.len().is_multiple_of(4) && text.len() - bare.len() <= 2).then_some(bare)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_vectors_of_the_standard_hold() {
        for (bytes, text) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ] {
            for (form, text) in [(Base64::Standard, text), (Base64::Url, text.trim_end_matches('='))] {
                assert_eq!(form.encode(bytes.as_bytes()), text);
                assert_eq!(form.decode(text).unwrap(), bytes.as_bytes());
            }
        }
        assert_eq!(Base64::Standard.encode(&[0xfb, 0xff, 0xfe]), "+//+");
        assert_eq!(Base64::Url.encode(&[0xfb, 0xff, 0xfe]), "-__-");
    }

    #[test]
    fn all_bytes_survive() {
        let all: Vec<u8> = (0..=255).collect();
        for form in [Base64::Standard, Base64::Url] {
            for end in 0..all.len() {
                let bytes = &all[..end];
                assert_eq!(form.decode(&form.encode(bytes)).unwrap(), bytes);
            }
        }
    }

    #[test]
    fn text_that_no_encoder_writes_is_refused() {
        for text in ["A", "AAAAA", "Zh", "Zm9", "Zg==", "Zm9v\n", "Zm+v", "Zm/v", "é"] {
            assert_eq!(Base64::Url.decode(text), None, "{text}");
        }
        for text in
            ["Zg", "Zg=", "Zh==", "Zm9=", "====", "A===", "Zm9v====", "Zm-_", "Z=g=", "Zm9v\n", " Zm9"]
        {
            assert_eq!(Base64::Standard.decode(text), None, "{text}");
        }
    }
}
