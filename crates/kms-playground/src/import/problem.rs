//! Errors that are no refusal of a request: no policy that lets a caller in would change them, or the text does not say.

use kms_policy::Span;

use super::draft::{Draft, FoundRequest};
use super::result::{ImportKind, ProblemKind};
use super::squeezed::{Squeezed, squeeze};
use super::text::Text;
use crate::scenario::Request;

/// An error by its code.
struct Coded {
    code: &'static str,
    text: &'static str,
    help: &'static str,
}

const LOCKOUT: &str = "The new key policy will not allow you to update the key policy in the future";
const INVALID_PRINCIPALS: &str = "Policy contains a statement with one or more invalid principals";
const NOT_IN_KEY_POLICIES: &str = "These condition keys are not permitted in a key policy";
const ENCODED: &str = "Encoded authorization failure message:";

/// KMS API Reference, the errors of Decrypt, CreateGrant and others; KMS guide, *Key states of AWS KMS keys*.
const CODES: [Coded; 25] = [
    Coded {
        code: "InvalidCiphertextException",
        text: "KMS could not decrypt: the ciphertext is damaged, or its encryption context is not the one it was encrypted with. \
               No policy change will fix this.",
        help: "Compare the encryption context with that of the call that encrypted; names and values must be the same.",
    },
    Coded {
        code: "IncorrectKeyException",
        text: "The ciphertext was encrypted under another key than the one the call names. No policy change will fix this.",
        help: "Name the key under which the ciphertext was encrypted, or leave `KeyId` out.",
    },
    Coded {
        code: "Client.InvalidKMSKey.InvalidState",
        text: "EC2 could not use the key of the volume. The key is disabled or pending deletion, or EC2's caller has no grant on it.",
        help: "Look at the key's state with `aws kms describe-key`. If it is enabled, check that the caller may use `kms:CreateGrant`; with \
               Auto Scaling the caller is the service-linked role AWSServiceRoleForAutoScaling.",
    },
    Coded {
        code: "DisabledException",
        text: "The key is disabled. No policy change will fix this.",
        help: "Enable the key with `aws kms enable-key`.",
    },
    Coded {
        code: "KMSInvalidStateException",
        text: "The key's state does not permit the operation. No policy change will fix this.",
        help: "Look at `KeyState` in the output of `aws kms describe-key`: enable the key, or cancel its deletion.",
    },
    Coded {
        code: "KMSInvalidState",
        text: "The key's state does not permit the operation. No policy change will fix this.",
        help: "Look at `KeyState` in the output of `aws kms describe-key`: enable the key, or cancel its deletion.",
    },
    Coded {
        code: "KMSDisabled",
        text: "The key is disabled. No policy change will fix this.",
        help: "Enable the key with `aws kms enable-key`.",
    },
    Coded {
        code: "KMSNotFound",
        text: "KMS does not find the key in this Region and account. No policy change will fix this.",
        help: "Check the key's Region and account; name a key of another account by its ARN.",
    },
    Coded {
        code: "InvalidKeyUsageException",
        text: "The key's usage or spec does not fit the operation. No policy change will fix this.",
        help: "Use a key whose `KeyUsage` fits: ENCRYPT_DECRYPT, SIGN_VERIFY, GENERATE_VERIFY_MAC or KEY_AGREEMENT.",
    },
    Coded {
        code: "KeyUnavailableException",
        text: "The key was not available for a moment. No policy change will fix this.",
        help: "Try again.",
    },
    Coded {
        code: "InvalidGrantTokenException",
        text: "The call carries a grant token that KMS does not accept. No policy change will fix this.",
        help: "Use the token that CreateGrant returned, or none: a grant works without it after a few minutes.",
    },
    Coded {
        code: "InvalidGrantIdException",
        text: "KMS does not know the grant. No policy change will fix this.",
        help: "Take the grant's id from `aws kms list-grants`.",
    },
    Coded {
        code: "InvalidArnException",
        text: "The ARN names no key or alias, or one of another Region. No policy change will fix this.",
        help: "Check the ARN; KMS is called in the Region of the key.",
    },
    Coded {
        code: "InvalidAliasNameException",
        text: "The alias name is not valid. No policy change will fix this.",
        help: "An alias begins with `alias/`; `alias/aws/` is reserved for AWS.",
    },
    Coded {
        code: "UnsupportedOperationException",
        text: "The key does not support the operation. No policy change will fix this.",
        help: "Look at the key's spec, origin and key store with `aws kms describe-key`.",
    },
    Coded {
        code: "DryRunOperationException",
        text: "The call was a dry run and would have been allowed.",
        help: "Leave `DryRun` out to make the call.",
    },
    Coded {
        code: "KMSInvalidSignatureException",
        text: "The signature does not fit the message, the key or the algorithm. No policy change will fix this.",
        help: "Verify with the message, message type and algorithm of the call that signed.",
    },
    Coded {
        code: "KMSInvalidMacException",
        text: "The HMAC does not fit the message, the key or the algorithm. No policy change will fix this.",
        help: "Verify with the message and algorithm of the call that made it.",
    },
    Coded {
        code: "CustomKeyStoreInvalidStateException",
        text: "The key is in a custom key store that is not connected. No policy change will fix this.",
        help: "Connect the key store with `aws kms connect-custom-key-store`.",
    },
    Coded {
        code: "ExpiredTokenException",
        text: "The credentials have expired. No policy change will fix this.",
        help: "Sign in again.",
    },
    Coded {
        code: "UnrecognizedClientException",
        text: "AWS does not know the credentials. No policy change will fix this.",
        help: "Check the access key and the session token.",
    },
    Coded {
        code: "InvalidClientTokenId",
        text: "AWS does not know the credentials. No policy change will fix this.",
        help: "Check the access key and the session token.",
    },
    Coded {
        code: "KMSThrottling",
        text: "KMS has more requests than its quota. No policy change will fix this.",
        help: "Try again later, or use S3 Bucket Keys or data key caching.",
    },
    Coded {
        code: "NotFoundException",
        text: "KMS does not find the key or alias in this Region and account. No policy change will fix this.",
        help: "Check the key's Region and account; name a key of another account by its ARN, and not by its id or alias.",
    },
    Coded {
        code: "ThrottlingException",
        text: "The service has more requests than its quota. No policy change will fix this.",
        help: "Try again later.",
    },
];

