//! What services say in their own words when KMS refuses them: the service is known, the rest is asked.

use kms_policy::{Arn, Span};

use super::denial::Denial;
use super::draft::{Draft, FoundKey, FoundRefusal, FoundRequest};
use super::home;
use super::lay::expectation;
use super::result::ImportKind;
use super::service::{self, Caller};
use super::squeezed::{Squeezed, squeeze};
use super::text::Text;
use crate::refusal::Layer;
use crate::report::codes::ImportCode;
use crate::scenario::{Key, Request};

/// How a service calls KMS where it says this.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Arrival {
    /// For its caller, as this service.
    Through(&'static str),
    /// Under its own name.
    Itself(&'static str),
    /// The operation that failed says it.
    ByOperation,
}

/// A sentence of a service.
struct Words {
    says: &'static str,
    arrival: Arrival,
    /// The action, where it is known or likely.
    action: Option<&'static str>,
    /// Whether the action is only likely.
    likely: bool,
    /// What to know about it.
    note: &'static str,
}

const fn through(label: &'static str, says: &'static str, action: Option<&'static str>) -> Words {
    Words { says, arrival: Arrival::Through(label), action, likely: true, note: "" }
}

const WORDS: [Words; 18] = [
    through("secretsmanager", "Access to KMS is not allowed", None),
    Words {
        says: "The specified KMS key does not exist or is not allowed to be used with",
        arrival: Arrival::Itself("logs"),
        action: Some("kms:Encrypt"),
        likely: true,
        note: "CloudWatch Logs calls KMS under its own name, with the log group as the encryption context \
               `aws:logs:arn`. It does not say which operation was refused.",
    },
    through(
        "lambda",
        "was unable to decrypt the environment variables because KMS access was denied",
        Some("kms:Decrypt"),
    ),
    through(
        "lambda",
        "was unable to decrypt your environment variables because the KMS access was denied",
        Some("kms:Decrypt"),
    ),
    through(
        "lambda",
        "unable to configure access to your environment variables because the KMS key is invalid for CreateGrant",
        Some("kms:CreateGrant"),
    ),
    through(
        "lambda",
        "environment variables because the KMS key is invalid for CreateGrant",
        Some("kms:CreateGrant"),
    ),
    through("dynamodb", "KMS key access denied error", None),
    Words {
        says: "Service or caller is not authorized to use the provided AWS KMS key",
        arrival: Arrival::Through("verifiedpermissions"),
        action: None,
        likely: true,
        note: "Verified Permissions calls KMS both under its own name and for its caller; the message does not say which call \
               was refused.",
    },
    Words {
        says: "Access denied for the specified KMS key. Verify the key policy grants the required permissions",
        arrival: Arrival::Through("bedrock-agentcore"),
        action: None,
        likely: true,
        note: "",
    },
    Words {
        says: "KMSKeyNotAccessibleFault",
        arrival: Arrival::Through("rds"),
        action: None,
        likely: true,
        note: "Amazon RDS says the same of a key that does not exist, is disabled, or may not be used.",
    },
    Words {
        says: "does not exist, is not enabled or you do not have permissions to access it",
        arrival: Arrival::Through("rds"),
        action: None,
        likely: true,
        note: "Amazon RDS says the same of a key that does not exist, is disabled, or may not be used.",
    },
    Words {
        says: "Insufficient permissions to access S3 bucket",
        arrival: Arrival::Itself("cloudtrail"),
        action: Some("kms:GenerateDataKey"),
        likely: true,
        note: "CloudTrail says the same of the bucket policy and of the key policy.",
    },
    Words {
        says: "InsufficientEncryptionPolicyException",
        arrival: Arrival::Itself("cloudtrail"),
        action: Some("kms:GenerateDataKey"),
        likely: true,
        note: "CloudTrail says the same of the bucket policy and of the key policy.",
    },
    Words {
        says: "Client.InternalError: Client error on launch",
        arrival: Arrival::Through("ec2"),
        action: Some("kms:CreateGrant"),
        likely: true,
        note: "EC2 says this when the instance's encrypted volume cannot be used. With Auto Scaling the caller is its \
               service-linked role, AWSServiceRoleForAutoScaling.",
    },
    Words { says: "KMSAccessDenied", arrival: Arrival::ByOperation, action: None, likely: true, note: "" },
    Words { says: "KmsAccessDenied", arrival: Arrival::ByOperation, action: None, likely: true, note: "" },
    Words {
        says: "KMS.AccessDeniedException",
        arrival: Arrival::ByOperation,
        action: None,
        likely: true,
        note: "",
    },
    Words {
        says: "<Code>AccessDenied</Code><Message>Access Denied</Message>",
        arrival: Arrival::Through(""),
        action: None,
        likely: true,
        note: "Amazon S3 says nothing of KMS here. The bucket policy, an IAM policy or the key policy may have refused; \
               CloudTrail shows which call failed.",
    },
];

/// Reads the words of services, unless AWS's own message stands with them.
pub(super) fn read(draft: &mut Draft, text: &Text, squeezed: &Squeezed, denials: &[Denial]) {
    for words in &WORDS {
        let says = squeeze(words.says);
        let Some(at) = squeezed.as_str().find(&says) else { continue };
        let (start, end) = squeezed.range(at, at + says.len());
        let span = text.span(start, end);
        let of_kms = |denial: &&Denial| denial.action.as_ref().is_none_or(|(it, _)| it.starts_with("kms:"));
        if !words.note.is_empty() && denials.iter().filter(of_kms).count() == 0 {
            draft.note(ImportCode::ServiceWords, words.note);
        }
        if let Some(denial) = denials.iter().find(of_kms) {
            // AWS's message says more; the service's words say through whom.
            draft.recognise(ImportKind::ServiceWrapper, span, "A service's words around AWS's message.");
            fill_in(draft, words, denial);
        } else {
            draft.recognise(ImportKind::ServiceWrapper, span, "A service says that it may not use the key.");
            draft.requests.push(request(words, text, (start, end), span));
            if let Some(key) = draft_key(text) {
                draft.keys.push(key);
            }
        }
        return;
    }
    plain_s3(draft, text, denials);
}

/// `An error occurred (AccessDenied) when calling the GetObject operation: Access Denied`
fn plain_s3(draft: &mut Draft, text: &Text, denials: &[Denial]) {
    if !denials.is_empty() || !draft.is_empty() {
        return;
    }
    let all = text.as_str();
    for says in ["(AccessDenied) when calling the ", "operation error S3: "] {
        let Some(at) = all.find(says) else { continue };
        let rest = all.get(at..).unwrap_or_default().get(..300).unwrap_or(all.get(at..).unwrap_or_default());
        let line = rest.lines().next().unwrap_or_default();
        if !line.contains("Access Denied") {
            continue;
        }
        let span = text.span(at, at + line.len());
        draft.recognise(ImportKind::ServiceWrapper, span, "Amazon S3 refused a call, without a reason.");
        draft.note(
            ImportCode::ServiceWords,
            "Amazon S3 says nothing of KMS here. The bucket policy, an IAM policy or the key policy may have refused; \
             CloudTrail shows which call failed.",
        );
        draft.requests.push(FoundRequest { span, ..FoundRequest::default() });
        return;
    }
}

/// The service of AWS's message, where the text around it did not tell.
fn fill_in(draft: &mut Draft, words: &Words, denial: &Denial) {
    let Arrival::Through(label) = words.arrival else { return };
    let same = |found: &&mut FoundRequest| found.via.is_none() && found.span == denial.span;
    if let Some(found) = draft.requests.iter_mut().find(same)
        && !label.is_empty()
    {
        found.via = Some((label.to_owned(), denial.span));
        found.assumed.push(("viaService", format!("The words around the message are those of {label}.")));
    }
}

fn request(words: &Words, text: &Text, range: (usize, usize), span: Span) -> FoundRequest {
    let mut found = FoundRequest { span, ..FoundRequest::default() };
    let mut request = Request::default();
    let mut action = words.action;
    match words.arrival {
        Arrival::Through("") => {}
        Arrival::Through(label) => found.via = Some((label.to_owned(), span)),
        Arrival::Itself("logs") => {
            let group = arn_of(text, range.1, ":logs:");
            let region = group
                .as_ref()
                .and_then(|(arn, _)| Arn::split(arn).map(|[_, _, _, region, ..]| region.to_owned()));
            request.principal =
                format!("logs.{}.amazonaws.com", region.unwrap_or_else(|| "<region>".to_owned()));
            found.fields.push(("principal", span));
            if let Some((arn, place)) = group {
                request.encryption_context.set("aws:logs:arn", arn);
                found.fields.push(("encryptionContext", place));
            }
        }
        Arrival::Itself(name) => {
            request.principal = format!("{name}.amazonaws.com");
            found.fields.push(("principal", span));
        }
        Arrival::ByOperation => {
            let before = text.as_str().get(..text.as_str().len().min(range.1 + 300)).unwrap_or(text.as_str());
            match service::around(before, "", "") {
                Some(Caller::Through(label)) => found.via = Some((label.to_owned(), span)),
                _ => action = None,
            }
        }
    }
    if let Some(action) = action {
        request.action = action.to_owned();
        found.fields.push(("action", span));
        if words.likely {
            found.assumed.push((
                "action",
                "The service does not say which operation was refused; this one is likely.".to_owned(),
            ));
        }
    }
    if found.via.is_some() {
        found.assumed.push(("viaService", "The words are those of this service.".to_owned()));
    }
    let refused = !matches!(words.arrival, Arrival::Through(""));
    if refused {
        request.expect = Some(expectation(false));
        let layer = words.says.starts_with("Service or caller").then_some(Layer::ThreeWays);
        found.refusal = Some(FoundRefusal { layer, explicit: false, policy_arn: None, span });
    }
    found.request = request;
    found
}

/// The key that the text names, or where it must be: a log group can only use a key of its own Region.
fn draft_key(text: &Text) -> Option<FoundKey> {
    if let Some((arn, span)) = arn_of(text, 0, ":kms:").filter(|(arn, _)| arn.contains(":key/")) {
        return Some(FoundKey { key: Key::new(arn), span, certain: true });
    }
    let (arn, span) = arn_of(text, 0, ":logs:")?;
    let [_, partition, _, region, account, _] = Arn::split(&arn)?;
    let arn = format!("arn:{partition}:kms:{region}:{account}:key/{}", home::KEY_ID);
    (home::is_region(region)).then(|| FoundKey { key: Key::new(arn), span, certain: false })
}

/// The first ARN of a service behind `from`.
fn arn_of(text: &Text, from: usize, service: &str) -> Option<(String, Span)> {
    arns(text, from, service).next()
}

/// The ARNs of a service behind `from`, with their places.
pub(super) fn arns<'t>(
    text: &'t Text,
    from: usize,
    service: &'t str,
) -> impl Iterator<Item = (String, Span)> + 't {
    let all = text.as_str();
    let starts = all.get(from..).unwrap_or_default().match_indices("arn:").map(move |(at, _)| from + at);
    // The service is looked for first: a text may be full of beginnings.
    let of_service = move |start: &usize| {
        let head = all.get(*start..all.floor_char_boundary(start + 24)).unwrap_or_default();
        head.contains(service)
    };
    starts.filter(of_service).map(move |start| {
        let rest = all.get(start..).unwrap_or_default();
        let is_end = |it: char| it.is_whitespace() || "\"'<>,()[]{}`;\\".contains(it);
        let mut characters = rest.char_indices().take(1000);
        let length = characters
            .find(|(_, it)| is_end(*it))
            .map_or_else(|| rest.floor_char_boundary(1000), |(at, _)| at);
        let arn = rest.get(..length).unwrap_or_default().trim_end_matches(['.', ':']);
        (arn.to_owned(), text.span(start, start + arn.len()))
    })
}
