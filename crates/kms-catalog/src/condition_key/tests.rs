use super::*;

fn found(name: &str) -> Option<&'static str> {
    ConditionKey::find(name).map(|key| key.name)
}

#[test]
fn there_are_96_keys_of_kms_and_48_global_ones_each_named_once() {
    let kms = ConditionKey::all().iter().filter(|key| key.is_kms()).count();
    assert_eq!((kms, ConditionKey::all().len() - kms), (96, 48));
    let mut names: Vec<_> = ConditionKey::all().iter().map(|key| key.name.to_lowercase()).collect();
    names.sort_unstable();
    assert!(names.windows(2).all(|pair| pair[0] != pair[1]));
}

#[test]
fn the_tables_are_in_alphabetical_order() {
    for table in [kms::TABLE, caller::TABLE, global::TABLE] {
        let names: Vec<_> = table.iter().map(|key| key.name).collect();
        assert!(names.is_sorted(), "{names:?}");
    }
}

#[test]
fn a_key_is_found_in_any_case() {
    for key in ConditionKey::all() {
        assert_eq!(ConditionKey::find(key.name), Some(key));
        assert_eq!(ConditionKey::find(&key.name.to_uppercase()), Some(key));
        assert_eq!(ConditionKey::find(&key.name.to_lowercase()), Some(key));
    }
    assert_eq!(found("AWS:SourceArn"), Some("aws:SourceArn"));
    assert_eq!(found("kms:RecipientAttestation:PCR31"), Some("kms:RecipientAttestation:PCR31"));
}

#[test]
fn a_key_is_found_with_any_tail() {
    let pair = Some("kms:EncryptionContext:${EncryptionContextKey}");
    assert_eq!(found("kms:EncryptionContext:Department"), pair);
    assert_eq!(found("KMS:encryptioncontext:aws:cloudtrail:arn"), pair);
    assert_eq!(found("aws:PrincipalTag/team"), Some("aws:PrincipalTag/${TagKey}"));
    assert_eq!(found("aws:resourcetag/a/b"), Some("aws:ResourceTag/${TagKey}"));
    assert_eq!(found("aws:RequestTag/é"), Some("aws:RequestTag/${TagKey}"));
}

#[test]
fn other_names_are_unknown() {
    for name in [
        "",
        ":",
        "kms:",
        "kms:EncryptionContext",
        "kms:EncryptionContext:",
        "aws:PrincipalTag",
        "aws:PrincipalTag/",
        "kms:RecipientAttestation:PCR32",
        "kms:RecipientAttestation:NitroTPMPCR24",
        "kms:ResourceTag",
        "s3:prefix",
    ] {
        assert_eq!(found(name), None, "{name:?}");
    }
}

#[test]
fn everything_behind_the_second_colon_is_the_context_key() {
    assert_eq!(ConditionKey::context_key_of("kms:EncryptionContext:aws:s3:arn"), Some("aws:s3:arn"));
    assert_eq!(ConditionKey::context_key_of("kms:EncryptionContextKeys"), None);
    assert_eq!(ConditionKey::context_key_of("aws:PrincipalTag/team"), None);
    let tag = ConditionKey::find("aws:PrincipalTag/team").unwrap();
    assert_eq!(tag.tail_of("AWS:PrincipalTag/Team"), Some("Team"));
    assert_eq!(tag.tail_of("aws:RequestTag/Team"), None);
}

#[test]
fn a_name_is_put_into_awss_spelling_and_its_tail_kept() {
    let canonical = |name| ConditionKey::canonical_name(name).map(Cow::into_owned);
    assert_eq!(canonical("AWS:sourceARN").as_deref(), Some("aws:SourceArn"));
    assert_eq!(canonical("KMS:encryptionCONTEXT:Ab:c").as_deref(), Some("kms:EncryptionContext:Ab:c"));
    assert_eq!(canonical("aws:principaltag/Team").as_deref(), Some("aws:PrincipalTag/Team"));
    assert_eq!(canonical("aws:Nothing"), None);
}

