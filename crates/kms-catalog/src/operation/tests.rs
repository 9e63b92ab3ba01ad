use super::*;
use crate::condition_key::ConditionKey;

fn names(wanted: impl Fn(&Operation) -> bool) -> Vec<&'static str> {
    let mut names: Vec<_> = Operation::all().iter().filter(|it| wanted(it)).map(|it| it.name).collect();
    names.sort_unstable();
    names
}

#[test]
fn there_are_58_permissions_each_named_once() {
    let all = names(|_| true);
    assert_eq!(all.len(), 58);
    assert!(all.windows(2).all(|pair| !pair[0].eq_ignore_ascii_case(pair[1])));
}

#[test]
fn a_group_stands_together_in_alphabetical_order() {
    let mut seen = Vec::new();
    for pair in Operation::all().windows(2) {
        if pair[0].group == pair[1].group {
            assert!(pair[0].name < pair[1].name, "{:?} before {:?}", pair[0], pair[1]);
        } else {
            seen.push(pair[0].group);
            assert!(!seen.contains(&pair[1].group), "{:?} is not with its group", pair[1]);
        }
    }
}

#[test]
fn an_operation_is_found_by_its_name_in_any_case_with_or_without_prefix() {
    for operation in Operation::all() {
        assert_eq!(operation.permission(), format!("kms:{}", operation.name));
        assert_eq!(Operation::find(operation.name), Some(operation));
        assert_eq!(Operation::find(&operation.permission().to_uppercase()), Some(operation));
        assert_eq!(Operation::find(&operation.permission().to_lowercase()), Some(operation));
    }
    for unknown in ["", "kms:", "kms", "kms:ReEncrypt", "kms:*", "s3:Decrypt", "kms:kms:Decrypt", "Decrypt "]
    {
        assert_eq!(Operation::find(unknown), None, "{unknown:?}");
    }
}

#[test]
fn a_misspelt_permission_has_a_nearest_one() {
    assert_eq!(Operation::nearest("kms:Decript").map(|it| it.name), Some("Decrypt"));
    assert_eq!(Operation::nearest("GenerateDataKeys").map(|it| it.name), Some("GenerateDataKey"));
    assert_eq!(Operation::nearest("kms:PutKeyPolcy").map(|it| it.name), Some("PutKeyPolicy"));
    assert_eq!(Operation::nearest("s3:PutObject"), None);
}

#[test]
fn the_api_has_56_operations_and_re_encrypt_is_one_of_them() {
    let api: Vec<_> = Operation::api_operations().collect();
    assert_eq!(api.len(), 56);
    assert!(api.contains(&"ReEncrypt") && !api.contains(&"ReEncryptFrom"));
    assert!(!api.contains(&"SynchronizeMultiRegionKey"), "it is not public");
}

#[test]
fn exactly_these_permissions_reach_across_accounts() {
    assert_eq!(
        names(|it| it.cross_account == CrossAccount::Supported),
        [
            "CreateGrant",
            "Decapsulate",
            "Decrypt",
            "DeriveSharedSecret",
            "DescribeKey",
            "Encapsulate",
            "Encrypt",
            "GenerateDataKey",
            "GenerateDataKeyPair",
            "GenerateDataKeyPairWithoutPlaintext",
            "GenerateDataKeyWithoutPlaintext",
            "GenerateMac",
            "GetKeyRotationStatus",
            "GetPublicKey",
            "ListGrants",
            "ReEncryptFrom",
            "ReEncryptTo",
            "RetireGrant",
            "RevokeGrant",
            "Sign",
            "Verify",
            "VerifyMac",
        ]
    );
}

#[test]
fn the_grantable_permissions_are_those_of_the_api_enum() {
    let mut grantable = crate::api_value::GRANT_OPERATIONS.to_vec();
    grantable.sort_unstable();
    assert_eq!(grantable.len(), 19);
    assert_eq!(names(|it| it.grantable), grantable);
}

#[test]
fn a_cryptographic_operation_can_be_granted_save_generate_random() {
    assert_eq!(names(|it| it.cryptographic).len(), 16);
    assert_eq!(names(|it| it.cryptographic && !it.grantable), ["GenerateRandom"]);
}

#[test]
fn an_operation_without_a_key_is_for_identity_based_policies_only() {
    let without_key = names(|it| it.resource == ResourceScope::None);
    assert_eq!(without_key.len(), 11);
    for name in without_key {
        let operation = Operation::find(name).unwrap();
        assert!(!operation.is_effective_in_key_policy(), "{name}");
        assert_eq!(operation.key_usages, KeyUsages::NotApplicable, "{name}");
        assert_eq!(operation.key_identifier, KeyIdentifier::None, "{name}");
    }
    let refused_by_key_policies = |it: &Operation| !it.is_effective_in_key_policy();
    let with_key = |it: &Operation| it.resource != ResourceScope::None;
    assert_eq!(names(|it| refused_by_key_policies(it) && with_key(it)), ["RetireGrant"]);
}

