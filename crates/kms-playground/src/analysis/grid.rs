//! Principals against operations: what becomes of one request of each kind in the scenario.

use kms_analysis::{Grid, GridColumn, GridRow, KeyFacts, Standing, StandsFor, Witness};
use kms_policy::PolicyDocument;

use super::words::Words;
use super::{AnalysisError, AnalysisInput, witness};
use crate::report::Decision;
use crate::scenario::{Caller, Grant, PolicyText, Request, Scenario};
use crate::{Pairs, decide};

/// What a grid is made from: the scenario, its key policy, and the version before an edit.
#[derive(Debug)]
pub struct GridSource {
    scenario: Scenario,
    facts: KeyFacts,
    /// The key policy; behind it the version before, if it is another one that AWS would accept.
    documents: Vec<PolicyDocument>,
    before: Option<PolicyText>,
    /// Who calls, or has a grant, in the scenario.
    callers: Vec<(String, Option<String>)>,
}

/// A grid whose cells are decided when they are asked for.
pub struct OpenGrid<'a> {
    source: &'a GridSource,
    grid: Grid<'a>,
}

/// Callers of a row in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GridCaller {
    /// Who.
    pub name: String,
    /// What is notable about them.
    pub notes: Vec<&'static str>,
}

/// Operations of a column.
#[derive(Clone, Debug)]
pub struct GridOperations(GridColumn);

/// What becomes of a request of these callers for the first of these operations.
#[derive(Clone, Debug, PartialEq)]
pub struct GridCell {
    /// The decision on the request below: of the scenario's own requests and the kinds that the key policy tells apart,
    /// the one that gets furthest, an own one if it does.
    pub decision: Decision,
    /// Whether a request of another kind is decided otherwise, or may be.
    pub is_partial: bool,
    /// Whether some request was decided otherwise under the version before.
    pub is_changed: bool,
    /// The request.
    pub request: Request,
}

impl GridSource {
    /// Reads what is needed. `before` is the text of the key policy before it was edited.
    ///
    /// # Errors
    ///
    /// A key policy that AWS would not accept, or a key without an ARN.
    pub fn read(input: &AnalysisInput, before: Option<&str>) -> Result<Self, AnalysisError> {
        let mut documents = vec![input.policy("the policy")?.document.clone()];
        let is_other = |text: &&str| *text != input.scenario.key_policy.text();
        let before = before.filter(is_other).map(PolicyText::new).filter(|text| {
            let scenario = Scenario { key_policy: text.clone(), ..Scenario::default() };
            let read = AnalysisInput { scenario, is_scenario: true }.policy("");
            let is_readable = read.is_ok();
            documents.extend(read.map(|read| read.document.clone()));
            is_readable
        });
        let callers = callers(&input.scenario);
        Ok(Self { facts: input.facts()?, scenario: input.scenario.clone(), documents, before, callers })
    }

    /// The grid; none: there are too many callers to tell apart.
    pub fn open(&self) -> Option<OpenGrid<'_>> {
        let documents: Vec<&PolicyDocument> = self.documents.iter().collect();
        Some(OpenGrid { source: self, grid: Grid::new(&documents, &self.facts, &self.callers)? })
    }
}

/// Who calls in the requests, who has policies of their own, who has a grant.
fn callers(scenario: &Scenario) -> Vec<(String, Option<String>)> {
    let requests =
        scenario.requests.iter().map(|request| (request.principal.clone(), request.session_issuer.clone()));
    let described = scenario.callers.iter().map(|caller| (caller.principal.clone(), None));
    let grantees = scenario.grants.iter().filter_map(|grant| {
        let grantee = grant.grantee_principal.as_ref().or(grant.grantee_service_principal.as_ref())?;
        Some((grantee.clone(), None))
    });
    let mut found: Vec<(String, Option<String>)> = Vec::new();
    for caller in requests.chain(described).chain(grantees) {
        if !found.contains(&caller) {
            found.push(caller);
        }
    }
    found
}

