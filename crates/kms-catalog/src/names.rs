//! The names that code speaks of, so that a misspelt one does not compile.
//!
//! The tables remain the one list of what there is; tests compare these with them.

macro_rules! names {
    ($($constant:ident = $name:literal;)+) => {
        $(
            #[doc = concat!("`", $name, "`")]
            pub const $constant: &str = $name;
        )+

        #[cfg(test)]
        pub(super) const ALL: &[&str] = &[$($constant),+];
    };
}

/// Condition keys.
pub mod keys {
    names! {
        ASSUMED_ROOT = "aws:AssumedRoot";
        CALLED_VIA = "aws:CalledVia";
        CALLED_VIA_FIRST = "aws:CalledViaFirst";
        CALLED_VIA_LAST = "aws:CalledViaLast";
        CALLER_ACCOUNT = "kms:CallerAccount";
        CURRENT_TIME = "aws:CurrentTime";
        EC2_INSTANCE_SOURCE_PRIVATE_IPV4 = "aws:Ec2InstanceSourcePrivateIPv4";
        EC2_INSTANCE_SOURCE_VPC = "aws:Ec2InstanceSourceVpc";
        ENCRYPTION_ALGORITHM = "kms:EncryptionAlgorithm";
        ENCRYPTION_CONTEXT = "kms:EncryptionContext:${EncryptionContextKey}";
        ENCRYPTION_CONTEXT_KEYS = "kms:EncryptionContextKeys";
        EPOCH_TIME = "aws:EpochTime";
        FEDERATED_PROVIDER = "aws:FederatedProvider";
        GRANT_CONSTRAINT_SOURCE_ARN = "kms:GrantConstraintSourceArn";
        GRANT_CONSTRAINT_TYPE = "kms:GrantConstraintType";
        GRANT_IS_FOR_AWS_RESOURCE = "kms:GrantIsForAWSResource";
        GRANT_OPERATIONS = "kms:GrantOperations";
        KEY_ORIGIN = "kms:KeyOrigin";
        KEY_SPEC = "kms:KeySpec";
        KEY_USAGE = "kms:KeyUsage";
        MULTI_FACTOR_AUTH_AGE = "aws:MultiFactorAuthAge";
        MULTI_FACTOR_AUTH_PRESENT = "aws:MultiFactorAuthPresent";
        MULTI_REGION = "kms:MultiRegion";
        MULTI_REGION_KEY_TYPE = "kms:MultiRegionKeyType";
        PRINCIPAL_ACCOUNT = "aws:PrincipalAccount";
        PRINCIPAL_ARN = "aws:PrincipalArn";
        PRINCIPAL_IS_AWS_SERVICE = "aws:PrincipalIsAWSService";
        PRINCIPAL_SERVICE_NAME = "aws:PrincipalServiceName";
        PRINCIPAL_SERVICE_NAMES_LIST = "aws:PrincipalServiceNamesList";
        PRINCIPAL_TYPE = "aws:PrincipalType";
        REQUESTED_REGION = "aws:RequestedRegion";
        REQUEST_ALIAS = "kms:RequestAlias";
        REQUEST_TAG = "aws:RequestTag/${TagKey}";
        RESOURCE_ACCOUNT = "aws:ResourceAccount";
        RESOURCE_ALIASES = "kms:ResourceAliases";
        RESOURCE_ORG_ID = "aws:ResourceOrgID";
        RESOURCE_ORG_PATHS = "aws:ResourceOrgPaths";
        RESOURCE_TAG = "aws:ResourceTag/${TagKey}";
        RE_ENCRYPT_ON_SAME_KEY = "kms:ReEncryptOnSameKey";
        SECURE_TRANSPORT = "aws:SecureTransport";
        SOURCE_ACCOUNT = "aws:SourceAccount";
        SOURCE_ARN = "aws:SourceArn";
        SOURCE_FUNCTION_ARN = "lambda:SourceFunctionArn";
        SOURCE_IDENTITY = "aws:SourceIdentity";
        SOURCE_VPCE = "aws:SourceVpce";
        TAG_KEYS = "aws:TagKeys";
        TOKEN_ISSUE_TIME = "aws:TokenIssueTime";
        USER_ID = "aws:userid";
        USER_NAME = "aws:username";
        VIA_AWS_SERVICE = "aws:ViaAWSService";
        VIA_SERVICE = "kms:ViaService";
    }
}

/// Permissions, without their service, and `ReEncrypt`, which is the name of two in the API.
pub mod operations {
    names! {
        CREATE_ALIAS = "CreateAlias";
        CREATE_GRANT = "CreateGrant";
        CREATE_KEY = "CreateKey";
        DECRYPT = "Decrypt";
        DELETE_ALIAS = "DeleteAlias";
        GET_KEY_POLICY = "GetKeyPolicy";
        LIST_RETIRABLE_GRANTS = "ListRetirableGrants";
        PUT_KEY_POLICY = "PutKeyPolicy";
        REPLICATE_KEY = "ReplicateKey";
        RETIRE_GRANT = "RetireGrant";
        REVOKE_GRANT = "RevokeGrant";
        RE_ENCRYPT = "ReEncrypt";
        RE_ENCRYPT_FROM = "ReEncryptFrom";
        RE_ENCRYPT_TO = "ReEncryptTo";
        TAG_RESOURCE = "TagResource";
        UNTAG_RESOURCE = "UntagResource";
        UPDATE_PRIMARY_REGION = "UpdatePrimaryRegion";
    }
}

#[cfg(test)]
mod tests {
    use super::{keys, operations};
    use crate::{ConditionKey, Operation};

    #[test]
    fn each_is_the_name_of_a_row() {
        for name in keys::ALL {
            assert!(ConditionKey::all().iter().any(|key| key.name == *name), "{name}");
        }
        for name in operations::ALL {
            let is_row = |it: &Operation| it.name == *name || it.api_operation == Some(name);
            assert!(Operation::all().iter().any(is_row), "{name}");
        }
    }
}