#[test]
fn a_misspelt_key_has_a_nearest_one() {
    let nearest = |name| ConditionKey::nearest(name).map(|key| key.name);
    assert_eq!(nearest("kms:ResourcesAliases"), Some("kms:ResourceAliases"));
    assert_eq!(nearest("kms:ViaServices"), Some("kms:ViaService"));
    assert_eq!(nearest("aws:SourceAcount"), Some("aws:SourceAccount"));
    assert_eq!(nearest("aws:PrincipleTag/team"), Some("aws:PrincipalTag/${TagKey}"));
    let pair = Some("kms:EncryptionContext:${EncryptionContextKey}");
    assert_eq!(nearest("kms:EncryptionContxt:aws:s3:arn"), pair);
    assert_eq!(nearest("kms:EncryptionContext"), pair);
    assert_eq!(nearest("s3:prefix"), None);
    assert_eq!(nearest("ö"), None);
}

#[test]
fn only_these_keys_are_refused_in_a_key_policy() {
    let refused: Vec<_> =
        ConditionKey::all().iter().filter(|key| !key.permitted_in_key_policy).map(|key| key.name).collect();
    assert_eq!(refused, ["kms:ResourceAliases", "aws:ResourceTag/${TagKey}"]);
    for name in NOT_PERMITTED_IN_KEY_POLICY.iter().chain(&["aws:resourcetag/x", "kms:resourcetag/x"]) {
        assert!(!ConditionKey::is_permitted_in_key_policy(name), "{name}");
    }
    for name in ["kms:ViaService", "aws:PrincipalTag/x", "kms:ResourceTags", "s3:prefix"] {
        assert!(ConditionKey::is_permitted_in_key_policy(name), "{name}");
    }
}

#[test]
fn the_multivalued_keys_are_those_that_aws_names() {
    let multi: Vec<_> = ConditionKey::all()
        .iter()
        .filter(|key| key.cardinality == Cardinality::Multi)
        .map(|key| key.name)
        .collect();
    assert_eq!(
        multi,
        [
            "kms:EncryptionContextKeys",
            "kms:GrantOperations",
            "kms:ResourceAliases",
            "aws:PrincipalOrgPaths",
            "aws:PrincipalServiceNamesList",
            "aws:CalledVia",
            "aws:ResourceOrgPaths",
            "aws:SourceOrgPaths",
            "aws:TagKeys",
            "aws:VpceOrgPaths",
        ]
    );
}

#[test]
fn the_way_of_arrival_decides_on_the_keys_of_services() {
    let carried = |name| ConditionKey::find(name).unwrap().carried;
    assert_eq!(carried("kms:ViaService").direct, Carried::Never);
    assert_eq!(carried("kms:ViaService").forward_access_session, Carried::Always);
    assert_eq!(carried("kms:ViaService").service_principal, Carried::Never);
    assert_eq!(carried("kms:ViaService").service_through_service, Carried::Always);
    assert_eq!(carried("aws:SourceArn").forward_access_session, Carried::Never);
    assert_eq!(carried("aws:SourceArn").service_principal, Carried::Sometimes);
    assert_eq!(carried("aws:SourceVpce").forward_access_session, Carried::Never);
    assert_eq!(carried("aws:PrincipalArn").service_principal, Carried::Unconfirmed);
}

#[test]
fn a_date_may_be_compared_as_a_number_where_aws_does() {
    let accepts = |name, kind| ConditionKey::find(name).unwrap().accepts(kind);
    assert!(accepts("kms:ValidTo", KeyType::Date) && accepts("kms:ValidTo", KeyType::Numeric));
    assert!(accepts("aws:EpochTime", KeyType::Numeric));
    assert!(!accepts("aws:CurrentTime", KeyType::Numeric));
}

#[test]
fn a_replaced_key_names_the_one_that_replaced_it() {
    for key in ConditionKey::all() {
        if let Some(name) = key.replaced_by {
            assert_eq!(ConditionKey::find(name).unwrap().replaced_by, None, "{key:?}");
        }
    }
}

#[test]
fn every_entry_says_what_it_holds_and_links_to_aws() {
    for key in ConditionKey::all() {
        assert!(key.summary.ends_with('.') && key.summary.len() < 120, "{key:?}");
        assert!(!key.present.is_empty() && !key.present.ends_with('.'), "{key:?}");
        assert!(!key.absent.ends_with('.'), "{key:?}");
        assert!(key.traps.iter().all(|trap| trap.ends_with('.')), "{key:?}");
        assert!(key.page.starts_with("https://docs.aws.amazon.com/"), "{key:?}");
    }
}