impl OpenGrid<'_> {
    /// Who stands in each row.
    pub fn callers(&self) -> Vec<GridCaller> {
        let texts: Vec<&str> = std::iter::once(&self.source.scenario.key_policy)
            .chain(&self.source.before)
            .map(PolicyText::text)
            .collect();
        let words = Words { account: self.source.facts.arn.account(), texts: &texts };
        let caller = |row: &GridRow| {
            let has_grant = row.names.iter().any(|name| {
                name.stands_for == StandsFor::Itself
                    && self.source.scenario.grants.iter().any(|grant| is_grantee(grant, &name.principal))
            });
            let notes = [
                (row.standing == Standing::OtherAccount).then_some("outside the account"),
                has_grant.then_some("has a grant"),
            ];
            GridCaller { name: words.row(&row.names), notes: notes.into_iter().flatten().collect() }
        };
        self.grid.rows().iter().map(caller).collect()
    }

    /// The columns: operations that the key policy treats alike, or every operation by itself.
    pub fn columns(&self, is_each_alone: bool) -> Vec<GridOperations> {
        self.grid.columns(is_each_alone).into_iter().map(GridOperations).collect()
    }

    /// The cells of one row; none of a row that is not there.
    pub fn row(&self, at: usize, columns: &[GridOperations]) -> Vec<GridCell> {
        let Some(row) = self.grid.rows().get(at) else { return Vec::new() };
        let found: Vec<(Vec<Request>, bool)> =
            columns.iter().map(|GridOperations(column)| self.requests(row, column)).collect();
        let requests = found.iter().flat_map(|(requests, _)| requests.iter().cloned()).collect();
        let asked = Scenario { requests, ..self.around(row) };
        let mut now = decide(&asked).into_iter();
        let before = self.source.before.clone().map(|key_policy| Scenario { key_policy, ..asked.clone() });
        let mut before = before.map(|before| decide(&before).into_iter());
        let mut cells = Vec::with_capacity(found.len());
        for (requests, is_complete) in found {
            let now: Vec<Decision> = now.by_ref().take(requests.len()).collect();
            let before: Option<Vec<Decision>> =
                before.as_mut().map(|before| before.by_ref().take(requests.len()).collect());
            let shown = now.iter().enumerate().min_by_key(|(_, decision)| rank(**decision));
            let Some((shown, decision)) = shown.map(|(at, decision)| (at, *decision)) else { continue };
            cells.extend(requests.into_iter().nth(shown).map(|request| GridCell {
                decision,
                is_partial: !is_complete || now.iter().any(|other| is_otherwise(*other, decision)),
                is_changed: before.is_some_and(|before| before != now),
                request,
            }));
        }
        cells
    }

    /// All cells.
    pub fn cells(&self, columns: &[GridOperations]) -> Vec<Vec<GridCell>> {
        (0..self.grid.rows().len()).map(|at| self.row(at, columns)).collect()
    }

    /// The scenario with the request of a cell behind the others, decided as the cell says.
    pub fn with_request(&self, at: usize, cell: &GridCell) -> Scenario {
        let mut scenario = self.source.scenario.clone();
        scenario.requests.push(cell.request.clone());
        let decided = decide(&scenario).last().copied();
        match self.grid.rows().get(at) {
            // The scenario's policies would be taken for those of this caller.
            Some(row) if decided != Some(cell.decision) => {
                let Scenario { callers, .. } = self.around(row);
                let is_theirs = |caller: &Caller| {
                    let GridCell { request, .. } = cell;
                    caller.principal == request.principal
                        || request.session_issuer.as_ref() == Some(&caller.principal)
                };
                let known = scenario.callers.len();
                scenario.callers.extend(callers.into_iter().skip(known).filter(is_theirs));
                scenario
            }
            _ => scenario,
        }
    }

    /// The scenario for these callers. Its policies are those of the callers of its requests; of others, what they have
    /// is not known.
    fn around(&self, row: &GridRow) -> Scenario {
        let mut scenario = self.source.scenario.clone();
        if self.is_known(row) || row.standing == Standing::Service {
            return scenario;
        }
        let levels = match row.standing {
            Standing::SameAccount => scenario.service_control_policies.clone(),
            Standing::OtherAccount | Standing::Service => None,
        };
        let unknown = row.names.iter().map(|name| Caller {
            principal: name.principal.clone(),
            service_control_policies: levels.clone(),
            ..Caller::default()
        });
        scenario.callers.extend(unknown);
        scenario
    }

    /// Whether the scenario says something of these callers.
    fn is_known(&self, row: &GridRow) -> bool {
        let is_one = |principal: &str| row.names.iter().any(|name| name.principal == principal);
        let scenario = &self.source.scenario;
        scenario.callers.iter().any(|caller| is_one(&caller.principal))
            || scenario.requests.iter().any(|request| {
                is_one(&request.principal) || request.session_issuer.as_deref().is_some_and(is_one)
            })
    }

    /// Whether a request of the scenario is by these callers. A session that stands in no row itself is its role's.
    fn is_by(&self, row: &GridRow, request: &Request) -> bool {
        let has = |row: &GridRow, principal: &str| row.names.iter().any(|name| name.principal == principal);
        let is_named = self.grid.rows().iter().any(|row| has(row, &request.principal));
        let caller = if is_named { Some(&request.principal) } else { request.session_issuer.as_ref() };
        caller.is_some_and(|caller| has(row, caller))
    }

    /// A request of each kind, before them those of the scenario, among them those that a grant of these callers asks for,
    /// and whether they are all kinds.
    fn requests(&self, row: &GridRow, column: &GridColumn) -> (Vec<Request>, bool) {
        let found = self.grid.requests(row, column);
        let is_asked = |request: &&Request| {
            let name = request.action.split_once(':').map_or("", |(_, name)| name);
            column.operations.iter().any(|operation| operation.name.eq_ignore_ascii_case(name))
        };
        let own = self.source.scenario.requests.iter().filter(is_asked);
        let mut requests: Vec<Request> = own.filter(|request| self.is_by(row, request)).cloned().collect();
        requests.extend(found.requests.iter().map(witness::request));
        let Some(first) = found.requests.first() else { return (requests, found.is_complete) };
        for grant in &self.source.scenario.grants {
            let is_theirs = |witness: &Witness| is_grantee(grant, witness.grantee());
            let has_operation = grant.operations.iter().any(|name| *name == first.operation.name);
            let Some(constraints) = grant.constraints.as_ref().filter(|_| has_operation) else { continue };
            for witness in found.requests.iter().filter(|witness| is_theirs(witness)) {
                let mut request = witness::request(witness);
                if let Some(source) = &constraints.source_arn {
                    request.source_arn = Some(source.clone());
                }
                let pairs = [&constraints.encryption_context_equals, &constraints.encryption_context_subset];
                for (name, value) in pairs.into_iter().flatten().flat_map(Pairs::iter) {
                    request.encryption_context.set(name, value.clone());
                }
                if !requests.contains(&request) {
                    requests.push(request);
                }
            }
        }
        (requests, found.is_complete)
    }
}

