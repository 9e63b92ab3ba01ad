//! CloudTrail events of KMS: who called, through whom, with what, and how it ended.
//!
//! KMS Developer Guide, *Examples of AWS KMS log entries* (understanding-kms-entries.html); CloudTrail User Guide,
//! *userIdentity element* (cloudtrail-event-reference-user-identity.html). `aws:SourceArn` is in no event.

use kms_catalog::{Operation, ParameterType};
use kms_policy::{AccountId, Arn, Span};
use serde_json::{Map, Value as Json};

use super::draft::{Draft, FoundKey, FoundRefusal, FoundRequest};
use super::node::{Node, Value};
use super::result::ImportKind;
use super::squeezed::Squeezed;
use super::text::Text;
use super::walk::{self, Place};
use super::{denial, grants, home, lay, problem, refused, service};
use crate::report::Decision;
use crate::scenario::{ContextValue, Key, Pairs, Request};

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

/// Parameters that are kept although nothing depends on them.
const SAID: [&str; 3] = ["KeySpec", "NumberOfBytes", "KeyPairSpec"];

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

    fn caller(&mut self) {
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
    fn arrival(&mut self) {
        let identity = field(self.node, "userIdentity");
        let is_service = identity.and_then(|it| text(it, "type")) == Some("AWSService");
        let Some(invoked_by) = identity.and_then(|it| text(it, "invokedBy")) else { return };
        let is_name = invoked_by.contains(".amazonaws.") && !invoked_by.contains(' ');
        if is_service || !is_name {
            return;
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
                    "otherError",
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

    fn key(&mut self, draft: &mut Draft) {
        let resources = field(self.node, "resources").map(Node::one_or_many).unwrap_or_default();
        let arns: Vec<(&str, Span)> = resources
            .iter()
            .filter_map(|it| Some((text(it, "ARN").or_else(|| text(it, "ResourceName"))?, it.span)))
            .filter(|(arn, _)| arn.contains(":kms:") && arn.contains(":key/"))
            .collect();
        let parameters = field(self.node, "requestParameters");
        let parameter = |name: &str| parameters.and_then(|it| text(it, name));
        let owner = resources
            .iter()
            .find_map(|it| text(it, "accountId"))
            .or_else(|| text(self.node, "recipientAccountId"));
        let partition = kms_catalog::partition_of(self.region);
        let whole = |id: &str| -> Option<String> {
            if id.starts_with("arn:") {
                return Some(id.to_owned());
            }
            let listed = arns.iter().find(|(arn, _)| arn.rsplit('/').next() == Some(id));
            listed.map(|(arn, _)| (*arn).to_owned()).or_else(|| {
                let account = owner?;
                (!id.starts_with("alias/"))
                    .then(|| format!("arn:{partition}:kms:{}:{account}:key/{id}", self.region))
            })
        };
        let is_re_encrypt = self.name == "ReEncrypt";
        let destination = parameter("destinationKeyId").filter(|_| is_re_encrypt).and_then(whole);
        let named =
            parameter("keyId").or_else(|| parameter("sourceKeyId")).or_else(|| parameter("targetKeyId"));
        let is_key = |arn: &&(&str, Span)| destination.as_deref() != Some(arn.0) || arns.len() == 1;
        let listed = arns.iter().find(is_key);
        let alias = named.filter(|it| it.contains("alias/"));
        let by_name = named.filter(|it| !it.contains("alias/")).and_then(whole);
        let response = field(self.node, "responseElements");
        let made = response.and_then(|it| it.get_any_case("keyMetadata")).and_then(|it| text(it, "arn"));
        let arn = listed
            .map(|(arn, _)| (*arn).to_owned())
            .or(by_name)
            .or(made.map(str::to_owned))
            .or_else(|| self.found.key.clone());
        if let Some(alias) = alias {
            self.found.request.key_id = Some(alias.to_owned());
            self.set("keyId", "requestParameters");
            let name =
                alias.rsplit_once(":alias/").map_or(alias.to_owned(), |(_, name)| format!("alias/{name}"));
            let mut key = Key::new(arn.clone().unwrap_or_default());
            key.aliases.push(name);
            draft.keys.push(FoundKey { key, span: self.node.span, certain: arn.is_some() });
        }
        if let Some(destination) = destination {
            self.found.request.destination_key_id = Some(destination);
            self.set("destinationKeyId", "requestParameters");
        }
        if arn.is_some() {
            self.set("key", "resources");
        } else if home::is_region(self.region) && owner.is_some() {
            let arn = format!(
                "arn:{partition}:kms:{}:{}:key/{}",
                self.region,
                owner.unwrap_or_default(),
                home::KEY_ID
            );
            draft.keys.push(FoundKey { key: Key::new(arn), span: self.node.span, certain: false });
        }
        self.found.key = arn;
    }

    fn encryption_context(&mut self) {
        let Some(parameters) = field(self.node, "requestParameters") else { return };
        for (name, of_request) in [
            ("encryptionContext", "encryptionContext"),
            ("sourceEncryptionContext", "encryptionContext"),
            ("destinationEncryptionContext", "destinationEncryptionContext"),
        ] {
            let Some(context) = parameters.get_any_case(name) else { continue };
            let context = pairs(context);
            if context.is_empty() {
                continue;
            }
            match of_request {
                "encryptionContext" => self.found.request.encryption_context = context,
                _ => self.found.request.destination_encryption_context = context,
            }
            let span = parameters.get_any_case(name).map_or(parameters.span, |it| it.span);
            self.found.fields.push((of_request, span));
        }
    }

    /// The parameters that matter to authorization, as the KMS API names them.
    fn parameters(&mut self) {
        let Some(parameters) = field(self.node, "requestParameters") else { return };
        let checks = Operation::checks(self.name);
        let known = || checks.iter().flat_map(|check| check.operation.parameters);
        let mut made = Map::new();
        for member in parameters.members() {
            let name = member.name.as_str();
            let Some(parameter) = known().find(|it| it.name.eq_ignore_ascii_case(name)) else {
                // No condition key depends on these; they say what was asked for.
                if let Some(name) = SAID.iter().find(|it| it.eq_ignore_ascii_case(name)) {
                    made.insert((*name).to_owned(), member.value.to_json());
                }
                continue;
            };
            // These have fields of their own.
            if name.to_ascii_lowercase().ends_with("encryptioncontext")
                || name.eq_ignore_ascii_case("granttokens")
            {
                continue;
            }
            if matches!(member.value.value, Value::Null) {
                continue;
            }
            let value = match parameter.parameter_type {
                ParameterType::GrantConstraints => capitalized(&member.value),
                _ if parameter.name.ends_with("Principal") => {
                    let principal = member.value.as_text().unwrap_or_default();
                    Json::String(grants::principal(principal))
                }
                _ => member.value.to_json(),
            };
            made.insert(parameter.name.to_owned(), value);
        }
        if !made.is_empty() {
            self.set("parameters", "requestParameters");
        }
        self.found.request.parameters = made;
    }

    fn network(&mut self) {
        // A service's name stands here when it called: the caller's address is then not in the event.
        let address = text(self.node, "sourceIPAddress").filter(|it| is_address(it));
        let endpoint = text(self.node, "vpcEndpointId").filter(|it| it.starts_with("vpce-"));
        let Request { context, .. } = &mut self.found.request;
        if let Some(endpoint) = endpoint {
            context.set("aws:SourceVpce", Some(ContextValue::One(endpoint.to_owned())));
        }
        if let Some(address) = address {
            // Through an endpoint it is the address in the VPC.
            let key = if endpoint.is_some() { "aws:VpcSourceIp" } else { "aws:SourceIp" };
            context.set(key, Some(ContextValue::One(address.to_owned())));
        }
        if address.is_some() || endpoint.is_some() {
            self.set("context", "sourceIPAddress");
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

/// The pairs of an encryption context.
pub(super) fn pairs(node: &Node) -> Pairs<String> {
    let value = |it: &Node| match &it.value {
        Value::Text(text) | Value::Number(text) => Some(text.clone()),
        Value::Bool(value) => Some(value.to_string()),
        _ => None,
    };
    node.members().iter().filter_map(|member| Some((member.name.clone(), value(&member.value)?))).collect()
}

/// The constraints of a grant, named as in the API.
fn capitalized(node: &Node) -> Json {
    let capital = |name: &str| {
        let mut letters = name.chars();
        letters
            .next()
            .map(|first| first.to_ascii_uppercase().to_string() + letters.as_str())
            .unwrap_or_default()
    };
    let members = node.members().iter();
    Json::Object(members.map(|member| (capital(&member.name), member.value.to_json())).collect())
}

/// Whether a text is an address of IPv4 or IPv6.
fn is_address(text: &str) -> bool {
    text.parse::<std::net::IpAddr>().is_ok()
}

/// Whether an ARN is of KMS.
pub(super) fn is_key_arn(text: &str) -> bool {
    Arn::split(text)
        .is_some_and(|[_, _, service, _, _, resource]| service == "kms" && resource.starts_with("key/"))
}
