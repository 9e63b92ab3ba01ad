//! What commands say of a key and of who calls: `describe-key`, `list-resource-tags`, `list-aliases`,
//! `get-caller-identity`, `simulate-principal-policy`.

use kms_catalog::Operation;
use kms_policy::Arn;

use super::draft::{Draft, FoundKey, FoundRequest, is_key_arn};
use super::node::{Node, Value};
use super::place::Place;
use super::result::ImportKind;
use crate::report::Decision;
use crate::report::codes::ImportCode;
use crate::scenario::{Key, Pairs, Request};
use crate::{KeyManager, KeyOrigin, KeySpec, KeyState, KeyUsage, MultiRegionKeyType};

/// Takes the output of these commands.
pub(super) fn read(draft: &mut Draft, node: &Node, place: &Place<'_>) -> bool {
    described(draft, node)
        || tags(draft, node)
        || aliases(draft, node, place)
        || identity(draft, node)
        || simulated(draft, node)
}

/// `{"KeyMetadata": {…}}`, or what is in it.
fn described(draft: &mut Draft, node: &Node) -> bool {
    let metadata = match node.get("KeyMetadata") {
        Some(metadata) => metadata,
        None if node.has("KeyState") && node.has("Arn") && node.has("KeyUsage") => node,
        None => return false,
    };
    let text = |name: &str| metadata.text_of(name);
    let mut key = Key::new(text("Arn").unwrap_or_default());
    key.key_spec = text("KeySpec").or_else(|| text("CustomerMasterKeySpec")).and_then(KeySpec::find);
    key.key_usage = text("KeyUsage").and_then(KeyUsage::find);
    key.origin = text("Origin").and_then(KeyOrigin::find);
    key.key_state = text("KeyState").and_then(KeyState::find);
    key.key_manager = text("KeyManager").and_then(KeyManager::find);
    let multi_region =
        metadata.get("MultiRegionConfiguration").and_then(|it| it.text_of("MultiRegionKeyType"));
    key.multi_region_key_type = multi_region.and_then(MultiRegionKeyType::find);
    draft.recognise(ImportKind::Key, node.span, format!("The key `{}`.", key.arn));
    draft.keys.insert(0, FoundKey { key, span: node.span, certain: true });
    true
}

/// `{"Tags": [{"TagKey": …, "TagValue": …}]}`
fn tags(draft: &mut Draft, node: &Node) -> bool {
    let Some(list) = node.get("Tags").filter(|it| matches!(it.value, Value::List(_))) else { return false };
    let is_of_kms = list.items().iter().all(|tag| tag.has("TagKey"));
    if !is_of_kms || list.items().is_empty() {
        return false;
    }
    let mut key = Key::new("");
    key.tags = list
        .items()
        .iter()
        .filter_map(|tag| {
            let value = tag.get("TagValue").and_then(Node::as_text).unwrap_or_default();
            Some((tag.text_of("TagKey")?.to_owned(), value.to_owned()))
        })
        .collect::<Pairs<String>>();
    draft.recognise(ImportKind::Key, node.span, format!("{} tags of the key.", list.items().len()));
    draft.keys.push(FoundKey { key, span: node.span, certain: true });
    true
}

/// `{"Aliases": [{"AliasName": …, "AliasArn": …, "TargetKeyId": …}]}`
fn aliases(draft: &mut Draft, node: &Node, place: &Place<'_>) -> bool {
    let Some(list) = node.get("Aliases").filter(|it| matches!(it.value, Value::List(_))) else {
        return false;
    };
    let with_target: Vec<&Node> = list.items().iter().filter(|alias| alias.has("TargetKeyId")).collect();
    let mut targets: Vec<&str> =
        with_target.iter().filter_map(|alias| alias.text_of("TargetKeyId")).collect();
    targets.dedup();
    draft.recognise(ImportKind::Key, node.span, format!("{} aliases.", list.items().len()));
    // Of a whole account's aliases, those of the key that the rest of the text is about.
    let known = |id: &str| {
        draft.keys.iter().any(|it| it.key.arn.ends_with(id)) || place.pasted.matches(id).count() > 1
    };
    let target = match targets.as_slice() {
        [only] => Some(*only),
        many => many.iter().find(|id| known(id)).copied(),
    };
    let Some(target) = target else {
        if !targets.is_empty() {
            let text = "The list has the aliases of several keys, and the text does not say which of them it is about.";
            draft.note(ImportCode::AliasesOfSeveralKeys, text);
        }
        return true;
    };
    let mut key = Key::new("");
    for alias in with_target.iter().filter(|alias| alias.text_of("TargetKeyId") == Some(target)) {
        if let Some([_, partition, _, region, account, _]) = alias.text_of("AliasArn").and_then(Arn::split) {
            key.arn = format!("arn:{partition}:kms:{region}:{account}:key/{target}");
        }
        key.aliases.extend(alias.text_of("AliasName").map(str::to_owned));
    }
    let certain = !key.arn.is_empty();
    draft.keys.push(FoundKey { key, span: node.span, certain });
    true
}

/// `{"UserId": …, "Account": …, "Arn": …}`
fn identity(draft: &mut Draft, node: &Node) -> bool {
    let (Some(_), Some(_), Some(arn)) = (node.get("UserId"), node.get("Account"), node.text_of("Arn")) else {
        return false;
    };
    draft.recognise(ImportKind::Key, node.span, format!("The caller `{arn}`."));
    draft.caller = Some((arn.to_owned(), node.get("Arn").map_or(node.span, |it| it.span)));
    true
}

/// `{"EvaluationResults": [{"EvalActionName": …, "EvalDecision": …}]}`
fn simulated(draft: &mut Draft, node: &Node) -> bool {
    let Some(results) = node.get("EvaluationResults") else { return false };
    let mut of_kms = 0;
    for result in results.items() {
        let Some(operation) =
            result.text_of("EvalActionName").filter(|it| it.starts_with("kms:")).and_then(Operation::find)
        else {
            continue;
        };
        of_kms += 1;
        let mut found = FoundRequest { span: result.span, ..FoundRequest::default() };
        let expect = match result.text_of("EvalDecision") {
            Some("implicitDeny") => Some(Decision::ImplicitDeny),
            Some("explicitDeny") => Some(Decision::ExplicitDeny),
            Some("allowed") => Some(Decision::Allowed),
            _ => None,
        };
        found.request = Request { action: format!("kms:{}", operation.name), expect, ..Request::default() };
        found.fields.extend([("action", result.span), ("expect", result.span)]);
        found.key = result.text_of("EvalResourceName").filter(|it| is_key_arn(it)).map(str::to_owned);
        draft.requests.push(found);
    }
    draft.recognise(
        ImportKind::AuthorizationMessage,
        node.span,
        format!("{of_kms} decisions of the IAM policy simulator."),
    );
    draft.note(
        ImportCode::SimulatorLooksAtIamPolicies,
        "The IAM policy simulator looks at identity-based policies. Its decision is not that of AWS KMS, which reads the key policy and grants too.",
    );
    true
}
