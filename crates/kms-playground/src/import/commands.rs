//! Commands that fetch what is missing: read-only, with account and key filled in, for whoever owns the account.

use kms_policy::{Arn, Principal};

use super::draft::{Attached, AttachedKind, Draft};
use super::home;
use super::lay::Laid;
use super::result::FetchCommand;
use crate::scenario::Request;

/// The commands whose output, pasted together in any order, completes the scenario.
pub(super) fn commands(laid: &Laid, draft: &Draft) -> Vec<FetchCommand> {
    let mut list = List::default();
    let scenario = &laid.scenario;
    if let Some(message) = &draft.encoded {
        let message: String = message.chars().take(12_000).collect();
        list.add(
            "requests[0]",
            format!(
                "aws sts decode-authorization-message --encoded-message {message} --query DecodedMessage --output text"
            ),
            "Decodes the message. Run it in the account of the caller.",
        );
    }
    list.of_key(laid, draft);
    for it in &draft.attached {
        list.of_attached(laid, it);
    }
    for request in scenario.requests.iter().take(4) {
        list.of_caller(laid, request);
    }
    for (field, text, choices) in &laid.asks {
        list.of_layer(field, text, choices);
    }
    list.0
}

#[derive(Default)]
struct List(Vec<FetchCommand>);

impl List {
    fn add(&mut self, field: &str, command: String, text: impl Into<String>) {
        if self.0.iter().all(|known| known.command != command) {
            self.0.push(FetchCommand { field: field.to_owned(), command, text: text.into() });
        }
    }

    fn of_key(&mut self, laid: &Laid, draft: &Draft) {
        let key = &laid.scenario.key;
        let Some([_, _, _, region, account, resource]) = Arn::split(&key.arn) else { return };
        let named = !home::is_stand_in(&key.arn);
        let id = match (named, key.aliases.first()) {
            (true, _) => safe(resource.strip_prefix("key/").unwrap_or(resource)),
            (false, Some(alias)) => safe(alias),
            (false, None) => "KEY_ID".to_owned(),
        };
        let [no_region, no_account] = laid.stands_in;
        let region = if no_region { "REGION".to_owned() } else { safe(region) };
        let run_by = match no_account {
            true => "Run it in the account that owns the key.".to_owned(),
            false => format!("Run it in account {}, which owns the key.", safe(account)),
        };
        if laid.scenario.key_policy.text().is_empty() {
            let command = format!(
                "aws kms get-key-policy --key-id {id} --policy-name default --region {region} --output json"
            );
            self.add("keyPolicy", command, format!("Shows the key policy. {run_by}"));
        }
        if draft.grants.is_none() && laid.scenario.grants.is_empty() {
            let command = format!("aws kms list-grants --key-id {id} --region {region} --output json");
            self.add("grants", command, format!("Shows the grants on the key. {run_by}"));
        }
        let is_described = key.key_state.is_some() && key.key_spec.is_some();
        if !is_described {
            let command = format!("aws kms describe-key --key-id {id} --region {region} --output json");
            self.add("key", command, format!("Shows the key's ARN, state, spec and usage. {run_by}"));
        }
    }

    fn of_caller(&mut self, laid: &Laid, request: &Request) {
        let issuer = request.session_issuer.as_deref().unwrap_or(&request.principal);
        let principal = Principal::aws(issuer);
        let unknown = laid.scenario.identity_policies.as_ref().is_none_or(Vec::is_empty);
        if request.principal.is_empty() {
            let text = "Shows who calls, if it is run with the credentials of the call that failed.";
            self.add("requests[0].principal", "aws sts get-caller-identity --output json".to_owned(), text);
        }
        if !unknown {
            return;
        }
        let (kind, name, account) = match &principal {
            Principal::Role(it) => ("role", it.name.clone(), it.home.account),
            Principal::AssumedRole { home, role, .. } => ("role", role.clone(), home.account),
            Principal::User(it) => ("user", it.name.clone(), it.home.account),
            _ => return,
        };
        let name = safe(&name);
        let run_by = format!("Run it in account {account}, which the caller belongs to.");
        let field = "identityPolicies";
        self.add(
            field,
            format!("aws iam list-{kind}-policies --{kind}-name {name} --output json"),
            format!("Lists the inline policies of {kind} `{name}`. {run_by}"),
        );
        self.add(
            field,
            format!("aws iam get-{kind}-policy --{kind}-name {name} --policy-name POLICY_NAME --output json"),
            format!("Shows one of these policies. {run_by}"),
        );
        self.add(
            field,
            format!("aws iam list-attached-{kind}-policies --{kind}-name {name} --output json"),
            format!("Lists the managed policies of {kind} `{name}`. {run_by}"),
        );
        self.add(
            field,
            "aws iam get-policy-version --policy-arn POLICY_ARN --version-id VERSION_ID --output json".to_owned(),
            format!("Shows one of these policies. `aws iam get-policy --policy-arn POLICY_ARN` gives its version. {run_by}"),
        );
    }

    /// For the policies that a list names and the text lacks.
    fn of_attached(&mut self, laid: &Laid, attached: &Attached) {
        let is_asked = laid
            .asks
            .iter()
            .any(|(field, _, choices)| field == "identityPolicies" && choices.contains(&attached.id));
        if !is_asked {
            return;
        }
        let (id, owner) = (safe(&attached.id), &attached.owner);
        let command = match attached.kind {
            AttachedKind::Managed => format!(
                "aws iam get-policy-version --policy-arn {id} --version-id $(aws iam get-policy --policy-arn {id} --query \
                 Policy.DefaultVersionId --output text)"
            ),
            AttachedKind::Inline if !owner.name.is_empty() => {
                let (kind, name) = (owner.kind, safe(&owner.name));
                format!("aws iam get-{kind}-policy --{kind}-name {name} --policy-name {id} --output json")
            }
            _ => return,
        };
        self.add("identityPolicies", command, "Shows the policy.");
    }

    /// For the policies that AWS's message names.
    fn of_layer(&mut self, field: &str, _: &str, choices: &[String]) {
        let arn = choices.first().map(|it| safe(it));
        let id = arn.as_deref().and_then(|arn| arn.rsplit('/').next()).unwrap_or("POLICY_ID");
        match field {
            "serviceControlPolicies" | "resourceControlPolicies" => self.add(
                field,
                format!("aws organizations describe-policy --policy-id {id} --output json"),
                "Shows the policy. Run it in the organization's management account.",
            ),
            "permissionsBoundary" => {
                let arn = arn.as_deref().unwrap_or("BOUNDARY_ARN");
                self.add(
                    field,
                    format!("aws iam get-policy --policy-arn {arn} --output json"),
                    "Shows the version of the permissions boundary; `get-policy-version` shows its document.",
                );
            }
            "vpcEndpointPolicy" => self.add(
                field,
                "aws ec2 describe-vpc-endpoints --filters Name=service-name,Values=com.amazonaws.*.kms --output json"
                    .to_owned(),
                "Shows the endpoints for AWS KMS with their policies. Run it in the account of the VPC.",
            ),
            _ => {}
        }
    }
}

/// A value that a shell takes as one word: anything else is left out.
fn safe(text: &str) -> String {
    let is_plain = |character: &char| character.is_ascii_alphanumeric() || "-_./:@+=,".contains(*character);
    let plain: String = text.chars().filter(is_plain).take(300).collect();
    match plain.is_empty() {
        true => "VALUE".to_owned(),
        false => plain.trim_start_matches('-').to_owned(),
    }
}
