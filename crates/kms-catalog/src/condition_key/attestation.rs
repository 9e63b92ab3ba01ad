//! The 57 condition keys of attested enclaves and instances: alike but for the measurement they name.
//!
//! Implements <https://docs.aws.amazon.com/kms/latest/developerguide/conditions-nitro-enclave.html> and its
//! sister page for NitroTPM.

use super::row::text;
use super::{ConditionKey, ConditionKeyGroup};

macro_rules! names {
    ($($measurement:literal)+) => { [$(concat!("kms:RecipientAttestation:", $measurement)),+] };
}

/// The names, image first, then the registers by number.
#[rustfmt::skip]
pub(crate) const NAMES: [&str; 57] = names![
    "ImageSha384"
    "NitroTPMPCR0" "NitroTPMPCR1" "NitroTPMPCR2" "NitroTPMPCR3" "NitroTPMPCR4" "NitroTPMPCR5"
    "NitroTPMPCR6" "NitroTPMPCR7" "NitroTPMPCR8" "NitroTPMPCR9" "NitroTPMPCR10" "NitroTPMPCR11"
    "NitroTPMPCR12" "NitroTPMPCR13" "NitroTPMPCR14" "NitroTPMPCR15" "NitroTPMPCR16" "NitroTPMPCR17"
    "NitroTPMPCR18" "NitroTPMPCR19" "NitroTPMPCR20" "NitroTPMPCR21" "NitroTPMPCR22" "NitroTPMPCR23"
    "PCR0" "PCR1" "PCR2" "PCR3" "PCR4" "PCR5" "PCR6" "PCR7" "PCR8" "PCR9" "PCR10"
    "PCR11" "PCR12" "PCR13" "PCR14" "PCR15" "PCR16" "PCR17" "PCR18" "PCR19" "PCR20"
    "PCR21" "PCR22" "PCR23" "PCR24" "PCR25" "PCR26" "PCR27" "PCR28" "PCR29" "PCR30" "PCR31"
];

const TRAPS: &[&str] = &[
    "Digests are hexadecimal: compare with StringEqualsIgnoreCase.",
    "Without an attestation document the key is absent, so an Allow that tests it shuts ordinary callers \
    out.",
];

const IMAGE: ConditionKey = ConditionKey {
    summary: "The digest of the enclave's image in the request's attestation document.",
    present: "when the request's Recipient holds a signed attestation document with that measurement",
    traps: TRAPS,
    page: "https://docs.aws.amazon.com/kms/latest/developerguide/conditions-nitro-enclave.html",
    ..text(ConditionKeyGroup::Attestation, "")
};

const REGISTER: ConditionKey = ConditionKey {
    summary: "The value of a platform configuration register in the enclave's attestation document.",
    ..IMAGE
};

const TPM_REGISTER: ConditionKey = ConditionKey {
    summary: "The value of a platform configuration register in the attestation document of an instance \
        with NitroTPM.",
    page: "https://docs.aws.amazon.com/kms/latest/developerguide/conditions-nitro-tpm.html",
    ..IMAGE
};

/// One entry for each of [`NAMES`].
pub(super) const TABLE: [ConditionKey; NAMES.len()] = table();

/// Where in [`NAMES`] the enclave's registers begin.
const FIRST_REGISTER: usize = 25;

#[expect(clippy::indexing_slicing, reason = "runs in the compiler: an index out of bounds is a build error")]
const fn table() -> [ConditionKey; NAMES.len()] {
    let mut keys = [IMAGE; NAMES.len()];
    let mut at = 0;
    while at < NAMES.len() {
        let entry = match at {
            0 => IMAGE,
            1..FIRST_REGISTER => TPM_REGISTER,
            _ => REGISTER,
        };
        keys[at] = ConditionKey { name: NAMES[at], ..entry };
        at += 1;
    }
    keys
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_measurement_has_its_own_kind_of_entry() {
        for key in TABLE {
            let tpm = key.name.contains("NitroTPM");
            assert_eq!(key.page.ends_with("nitro-tpm.html"), tpm, "{key:?}");
            assert_eq!(key.summary == IMAGE.summary, key.name.ends_with("ImageSha384"), "{key:?}");
        }
    }
}
