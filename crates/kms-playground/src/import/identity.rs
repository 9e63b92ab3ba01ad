//! What IAM says of roles, users and groups: `get-role`, `list-role-policies`, `list-attached-role-policies`,
//! `get-policy`, `get-account-authorization-details`, and whose a policy is.
//!
//! IAM API Reference: *GetRole*, *ListRolePolicies*, *ListAttachedRolePolicies*, *GetPolicy*, *GetAccountAuthorizationDetails*.

use kms_policy::Span;

use super::draft::{Attached, AttachedKind, Draft, FoundPolicy, Owner};
use super::node::Node;
use super::output;
use super::place::Place;
use super::policy;
use super::result::ImportKind;

/// The kinds of identity, with the names that IAM gives to their members.
const KINDS: [(&str, &str, &str, &str); 3] = [
    ("role", "RoleName", "RolePolicyList", "--role-name"),
    ("user", "UserName", "UserPolicyList", "--user-name"),
    ("group", "GroupName", "GroupPolicyList", "--group-name"),
];

const ATTACHED: &str = "What is attached to a role, user or group.";

/// How far before its output a command may begin, in bytes.
const COMMAND: usize = 1000;

/// Takes what says who has which policies.
pub(super) fn read(draft: &mut Draft, node: &Node, place: &Place<'_>) -> bool {
    described(draft, node, place) || managed(draft, node, place) || listed(draft, node, place)
}

/// The role, user or group that a value names.
pub(super) fn owner(node: &Node) -> Option<Owner> {
    KINDS.iter().find_map(|(kind, name, ..)| {
        let arn = node.text_of("Arn").unwrap_or_default().to_owned();
        Some(Owner { kind, name: node.text_of(name)?.to_owned(), arn })
    })
}

/// A role, user or group with its ARN, and with what the details of an account have of it.
fn described(draft: &mut Draft, node: &Node, place: &Place<'_>) -> bool {
    let Some(owner) = owner(node).filter(|it| it.arn.contains(":iam::")) else { return false };
    let mut add = |kind, id: &str, span| {
        draft.attached.push(Attached { owner: owner.clone(), kind, id: id.to_owned(), span });
    };
    add(AttachedKind::Described, "", node.span);
    if let Some(arn) = node.follow(&["PermissionsBoundary", "PermissionsBoundaryArn"]).and_then(Node::as_text)
    {
        add(AttachedKind::Boundary, arn, node.span);
    }
    for group in node.get("GroupList").map(Node::items).unwrap_or_default() {
        add(AttachedKind::Group, group.as_text().unwrap_or_default(), node.span);
    }
    attached(
        draft,
        &owner,
        node.get("AttachedManagedPolicies"),
        "PolicyArn",
        AttachedKind::Managed,
        node.span,
    );
    if node.has("AssumeRolePolicyDocument") {
        policy::leave_out_trust(draft);
    }
    let inline = KINDS.iter().find_map(|(_, _, list, _)| node.get(list));
    if node.has("AttachedManagedPolicies") {
        attached(draft, &owner, inline.or(Some(node)), "PolicyName", AttachedKind::Inline, node.span);
    }
    draft.recognise(ImportKind::Policy, node.span, ATTACHED);
    for item in inline.map(Node::items).unwrap_or_default() {
        if let Some((_, text)) = item.get("PolicyDocument").and_then(|it| output::document(it, place)) {
            let name = item.text_of("PolicyName").unwrap_or_default().to_owned();
            let owner = Some(owner.clone());
            draft.identity_policies.push(FoundPolicy {
                name,
                text,
                span: node.span,
                owner,
                ..FoundPolicy::default()
            });
        }
    }
    true
}

