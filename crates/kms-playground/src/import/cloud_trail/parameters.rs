//! What a call was made with: encryption context, parameters, network.

use kms_catalog::{Operation, ParameterType};
use serde_json::{Map, Value as Json};

use super::{Event, field, text};
use crate::import::grants;
use crate::import::node::{Node, Value};
use crate::scenario::{ContextValue, Request};

/// Parameters that are kept although nothing depends on them.
const SAID: [&str; 3] = ["KeySpec", "NumberOfBytes", "KeyPairSpec"];

impl Event<'_> {
    pub(super) fn encryption_context(&mut self) {
        let Some(parameters) = field(self.node, "requestParameters") else { return };
        for (name, of_request) in [
            ("encryptionContext", "encryptionContext"),
            ("sourceEncryptionContext", "encryptionContext"),
            ("destinationEncryptionContext", "destinationEncryptionContext"),
        ] {
            let Some(context) = parameters.get_any_case(name) else { continue };
            let context = context.pairs();
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
    pub(super) fn parameters(&mut self) {
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

    pub(super) fn network(&mut self) {
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
