//! The encryption context that services send, for completion.

use kms_catalog::Service;

use super::services::home;
use crate::scenario::Key;

/// A pair of the encryption context that a service sends with its calls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContextPairEntry {
    /// AWS's name for the service.
    pub service: &'static str,
    /// The key of the pair.
    pub name: &'static str,
    /// The value, with placeholders in angle brackets.
    pub value: String,
}

/// The pairs with a fixed key, with Region and account of this KMS key filled in.
pub fn context_pairs(key: &Key) -> Vec<ContextPairEntry> {
    let (region, account) = home(key);
    let of = |service: &'static Service| {
        let fixed = service.encryption_context.iter().filter(|pair| !pair.key.contains('<'));
        fixed.map(move |pair| ContextPairEntry {
            service: service.name,
            name: pair.key,
            value: pair.value.fill(region, account),
        })
    };
    Service::all().iter().flat_map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pair_that_s3_sends_is_known_with_its_placeholder() {
        let pairs = context_pairs(&Key::default());
        let s3 = pairs.iter().find(|pair| pair.name == "aws:s3:arn").unwrap();
        assert!(s3.service.contains("S3") && s3.value.starts_with("arn:aws:s3:::<"), "{s3:?}");
        assert!(pairs.iter().all(|pair| !pair.name.is_empty() && !pair.value.contains("<region>")));
    }
}
