//! What a call comes to without the trees that explain it: its decisions, and the requests that policies are asked about.

use crate::call::Call;
use crate::call::checks::Prepared;
use crate::call::error::CallError;
use crate::call::input_note::InputNote;
use crate::check::DecidedCheck;
use crate::context::{Detail, Subject, derive};
use crate::decision::Decision;
use crate::decision::decide::decide;
use crate::request::{AuthorizationRequest, RequestResource};
use crate::situation::Situation;
use crate::situation::compiled::CompiledSituation;

impl CompiledSituation<'_, '_> {
    /// The decision over every check that the call needs, without the trees.
    pub fn decide(&self, call: &Call<'_>) -> Result<Decision, CallError> {
        let (decided, missing) = self.decided(call, Detail::Values)?;
        let decisions = decided.into_iter().map(|check| check.decision);
        Decision::over(decisions.chain(missing.map(|_| Decision::NotEvaluated)))
            .ok_or(CallError::UnknownAction)
    }

    /// The decision on every check that the call needs, without the trees, and whether such a call can be.
    pub fn decide_each(&self, call: &Call<'_>) -> Result<Vec<DecidedCheck>, CallError> {
        Ok(self.decided(call, Detail::Typed)?.0)
    }

    fn decided(
        &self,
        call: &Call<'_>,
        detail: Detail,
    ) -> Result<(Vec<DecidedCheck>, Option<CallError>), CallError> {
        let mut decided: Vec<DecidedCheck> = Vec::new();
        let missing = self.each(call, detail, &mut |Prepared { applicable, subject, request, .. }| {
            let (context, impossible) = derive(&subject, detail);
            context.check_bounds()?;
            let contradicts =
                |note: &InputNote| matches!(note, InputNote::ImpossibleContext { .. } | InputNote::TwoTimes);
            let request = AuthorizationRequest { context, ..request };
            decided.push(DecidedCheck {
                operation: subject.operation,
                decision: decide(applicable, &subject, &request),
                is_on_key: matches!(request.resource, RequestResource::Key(_)),
                can_be: !impossible.iter().any(contradicts),
            });
            Ok(())
        })?;
        Ok((decided, missing))
    }
}

/// The request of every check that the call needs, with as much of its context as a decision asks for. No policy is
/// asked: the requests are the same whatever the policies say.
pub fn requests(situation: &Situation<'_>, call: &Call<'_>) -> Result<Vec<AuthorizationRequest>, CallError> {
    each_request(situation, call, with_values)
}

/// The same without any context: who calls, for which permission, on what.
pub fn requests_without_context(
    situation: &Situation<'_>,
    call: &Call<'_>,
) -> Result<Vec<AuthorizationRequest>, CallError> {
    each_request(situation, call, |_, request| Ok(request))
}

fn each_request(
    situation: &Situation<'_>,
    call: &Call<'_>,
    finish: fn(&Subject<'_>, AuthorizationRequest) -> Result<AuthorizationRequest, CallError>,
) -> Result<Vec<AuthorizationRequest>, CallError> {
    let mut requests = Vec::new();
    CompiledSituation::without_policies(situation).each(call, Detail::Values, &mut |prepared| {
        requests.push(finish(&prepared.subject, prepared.request)?);
        Ok(())
    })?;
    Ok(requests)
}

/// The request with the condition keys that it carries.
fn with_values(
    subject: &Subject<'_>,
    request: AuthorizationRequest,
) -> Result<AuthorizationRequest, CallError> {
    let (context, _) = derive(subject, Detail::Values);
    context.check_bounds()?;
    Ok(AuthorizationRequest { context, ..request })
}
