//! A scenario and its report as one HTML file: read without a script, printed, and opened again in the playground.
//!
//! HTML Standard, *The template element*: what stands in it is not shown, and is text to whoever reads the file.

use std::fmt::Write;

use crate::report::{PolicyKind, Report};
use crate::scenario::Scenario;
use crate::share::LONG;
use crate::ticket::Ticket;
use crate::ticket::writer::{attribute, escaped_html, request_line};

/// Where the scenario begins in the file, and where it ends.
const START: &str = "<template id=\"kms-policy-playground-scenario\">";
const END: &str = "</template>";

/// The file holds no script, and nothing in it may load or send anything.
const HEAD: &str = r#"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<style>
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { color: light-dark(#1c1d20, #e6e6e3); background: light-dark(#fff, #17191e); max-width: 52rem; margin: 2rem auto; padding: 0 1rem; overflow-wrap: anywhere; }
h1, h2, h3 { line-height: 1.25; break-after: avoid; }
h2 { margin-top: 2rem; padding-top: 1rem; border-top: 1px solid #8888; }
code, pre { font: 0.875em/1.5 ui-monospace, monospace; }
pre { padding: 0.75rem; border: 1px solid #8888; border-radius: 6px; white-space: pre-wrap; }
table { border-collapse: collapse; }
th, td { padding: 0.25rem 0.75rem 0.25rem 0; text-align: start; vertical-align: top; font-weight: normal; }
footer, .when { color: light-dark(#555, #bbb); }
thead th { font-weight: bold; }
td:first-child { white-space: nowrap; }
@media print { :root { color-scheme: light; } body { margin: 0; max-width: none; padding: 0; font-size: 10.5pt; } }
</style>
"#;

/// What goes into the file or onto paper.
#[derive(Clone, Copy, Debug)]
pub struct CaseFile<'a> {
    /// What was typed.
    pub scenario: &'a Scenario,
    /// What the engine says about it.
    pub report: &'a Report,
    /// The address at which it opens.
    pub link: &'a str,
    /// When it was written, in words.
    pub date: &'a str,
}

impl CaseFile<'_> {
    /// The file.
    pub fn page(&self) -> String {
        let title = escaped_html(self.ticket().title());
        let opened = format!(
            "<p>To open it again, drop this file on the KMS Policy Playground, or <a href=\"{}\">open its link</a>.</p>",
            attribute(self.link)
        );
        let scenario = escaped_html(&self.scenario.to_json());
        format!(
            "{HEAD}<title>{title}</title>\n</head>\n<body>\n<main>\n{}{opened}\n</main>\n{START}\n{scenario}\n{END}\n</body>\n</html>\n",
            self.body()
        )
    }

    /// What is printed: the verdicts, why, every policy and grant, the date and the address.
    pub fn body(&self) -> String {
        let ticket = self.ticket();
        let mut out = format!("<h1>{}</h1>\n", escaped_html(ticket.title()));
        _ = writeln!(out, "<p class=\"when\">{}. {}</p>", escaped_html(self.date), ticket.made_by());
        if let Some(notes) = self.scenario.notes.as_deref().filter(|notes| !notes.trim().is_empty()) {
            notes.lines().for_each(|line| _ = writeln!(out, "<p>{}</p>", escaped_html(line)));
        }
        out.push_str(&self.overview());
        out.push_str(&ticket.html());
        out.push_str(&self.policies());
        let short = self.link.len() <= LONG;
        let link = if short { self.link } else { self.link.split('#').next().unwrap_or_default() };
        let long =
            if short { "" } else { ". The link of this scenario is too long for paper; its file has it" };
        _ = writeln!(
            out,
            "<footer><p>KMS Policy Playground: <code>{}</code>{long}.</p></footer>",
            escaped_html(link)
        );
        out
    }

    fn ticket(&self) -> Ticket<'_> {
        Ticket::new(self.scenario, self.report)
    }

    /// One row a request, where there are several.
    fn overview(&self) -> String {
        let requests = self.report.requests.iter().zip(&self.scenario.requests).enumerate();
        if self.report.requests.len() < 2 {
            return String::new();
        }
        let row = |(at, (report, typed))| {
            let (verdict, name) = request_line(report, typed, at);
            format!("<tr><td>{}</td><td>{}</td></tr>\n", escaped_html(&verdict), escaped_html(&name))
        };
        let rows: String = requests.map(row).collect();
        format!(
            "<table>\n<thead><tr><th scope=\"col\">Verdict</th><th scope=\"col\">Request</th></tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n"
        )
    }

    /// Every policy in full, and the grants.
    fn policies(&self) -> String {
        let mut out = String::new();
        let mut part = |name: &str, text: &str| {
            let (name, text) = (escaped_html(name), escaped_html(text));
            _ = writeln!(out, "<h2>{name}</h2>\n<pre>{text}</pre>");
        };
        for policy in self.scenario.policies() {
            let name = if policy.kind == PolicyKind::KeyPolicy { "" } else { policy.name };
            let owner = policy.place.owner;
            let owner = match (owner.caller(self.scenario), owner.other_key(self.scenario)) {
                (Some(caller), _) => format!(" of {}", caller.principal),
                (_, Some(other)) => format!(" of {}", other.key.arn),
                _ => String::new(),
            };
            let name = format!("{} {name}", kind_of(policy.kind));
            part(&format!("{}{owner}", name.trim_end()), policy.text.text());
        }
        let further = self.scenario.other_keys.iter().map(|other| (other.key.arn.as_str(), &other.grants));
        for (key, grants) in std::iter::once(("", &self.scenario.grants)).chain(further) {
            if !grants.is_empty() {
                let name = if key.is_empty() { "Grants".to_owned() } else { format!("Grants on {key}") };
                part(&name, &serde_json::to_string_pretty(grants).unwrap_or_default());
            }
        }
        out
    }
}

/// The scenario inside a file, with where it stands in the text; none if the text is no such file.
pub(crate) fn scenario_inside(text: &str) -> Option<(usize, String)> {
    let start = text.find(START)? + START.len();
    let inside = text.get(start..)?;
    let inside = inside.get(..inside.find(END)?)?;
    // `&amp;` last, so that nothing is read twice.
    let json = inside.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    Some((start, json.trim().to_owned()))
}

const fn kind_of(kind: PolicyKind) -> &'static str {
    match kind {
        PolicyKind::KeyPolicy => "Key policy",
        PolicyKind::IdentityPolicy => "Identity-based policy",
        PolicyKind::PermissionsBoundary => "Permissions boundary",
        PolicyKind::SessionPolicy => "Session policy",
        PolicyKind::ServiceControlPolicy => "Service control policy",
        PolicyKind::ResourceControlPolicy => "Resource control policy",
        PolicyKind::VpcEndpointPolicy => "VPC endpoint policy",
    }
}

#[cfg(test)]
#[path = "case_file/tests.rs"]
mod tests;
