//! Templates in YAML and HCL. Their readers are not here: whoever has them passes them in.

use super::draft::Draft;
use super::node::Node;
use super::place::Place;
use super::plan::{self, Side};
use super::result::ImportKind;
use super::text::Text;
use super::walk;
use super::{policy, terraform};
use crate::report::codes::ImportCode;

/// The readers of YAML and HCL; each gives the values of a text, with their places in it.
#[derive(Clone, Copy, Debug)]
pub struct Templates {
    /// Reads YAML.
    pub yaml: fn(&str) -> Option<Node>,
    /// Reads HCL.
    pub hcl: fn(&str) -> Option<Node>,
}

/// Names that begin a line of YAML that is worth reading.
const YAML: [&str; 17] = [
    "AWSTemplateFormatVersion",
    "Resources",
    "KeyPolicy",
    "PolicyDocument",
    "Properties",
    "Statement",
    "Grants",
    "KeyMetadata",
    "Aliases",
    "Tags",
    "PolicyVersion",
    "Policy",
    "EvaluationResults",
    "Events",
    "Records",
    "eventVersion",
    "userIdentity",
];

/// Reads a template, if the text is one; says whether it was.
pub(super) fn read(draft: &mut Draft, text: &Text, place: Place<'_>, readers: Option<Templates>) -> bool {
    let all = text.as_str();
    let is_plan = plan::is_plan(all);
    if is_plan || looks_like_hcl(all) {
        let Some(readers) = readers else { return without_reader(draft, text, ImportKind::Terraform) };
        return if is_plan {
            of_plan(draft, text, place, readers)
        } else {
            of_hcl(draft, text, place, readers)
        };
    }
    match yaml_start(all) {
        None => false,
        Some(start) => {
            let Some(readers) = readers else {
                return without_reader(draft, text, ImportKind::CloudFormation);
            };
            of_yaml(draft, text, start, place, readers)
        }
    }
}

fn without_reader(draft: &mut Draft, text: &Text, kind: ImportKind) -> bool {
    let what = if kind == ImportKind::Terraform { "Terraform configuration" } else { "YAML" };
    draft.recognise(kind, text.span(0, text.as_str().len()), format!("{what}. Its reader is not loaded."));
    draft.needs_templates = true;
    true
}

/// Where the YAML of a text begins; none where the text has none.
fn yaml_start(text: &str) -> Option<usize> {
    if text.trim_start().starts_with(['{', '[']) {
        return None;
    }
    let mut at = 0;
    // How many brackets are open: within them it is an object of a program, which has such names as well.
    let mut open = 0_isize;
    for line in text.split_inclusive('\n') {
        let before = open;
        for byte in line.bytes() {
            match byte {
                b'{' | b'[' => open += 1,
                b'}' | b']' => open -= 1,
                _ => {}
            }
        }
        if before > 0 {
            at += line.len();
            continue;
        }
        let bare = line.trim_start().trim_start_matches("- ").trim_start();
        let (name, rest) = bare.split_once(':').unwrap_or((bare, "\u{0}"));
        let rest = rest.trim();
        let names = YAML.contains(&name)
            && (rest.is_empty()
                || rest.starts_with(['#', '|', '>', '"', '\'', '[', '{', '!'])
                || name == "AWSTemplateFormatVersion"
                || name == "eventVersion");
        let is_key = name == "Type" && rest.starts_with("AWS::KMS");
        // Statements alone, as a ticket has them.
        let is_statement = line.trim_start().starts_with("- ") && name == "Sid"
            || name == "Effect" && matches!(rest.trim_matches(['"', '\'']), "Allow" | "Deny");
        if (names || is_key || is_statement) && !line.trim_start().starts_with(['"', '\'']) {
            return Some(at);
        }
        at += line.len();
    }
    None
}

fn looks_like_hcl(text: &str) -> bool {
    text.lines().any(|line| {
        let line = line.trim_start();
        let starts = ["resource \"aws_", "module \"", "data \"aws_iam_policy_document\""]
            .iter()
            .any(|it| line.starts_with(it));
        starts
            || line.starts_with("policy") && ["jsonencode(", "<<"].iter().any(|it| line.contains(it))
            || line.starts_with("key_policy") && line.contains("jsonencode(")
            || line.starts_with("statement {")
    })
}

