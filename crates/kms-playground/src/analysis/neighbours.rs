//! Requests next to one that is allowed: each lacks one thing that it has.

use crate::{ContextValue, Pairs, Request};

/// The request without its service, without its source, without each pair and each condition key; and the request
/// of somebody else.
pub(super) fn lacking(request: &Request) -> Vec<Request> {
    let mut all = Vec::new();
    let mut push = |what: String, changed: Request| {
        all.push(Request { name: Some(what), expect: None, ..changed });
    };
    if request.via_service.is_some() {
        push("the same, called directly".to_owned(), Request { via_service: None, ..request.clone() });
    }
    if request.source_arn.is_some() {
        push("the same without `aws:SourceArn`".to_owned(), Request { source_arn: None, ..request.clone() });
    }
    if request.source_account.is_some() {
        push(
            "the same without `aws:SourceAccount`".to_owned(),
            Request { source_account: None, ..request.clone() },
        );
    }
    for (name, _) in request.encryption_context.iter() {
        let rest = request.encryption_context.iter().filter(|(other, _)| *other != name);
        let rest: Pairs<String> = rest.map(|(name, value)| (name, value.clone())).collect();
        let changed = Request { encryption_context: rest, ..request.clone() };
        push(format!("the same without `{name}` in the encryption context"), changed);
    }
    for (name, value) in request.context.iter() {
        if value.is_none() {
            continue;
        }
        let mut context: Pairs<Option<ContextValue>> = request.context.clone();
        context.set(name, None);
        push(format!("the same without `{name}`"), Request { context, ..request.clone() });
    }
    let stranger = match request.principal.strip_prefix("arn:") {
        Some(rest) => {
            let partition = rest.split(':').next().unwrap_or("aws");
            format!("arn:{partition}:iam::999999999999:user/Stranger")
        }
        None => "stranger.amazonaws.com".to_owned(),
    };
    let changed = Request { principal: stranger, session_issuer: None, ..request.clone() };
    push("the same, called by a stranger".to_owned(), changed);
    all
}