/// Rows of a grid as a table in Markdown.
pub fn grid_markdown<'a>(
    columns: &[GridOperations],
    rows: impl IntoIterator<Item = (&'a GridCaller, &'a [GridCell])>,
) -> String {
    let heads: Vec<String> = columns.iter().map(GridOperations::head).collect();
    let mut lines = vec![
        format!("| Principal | {} |", heads.join(" | ")),
        format!("|---|{}", "---|".repeat(heads.len())),
    ];
    for (caller, cells) in rows {
        let words: Vec<&str> = cells.iter().map(GridCell::word).collect();
        let name = caller.name.replace('|', "\\|");
        let name: Vec<&str> = std::iter::once(name.as_str()).chain(caller.notes.iter().copied()).collect();
        lines.push(format!("| {} | {} |", name.join(", "), words.join(" | ")));
    }
    lines.join("\n") + "\n"
}

fn is_grantee(grant: &Grant, principal: &str) -> bool {
    [&grant.grantee_principal, &grant.grantee_service_principal]
        .into_iter()
        .any(|grantee| grantee.as_deref() == Some(principal))
}

/// How far a request gets: the less the further.
const fn rank(decision: Decision) -> u8 {
    match decision {
        Decision::Allowed => 0,
        Decision::Undetermined => 1,
        Decision::ExplicitDeny | Decision::ImplicitDeny => 2,
        Decision::NotEvaluated => 3,
    }
}

/// Whether another request gets less far. A request of the scenario that cannot be decided says nothing.
const fn is_otherwise(other: Decision, decision: Decision) -> bool {
    rank(other) != rank(decision) && !matches!(other, Decision::NotEvaluated)
}

impl GridOperations {
    /// The operations, the first of which is asked for.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.0.operations.iter().map(|operation| operation.name)
    }

    /// The first operation, and how many more there are.
    pub fn head(&self) -> String {
        let first = self.names().next().unwrap_or_default();
        match self.0.operations.len() {
            0 | 1 => first.to_owned(),
            count => format!("{first} and {} more", count - 1),
        }
    }
}

impl GridCell {
    /// It in a word or two.
    pub const fn word(&self) -> &'static str {
        match (self.decision, self.is_partial) {
            (Decision::Allowed, false) => "allowed",
            (Decision::Allowed, true) => "allowed if",
            (Decision::Undetermined, _) => "depends",
            (Decision::ExplicitDeny | Decision::ImplicitDeny, _) => "denied",
            (Decision::NotEvaluated, _) => "not evaluated",
        }
    }

    /// It in words.
    pub const fn label(&self) -> &'static str {
        match (self.decision, self.is_partial) {
            (Decision::Allowed, false) => "allowed",
            (Decision::Allowed, true) => "allowed if conditions are met",
            (Decision::Undetermined, false) => "depends on policies that are not known",
            (Decision::Undetermined, true) => "depends on policies that are not known, if conditions are met",
            (Decision::ExplicitDeny | Decision::ImplicitDeny, _) => "denied",
            (Decision::NotEvaluated, _) => "not evaluated",
        }
    }
}
