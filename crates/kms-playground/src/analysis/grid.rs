//! Principals against operations: what becomes of one request of each kind in the scenario. And principals against
//! jobs of services: what becomes of each job when they ask for it.

mod cell;
mod column;

use kms_analysis::{Grid, GridRow, KeyFacts, Standing, StandsFor, Witness};
use kms_policy::{PolicyDocument, PolicyKind};

use super::words::Words;
use super::{AnalysisError, AnalysisInput, witness};
use crate::job::{Calls, JobTable, verdict};
use crate::scenario::{Caller, Grant, PolicyText, Request, Scenario};
use crate::{Pairs, decide};
pub use cell::GridCell;
use cell::{is_otherwise, rank};
pub use column::{GridColumn, GridColumns, grid_markdown};

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
    columns: Vec<GridColumn>,
    /// The jobs, where these are the columns.
    jobs: Option<JobTable>,
}

/// Callers of a row in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GridCaller {
    /// Who.
    pub name: String,
    /// What is notable about them.
    pub notes: Vec<&'static str>,
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
            let read = text.parsed(PolicyKind::KeyPolicy);
            documents.extend(read.accepted().cloned());
            read.accepted().is_some()
        });
        let callers = callers(&input.scenario);
        Ok(Self { facts: input.facts()?, scenario: input.scenario.clone(), documents, before, callers })
    }

    /// The grid with these columns.
    ///
    /// # Errors
    ///
    /// Too many callers to tell apart, or a key that no service can be given.
    pub fn open(&self, columns: GridColumns) -> Result<OpenGrid<'_>, AnalysisError> {
        let documents: Vec<&PolicyDocument> = self.documents.iter().collect();
        let grid = Grid::new(&documents, &self.facts, &self.callers).ok_or(AnalysisError::TooManyCallers)?;
        let (columns, jobs) = match columns {
            GridColumns::Jobs => {
                let no_key = |_| AnalysisError::NoKey(self.scenario.key.arn.clone());
                let table = JobTable::of(&self.scenario).map_err(no_key)?;
                let column = |(job, is_named)| GridColumn::Job { job, is_named };
                (table.named(&self.scenario).map(column).collect(), Some(table))
            }
            of_operations => {
                let columns = grid.columns(of_operations == GridColumns::EachOperation);
                (columns.into_iter().map(GridColumn::Operations).collect(), None)
            }
        };
        Ok(OpenGrid { source: self, grid, columns, jobs })
    }
}

