//! What a typed call of a service has that AWS's pages do not show of it, and what it lacks that they show.
//!
//! A page that shows nothing says nothing. That a service sends a value is said only where every call of this kind is
//! documented to carry it; else the hint names the jobs whose pages show it.

use kms_catalog::{Job, JobCall, JobCaller, Template};

use super::home::{self, Home, capture};
use super::permissions_of;
use crate::scenario::Request;

/// A remark about a request that comes from a service.
#[derive(Clone, Debug, PartialEq)]
pub struct Hint {
    /// The remark, in a sentence or two.
    pub text: String,
    /// The request with the missing value, where there is one to fill in.
    pub fixed: Option<Request>,
}

/// The remarks about a request, from the jobs that call in its way; none for a call that comes from no service.
pub fn hints(request: &Request, key: &str) -> Vec<Hint> {
    let Some(service) = service_of(request) else { return Vec::new() };
    let arriving: Vec<Known> = Job::all()
        .iter()
        .flat_map(|job| job.calls.iter().map(move |call| Known { job, call }))
        .filter(|known| arrives(known.call, request))
        .collect();
    if arriving.is_empty() {
        return Vec::new();
    }
    let is_same = |permission: &str| permission.eq_ignore_ascii_case(&request.action);
    let mut calls: Vec<Known> =
        arriving.iter().filter(|it| permissions_of(it.call.operation).any(is_same)).copied().collect();
    if calls.is_empty() {
        return not_called(&arriving, service, request).into_iter().collect();
    }
    // A call that was added with its job is held against this job alone.
    if let Some(label) = &request.job {
        let own: Vec<Known> = calls.iter().filter(|it| it.is_of(label)).copied().collect();
        if !own.is_empty() {
            calls = own;
        }
    }
    let home = Home::new(key, request.source_account.clone(), &[]).ok();
    let mut hints = Vec::new();
    hints.extend(about_pairs(&calls, service, request, home.as_ref()));
    hints.extend(about_source(&calls, service, request, home.as_ref()));
    hints
}

/// A call of the catalogue, with its job.
#[derive(Clone, Copy)]
struct Known {
    job: &'static Job,
    call: &'static JobCall,
}

impl Known {
    /// Whether its job is the one that a request names.
    fn is_of(self, label: &str) -> bool {
        let rest = label.strip_prefix(self.job.service).and_then(|rest| rest.strip_prefix(": "));
        let rest = rest.and_then(|rest| rest.strip_prefix(self.job.name));
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(" · "))
    }
}

/// Through which service a request comes, or which service sends it.
fn service_of(request: &Request) -> Option<&str> {
    let via = request.via_service.as_deref().filter(|via| !via.is_empty());
    via.or_else(|| Some(request.principal.as_str()).filter(|it| it.ends_with(".amazonaws.com")))
}

/// Whether a call arrives as the request does.
fn arrives(call: &JobCall, request: &Request) -> bool {
    let is = |template: Template, value: &str| capture(template.text(), value).is_some();
    match request.via_service.as_deref().filter(|via| !via.is_empty()) {
        Some(via) => call.via_service.is_some_and(|template| is(template, via)),
        None => matches!(call.by, JobCaller::Service(name) if is(name, &request.principal)),
    }
}

fn not_called(arriving: &[Known], service: &str, request: &Request) -> Option<Hint> {
    // Half a name is not yet an operation.
    kms_catalog::Operation::find(&request.action)?;
    let mut permissions: Vec<&str> = Vec::new();
    for permission in arriving.iter().flat_map(|known| permissions_of(known.call.operation)) {
        if !permissions.contains(&permission) {
            permissions.push(permission);
        }
    }
    let known = permissions.iter().map(|it| format!("`{it}`")).collect::<Vec<_>>().join(", ");
    let text = format!(
        "No job in the catalogue has `{service}` call `{}`. Its jobs make these calls: {known}.",
        request.action
    );
    Some(Hint { text, fixed: None })
}

