//! A condition on `kms:GrantIsForAWSResource` keeps Amazon EKS from creating a cluster.
//!
//! ## Why it matters
//!
//! EKS's page says that the condition is not supported for `CreateCluster`: the grant that EKS asks for is refused.
//!
//! ## Example
//!
//! ```json
//! { "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:role/ClusterAdmin" }, "Action": "kms:CreateGrant", "Resource": "*",
//!   "Condition": { "Bool": { "kms:GrantIsForAWSResource": "true" }, "StringEquals": { "kms:ViaService": "eks.us-east-1.amazonaws.com" } } }
//! ```
//!
//! ## Fix
//!
//! Remove the condition from the statement for EKS.

use crate::condition::ConditionView;
use crate::context::Context;
use crate::finding::Findings;
use crate::rule::Code;
use crate::statement::StatementView;

pub(super) fn check(_: &Context<'_>, statement: &StatementView<'_>, findings: &mut Findings) {
    let through_eks = statement
        .conditions_on("kms:ViaService")
        .flat_map(ConditionView::values)
        .any(|value| value.value.text.starts_with("eks."));
    if !statement.is_allow() || !through_eks {
        return;
    }
    for condition in statement.conditions_needing("kms:GrantIsForAWSResource") {
        let message = "Amazon EKS does not support `kms:GrantIsForAWSResource` when it creates a cluster, so the statement does \
            not allow its grant.";
        let help = "Remove the condition from the statement for EKS.";
        findings.push(Code::GrantForAwsResourceWithEks, condition.entry.key.span, message.to_owned(), help);
    }
}

#[cfg(test)]
mod tests {
    use crate::Code::GrantForAwsResourceWithEks as CODE;
    use crate::testing::found;

    #[test]
    fn the_condition_with_eks_is_found() {
        let statement = r#""Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"kms:CreateGrant","Resource":"*","Condition":{"Bool":{"kms:GrantIsForAWSResource":"true"},"StringEquals":{"kms:ViaService":"eks.us-east-1.amazonaws.com"}}"#;
        assert_eq!(found(CODE, statement), [r#""kms:GrantIsForAWSResource""#]);
        assert!(found(CODE, &statement.replace("eks.", "ec2.")).is_empty());
    }
}
