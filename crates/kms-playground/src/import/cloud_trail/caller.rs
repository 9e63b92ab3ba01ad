//! Who called, and through which service.

use kms_policy::AccountId;

use super::{Event, field, issuer, text};
use crate::import::{home, service};
use crate::scenario::ContextValue;

impl Event<'_> {
    pub(super) fn caller(&mut self) {
        let Some(identity) = field(self.node, "userIdentity") else { return };
        let kind = text(identity, "type").unwrap_or_default();
        let account = text(identity, "accountId").filter(|it| AccountId::new(it).is_some());
        if kind == "AWSService" {
            let name = text(identity, "invokedBy")
                .or_else(|| text(self.node, "sourceIPAddress"))
                .unwrap_or_default();
            // `AWS Internal` is no name.
            if name.contains('.') && !name.contains(' ') {
                self.found.request.principal = name.to_owned();
                self.set("principal", "userIdentity");
            }
            return;
        }
        if let Some(arn) = text(identity, "arn").filter(|it| it.starts_with("arn:")) {
            arn.clone_into(&mut self.found.request.principal);
            self.set("principal", "userIdentity");
            if let Some(issuer) = issuer(self.node) {
                self.found.request.session_issuer = Some(issuer.to_owned());
                self.set("sessionIssuer", "userIdentity");
            }
            return;
        }
        // Seen by the owner of the key: the caller's account is all that is known, and the name of the session.
        if let Some(account) = account {
            let id = text(identity, "principalId").unwrap_or_default();
            let partition = kms_catalog::partition_of(self.region);
            let session = id.split_once(':').map(|(_, session)| session);
            self.found.callers = match session {
                Some(session) => {
                    vec![format!("arn:{partition}:sts::{account}:assumed-role/<role>/{session}")]
                }
                None => vec![
                    format!("arn:{partition}:iam::{account}:role/<role>"),
                    format!("arn:{partition}:iam::{account}:user/<user>"),
                ],
            };
            let context = &mut self.found.request.context;
            for key in ["kms:CallerAccount", "aws:PrincipalAccount"] {
                context.set(key, Some(ContextValue::One(account.to_owned())));
            }
            self.set("context", "userIdentity");
        }
    }

    /// `invokedBy`: the service that called for the caller.
    pub(super) fn arrival(&mut self) {
        let identity = field(self.node, "userIdentity");
        let is_service = identity.and_then(|it| text(it, "type")) == Some("AWSService");
        let Some(invoked_by) = identity.and_then(|it| text(it, "invokedBy")) else { return };
        let is_name = invoked_by.contains(".amazonaws.") && !invoked_by.contains(' ');
        if is_service {
            return;
        }
        if !is_name {
            let why = format!(
                "The event says that an AWS service made the call for the caller, but not which: `{invoked_by}`. No `kms:ViaService` is \
                 assumed."
            );
            return self.assume("viaService", why);
        }
        let label = service::label_of(invoked_by);
        let first = invoked_by.split('.').next().unwrap_or_default();
        let region = match home::is_region(self.region) {
            true => self.region,
            false => home::region_of_service(invoked_by).unwrap_or("<region>"),
        };
        let suffix = if region.starts_with("cn-") { "amazonaws.com.cn" } else { "amazonaws.com" };
        let value = format!("{}.{region}.{suffix}", label.unwrap_or(first));
        self.found.request.via_service = Some(value.clone());
        self.set("viaService", "userIdentity");
        let why = match label {
            Some(label) if label == first => {
                "The event names the service without a Region; KMS was called in the event's.".to_owned()
            }
            Some(label) => format!(
                "The event says `{invoked_by}`, whose calls carry `{label}` in `kms:ViaService` as far as AWS documents."
            ),
            None => format!(
                "AWS does not document the value of `kms:ViaService` for `{invoked_by}`; {value} is likely."
            ),
        };
        self.assume("viaService", why);
    }
}
