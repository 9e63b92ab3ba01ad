//! Any bytes as a fragment, as the text of a link, and as what is deflated in one: no panic, bounded memory, and
//! what is read is written and read again.

#![no_main]

use data_encoding::BASE64URL_NOPAD;
use kms_playground::{Fragment, Shared};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data);
    let fragment = Fragment::parse(&text);
    let again = Fragment::parse(&fragment.to_string());
    assert_eq!(Fragment { unknown: Vec::new(), ..fragment.clone() }, again);
    if let Ok(Some(shared)) = fragment.scenario() {
        same(&shared);
    }
    for link in [text.into_owned(), format!("1.{}", BASE64URL_NOPAD.encode(data))] {
        match Shared::decode(&link) {
            Ok(shared) => same(&shared),
            Err(error) => assert!(!error.text.is_empty()),
        }
    }
});

fn same(shared: &Shared) {
    let link = shared.encode();
    let again = Shared::decode(&link).unwrap();
    assert_eq!(&again, shared);
    assert_eq!(again.encode(), link);
}
