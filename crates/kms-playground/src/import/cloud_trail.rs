//! CloudTrail events of KMS: who called, through whom, with what, and how it ended.
//!
//! KMS Developer Guide, *Examples of AWS KMS log entries* (understanding-kms-entries.html); CloudTrail User Guide,
//! *userIdentity element* (cloudtrail-event-reference-user-identity.html). `aws:SourceArn` is in no event.

mod caller;
mod key;
mod parameters;

use kms_catalog::Operation;
use kms_policy::Span;

use super::draft::{Draft, FoundKey, FoundRefusal, FoundRequest, is_key_arn};
use super::node::{Node, Value};
use super::place::Place;
use super::result::ImportKind;
use super::squeezed::Squeezed;
use super::text::Text;
use super::walk;
use super::{denial, grants, lay, problem, refused};
use crate::report::Decision;
use crate::report::codes::ImportCode;
use crate::scenario::Key;

/// Takes an event.
pub(super) fn read(draft: &mut Draft, node: &Node, place: &Place<'_>) -> bool {
    let Some(name) = text(node, "eventName") else { return false };
    let is_event =
        ["eventSource", "userIdentity", "awsRegion", "eventVersion"].iter().any(|it| has(node, it));
    if !is_event {
        return false;
    }
    // lookup-events has the event itself in a string.
    if let Some(inner) = field(node, "CloudTrailEvent") {
        walk::take(draft, inner, place);
        return true;
    }
    let source = text(node, "eventSource").unwrap_or("kms.amazonaws.com");
    if source == "kms.amazonaws.com" {
        of_kms(draft, node, name, place);
    } else {
        of_other(draft, node, source);
    }
    draft.taken.push(node.span);
    true
}

/// An event of another service: what it says of KMS is in its message.
fn of_other(draft: &mut Draft, node: &Node, source: &str) {
    let Some(message) = field(node, "errorMessage").and_then(Node::as_text) else { return };
    let Some(mut found) = refusal_in(message, node.span) else { return };
    let label = source.split('.').next().unwrap_or_default();
    if !label.is_empty() && found.via.is_none() {
        found.via = Some((label.to_owned(), node.span));
        let why = "The event is one of this service, which called KMS for the caller.";
        found.assumed.push(("viaService", why.to_owned()));
    }
    found.request.session_issuer = issuer(node).map(str::to_owned);
    draft.recognise(
        ImportKind::CloudTrail,
        node.span,
        format!("A CloudTrail event of {source} with AWS's message."),
    );
    draft.requests.push(found);
}

fn of_kms(draft: &mut Draft, node: &Node, name: &str, place: &Place<'_>) {
    if text(node, "eventType") == Some("AwsServiceEvent") && Operation::find(name).is_none() {
        return by_itself(draft, node, name);
    }
    let mut event = Event {
        node,
        name,
        region: text(node, "awsRegion").unwrap_or_default(),
        found: FoundRequest::default(),
    };
    event.found.span = node.span;
    let action = Operation::find(name).map_or(name, |operation| operation.name);
    event.found.request.action = format!("kms:{action}");
    event.set("action", "eventName");
    event.caller();
    event.arrival();
    event.outcome(draft, place);
    event.key(draft);
    event.encryption_context();
    event.parameters();
    event.network();
    let found = event.found;
    if name == "CreateGrant" && found.request.expect == Some(Decision::Allowed) {
        grant_made(draft, node);
    }
    let who = match found.request.principal.as_str() {
        "" => "a caller whose ARN it does not have".to_owned(),
        principal => format!("`{principal}`"),
    };
    let ended = match found.request.expect {
        Some(Decision::Allowed) => ", which was allowed",
        Some(_) => ", which was refused",
        None => "",
    };
    draft.recognise(
        ImportKind::CloudTrail,
        node.span,
        format!("A CloudTrail event: {name} by {who}{ended}."),
    );
    if let Some(policy) = new_policy(node, name, &found) {
        let text = super::policy::laid_out(policy);
        let found = super::draft::FoundPolicy { text, span: node.span, ..Default::default() };
        draft.key_policies.push(found);
    }
    draft.requests.push(found);
}

/// An event of what KMS did by itself, such as RotateKey and DeleteKey: nobody called, and no policy was evaluated.
fn by_itself(draft: &mut Draft, node: &Node, name: &str) {
    let says = format!(
        "A CloudTrail event: {name}, which KMS did by itself. Nobody called, and no policy was evaluated."
    );
    draft.recognise(ImportKind::CloudTrail, node.span, says);
    let resources = field(node, "resources").map(Node::one_or_many).unwrap_or_default();
    let arns = resources.iter().filter_map(|it| text(it, "ARN")).filter(|arn| is_key_arn(arn));
    draft.keys.extend(arns.map(|arn| FoundKey { key: Key::new(arn), span: node.span, certain: true }));
}

