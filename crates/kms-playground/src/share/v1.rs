//! Version 1: JSON, deflated with a dictionary of policy text, a checksum of three bytes, base64url.
//!
//! Frozen: neither this format nor `v1/dictionary.txt` may ever change, because links out there depend on every
//! byte of them. The compressor may get better, the reader may not get narrower.
//!
//! Deflate without dictionary calls: the dictionary is the beginning of one longer stream. Writing it ends in a
//! sync flush, which ends on a whole byte, so its output is dropped; reading inflates into a buffer that begins
//! with it.

use miniz_oxide::deflate::core::{
    CompressionStrategy, CompressorOxide, TDEFLFlush, compress_to_output, create_comp_flags_from_zip_params,
};
use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::core::inflate_flags::TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
use miniz_oxide::inflate::core::{DecompressorOxide, decompress};

use kms_policy::Base64;

use super::LinkError;

const DICTIONARY: &[u8] = include_bytes!("v1/dictionary.txt");
const CHECKSUM_BYTES: usize = 3;

pub(super) fn encode(json: &[u8]) -> String {
    let dynamic = deflate(json, CompressionStrategy::Default);
    let fixed = deflate(json, CompressionStrategy::Fixed);
    let mut bytes = if fixed.len() <= dynamic.len() { fixed } else { dynamic };
    bytes.extend(checksum(json));
    Base64::Url.encode(&bytes)
}

pub(super) fn decode(text: &str, limit: usize) -> Result<Vec<u8>, LinkError> {
    let text = text.trim_end_matches('=');
    if let Some(foreign) = text.chars().find(|c| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_')) {
        return Err(LinkError::foreign_character(foreign));
    }
    let bytes = Base64::Url.decode(text).ok_or_else(LinkError::cut_off)?;
    let (deflated, sum) = bytes.split_last_chunk::<CHECKSUM_BYTES>().ok_or_else(LinkError::cut_off)?;
    let json = inflate(deflated, limit)?;
    if checksum(&json) == *sum { Ok(json) } else { Err(LinkError::damaged()) }
}

fn deflate(json: &[u8], strategy: CompressionStrategy) -> Vec<u8> {
    const BEST: i32 = 10;
    const RAW: i32 = 0;
    let mut compressor = CompressorOxide::new(create_comp_flags_from_zip_params(BEST, RAW, strategy as i32));
    compress_to_output(&mut compressor, DICTIONARY, TDEFLFlush::Sync, |_| true);
    let mut out = Vec::new();
    compress_to_output(&mut compressor, json, TDEFLFlush::Finish, |bytes| {
        out.extend_from_slice(bytes);
        true
    });
    out
}

/// Inflates at most `limit` bytes; memory grows with what is really there.
fn inflate(mut deflated: &[u8], limit: usize) -> Result<Vec<u8>, LinkError> {
    let mut state = DecompressorOxide::new();
    let mut buffer = DICTIONARY.to_vec();
    let mut filled = buffer.len();
    buffer.resize(filled + deflated.len().saturating_mul(8).clamp(4096, limit), 0);
    loop {
        let flags = TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
        let (status, read, written) = decompress(&mut state, deflated, &mut buffer, filled, flags);
        filled += written;
        deflated = deflated.get(read..).unwrap_or_default();
        match status {
            TINFLStatus::Done if deflated.is_empty() => {
                buffer.truncate(filled);
                buffer.drain(..DICTIONARY.len());
                return Ok(buffer);
            }
            TINFLStatus::HasMoreOutput if filled >= DICTIONARY.len() + limit => {
                return Err(LinkError::too_large());
            }
            TINFLStatus::HasMoreOutput => {
                let larger = (buffer.len() * 2).min(DICTIONARY.len() + limit);
                buffer.resize(larger, 0);
            }
            TINFLStatus::FailedCannotMakeProgress | TINFLStatus::NeedsMoreInput => {
                return Err(LinkError::cut_off());
            }
            _ => return Err(LinkError::damaged()),
        }
    }
}

/// FNV-1a of 32 bits, folded to 24: tells damage from a link, not a forger from an author.
fn checksum(bytes: &[u8]) -> [u8; CHECKSUM_BYTES] {
    let hash =
        bytes.iter().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193));
    let [top, rest @ ..] = hash.to_be_bytes();
    let [a, b, c] = rest;
    [a, b, c ^ top]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_dictionary_is_frozen() {
        assert_eq!((DICTIONARY.len(), checksum(DICTIONARY)), (DICTIONARY_BYTES, DICTIONARY_CHECKSUM));
    }

    const DICTIONARY_BYTES: usize = 13_584;
    const DICTIONARY_CHECKSUM: [u8; 3] = [154, 16, 10];

    /// New ones may follow them.
    #[test]
    fn the_first_fixtures_are_frozen() {
        let fixtures: Vec<serde_json::Value> =
            serde_json::from_str(include_str!("v1/fixtures.json")).unwrap();
        let first: Vec<String> = fixtures.iter().take(4).map(ToString::to_string).collect();
        assert_eq!(checksum(first.concat().as_bytes()), [55, 71, 191]);
    }

    #[test]
    fn what_goes_in_comes_out() {
        for text in ["", "{}", "\u{1f511} keys", &"x".repeat(100_000)] {
            assert_eq!(decode(&encode(text.as_bytes()), 1 << 20).unwrap(), text.as_bytes());
        }
    }

    #[test]
    fn the_output_is_bounded() {
        let bomb = encode(&vec![b' '; 3 << 20]);
        assert!(bomb.len() < 10_000, "{}", bomb.len());
        assert!(decode(&bomb, 1 << 20).unwrap_err().text.contains("more than"));
        assert!(decode(&bomb, 3 << 20).is_ok());
    }
}
