//! The key of an event: its resources, what the parameters name, and the owner's account.

use kms_policy::Span;

use super::{Event, field, text};
use crate::import::draft::{Draft, FoundKey};
use crate::import::home;
use crate::import::node::Node;
use crate::scenario::Key;

impl Event<'_> {
    pub(super) fn key(&mut self, draft: &mut Draft) {
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
}