/// A managed policy with its ARN: with its versions, or with the name of its default version.
fn managed(draft: &mut Draft, node: &Node, place: &Place<'_>) -> bool {
    let node = node.get("Policy").unwrap_or(node);
    let (Some(arn), Some(version)) = (node.text_of("Arn"), node.text_of("DefaultVersionId")) else {
        return false;
    };
    let versions = node.get("PolicyVersionList").map(Node::items).unwrap_or_default();
    let default = versions.iter().find(|it| it.text_of("VersionId") == Some(version));
    if let Some((_, text)) = default.and_then(|it| output::document(it.get("Document")?, place)) {
        let (name, arn, span) = (last(arn).to_owned(), arn.to_owned(), node.span);
        let found = FoundPolicy { name, text, span, arn, is_one_of_all: true, ..FoundPolicy::default() };
        draft.identity_policies.push(found);
        return true;
    }
    let owner = Owner { name: version.to_owned(), ..Owner::default() };
    draft.recognise(ImportKind::Policy, node.span, "An IAM policy.");
    draft.attached.push(Attached { owner, kind: AttachedKind::Version, id: arn.to_owned(), span: node.span });
    true
}

/// The names of inline policies, or the ARNs of managed ones; the command before the list says whose they are.
fn listed(draft: &mut Draft, node: &Node, place: &Place<'_>) -> bool {
    let (list, member, kind) = match (node.get("PolicyNames"), node.get("AttachedPolicies")) {
        // Every key has this one, and no role has it by this name alone.
        (Some(list), _) if list.items().first().and_then(Node::as_text) != Some("default") => {
            (list, "PolicyName", AttachedKind::Inline)
        }
        (_, Some(list)) => (list, "PolicyArn", AttachedKind::Managed),
        _ => return false,
    };
    let owner = KINDS.iter().find_map(|(kind, _, _, option)| {
        let name = option_before(place.pasted, node.span, option)?.to_owned();
        Some(Owner { kind, name, arn: String::new() })
    });
    draft.recognise(ImportKind::Policy, node.span, ATTACHED);
    attached(draft, &owner.unwrap_or_default(), Some(list), member, kind, node.span);
    true
}

/// Takes the lines of a list, and that there is a list.
fn attached(
    draft: &mut Draft,
    owner: &Owner,
    list: Option<&Node>,
    member: &str,
    kind: AttachedKind,
    span: Span,
) {
    let Some(list) = list else { return };
    let mut add = |id: &str| {
        draft.attached.push(Attached { owner: owner.clone(), kind, id: id.to_owned(), span });
    };
    add("");
    for item in list.items() {
        add(item.as_text().or_else(|| item.text_of(member)).unwrap_or_default());
    }
}

/// Takes a document that `get-role-policy` or `get-policy-version` shows.
pub(super) fn take(draft: &mut Draft, of: &Node, inner: &Node, name: &str, text: String, place: &Place<'_>) {
    let count = draft.identity_policies.len();
    policy::take_document(draft, inner, name, text, of.span);
    if let Some(found) = draft.identity_policies.get_mut(count) {
        found.owner = owner(of);
        if let Some(arn) = option_before(place.pasted, of.span, "--policy-arn") {
            (found.name, found.arn) = (last(arn).to_owned(), arn.to_owned());
        }
    }
}

/// The last part of an ARN: the name of a policy without its path.
pub(super) fn last(arn: &str) -> &str {
    arn.rsplit('/').next().unwrap_or(arn)
}

/// The value of an option of the command whose output begins here.
fn option_before<'a>(pasted: &'a str, span: Span, option: &str) -> Option<&'a str> {
    let before = pasted.get(..span.start() as usize)?;
    let near = before.get(before.ceil_char_boundary(before.len().saturating_sub(COMMAND))..)?;
    let command = near.get(near.rfind("aws iam ")?..)?;
    // Another value between the two: the command printed that.
    let (_, value) = command.split_once(option).filter(|_| !command.contains('}'))?;
    value
        .trim_start_matches(['=', ' '])
        .split(char::is_whitespace)
        .next()
        .map(|it| it.trim_matches(['"', '\'']))
}