fn about_pairs(calls: &[Known], service: &str, request: &Request, home: Option<&Home>) -> Vec<Hint> {
    let mut shown: Vec<(&str, Vec<Template>)> = Vec::new();
    for (name, template) in calls.iter().flat_map(|known| known.call.encryption_context) {
        match shown.iter_mut().find(|(known, _)| known == name) {
            Some((_, templates)) => templates.push(*template),
            None => shown.push((name, vec![*template])),
        }
    }
    if shown.is_empty() {
        return Vec::new();
    }
    let typed = &request.encryption_context;
    let has_one = shown.iter().any(|(name, _)| typed.get(name).is_some());
    let mut hints = Vec::new();
    for (name, templates) in &shown {
        let form = templates.first().map(|template| template.text()).unwrap_or_default();
        let shown_form = shown_form(form, home);
        let carries = |known: &&Known| known.call.encryption_context.iter().any(|(it, _)| it == name);
        let always = calls.iter().all(|it| carries(&it) && it.call.status.is_documented());
        match typed.get(name) {
            // With another pair that a page shows, it is another kind of call.
            None if always || !has_one => {
                let mut fixed = request.clone();
                fixed.encryption_context.set(*name, example(form, home));
                let text = match always {
                    true => format!(
                        "`{service}` sends `{name}` in the encryption context of this call, in the form `{shown_form}`."
                    ),
                    false => format!(
                        "AWS's pages show `{name}` in the encryption context of this call, in the form `{shown_form}`, for {}.",
                        jobs_of(calls.iter().filter(carries))
                    ),
                };
                hints.push(Hint { text, fixed: Some(fixed) });
            }
            Some(value) if !templates.iter().any(|template| has_form(*template, value)) => {
                let text = format!(
                    "AWS's pages show `{name}` in the form `{shown_form}`; the request has `{value}`."
                );
                hints.push(Hint { text, fixed: None });
            }
            _ => {}
        }
    }
    let names = shown.iter().map(|(name, _)| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let further =
        typed.iter().filter(|(name, _)| !name.is_empty() && !shown.iter().any(|(it, _)| it == name));
    hints.extend(further.map(|(name, _)| Hint {
        text: format!(
            "AWS's pages about this call of `{service}` show {names} in the encryption context, not `{name}`."
        ),
        fixed: None,
    }));
    hints
}

/// The names of the jobs, the first two of them.
fn jobs_of<'a>(calls: impl Iterator<Item = &'a Known>) -> String {
    let mut names: Vec<String> = Vec::new();
    for known in calls {
        let name = format!("“{}”", known.job.name);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    match names.as_slice() {
        [first, second, _, ..] => format!("{first}, {second} and others"),
        few => few.join(" and "),
    }
}

fn about_source(calls: &[Known], service: &str, request: &Request, home: Option<&Home>) -> Vec<Hint> {
    let mut hints = Vec::new();
    let is_documented = calls.iter().all(|known| known.call.status.is_documented());
    let forms: Option<Vec<Template>> = calls.iter().map(|known| known.call.source_arn).collect();
    let form = forms.as_ref().and_then(|forms| forms.first()).map(|form| form.text());
    match (form, request.source_arn.as_deref().filter(|arn| !arn.is_empty())) {
        (Some(form), None) if is_documented => {
            let fixed = Request { source_arn: Some(example(form, home)), ..request.clone() };
            let form = shown_form(form, home);
            let text = format!("`{service}` sends `aws:SourceArn` with this call, in the form `{form}`.");
            hints.push(Hint { text, fixed: Some(fixed) });
        }
        (Some(form), Some(arn)) if !forms.iter().flatten().any(|it| has_form(*it, arn)) => {
            let form = shown_form(form, home);
            let text =
                format!("AWS's pages show `aws:SourceArn` in the form `{form}`; the request has `{arn}`.");
            hints.push(Hint { text, fixed: None });
        }
        _ => {}
    }
    let all_have_account = calls.iter().all(|known| known.call.source_account.is_some());
    let has_account = request.source_account.as_ref().is_some_and(|account| !account.is_empty());
    if let Some(home) = home.filter(|_| all_have_account && is_documented && !has_account) {
        let fixed = Request { source_account: Some(home.account.clone()), ..request.clone() };
        let text = format!("`{service}` sends `aws:SourceAccount` with this call.");
        hints.push(Hint { text, fixed: Some(fixed) });
    }
    hints
}

/// Whether a value has the form of a template, in which an asterisk stands for anything.
fn has_form(template: Template, value: &str) -> bool {
    let form = template.text().replace('*', "<anything>");
    let is_open = capture(&form, value).is_some();
    is_open || value.contains(['*', '?', '$'])
}

/// The form with what is known of the place.
fn shown_form(form: &str, home: Option<&Home>) -> String {
    let value = |name: &str| home.and_then(|home| home.value(name)).map(str::to_owned);
    home::fill(form, &|name| value(name).unwrap_or_else(|| format!("<{name}>")))
}

fn example(form: &str, home: Option<&Home>) -> String {
    let place = |name: &str| home.and_then(|home| home.value(name)).map(str::to_owned);
    let value = |name: &str| match place(name) {
        Some(value) => value,
        None => kms_catalog::JobParameter::find(name).map_or_else(
            || format!("<{name}>"),
            |it| home::fill(it.example, &|inner| place(inner).unwrap_or_default()),
        ),
    };
    home::fill(form, &value).replace('*', "example")
}