fn of_yaml(draft: &mut Draft, text: &Text, start: usize, place: Place<'_>, readers: Templates) -> bool {
    let all = text.as_str();
    let before = draft.recognised.len();
    // As a whole; failing that, from the line that looks like a template on, behind the prose before it.
    for from in [0, start] {
        let Some(part) = all.get(from..) else { continue };
        let Some(mut node) =
            (readers.yaml)(part).filter(|node| !node.members().is_empty() || !node.items().is_empty())
        else {
            continue;
        };
        walk::place_in(&mut node, text, from);
        walk::take(draft, &node, &Place { raw: None, layers: 1, ..place });
        if draft.recognised.len() > before || draft.statements.iter().any(|list| !list.is_empty()) {
            return true;
        }
        if from == start {
            break;
        }
    }
    false
}

fn of_hcl(draft: &mut Draft, text: &Text, place: Place<'_>, readers: Templates) -> bool {
    let Some(mut body) = (readers.hcl)(text.as_str()) else { return false };
    walk::place_in(&mut body, text, 0);
    terraform::read_configuration(draft, &body, &place)
}

/// A plan: the configuration after the change, and the policy before it.
fn of_plan(draft: &mut Draft, text: &Text, place: Place<'_>, readers: Templates) -> bool {
    let whole = text.span(0, text.as_str().len());
    let read = |side: Side, draft: &mut Draft| {
        let made = plan::side(text.as_str(), side);
        let Some(mut body) = (readers.hcl)(&made) else { return false };
        // The text was made anew: all of it has the place of the plan.
        walk::place_at(&mut body, whole);
        terraform::read_configuration(draft, &body, &place)
    };
    let mut before = Draft::default();
    read(Side::Before, &mut before);
    let count = draft.key_policies.len();
    if !read(Side::After, draft) {
        return false;
    }
    let earlier = before.key_policies.into_iter().next().map(|it| it.text);
    if let Some(after) = draft.key_policies.get_mut(count) {
        after.before = earlier.filter(|text| *text != after.text);
        let hidden = plan::hidden(text.as_str());
        let mut lacks = if hidden.attributes > 0 { hidden_elements(&after.text) } else { Vec::new() };
        let counted = |count: usize, one: &str, many: &str| match count {
            0 => None,
            1 => Some(format!("one {one} is hidden")),
            count => Some(format!("{count} {many} are hidden")),
        };
        lacks.extend(counted(hidden.statements, "statement", "statements"));
        lacks.extend(counted(hidden.values, "value of a list", "values of lists"));
        if !lacks.is_empty() {
            draft.lacks(ImportCode::PlanHidesAttributes, "The plan hides what does not change", &lacks);
        }
    }
    true
}

/// The elements that statements lack because a plan hides them: `Effect and Resource of statement 2 are hidden`.
fn hidden_elements(policy: &str) -> Vec<String> {
    let Some(document) = walk::json_in_string(policy, kms_policy::Span::default(), 0) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    if policy::shape(&document).is_some() && !document.has("Version") {
        found.push("`Version` is hidden".to_owned());
    }
    for (nth, statement) in
        document.get("Statement").map(Node::one_or_many).unwrap_or_default().iter().enumerate()
    {
        let either = |names: [&str; 2]| names.iter().any(|name| statement.has(name));
        let lacks: Vec<&str> = [
            ("Effect", either(["Effect", "Effect"])),
            ("Principal", either(["Principal", "NotPrincipal"])),
            ("Action", either(["Action", "NotAction"])),
            ("Resource", either(["Resource", "NotResource"])),
        ]
        .into_iter()
        .filter(|(_, has)| !has)
        .map(|(name, _)| name)
        .collect();
        if !lacks.is_empty() {
            let verb = if lacks.len() == 1 { "is" } else { "are" };
            found.push(format!("{} of statement {} {verb} hidden", lacks.join(" and "), nth + 1));
        }
    }
    found
}