/// The grant that a successful call made.
fn grant_made(draft: &mut Draft, node: &Node) {
    let Some(mut grant) = field(node, "requestParameters").and_then(grants::grant) else { return };
    let response = field(node, "responseElements");
    grant.grant_id = response.and_then(|it| text(it, "grantId")).map(str::to_owned);
    draft.grants.get_or_insert_default().push((grant, node.span));
}

/// The key policy that a successful call set.
fn new_policy<'n>(node: &'n Node, name: &str, found: &FoundRequest) -> Option<&'n str> {
    let sets = matches!(name, "PutKeyPolicy" | "CreateKey" | "ReplicateKey");
    let done = found.request.expect == Some(Decision::Allowed);
    (sets && done).then(|| field(node, "requestParameters")?.get_any_case("policy")?.as_text()).flatten()
}

/// An event that is being read.
struct Event<'n> {
    node: &'n Node,
    name: &'n str,
    region: &'n str,
    found: FoundRequest,
}

impl Event<'_> {
    /// The event says a field of the request by one of its own.
    fn set(&mut self, of_request: &'static str, of_event: &str) {
        let span = field(self.node, of_event).map_or(self.node.span, |node| node.span);
        self.found.fields.push((of_request, span));
    }

    fn assume(&mut self, field: &'static str, why: impl Into<String>) {
        self.found.assumed.push((field, why.into()));
    }

    fn outcome(&mut self, draft: &mut Draft, place: &Place<'_>) {
        let code = text(self.node, "errorCode");
        let message = field(self.node, "errorMessage").and_then(Node::as_text);
        let span = field(self.node, "errorMessage")
            .or_else(|| field(self.node, "errorCode"))
            .map_or(self.node.span, |it| it.span);
        let is_refusal = code.is_some_and(|code| {
            code.contains("AccessDenied")
                || matches!(code, "UnauthorizedOperation" | "Client.UnauthorizedOperation")
        });
        let told = message.and_then(|message| refusal_in(message, span));
        if is_refusal || told.is_some() {
            let refusal = told.as_ref().and_then(|it| it.refusal.clone());
            let refusal =
                refusal.unwrap_or(FoundRefusal { layer: None, explicit: false, policy_arn: None, span });
            self.found.request.expect = Some(lay::expectation(refusal.explicit));
            self.found.refusal = Some(refusal);
            if let Some(told) = told {
                self.found.key = told.key;
                if self.found.request.principal.is_empty() {
                    self.found.request.principal = told.request.principal;
                    self.found.fields.push(("principal", span));
                }
            }
            return self.found.fields.push(("expect", span));
        }
        if let Some(code) = code {
            let known = problem::of_code(draft, code);
            if !known {
                draft.note(
                    ImportCode::OtherError,
                    format!("The call failed with {code}, which is no refusal by a policy."),
                );
            }
            return;
        }
        // A fragment may have lost its error.
        let is_whole = has(self.node, "userIdentity")
            && !place.damaged
            && ["eventTime", "eventID", "requestID", "responseElements"].iter().any(|it| has(self.node, it));
        if is_whole {
            self.found.request.expect = Some(Decision::Allowed);
            self.found.fields.push(("expect", self.node.span));
        }
    }
}

/// The call that AWS's message tells of, where a string holds one.
fn refusal_in(message: &str, span: Span) -> Option<FoundRequest> {
    let text = Text::pasted(message);
    let squeezed = Squeezed::new(&text);
    let denials = denial::find(&text, &squeezed);
    let of_kms =
        |it: &&denial::Denial| it.action.as_ref().is_none_or(|(action, _)| action.starts_with("kms:"));
    let mut found = refused::request(denials.iter().find(of_kms)?, "", "");
    found.span = span;
    found.fields.iter_mut().for_each(|(_, place)| *place = span);
    if let Some(refusal) = &mut found.refusal {
        refusal.span = span;
    }
    Some(found)
}

/// The role or user behind a session.
fn issuer(node: &Node) -> Option<&str> {
    let context = field(node, "userIdentity")?.get_any_case("sessionContext")?;
    text(context.get_any_case("sessionIssuer")?, "arn").filter(|arn| arn.starts_with("arn:"))
}

/// A member by its name, whatever its case: Athena writes all names small.
fn field<'n>(node: &'n Node, name: &str) -> Option<&'n Node> {
    node.get_any_case(name).filter(|it| !matches!(it.value, Value::Null))
}

fn has(node: &Node, name: &str) -> bool {
    node.get_any_case(name).is_some()
}

fn text<'n>(node: &'n Node, name: &str) -> Option<&'n str> {
    field(node, name)?.as_text().filter(|text| !text.is_empty() && *text != "-" && *text != "null")
}