/// Reads an error that is no refusal. `refused` says that the text has a refusal as well, which is then what counts.
pub(super) fn read(draft: &mut Draft, text: &Text, squeezed: &Squeezed, refused: bool) {
    let find = |says: &str| {
        let says = squeeze(says);
        let at = squeezed.as_str().find(&says)?;
        let (start, end) = squeezed.range(at, at + says.len());
        Some((text.span(start, end), end))
    };
    if let Some((span, _)) = find(LOCKOUT) {
        return lockout(draft, text, span);
    }
    if let Some((span, _)) = find(INVALID_PRINCIPALS) {
        set(
            draft,
            ProblemKind::InvalidPrincipals,
            "MalformedPolicyDocumentException",
            span,
            "KMS does not know a principal of the new key policy. The principal was deleted, never existed, is of another partition, or is not \
             in place yet.",
            "Check every principal of the policy: IAM users and roles must exist, and a wildcard cannot stand in an ARN.",
        );
        return ask_change(draft, text, span);
    }
    if let Some((span, _)) = find(NOT_IN_KEY_POLICIES) {
        set(
            draft,
            ProblemKind::NotAuthorization,
            "MalformedPolicyDocumentException",
            span,
            "The key policy has condition keys that only IAM policies can have.",
            "Move these conditions to IAM policies. Key policies cannot have aws:ResourceTag, kms:ResourceAliases and their like.",
        );
        return ask_change(draft, text, span);
    }
    if refused {
        return;
    }
    if let Some((span, end)) = find(ENCODED) {
        return encoded(draft, text, span, end);
    }
    // The message alone: long, of one word, in the letters of base64 for URLs.
    let alone = text.as_str().trim().trim_matches(['"', '\'']);
    let of_message = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
    let is_message = alone.len() >= 200
        && alone.contains(['-', '_'])
        && alone.bytes().all(|byte| of_message(byte) || byte == b'\n')
        && alone.lines().rev().skip(1).all(|line| line.len() >= 60);
    if draft.is_empty() && is_message {
        let start = text.as_str().find(alone).unwrap_or_default();
        return encoded(draft, text, text.span(start, start + alone.len()), start);
    }
    if !draft.is_empty() {
        return;
    }
    by_code(draft, text);
}

/// The problem of an error code, of an event or of a text.
pub(super) fn of_code(draft: &mut Draft, code: &str) -> bool {
    let code = code.trim();
    let Some(coded) =
        CODES.iter().find(|coded| coded.code == code || code.strip_suffix("Exception") == Some(coded.code))
    else {
        return false;
    };
    if draft.problem.is_none() {
        draft.problem = Some((
            ProblemKind::NotAuthorization,
            coded.code.into(),
            coded.text.to_owned(),
            coded.help.to_owned(),
        ));
    }
    true
}

