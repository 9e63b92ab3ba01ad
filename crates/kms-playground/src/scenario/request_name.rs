//! What a request is called: its own name, else who calls what and how.

use kms_catalog::Service;

use super::Request;

/// The name of a request, the one that it was given or one that says what it asks:
/// `AppRole: GenerateDataKey through S3`. `index` is its place in the scenario.
pub fn request_name(request: &Request, index: usize) -> String {
    if let Some(name) = request.name.as_ref().filter(|name| !name.is_empty()) {
        return name.clone();
    }
    let what = request.action.strip_prefix("kms:").unwrap_or(&request.action);
    let who = caller(&request.principal);
    let mut name = match (who.is_empty(), what.is_empty()) {
        (true, true) => return format!("Request {}", index + 1),
        (false, false) => format!("{who}: {what}"),
        _ => format!("{who}{what}"),
    };
    if let Some(via) = request.via_service.as_deref().filter(|via| !via.is_empty()) {
        name.push_str(" through ");
        name.push_str(service(via));
    }
    name
}

/// The role or user without its path and session, the account of a root user, a service as it is.
fn caller(principal: &str) -> String {
    let mut parts = principal.splitn(6, ':');
    let account = parts.nth(4).unwrap_or_default();
    let Some(resource) = parts.next() else { return principal.to_owned() };
    if resource == "root" {
        return format!("Account {account}");
    }
    let mut segments = resource.split('/');
    let name = match segments.next() {
        Some("assumed-role") => segments.next(),
        _ => segments.next_back(),
    };
    name.unwrap_or(resource).to_owned()
}

/// AWS's name of the service, without the maker's and without what it adds; the value itself where no service has it.
fn service(via: &str) -> &str {
    let region = via.split('.').nth(1).unwrap_or_default();
    let is_it =
        |service: &&Service| service.via_service.iter().any(|known| known.value.in_region(region) == via);
    let Some(found) = Service::all().iter().find(is_it) else { return via };
    let name = found.name.split(" (").next().unwrap_or(found.name);
    name.strip_prefix("Amazon ").or_else(|| name.strip_prefix("AWS ")).unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(principal: &str, action: &str, via: Option<&str>) -> String {
        let request = Request {
            principal: principal.to_owned(),
            action: action.to_owned(),
            via_service: via.map(str::to_owned),
            ..Request::default()
        };
        request_name(&request, 1)
    }

    #[test]
    fn a_name_says_who_calls_what_and_how() {
        let role = "arn:aws:iam::111122223333:role/team/AppRole";
        let s3 = Some("s3.us-west-2.amazonaws.com");
        for (name, expected) in [
            (named(role, "kms:GenerateDataKey", s3), "AppRole: GenerateDataKey through S3"),
            (
                named(role, "kms:Decrypt", Some("made-up.us-west-2.amazonaws.com")),
                "AppRole: Decrypt through made-up.us-west-2.amazonaws.com",
            ),
            (
                named("arn:aws:sts::111122223333:assumed-role/AppRole/i-0ab", "kms:Decrypt", None),
                "AppRole: Decrypt",
            ),
            (named("arn:aws:iam::111122223333:user/dept/Ana", "Decrypt", None), "Ana: Decrypt"),
            (
                named("arn:aws:iam::111122223333:root", "kms:PutKeyPolicy", None),
                "Account 111122223333: PutKeyPolicy",
            ),
            (
                named("logs.eu-west-1.amazonaws.com", "kms:Encrypt", None),
                "logs.eu-west-1.amazonaws.com: Encrypt",
            ),
            (named("AppRole", "", None), "AppRole"),
            (named("", "kms:Decrypt", None), "Decrypt"),
            (named("", "", s3), "Request 2"),
            (named("a:b:c:d:e:", "kms:Decrypt", None), "Decrypt"),
        ] {
            assert_eq!(name, expected);
        }
        let given = Request { name: Some("Nightly job".to_owned()), ..Request::default() };
        assert_eq!(request_name(&given, 0), "Nightly job");
    }
}
