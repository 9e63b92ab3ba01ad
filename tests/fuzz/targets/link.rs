//! Any bytes as a link: as the fragment of an address, as what is behind `s=1.`, and as the JSON in there.
//!
//! Whatever can be opened is the same after another trip, and can be decided.

#![no_main]

use kms_playground::{Fragment, Shared, run};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Some((form, bytes)) = bytes.split_first() else { return };
    match form % 3 {
        0 => open(&String::from_utf8_lossy(bytes)),
        1 => open(&format!("s=1.{}", base64(bytes))),
        _ => open(&format!("s=1.{}", base64(&sealed(bytes)))),
    }
});

fn open(text: &str) {
    let fragment = Fragment::parse(text);
    let known = Fragment { unknown: Vec::new(), ..fragment.clone() };
    assert_eq!(Fragment::parse(&known.to_string()), known, "a fragment survives being written");
    match fragment.scenario() {
        Ok(None) => {}
        Ok(Some(shared)) => travels(Shared { assumptions: Vec::new(), ..shared }),
        Err(error) => {
            assert!(!error.text.is_empty() && error.text.len() < 2_000, "{}", error.text);
            error.salvaged.into_iter().for_each(|scenario| travels(Shared::from(*scenario)));
        }
    }
}

fn travels(shared: Shared) {
    let link = shared.encode();
    let again = Shared::decode(&link).expect("what is written can be read");
    assert_eq!(again, shared);
    assert_eq!(again.encode(), link, "a second time gives the same link");
    if shared.scenario.requests.len() <= 4 {
        let report = run(&shared.scenario);
        assert_eq!(report.requests.len(), shared.scenario.requests.len());
    }
}

/// The bytes as version 1 packs them, by other means than the engine's: as stored blocks, with the checksum.
fn sealed(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut blocks = bytes.chunks(usize::from(u16::MAX)).peekable();
    if blocks.peek().is_none() {
        out.extend([1, 0, 0, 0xff, 0xff]);
    }
    while let Some(block) = blocks.next() {
        let length = block.len() as u16;
        out.push(u8::from(blocks.peek().is_none()));
        out.extend(length.to_le_bytes());
        out.extend((!length).to_le_bytes());
        out.extend(block);
    }
    let hash = bytes.iter().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193));
    let [top, a, b, c] = hash.to_be_bytes();
    out.extend([a, b, c ^ top]);
    out
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let group = chunk.iter().fold(0_u32, |group, byte| group << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        text.extend((0..=chunk.len()).map(|at| char::from(LETTERS[(group >> (18 - 6 * at) & 63) as usize])));
    }
    text
}
