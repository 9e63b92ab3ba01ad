//! What CloudTrail would log of a call: in whose accounts, as what event, and what the event does not show.
//!
//! KMS Developer Guide, *Logging AWS KMS API calls* (logging-using-cloudtrail.html), *Examples of AWS KMS log entries*
//! (understanding-kms-entries.html), *Logging requests that use a VPC endpoint* (vpce-logging.html); CloudTrail User
//! Guide, *Record contents* and *userIdentity element*. What they do not say is left out, or noted.

mod identity;
mod parameters;

use std::borrow::Cow;

use kms_authz::{AfterAuthorization, CallerKind, RequestResource};
use kms_catalog::CheckedResource;
use kms_policy::PolicyKind;

use super::{CheckContext, list};
use crate::report::codes::NoteCode;
use crate::report::{CloudTrailEvent, CloudTrailReport, CloudTrailResource, Decision, Note};
use crate::scenario::Request;

const LOGGING: &str = "https://docs.aws.amazon.com/kms/latest/developerguide/logging-using-cloudtrail.html";
const ENDPOINT: &str = "https://docs.aws.amazon.com/kms/latest/developerguide/vpce-logging.html";
const EC2_ENTRY: &str = "https://docs.aws.amazon.com/kms/latest/developerguide/ct-ec2one.html";
const SERVICE_ENTRY: &str =
    "https://docs.aws.amazon.com/verifiedpermissions/latest/userguide/encryption-at-rest.html";
const RECORD: &str = "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html";
const IDENTITY: &str = "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html";
const REPLICATE: &str = "https://docs.aws.amazon.com/kms/latest/developerguide/ct-replicate-key.html";
const UPDATE_PRIMARY: &str =
    "https://docs.aws.amazon.com/kms/latest/developerguide/ct-update-primary-region.html";

/// What CloudTrail would show of the call on which this was decided, with AWS's message; none for a call that is not
/// evaluated.
pub(crate) fn cloud_trail(
    contexts: &[CheckContext<'_>],
    request: &Request,
    decision: Decision,
    message: Option<&str>,
) -> Option<CloudTrailReport> {
    if decision == Decision::NotEvaluated {
        return None;
    }
    let refused = matches!(decision, Decision::ExplicitDeny | Decision::ImplicitDeny);
    let entry = Entry {
        contexts,
        first: contexts.first()?,
        request,
        decision,
        only_endpoint_refuses: refused && contexts.iter().all(is_allowed_without_endpoint),
    };
    let (source, text) = entry.logged();
    let accounts = entry.accounts();
    let event = (!entry.only_endpoint_refuses).then(|| entry.event(message, accounts.first()));
    let notes = if event.is_some() { entry.notes(&accounts) } else { Vec::new() };
    Some(CloudTrailReport { text, source: Cow::Borrowed(source), accounts, event, notes })
}

/// A call that is to be logged.
struct Entry<'a> {
    contexts: &'a [CheckContext<'a>],
    first: &'a CheckContext<'a>,
    request: &'a Request,
    decision: Decision,
    /// Whether the VPC endpoint's policy alone stands in the way: CloudTrail then records nothing.
    only_endpoint_refuses: bool,
}

fn is_allowed_without_endpoint(context: &CheckContext<'_>) -> bool {
    let without = context.check.evaluation.without(PolicyKind::VpcEndpointPolicy);
    without.decision() == kms_authz::Decision::Allowed
}

