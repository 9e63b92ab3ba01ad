//! How a call arrives at KMS: directly, through a service with the caller's identity, or by a service itself.
//!
//! It is not stored: the request's principal and `viaService` tell it, and changing it changes those.

use kms_playground::Request;

/// The three ways.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Arrival {
    Directly,
    ThroughService,
    ByService,
}

impl Arrival {
    pub(crate) const ALL: [Self; 3] = [Self::Directly, Self::ThroughService, Self::ByService];

    /// How this request arrives.
    pub(crate) fn of(request: &Request) -> Self {
        if is_service(&request.principal) {
            Self::ByService
        } else if request.via_service.is_some() {
            Self::ThroughService
        } else {
            Self::Directly
        }
    }

    pub(crate) const fn label(self) -> &'static str {
        match self {
            Self::Directly => "Directly",
            Self::ThroughService => "Through a service, as the caller",
            Self::ByService => "By the service itself",
        }
    }

    pub(crate) const fn hint(self) -> &'static str {
        match self {
            Self::Directly => "the caller uses KMS itself",
            Self::ThroughService => "a forward access session: sets kms:ViaService, no aws:SourceArn",
            Self::ByService => "a service principal, with aws:SourceArn and aws:SourceAccount",
        }
    }
}

/// Whether a principal is a service principal, by its form.
pub(crate) fn is_service(principal: &str) -> bool {
    let principal = principal.trim();
    !principal.contains(':') && principal.contains(".amazonaws.com")
}

/// What the form falls back on when the way is changed: who called before, and names that the scenario knows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Known {
    /// A principal that is no service: the one before, or one that a policy names.
    pub(crate) caller: Option<String>,
    /// A service principal: the one before, or one that a policy names.
    pub(crate) service: Option<String>,
    /// A value of kms:ViaService: the one before, or one that a policy names.
    pub(crate) via: Option<String>,
    /// The Region of the key.
    pub(crate) region: String,
}

/// The same request, arriving another way. What the new way cannot carry goes; the rest stays.
pub(crate) fn arrive(mut request: Request, way: Arrival, known: &Known) -> Request {
    let service = if is_service(&request.principal) { Some(request.principal.clone()) } else { None };
    match way {
        Arrival::Directly => {
            request.via_service = None;
            become_caller(&mut request, known);
        }
        Arrival::ThroughService => {
            let from_principal = service.as_deref().and_then(|name| via_of(name, &known.region));
            let via = request.via_service.take().or(from_principal).or_else(|| known.via.clone());
            request.via_service = Some(via.unwrap_or_default());
            become_caller(&mut request, known);
        }
        Arrival::ByService => {
            let from_via = request.via_service.take().as_deref().and_then(principal_of);
            if service.is_none() {
                request.principal = from_via
                    .or_else(|| known.service.clone())
                    .unwrap_or_else(|| "service.amazonaws.com".to_owned());
                request.session_issuer = None;
            }
        }
    }
    request
}

fn become_caller(request: &mut Request, known: &Known) {
    if !is_service(&request.principal) {
        return;
    }
    request.principal =
        known.caller.clone().unwrap_or_else(|| "arn:aws:iam::111122223333:role/ExampleRole".to_owned());
    request.source_arn = None;
    request.source_account = None;
}

/// `s3.us-east-1.amazonaws.com` for `s3.amazonaws.com`.
fn via_of(service: &str, region: &str) -> Option<String> {
    let (name, domain) = service.split_once('.')?;
    (!name.is_empty() && domain.starts_with("amazonaws.com")).then(|| format!("{name}.{region}.{domain}"))
}

/// `s3.amazonaws.com` for `s3.us-east-1.amazonaws.com`.
fn principal_of(via: &str) -> Option<String> {
    let (name, rest) = via.split_once('.')?;
    let (_, domain) = rest.split_once('.')?;
    domain.starts_with("amazonaws.com").then(|| format!("{name}.{domain}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROLE: &str = "arn:aws:iam::111122223333:role/A";

    fn direct() -> Request {
        Request { principal: ROLE.to_owned(), action: "kms:Decrypt".to_owned(), ..Request::default() }
    }

    fn known() -> Known {
        Known { caller: Some(ROLE.to_owned()), region: "us-east-1".to_owned(), ..Known::default() }
    }

    #[test]
    fn the_way_is_read_off_the_request() {
        assert_eq!(Arrival::of(&direct()), Arrival::Directly);
        let via = Request { via_service: Some(String::new()), ..direct() };
        assert_eq!(Arrival::of(&via), Arrival::ThroughService);
        let service = Request { principal: "logs.us-east-1.amazonaws.com".to_owned(), ..direct() };
        assert_eq!(Arrival::of(&service), Arrival::ByService);
    }

    #[test]
    fn a_service_keeps_its_name_when_the_way_changes() {
        let via = Request { via_service: Some("s3.us-east-1.amazonaws.com".to_owned()), ..direct() };
        let service = arrive(via.clone(), Arrival::ByService, &known());
        assert_eq!(service.principal, "s3.amazonaws.com");
        assert_eq!(service.via_service, None);
        assert_eq!(arrive(service, Arrival::ThroughService, &known()), via);
    }

    #[test]
    fn a_direct_call_has_neither_service_nor_source() {
        let service = Request {
            principal: "s3.amazonaws.com".to_owned(),
            source_account: Some("111122223333".to_owned()),
            ..direct()
        };
        assert_eq!(arrive(service, Arrival::Directly, &known()), direct());
    }
}