/// Who calls in the requests, who has policies of their own, who has a grant.
fn callers(scenario: &Scenario) -> Vec<(String, Option<String>)> {
    let mut found: Vec<(String, Option<String>)> = Vec::new();
    let mut add = |principal: &String, issuer: &Option<String>| {
        let caller = (principal.clone(), issuer.clone());
        if !found.contains(&caller) {
            found.push(caller);
        }
    };
    scenario.requests.iter().for_each(|request| add(&request.principal, &request.session_issuer));
    scenario.callers.iter().for_each(|caller| add(&caller.principal, &None));
    for grant in &scenario.grants {
        let grantee = grant.grantee_principal.as_ref().or(grant.grantee_service_principal.as_ref());
        grantee.into_iter().for_each(|grantee| add(grantee, &None));
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
        self.rows().map(caller).collect()
    }

    /// The rows: with jobs only those of callers who can ask a service for something.
    fn rows(&self) -> impl Iterator<Item = &GridRow> {
        self.grid.rows().iter().filter(|row| self.jobs.is_none() || JobTable::takes(who(row)))
    }

    /// The columns.
    pub fn columns(&self) -> &[GridColumn] {
        &self.columns
    }

    /// The cells of one row; none of a row that is not there.
    pub fn row(&self, at: usize) -> Vec<GridCell> {
        let Some(row) = self.rows().nth(at) else { return Vec::new() };
        let mut with = self.around(row);
        let (cells, failing): (Vec<(Vec<Calls>, bool)>, &[bool]) = match &self.jobs {
            Some(table) => (table.ask(who(row), &mut with), &table.failing),
            None => {
                with.requests.clear();
                let cells = self.columns.iter().map(|column| self.ask(row, column, &mut with.requests));
                (cells.collect(), &[])
            }
        };
        // On the calls of each kind of each cell.
        let decided = |with: &Scenario| {
            let decisions = decide(with);
            // Behind the scenario's own requests, of whose failures the table knows nothing.
            let own = decisions.len().saturating_sub(failing.len());
            let mut of_kinds = Vec::new();
            for calls in cells.iter().flat_map(|(kinds, _)| kinds) {
                let mut of_calls = Vec::new();
                for at in calls.requests.clone() {
                    let fails = at.checked_sub(own).and_then(|at| failing.get(at)).copied();
                    of_calls.extend(decisions.get(at).map(|decision| (*decision, fails.unwrap_or_default())));
                }
                of_kinds.push(verdict(&of_calls));
            }
            of_kinds
        };
        let now = decided(&with);
        let key_policy = self.source.before.clone();
        let before = key_policy.map(|key_policy| decided(&Scenario { key_policy, ..with.clone() }));
        let mut row = Vec::with_capacity(cells.len());
        let mut from = 0;
        for (kinds, is_complete) in &cells {
            let own = from..from + kinds.len();
            from = own.end;
            let now = now.get(own.clone()).unwrap_or_default();
            let furthest = now.iter().enumerate().min_by_key(|(_, decision)| rank(**decision));
            let Some((calls, decision)) =
                furthest.and_then(|(at, decision)| kinds.get(at).zip(Some(*decision)))
            else {
                continue;
            };
            row.push(GridCell {
                decision,
                is_partial: !is_complete || now.iter().any(|other| is_otherwise(*other, decision)),
                is_changed: before.as_ref().is_some_and(|before| before.get(own) != Some(now)),
                requests: with.requests.get(calls.requests.clone()).unwrap_or_default().to_vec(),
                grants: with.grants.get(calls.grants.clone()).unwrap_or_default().to_vec(),
                is_job: self.jobs.is_some(),
            });
        }
        row
    }

    /// All cells.
    pub fn cells(&self) -> Vec<Vec<GridCell>> {
        (0..self.rows().count()).map(|at| self.row(at)).collect()
    }

    /// The scenario with what a cell stands for behind its other requests, decided as the cell says.
    pub fn with_cell(&self, at: usize, cell: &GridCell) -> Scenario {
        let mut with = self.source.scenario.clone();
        let known = with.callers.len();
        with.requests.extend_from_slice(&cell.requests);
        with.grants.extend_from_slice(&cell.grants);
        let Some(row) = self.rows().nth(at) else { return with };
        let mut theirs = with.clone();
        for caller in self.around(row).callers.into_iter().skip(known) {
            let calls = |request: &Request| {
                request.principal == caller.principal
                    || request.session_issuer.as_ref() == Some(&caller.principal)
            };
            if cell.requests.iter().any(calls) {
                theirs.callers.push(caller);
            }
        }
        // The scenario's policies would be taken for those of this caller.
        if decide(&with) == decide(&theirs) { with } else { theirs }
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

    /// Asks for the first of these operations. The places of the requests, and whether they are all kinds.
    fn ask(&self, row: &GridRow, column: &GridColumn, all: &mut Vec<Request>) -> (Vec<Calls>, bool) {
        let GridColumn::Operations(column) = column else { return (Vec::new(), true) };
        let (mut requests, is_complete) = self.requests(row, column);
        let first = all.len();
        all.append(&mut requests);
        ((first..all.len()).map(|at| Calls { requests: at..at + 1, grants: 0..0 }).collect(), is_complete)
    }

    /// A request of each kind, before them those of the scenario, among them those that a grant of these callers asks for,
    /// and whether they are all kinds.
    fn requests(&self, row: &GridRow, column: &kms_analysis::GridColumn) -> (Vec<Request>, bool) {
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

/// By which name the callers of a row ask for a job.
fn who(row: &GridRow) -> &str {
    row.names.first().map_or("", |name| &name.principal)
}

fn is_grantee(grant: &Grant, principal: &str) -> bool {
    [&grant.grantee_principal, &grant.grantee_service_principal]
        .into_iter()
        .any(|grantee| grantee.as_deref() == Some(principal))
}