#[test]
fn every_condition_key_of_an_operation_exists_and_stands_there_once() {
    for operation in Operation::all() {
        let mut seen = Vec::new();
        for used in operation.condition_keys() {
            assert_eq!(ConditionKey::find(used.key).unwrap().name, used.key, "{operation:?}");
            assert!(!seen.contains(&used.key), "{operation:?} has {} twice", used.key);
            seen.push(used.key);
        }
        for used in operation.condition_keys_alias_half {
            assert_eq!(ConditionKey::find(used.key).unwrap().name, used.key, "{operation:?}");
        }
    }
}

#[test]
fn every_parameter_feeds_condition_keys_that_the_operation_carries() {
    for operation in Operation::all() {
        for parameter in operation.parameters {
            for key in parameter.condition_keys {
                assert!(operation.condition_key(key).is_some(), "{operation:?} {} {key}", parameter.name);
            }
            let default = parameter.default();
            assert!(
                default.is_none_or(|it| parameter.values.is_empty() || parameter.values.contains(&it)),
                "{operation:?} {}",
                parameter.name
            );
        }
    }
}

#[test]
fn an_encryption_context_comes_with_its_condition_keys_and_its_parameter() {
    for operation in Operation::all() {
        let context = operation.encryption_context;
        let carried = operation.condition_key("kms:EncryptionContext:any").is_some();
        assert_eq!(carried, context != EncryptionContextParameter::None, "{operation:?}");
        assert_eq!(carried, operation.condition_key("kms:EncryptionContextKeys").is_some(), "{operation:?}");
        if let Some(parameter) = context.parameter() {
            assert!(operation.parameter(parameter).is_some(), "{operation:?}");
        }
    }
}

#[test]
fn an_alias_in_place_of_the_key_comes_with_request_alias() {
    for operation in Operation::all() {
        let carried = operation.condition_key("kms:RequestAlias").is_some();
        assert_eq!(carried, operation.key_identifier.accepts_alias(), "{operation:?}");
    }
}

#[test]
fn a_recipient_comes_with_the_attestation_keys() {
    let accepting = names(|it| it.accepts_recipient);
    assert_eq!(
        accepting,
        ["Decrypt", "DeriveSharedSecret", "GenerateDataKey", "GenerateDataKeyPair", "GenerateRandom"]
    );
    assert_eq!(names(|it| it.condition_key("kms:RecipientAttestation:PCR31").is_some()), accepting);
}

#[test]
fn a_deprecated_name_stands_for_the_key_that_replaced_it() {
    let decrypt = Operation::find("Decrypt").unwrap();
    assert_eq!(decrypt.condition_key("kms:CustomerMasterKeySpec"), decrypt.condition_key("kms:KeySpec"));
    assert!(decrypt.condition_key("kms:CustomerMasterKeyUsage").is_some());
    let list_keys = Operation::find("ListKeys").unwrap();
    assert_eq!(list_keys.condition_key("kms:CustomerMasterKeySpec"), None);
}

#[test]
fn the_alias_half_sees_nothing_of_the_key() {
    let create_alias = Operation::find("CreateAlias").unwrap();
    assert!(create_alias.condition_key("kms:KeySpec").is_some());
    let alias_half: Vec<_> = create_alias.condition_keys_alias_half.iter().map(|used| used.key).collect();
    assert_eq!(alias_half, ["kms:CallerAccount", "kms:ViaService"]);
    assert_eq!(
        names(|it| !it.condition_keys_alias_half.is_empty()),
        names(|it| it.resource == ResourceScope::AliasAndKey)
    );
}

#[test]
fn a_key_state_lets_an_operation_through_or_names_an_exception() {
    let outcome = |name: &str, state| Operation::find(name).unwrap().in_key_state(state);
    assert_eq!(outcome("Decrypt", KeyState::Enabled), Some(KeyStateOutcome::Succeeds));
    let Some(KeyStateOutcome::Fails(notes)) = outcome("Decrypt", KeyState::Disabled) else {
        panic!("a disabled key decrypts nothing");
    };
    assert_eq!(notes[0].exception(), Some("DisabledException"));
    let Some(KeyStateOutcome::Fails(notes)) = outcome("TagResource", KeyState::PendingReplicaDeletion) else {
        panic!("a key pending deletion takes no tags");
    };
    assert_eq!(notes[0].exception(), Some("KMSInvalidStateException"));
    assert_eq!(outcome("PutKeyPolicy", KeyState::Unavailable), Some(KeyStateOutcome::Succeeds));
    assert_eq!(outcome("Encapsulate", KeyState::Enabled), None, "AWS's table has no row for it");
    assert_eq!(KeyStateNote::KeyIsUpdating.number(), 15);
}

#[test]
fn every_entry_says_what_it_does_and_links_to_aws() {
    for operation in Operation::all() {
        assert!(operation.summary.ends_with('.') && operation.summary.len() < 120, "{operation:?}");
        assert!(operation.page.starts_with("https://docs.aws.amazon.com/"), "{operation:?}");
        assert!(operation.notes.iter().all(|note| note.ends_with('.')), "{operation:?}");
    }
}