impl<'a> Entry<'a> {
    /// The API operation; both permissions of ReEncrypt are one.
    fn operation(&self) -> &'static str {
        let operation = self.first.check.operation;
        operation.api_operation.unwrap_or(operation.name)
    }

    fn is_refused(&self) -> bool {
        matches!(self.decision, Decision::ExplicitDeny | Decision::ImplicitDeny)
    }

    fn caller_is_service(&self) -> bool {
        self.first.check.request.caller.kind() == CallerKind::Service
    }

    fn caller_account(&self) -> Option<String> {
        self.first.check.request.caller.account().map(ToString::to_string)
    }

    /// The accounts of the keys and aliases.
    fn owners(&self) -> Vec<String> {
        let mut owners: Vec<String> = Vec::new();
        for resource in self.resources() {
            if !owners.contains(&resource.account_id) {
                owners.push(resource.account_id);
            }
        }
        owners
    }

    fn other_owners(&self) -> Vec<String> {
        let caller = self.caller_account();
        self.owners().into_iter().filter(|owner| caller.as_ref() != Some(owner)).collect()
    }

    /// The accounts that receive an event, the caller's first.
    fn accounts(&self) -> Vec<String> {
        if self.only_endpoint_refuses || (self.is_refused() && self.caller_is_service()) {
            return Vec::new();
        }
        let mut accounts: Vec<String> = self.caller_account().into_iter().collect();
        if self.decision == Decision::Allowed {
            accounts.extend(self.other_owners());
        }
        accounts
    }

    /// Whether and where the call is logged, and the page that says so.
    fn logged(&self) -> (&'static str, String) {
        if self.only_endpoint_refuses {
            let text = "CloudTrail records nothing: only the VPC endpoint policy refuses the call.";
            return (ENDPOINT, text.to_owned());
        }
        let others = self.other_owners();
        let (that, owner, receives) = match others.len() {
            0 | 1 => ("that", "the key's owner", "receives"),
            _ => ("those", "the keys' owners", "receive"),
        };
        let others = list(&others, "and");
        let text = match (self.caller_account(), self.decision) {
            (None, Decision::Allowed) if !others.is_empty() => {
                return (
                    SERVICE_ENTRY,
                    format!("CloudTrail logs the service's call with {owner}, {others}."),
                );
            }
            (None, _) => {
                "AWS does not document in whose account CloudTrail logs such a call of a service.".to_owned()
            }
            (Some(caller), _) if others.is_empty() => {
                format!("CloudTrail logs the {} in account {caller}.", self.call())
            }
            (Some(caller), Decision::Allowed) => format!(
                "CloudTrail logs the call in the caller's account, {caller}, and in {that} of {owner}, {others}."
            ),
            (Some(caller), Decision::Undetermined) => format!(
                "CloudTrail logs the call in the caller's account, {caller}; in {that} of {owner}, {others}, only if it is allowed."
            ),
            (Some(caller), _) => format!(
                "CloudTrail logs the refused call only in the caller's account, {caller}: {owner}, {others}, {receives} no event."
            ),
        };
        (LOGGING, text)
    }

    fn call(&self) -> &'static str {
        if self.is_refused() { "refused call" } else { "call" }
    }

    fn event(&self, message: Option<&str>, recipient: Option<&String>) -> CloudTrailEvent {
        let (error_code, error_message) = self.error(message);
        let value = |key: &str| {
            let entry = self.first.check.request.context.get(key)?;
            entry.values.as_slice().first().cloned()
        };
        let user_identity = identity::of(self.first, self.request);
        let service = user_identity.invoked_by.clone().filter(|_| self.caller_is_service());
        let address = || value("aws:SourceIp").or_else(|| value("aws:VpcSourceIp"));
        // Through a service the samples show the service, or `AWS Internal`, in place of an address.
        let direct = || if self.request.via_service.is_none() { address() } else { None };
        CloudTrailEvent {
            event_source: "kms.amazonaws.com".to_owned(),
            event_name: self.operation().to_owned(),
            aws_region: value("aws:RequestedRegion")
                .unwrap_or_else(|| self.first.situation.key.key.arn.region().to_owned()),
            source_ip_address: service.clone().or_else(direct),
            user_agent: service,
            error_code,
            error_message,
            request_parameters: parameters::of(self.operation(), self.contexts, self.request),
            additional_event_data: parameters::beside(self.operation(), self.request),
            resources: self.resources(),
            recipient_account_id: recipient.cloned(),
            vpc_endpoint_id: value("aws:SourceVpce"),
            user_identity,
        }
    }

    /// Code and text of the error: AWS's message, or the one exception of an authorized call.
    fn error(&self, message: Option<&str>) -> (Option<String>, Option<String>) {
        if self.is_refused() {
            return (Some("AccessDenied".to_owned()), message.map(str::to_owned));
        }
        let exception = self.failures().find_map(AfterAuthorization::exception);
        (exception.map(str::to_owned), None)
    }

    /// What makes an authorized call fail.
    fn failures(&self) -> impl Iterator<Item = &'a AfterAuthorization> {
        let allowed = self.decision == Decision::Allowed;
        let after = self.contexts.iter().flat_map(|context| &context.check.after);
        after.filter(move |after| allowed && after.fails())
    }

    /// The keys and aliases in CloudTrail's order: the alias before its key, ReEncrypt's source before its destination.
    fn resources(&self) -> Vec<CloudTrailResource> {
        let mut resources: Vec<CloudTrailResource> = Vec::new();
        for context in self.contexts {
            let check = context.check;
            let logged = match check.on {
                CheckedResource::Any | CheckedResource::CurrentKey => false,
                // The other Region has an event of its own.
                CheckedResource::Key => check.key == self.first.check.key || self.first.check.key.is_none(),
                _ => true,
            };
            let (RequestResource::Key(arn) | RequestResource::Alias(arn)) = &check.request.resource else {
                continue;
            };
            if logged && arn.resource() != "alias/" {
                resources.push(CloudTrailResource {
                    account_id: arn.account().to_owned(),
                    r#type: "AWS::KMS::Key".to_owned(),
                    arn: arn.to_string(),
                });
            }
        }
        resources
    }

    fn notes(&self, accounts: &[String]) -> Vec<Note> {
        let mut notes = Vec::new();
        let mut note = |code, text: &str, source| {
            notes.push(Note { source: Some(Cow::Borrowed(source)), ..Note::new(code, text) });
        };
        if identity::session_is_not_named(self.first) {
            note(
                NoteCode::SessionNotNamed,
                "`SESSION` is a placeholder for the session's name, which the scenario does not give.",
                IDENTITY,
            );
        }
        match (&self.request.via_service, self.caller_is_service()) {
            (Some(_), true) => note(
                NoteCode::ServiceThroughService,
                "No page shows the event of a service that calls KMS through another: which of the two `invokedBy` names is left out.",
                IDENTITY,
            ),
            (Some(_), false) => note(
                NoteCode::ViaServiceNotInEvent,
                "`kms:ViaService` stands in no field: `invokedBy` names the service without its Region, and samples of AWS's show other names in it, such as `AWS Internal`.",
                EC2_ENTRY,
            ),
            (None, true) => note(
                NoteCode::SourceNotInEvent,
                "No field of AWS's sample events shows `aws:SourceArn` or `aws:SourceAccount`, which conditions compare.",
                SERVICE_ENTRY,
            ),
            (None, false) => {}
        }
        if accounts.len() > 1 && !self.caller_is_service() {
            note(
                NoteCode::EventOfOtherAccount,
                "Each account receives an event of its own, with the same `sharedEventID`; what the other ones show of the caller is not documented for KMS.",
                RECORD,
            );
        }
        if self.is_refused() {
            note(
                NoteCode::RefusedCallNotShown,
                "AWS shows the event of no refused call: `requestParameters` and `resources` may be missing from it.",
                LOGGING,
            );
        }
        match self.operation() {
            "ReplicateKey" if self.decision == Decision::Allowed => {
                note(NoteCode::SecondEvent, "A `CreateKey` event follows, for the replica.", REPLICATE);
            }
            "UpdatePrimaryRegion" if self.decision == Decision::Allowed => note(
                NoteCode::SecondEvent,
                "The Region of the new primary key logs an event of its own.",
                UPDATE_PRIMARY,
            ),
            _ => {}
        }
        if self.decision == Decision::Undetermined {
            note(
                NoteCode::ErrorNotKnown,
                "Whether the event shows an error depends on what is not known.",
                LOGGING,
            );
        } else if self.failures().next().is_some() && self.error(None).0.is_none() {
            note(NoteCode::ErrorNotDocumented, "The event shows an error; AWS does not say which.", LOGGING);
        }
        notes
    }
}
