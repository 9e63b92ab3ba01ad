//! Somebody who calls, and the request that follows from that alone.

use kms_authz::{
    Arrival, AuthorizationRequest, Caller, CallerKind, Certainty, ContextEntry, ContextValues, Origin,
    RequestContext, RequestResource,
};
use kms_policy::{Arn, Identity, Principal};

/// Somebody who calls, in one way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Who {
    /// The principal's ARN, or the name of the service.
    pub(crate) principal: String,
    /// The ARN of the role or user behind a session.
    pub(crate) issuer: Option<String>,
    /// Whether the call comes through a service.
    pub(crate) through_service: bool,
    /// What it stands for.
    pub(crate) stands_for: StandsFor,
    /// `aws:userid`, where the policy names a principal by its unique id.
    pub(crate) userid: Option<String>,
    /// The caller as the evaluator reads it, with its permissions boundary. Kept, since many questions ask for it.
    pub(crate) caller: Caller,
}

/// What a caller stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum StandsFor {
    /// Only itself.
    Itself,
    /// The root user of its account.
    RootUser,
    /// Any user of its account that is not listed.
    OtherUser,
    /// Any role of its account that is not listed.
    OtherRole,
    /// Users and roles whose `aws:PrincipalArn` is of one kind.
    Matching,
    /// A federated user session.
    FederatedUser,
    /// A service that is not listed.
    OtherService,
}

impl Who {
    pub(crate) fn new(principal: &str, stands_for: StandsFor) -> Self {
        Self::read(principal.to_owned(), Caller::new(Principal::caller(principal), None), stands_for)
    }

    fn read(principal: String, caller: Caller, stands_for: StandsFor) -> Self {
        Self { principal, issuer: None, through_service: false, stands_for, userid: None, caller }
    }

    /// The same with the role or user behind the session.
    pub(crate) fn with_issuer(self, issuer: Option<String>) -> Self {
        let caller = Caller { issuer: issuer.as_deref().and_then(identity), ..self.caller };
        Self { issuer, caller, ..self }
    }

    pub(super) fn with_boundary(self) -> Self {
        let caller = Caller { has_permissions_boundary: true, ..self.caller };
        Self { caller, ..self }
    }

    pub(crate) const fn has_boundary(&self) -> bool {
        self.caller.has_permissions_boundary
    }

    pub(crate) fn kind(&self) -> CallerKind {
        self.caller.kind()
    }

    /// The unique id by which the policies name the role or user.
    pub(crate) fn unique_id(&self) -> Option<&str> {
        self.userid.as_deref().and_then(|userid| userid.split(':').next())
    }

    /// How the call of a caller of this kind arrives.
    pub(crate) fn arrival_as(&self, kind: CallerKind) -> Arrival {
        Arrival::of(kind, self.through_service.then_some("service"))
    }

    /// A request of this caller that carries what follows from who calls, and nothing else.
    pub(crate) fn request(&self, permission: &'static str, key: &Arn) -> AuthorizationRequest {
        self.request_with(permission, key, &|_| true)
    }

    /// The same with these condition keys alone.
    pub(crate) fn request_with(
        &self,
        permission: &'static str,
        key: &Arn,
        is_asked: &dyn Fn(&str) -> bool,
    ) -> AuthorizationRequest {
        let caller = self.caller.clone();
        let mut context = RequestContext::default();
        let kind = caller.kind();
        let mut one = |key: &str, value: &dyn Fn() -> Option<String>| {
            if is_asked(key)
                && let Some(value) = value()
            {
                put(&mut context, key, ContextValues::One(value));
            }
        };
        let account = || caller.account().map(ToString::to_string);
        let service = || match &caller.principal {
            Principal::Service(service) => Some(service.as_str().to_owned()),
            _ => None,
        };
        one("aws:PrincipalIsAWSService", &|| Some((kind == CallerKind::Service).to_string()));
        one("aws:PrincipalAccount", &account);
        one("kms:CallerAccount", &account);
        one("aws:PrincipalArn", &|| self.principal_arn(&caller));
        one("aws:PrincipalType", &|| {
            let name = match kind {
                CallerKind::RootUser => "Account",
                CallerKind::User => "User",
                CallerKind::RoleSession => "AssumedRole",
                CallerKind::FederatedUserSession => "FederatedUser",
                CallerKind::Service | CallerKind::Unrecognized => return None,
            };
            Some(name.to_owned())
        });
        one("aws:username", &|| match &caller.principal {
            Principal::User(user) => Some(user.name.clone()),
            _ => None,
        });
        one("aws:userid", &|| match (&caller.principal, &self.userid) {
            (_, Some(userid)) => Some(userid.clone()),
            (Principal::Account { account, .. }, _) => Some(account.to_string()),
            (Principal::FederatedUser { home, name }, _) => Some(format!("{}:{name}", home.account)),
            _ => None,
        });
        one("aws:ViaAWSService", &|| match self.arrival_as(kind) {
            Arrival::Direct | Arrival::Service => Some("false".to_owned()),
            Arrival::ForwardAccessSession => Some("true".to_owned()),
            Arrival::ServiceThroughService => None,
        });
        one("aws:PrincipalServiceName", &service);
        if let Some(name) = service().filter(|_| is_asked("aws:PrincipalServiceNamesList")) {
            put(&mut context, "aws:PrincipalServiceNamesList", ContextValues::Many(vec![name]));
        }
        AuthorizationRequest { caller, permission, resource: RequestResource::Key(key.clone()), context }
    }

    fn principal_arn(&self, caller: &Caller) -> Option<String> {
        match &caller.principal {
            Principal::Service(_) => None,
            Principal::AssumedRole { .. } => self.issuer.clone(),
            Principal::Account { account, partition } => {
                Some(format!("arn:{}:iam::{account}:root", partition.as_deref().unwrap_or("aws")))
            }
            _ => Some(self.principal.clone()),
        }
    }
}

/// Puts a condition key into a request.
pub(crate) fn put(context: &mut RequestContext, key: &str, values: ContextValues) {
    context.set(ContextEntry {
        key: key.to_owned(),
        values,
        origin: Origin::Typed,
        certainty: Certainty::Documented,
    });
}

pub(crate) fn identity(arn: &str) -> Option<Identity> {
    match Principal::aws(arn) {
        Principal::Role(identity) | Principal::User(identity) => Some(identity),
        _ => None,
    }
}

/// A session of the role with this ARN.
pub(super) fn session_of(role: &str, name: &str, stands_for: StandsFor) -> Option<Who> {
    Some(session(&identity(role)?, name, stands_for))
}

/// A session of a role.
pub(super) fn session(role: &Identity, name: &str, stands_for: StandsFor) -> Who {
    let Identity { home, name: role_name, .. } = role;
    let principal = format!("arn:{}:sts::{}:assumed-role/{role_name}/{name}", home.partition, home.account);
    let read =
        Principal::AssumedRole { home: home.clone(), role: role_name.clone(), session: name.to_owned() };
    let caller = Caller::new(read, Some(role.clone()));
    Who { issuer: Some(arn_of("role", role)), ..Who::read(principal, caller, stands_for) }
}

pub(super) fn arn_of(kind: &str, identity: &Identity) -> String {
    let Identity { home, path, name } = identity;
    format!("arn:{}:iam::{}:{kind}{path}{name}", home.partition, home.account)
}