fn by_code(draft: &mut Draft, text: &Text) {
    let all = text.as_str();
    let about_kms = ["kms", "Kms", "KMS"].iter().any(|it| all.contains(it));
    for coded in &CODES {
        let mut found = all.match_indices(coded.code).map(|(at, _)| at);
        let is_word = |at: &usize| {
            let before = at.checked_sub(1).and_then(|at| all.as_bytes().get(at));
            let behind = all.as_bytes().get(at + coded.code.len());
            let letter = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
            // `KMSInvalidStateException` has `KMSInvalidState` in it: the longer stands first in the table.
            !letter(before)
                && (!letter(behind)
                    || all.get(at + coded.code.len()..).is_some_and(|it| it.starts_with("Exception")))
        };
        let Some(at) = found.find(is_word) else { continue };
        // Other services have errors of such names; those of ciphertexts and grants are KMS's alone.
        let of_kms_alone =
            ["InvalidCiphertext", "IncorrectKey", "InvalidGrant"].iter().any(|it| coded.code.starts_with(it));
        if !about_kms && !of_kms_alone {
            continue;
        }
        let span = text.span(at, at + coded.code.len());
        return set(draft, ProblemKind::NotAuthorization, coded.code, span, coded.text, coded.help);
    }
    let states = [
        ("is pending deletion", "KMSInvalidStateException"),
        ("is disabled.", "DisabledException"),
        ("The KMS key provided is in an incorrect state", "Client.InvalidKMSKey.InvalidState"),
    ];
    for (says, code) in states {
        let place = all.find(says).filter(|_| says.contains("KMS") || all.contains(":key/") && about_kms);
        if let (Some(at), Some(coded)) = (place, CODES.iter().find(|coded| coded.code == code)) {
            let span = text.span(at, at + says.len());
            return set(draft, ProblemKind::NotAuthorization, coded.code, span, coded.text, coded.help);
        }
    }
}

fn set(draft: &mut Draft, kind: ProblemKind, code: &'static str, span: Span, text: &str, help: &str) {
    if draft.problem.is_none() {
        draft.problem = Some((kind, code.into(), text.to_owned(), help.to_owned()));
        draft.recognise(
            ImportKind::AccessDenied,
            span,
            format!("An error, {code}, that is no refusal of a request."),
        );
    }
}

fn lockout(draft: &mut Draft, text: &Text, span: Span) {
    set(
        draft,
        ProblemKind::Lockout,
        "MalformedPolicyDocumentException",
        span,
        "KMS's lockout check refused the new key policy: it does not allow the caller to use `kms:PutKeyPolicy` on the key.",
        "Add a statement that allows `kms:PutKeyPolicy` to the caller, or to the account, whose IAM policies then decide. \
         `BypassPolicyLockoutSafetyCheck` turns the check off.",
    );
    ask_change(draft, text, span);
}

/// The call that was to change the key policy.
fn ask_change(draft: &mut Draft, text: &Text, span: Span) {
    if !draft.requests.is_empty() {
        return;
    }
    let all = text.as_str();
    let creates = ["CreateKey", "creating KMS Key", "CREATE_FAILED"].iter().any(|it| all.contains(it));
    let changes = ["PutKeyPolicy", "UPDATE_FAILED", "updating KMS Key"].iter().any(|it| all.contains(it));
    let action = if creates && !changes { "kms:CreateKey" } else { "kms:PutKeyPolicy" };
    let request = Request { action: action.to_owned(), ..Request::default() };
    let mut found = FoundRequest { request, span, ..FoundRequest::default() };
    found.fields.push(("action", span));
    if !creates && !changes {
        let why = "A key policy is set by PutKeyPolicy or CreateKey; the text does not say which.";
        found.assumed.push(("action", why.to_owned()));
    }
    draft.requests.push(found);
    let asks = &mut draft.asks;
    if draft.key_policies.is_empty() {
        let question = "What is the new key policy? Paste its document.";
        asks.push(("keyPolicy".to_owned(), question.to_owned(), Vec::new()));
    }
}

fn encoded(draft: &mut Draft, text: &Text, span: Span, end: usize) {
    let rest = text.as_str().get(end..).unwrap_or_default();
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || b"-_+/=".contains(&byte);
    let start = rest.len() - rest.trim_start().len();
    let message: String = rest
        .get(start..)
        .unwrap_or_default()
        .bytes()
        .take(20_000)
        .take_while(|byte| is_part(*byte) || *byte == b'\n')
        .filter(|byte| *byte != b'\n')
        .map(char::from)
        .collect();
    draft.encoded = Some(message);
    set(
        draft,
        ProblemKind::EncodedMessage,
        "EncodedAuthorizationFailureMessage",
        span,
        "The message is encoded. It says who called what, and which statement denied it.",
        "Decode it with `aws sts decode-authorization-message`, which needs the permission `sts:DecodeAuthorizationMessage`, and paste the \
         output here.",
    );
    draft.requests.push(FoundRequest { span, ..FoundRequest::default() });
}
