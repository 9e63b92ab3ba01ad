//! The quotient: requests that a set of key policies cannot tell apart are one cell, and there are finitely many.
//!
//! The first dimension is the operation, the second who calls and how, each further one a condition key. Each cell has
//! a representative; whether a condition holds for a cell is asked of the evaluator with that representative, so that
//! the two cannot disagree. What cannot be cut into cells (policy variables, too many values to tell apart) becomes a
//! free bit: true or false whatever the rest is. That makes the set of requests too large, never too small.

use std::collections::BTreeMap;

use kms_authz::{
    Arrival, AuthorizationRequest, CallerKind, CompiledPolicy, CompiledStatement, ContextValues, Reach,
};
use kms_catalog::{ConditionKey, CrossAccount, KeyAttributes, Operation, OperationPolicies, ResourceScope};
use kms_policy::{
    AccountId, Arn, BaseOperator, ConditionElement, ConditionEntry, ConditionOperator, Effect,
    OperatorFamily, PolicyDocument, PolicyKind, PolicyVersion, PrincipalElement, ResourceElement, Statement,
};

use crate::callers::{Mentioned, StandsFor, Who, callers, put};
use crate::cube::{CellSet, Cube, Space};
use crate::ties;
use crate::values::{self, Compared};

/// The dimension of operations.
pub(crate) const OPERATION: usize = 0;
/// The dimension of callers.
pub(crate) const CALLER: usize = 1;
/// The first condition key.
pub(crate) const KEYS: usize = 2;

/// The most values of a multivalued key whose sets are told apart.
const MOST_SET_VALUES: usize = 10;
/// The most cells of one condition key.
const MOST_CELLS: usize = 1024;

/// The key that the policies are about.
#[derive(Clone, Debug)]
pub struct KeyFacts {
    /// Its ARN; where only policies are known, any ARN of the account that owns it.
    pub arn: Arn,
    /// What kind of key it is; none: not known, so that all kinds count.
    pub attributes: Option<KeyAttributes>,
}

/// What no representative could be found for, so that it counts as true and as false.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FreeBit {
    /// The policy, by its index.
    pub policy: usize,
    /// The statement.
    pub statement: usize,
    /// The condition key as written; none: the resource element.
    pub key: Option<String>,
    /// Why.
    pub why: WhyFree,
}

/// Why something counts as true and as false.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum WhyFree {
    /// It has policy variables.
    Variable,
    /// There are too many values to tell apart, or operators of types that do not mix.
    TooManyValues,
}

/// Operations that the policies do not tell apart.
#[derive(Clone, Debug)]
pub(crate) struct OperationClass {
    /// The one that stands for all.
    pub(crate) members: Vec<&'static Operation>,
}

impl OperationClass {
    pub(crate) fn first(&self) -> Option<&'static Operation> {
        self.members.first().copied()
    }
}

/// Callers that the policies do not tell apart.
#[derive(Clone, Debug)]
pub(crate) struct CallerClass {
    pub(crate) members: Vec<Who>,
    pub(crate) standing: Standing,
    pub(crate) kind: CallerKind,
    pub(crate) arrival: Arrival,
    pub(crate) has_boundary: bool,
}

/// Whose account the caller is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// The key's.
    SameAccount,
    /// Another one.
    OtherAccount,
    /// None: an AWS service.
    Service,
}

/// A value of a condition key, or none.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CellValue {
    /// The request does not carry the key.
    Absent,
    /// One value.
    One(String),
    /// A set of values.
    Many(Vec<String>),
    /// Of a free bit: whether it holds.
    Bit(bool),
}

/// A condition key with its cells.
#[derive(Clone, Debug)]
pub(crate) struct KeyDimension {
    /// The key as first written.
    pub(crate) name: String,
    pub(crate) key: Option<&'static ConditionKey>,
    pub(crate) cells: Vec<CellValue>,
    pub(crate) free: Option<FreeBit>,
    /// The conditions on it, as written, with the cells that they hold for.
    pub(crate) conditions: Vec<WrittenCondition>,
}

/// A condition as written, with the cells that it holds for.
#[derive(Clone, Debug)]
pub(crate) struct WrittenCondition {
    pub(crate) operator: String,
    pub(crate) values: Vec<String>,
    pub(crate) cells: CellSet,
}

/// How far an Allow statement carries the caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Level {
    /// Together with the caller's identity-based policies.
    Reached,
    /// By itself, unless a permissions boundary or session policy does not allow.
    Named,
    /// By itself, whatever boundary and session policy do not allow.
    Outright,
}

/// What a statement applies to.
#[derive(Clone, Debug)]
pub(crate) struct StatementCubes {
    pub(crate) effect: Effect,
    /// All of it; of an Allow what reaches the caller in any way.
    pub(crate) reached: Cube,
    /// Of an Allow what needs no identity-based policy.
    pub(crate) named: Cube,
    /// Of an Allow what survives boundary and session policy.
    pub(crate) outright: Cube,
}

impl StatementCubes {
    pub(crate) const fn at(&self, level: Level) -> &Cube {
        match level {
            Level::Reached => &self.reached,
            Level::Named => &self.named,
            Level::Outright => &self.outright,
        }
    }
}

/// The cells that a set of key policies can tell apart, and what each statement applies to.
pub(crate) struct Quotient<'d> {
    pub(crate) documents: Vec<&'d PolicyDocument>,
    pub(crate) facts: KeyFacts,
    pub(crate) space: Space,
    pub(crate) operations: Vec<OperationClass>,
    pub(crate) callers: Vec<CallerClass>,
    pub(crate) keys: Vec<KeyDimension>,
    /// What no request is, or what no policy and no grant can allow.
    pub(crate) impossible: Vec<Cube>,
    /// Of each policy its statements; none for one that can never take effect.
    pub(crate) policies: Vec<Vec<Option<StatementCubes>>>,
}

/// One condition, or a resource element with policy variables; the same in several places is one atom.
struct Atom<'d> {
    /// The key's name in lower case; none: a resource.
    key: Option<String>,
    name: &'d str,
    operator: Option<ConditionOperator>,
    values: Vec<&'d str>,
    version: PolicyVersion,
    has_variables: bool,
    /// Where it first stands: policy, statement, condition.
    place: (usize, usize, usize),
}

impl Atom<'_> {
    fn written(&self, cells: CellSet) -> Option<WrittenCondition> {
        let values = self.values.iter().map(|value| (*value).to_owned()).collect();
        Some(WrittenCondition { operator: self.operator?.to_string(), values, cells })
    }
}

/// Which cells of which dimension an atom holds for.
#[derive(Clone)]
enum Truth {
    /// Of a key's dimension.
    Cells(usize, CellSet),
    /// Asked of each caller.
    OfCaller,
}

/// More callers than can be told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TooManyCallers;

impl<'d> Quotient<'d> {
    pub(crate) fn new(documents: &[&'d PolicyDocument], facts: &KeyFacts) -> Result<Self, TooManyCallers> {
        let compiled: Vec<CompiledPolicy<'d>> =
            documents.iter().map(|document| CompiledPolicy::new(document, PolicyKind::KeyPolicy)).collect();
        let builder = Builder { documents, facts, compiled: &compiled, atoms: atoms(documents) };
        builder.build()
    }
}

/// All atoms of the policies, each once.
fn atoms<'d>(documents: &[&'d PolicyDocument]) -> Vec<Atom<'d>> {
    let mut atoms: Vec<Atom<'d>> = Vec::new();
    for (policy, document) in documents.iter().enumerate() {
        let version = document.effective_version();
        for (statement, written) in document.statements.iter().enumerate() {
            let conditions = written.condition.iter().flat_map(entries).enumerate();
            for (index, (operator, entry)) in conditions {
                let atom = of_condition(operator, entry, version, (policy, statement, index));
                push(&mut atoms, atom);
            }
            if let Some(atom) = of_resource(written, version, (policy, statement, usize::MAX)) {
                push(&mut atoms, atom);
            }
        }
    }
    atoms
}

fn push<'d>(atoms: &mut Vec<Atom<'d>>, atom: Atom<'d>) {
    if find(atoms, &atom).is_none() {
        atoms.push(atom);
    }
}

fn find(atoms: &[Atom<'_>], atom: &Atom<'_>) -> Option<usize> {
    atoms.iter().position(|other| {
        other.key == atom.key
            && other.operator == atom.operator
            && other.values == atom.values
            && (other.version == atom.version || !atom.has_variables && !other.has_variables)
    })
}

pub(crate) fn entries(
    element: &ConditionElement,
) -> impl Iterator<Item = (Option<ConditionOperator>, &ConditionEntry)> {
    element.blocks.iter().flat_map(|block| block.entries.iter().map(move |entry| (block.operator, entry)))
}

fn of_condition(
    operator: Option<ConditionOperator>,
    entry: &ConditionEntry,
    version: PolicyVersion,
    place: (usize, usize, usize),
) -> Atom<'_> {
    let values: Vec<&str> = entry.values.iter().map(|value| value.value.text.as_str()).collect();
    let takes = operator.is_some_and(|operator| {
        matches!(operator.base.family(), OperatorFamily::String | OperatorFamily::Arn | OperatorFamily::Bool)
    });
    Atom {
        key: Some(entry.key.value.to_lowercase()),
        name: &entry.key.value,
        operator,
        // Under 2008-10-17 a `${` is plain text.
        has_variables: takes
            && version == PolicyVersion::V2012
            && values.iter().any(|value| value.contains("${")),
        values,
        version,
        place,
    }
}

fn of_resource(
    statement: &Statement,
    version: PolicyVersion,
    place: (usize, usize, usize),
) -> Option<Atom<'_>> {
    let (negated, list) = match statement.resource.as_ref()? {
        ResourceElement::Resource(list) => ("Resource", list),
        ResourceElement::NotResource(list) => ("NotResource", list),
    };
    let values: Vec<&str> = list.items.iter().map(|item| item.value.as_str()).collect();
    let has_variables = version == PolicyVersion::V2012 && values.iter().any(|value| value.contains("${"));
    has_variables.then_some(Atom {
        key: None,
        name: negated,
        operator: None,
        values,
        version,
        has_variables,
        place,
    })
}

/// What the statements are put together from: the dimensions, the truth of each atom, one request of each caller.
type Found<'f, 'd> = (&'f Quotient<'d>, &'f [Truth], &'f [AuthorizationRequest]);

struct Builder<'b, 'd> {
    documents: &'b [&'d PolicyDocument],
    facts: &'b KeyFacts,
    compiled: &'b [CompiledPolicy<'d>],
    atoms: Vec<Atom<'d>>,
}

impl<'d> Builder<'_, 'd> {
    fn statement(&self, policy: usize, statement: usize) -> Option<&CompiledStatement<'d>> {
        self.compiled.get(policy)?.statements().get(statement)
    }

    fn build(self) -> Result<Quotient<'d>, TooManyCallers> {
        let (keys, truths) = self.keys();
        let callers = self.callers(&keys, &truths).ok_or(TooManyCallers)?;
        let operations = self.operations(&keys);
        let sizes =
            [operations.len(), callers.len()].into_iter().chain(keys.iter().map(|key| key.cells.len()));
        let space = Space::new(sizes);
        let mut quotient = Quotient {
            documents: self.documents.to_vec(),
            facts: self.facts.clone(),
            impossible: Vec::new(),
            policies: Vec::new(),
            space,
            operations,
            callers,
            keys,
        };
        quotient.impossible = crate::impossible::impossible(&quotient);
        // One request of each caller, for all statements.
        let requests: Vec<AuthorizationRequest> = quotient
            .callers
            .iter()
            .filter_map(|class| Some(class.members.first()?.request("kms:DescribeKey", &self.facts.arn)))
            .collect();
        let policies = (0..self.documents.len())
            .map(|policy| self.policy(policy, (&quotient, &truths, &requests)))
            .collect();
        Ok(Quotient { policies, ..quotient })
    }

    /// The dimensions of condition keys, and for each atom the cells that it holds for.
    fn keys(&self) -> (Vec<KeyDimension>, Vec<Truth>) {
        let mut keys: Vec<KeyDimension> = Vec::new();
        let mut truths: BTreeMap<usize, Truth> = BTreeMap::new();
        let mut groups: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        let mut free = Vec::new();
        let names_by_id =
            self.documents.iter().flat_map(|document| &document.statements).any(names_by_unique_id);
        for (index, atom) in self.atoms.iter().enumerate() {
            match &atom.key {
                _ if atom.has_variables => free.push((index, WhyFree::Variable)),
                Some(key) if ties::OF_CALLER.contains(&key.as_str()) => {
                    truths.insert(index, Truth::OfCaller);
                }
                Some(key) if key == "aws:userid" && names_by_id => free.push((index, WhyFree::TooManyValues)),
                Some(key) => groups.entry(key).or_default().push(index),
                None => {}
            }
        }
        for members in groups.into_values() {
            let Some((dimension, sets)) = self.key(&members) else {
                free.extend(members.into_iter().map(|index| (index, WhyFree::TooManyValues)));
                continue;
            };
            let at = KEYS + keys.len();
            keys.push(dimension);
            truths.extend(members.into_iter().zip(sets).map(|(index, set)| (index, Truth::Cells(at, set))));
        }
        for (index, why) in free {
            let Some(atom) = self.atoms.get(index) else { continue };
            let at = KEYS + keys.len();
            let key = atom.key.as_ref().map(|_| atom.name.to_owned());
            let (policy, statement, _) = atom.place;
            keys.push(KeyDimension {
                name: atom.name.to_owned(),
                key: None,
                cells: vec![CellValue::Bit(true), CellValue::Bit(false)],
                free: Some(FreeBit { policy, statement, key, why }),
                conditions: atom.written(CellSet::from_fn(2, |cell| cell == 0)).into_iter().collect(),
            });
            truths.insert(index, Truth::Cells(at, CellSet::from_fn(2, |cell| cell == 0)));
        }
        (keys, (0..self.atoms.len()).map(|index| truths.remove(&index).unwrap_or(Truth::OfCaller)).collect())
    }

    /// One condition key: its cells, and for each of its atoms those that it holds for; none: cannot be cut into cells.
    fn key(&self, members: &[usize]) -> Option<(KeyDimension, Vec<CellSet>)> {
        let atoms: Vec<&Atom<'_>> = members.iter().filter_map(|index| self.atoms.get(*index)).collect();
        let first = atoms.first()?;
        let key = ConditionKey::find(first.name);
        // What a request that carries this and nothing else makes of each condition.
        let holds = |value: &CellValue| {
            let request = bare_request(&self.facts.arn, first.name, value);
            atoms.iter().map(|atom| self.holds(atom, &request)).collect::<Vec<bool>>()
        };
        let mut cells = vec![CellValue::Absent];
        if self.may_be_present(first.name, key) {
            let compared: Vec<Compared<'_>> = atoms
                .iter()
                .filter_map(|atom| Some(Compared { operator: atom.operator?, values: atom.values.clone() }))
                .collect();
            let names = self.context_names(first.name);
            let found = match self.fixed(key) {
                Some(fixed) => fixed,
                None => values::candidates(key, &compared, &names)?,
            };
            cells.extend(match values::is_multivalued(key) {
                true => sets(&found, &names, &holds)?,
                false => distinct(found.into_iter().map(CellValue::One), &holds),
            });
        }
        if cells.len() > MOST_CELLS {
            return None;
        }
        let rows: Vec<Vec<bool>> = cells.iter().map(holds).collect();
        let of_atom = |at: usize| {
            CellSet::from_fn(cells.len(), |cell| {
                rows.get(cell).and_then(|row| row.get(at)).copied().unwrap_or(false)
            })
        };
        let sets: Vec<CellSet> = (0..atoms.len()).map(of_atom).collect();
        let conditions =
            atoms.iter().zip(&sets).filter_map(|(atom, set)| atom.written(set.clone())).collect();
        Some((KeyDimension { name: first.name.to_owned(), key, cells, free: None, conditions }, sets))
    }

    /// Whether a condition holds for a request.
    fn holds(&self, atom: &Atom<'_>, request: &AuthorizationRequest) -> bool {
        let (policy, statement, condition) = atom.place;
        self.statement(policy, statement)
            .and_then(|compiled| compiled.condition_holds(condition, request))
            .unwrap_or(false)
    }

    /// Whether any request may carry a key of this name. A global key that the catalogue does not know may be new.
    fn may_be_present(&self, name: &str, key: Option<&ConditionKey>) -> bool {
        if !ConditionKey::is_permitted_in_key_policy(name) {
            return false;
        }
        key.is_some() || name.get(..4).is_some_and(|prefix| prefix.eq_ignore_ascii_case("aws:"))
    }

    /// The value of a key that follows from the KMS key.
    fn fixed(&self, key: Option<&ConditionKey>) -> Option<Vec<String>> {
        let attributes = self.facts.attributes?;
        let one = |text: &str| Some(vec![text.to_owned()]);
        match key?.name {
            "kms:KeySpec" | "kms:CustomerMasterKeySpec" => one(attributes.spec.as_str()),
            "kms:KeyUsage" | "kms:CustomerMasterKeyUsage" => one(attributes.usage.as_str()),
            "kms:KeyOrigin" => one(attributes.origin.as_str()),
            "kms:MultiRegion" => one(if attributes.multi_region.is_some() { "true" } else { "false" }),
            "kms:MultiRegionKeyType" => {
                Some(attributes.multi_region.iter().map(|kind| kind.as_str().to_owned()).collect())
            }
            "aws:ResourceAccount" => one(self.facts.arn.account()),
            "aws:RequestedRegion" => one(self.facts.arn.region()),
            _ => None,
        }
    }

    /// Of `kms:EncryptionContextKeys`: the names that conditions on single pairs use.
    fn context_names(&self, name: &str) -> Vec<&str> {
        if !name.eq_ignore_ascii_case("kms:EncryptionContextKeys") {
            return Vec::new();
        }
        let mut names: Vec<&str> = Vec::new();
        for atom in self.atoms.iter().filter(|atom| atom.key.is_some()) {
            let found = values::context_name(ConditionKey::find(atom.name), atom.name);
            if let Some(found) =
                found.filter(|found| !names.iter().any(|name| name.eq_ignore_ascii_case(found)))
            {
                names.push(found);
            }
        }
        names
    }

    fn callers(&self, keys: &[KeyDimension], truths: &[Truth]) -> Option<Vec<CallerClass>> {
        let of_caller =
            || self.atoms.iter().zip(truths).filter(|(_, truth)| matches!(truth, Truth::OfCaller));
        let tokens = |wanted: &[&str]| {
            let atoms =
                of_caller().filter(|(atom, _)| atom.key.as_deref().is_some_and(|key| wanted.contains(&key)));
            let of = atoms.flat_map(|(atom, _)| {
                let base = atom.operator.map_or(BaseOperator::StringEquals, |operator| operator.base);
                atom.values.iter().map(move |value| values::tokens(base, value))
            });
            of.collect::<Vec<_>>()
        };
        let mentioned = Mentioned {
            documents: self.documents,
            arns: tokens(&["aws:principalarn"]),
            accounts: tokens(&["aws:principalaccount", "kms:calleraccount"]),
            users: tokens(&["aws:username"]),
            values: of_caller().flat_map(|(atom, _)| atom.values.iter().copied()).collect(),
            key: &self.facts.arn,
            boundaries: self
                .documents
                .iter()
                .flat_map(|document| &document.statements)
                .any(is_deny_not_principal),
        };
        let mut classes: BTreeMap<Vec<u8>, usize> = BTreeMap::new();
        let mut all: Vec<CallerClass> = Vec::new();
        for who in callers(&mentioned)? {
            let request = who.request("kms:DescribeKey", &self.facts.arn);
            let (kind, arrival) = (who.kind(), who.arrival());
            let standing = self.standing(&who);
            let mut signature = vec![standing as u8, kind as u8, u8::from(who.has_boundary)];
            if keys.iter().any(|key| key.key.is_some()) {
                signature.push(arrival as u8);
            }
            // Whom a policy names is told apart from everybody else, so that an answer can list names.
            signature.push(u8::from(who.stands_for == StandsFor::Itself));
            for compiled in self.compiled {
                let reach = |statement: &CompiledStatement<'_>| {
                    statement.principal_reach(&request).map_or(255, |r| r as u8)
                };
                signature.extend(compiled.statements().iter().map(reach));
            }
            for (atom, _) in of_caller().filter(|(atom, _)| atom.key.is_some()) {
                let (policy, statement, condition) = atom.place;
                let holds =
                    self.statement(policy, statement).and_then(|s| s.condition_holds(condition, &request));
                signature.push(u8::from(holds.unwrap_or(false)));
            }
            match classes.get(&signature).and_then(|at| all.get_mut(*at)) {
                Some(class) => {
                    if !class
                        .members
                        .iter()
                        .any(|other| other.principal == who.principal && other.issuer == who.issuer)
                    {
                        class.members.push(who);
                    }
                }
                None => {
                    classes.insert(signature, all.len());
                    let has_boundary = who.has_boundary;
                    all.push(CallerClass { members: vec![who], standing, kind, arrival, has_boundary });
                }
            }
        }
        Some(all)
    }

    fn standing(&self, who: &Who) -> Standing {
        let caller = who.caller();
        let Some(account) = caller.account() else { return Standing::Service };
        let same_partition =
            caller.partition().is_none_or(|partition| partition == self.facts.arn.partition());
        match same_partition && Some(*account) == AccountId::new(self.facts.arn.account()) {
            true => Standing::SameAccount,
            false => Standing::OtherAccount,
        }
    }

    fn operations(&self, keys: &[KeyDimension]) -> Vec<OperationClass> {
        let mut classes: BTreeMap<Vec<u8>, usize> = BTreeMap::new();
        let mut all: Vec<OperationClass> = Vec::new();
        let on_key = |operation: &&Operation| {
            // A key policy has no effect on RetireGrant, in either direction.
            operation.resource != ResourceScope::None
                && operation.policies != OperationPolicies::IdentityOnly
                && operation.name != "RetireGrant"
        };
        let (alone, with_alias): (Vec<&Operation>, Vec<&Operation>) = Operation::all()
            .iter()
            .filter(on_key)
            .partition(|operation| operation.resource == ResourceScope::Key);
        for operation in alone.into_iter().chain(with_alias) {
            let mut signature = vec![
                u8::from(operation.grantable),
                u8::from(operation.cross_account == CrossAccount::Supported),
            ];
            for compiled in self.compiled {
                let covers = |statement: &CompiledStatement<'_>| {
                    u8::from(statement.covers_permission(operation.permission()))
                };
                signature.extend(compiled.statements().iter().map(covers));
            }
            let known = keys.iter().filter_map(|key| key.key);
            signature.extend(known.map(|key| ties::of_operation(key, operation) as u8));
            // Told apart, so that the question about losing the policy has an answer of its own.
            signature.push(u8::from(operation.name == "PutKeyPolicy"));
            match classes.get(&signature).and_then(|at| all.get_mut(*at)) {
                Some(class) => class.members.push(operation),
                None => {
                    classes.insert(signature, all.len());
                    all.push(OperationClass { members: vec![operation] });
                }
            }
        }
        all
    }

    fn policy(&self, policy: usize, found: Found<'_, 'd>) -> Vec<Option<StatementCubes>> {
        let Some(compiled) = self.compiled.get(policy) else { return Vec::new() };
        let statements = compiled.statements().iter().enumerate();
        statements.map(|(index, statement)| self.cubes((policy, index), statement, found)).collect()
    }

    fn cubes(
        &self,
        (policy, index): (usize, usize),
        statement: &CompiledStatement<'d>,
        (quotient, truths, requests): Found<'_, 'd>,
    ) -> Option<StatementCubes> {
        let effect = statement.effect()?;
        let version = self.documents.get(policy)?.effective_version();
        let space = &quotient.space;
        let mut cube = space.full();
        let covers = |at: usize| {
            let operation = quotient.operations.get(at).and_then(OperationClass::first);
            operation.is_some_and(|operation| statement.covers_permission(operation.permission()))
        };
        space.set(&mut cube, OPERATION, &CellSet::from_fn(quotient.operations.len(), covers));
        let mut levels: Vec<Option<Level>> = requests
            .iter()
            .zip(&quotient.callers)
            .map(|(request, class)| Some(level(statement.principal_reach(request)?, class)).flatten())
            .collect();
        let written = statement.written();
        let place = (policy, index, usize::MAX);
        match of_resource(written, version, place) {
            Some(atom) => self.narrow(&atom, &mut cube, space, truths),
            None => {
                let request = requests.first()?;
                if !statement.covers_resource(request) {
                    return None;
                }
            }
        }
        for (condition, (operator, entry)) in written.condition.iter().flat_map(entries).enumerate() {
            let atom = of_condition(operator, entry, version, (policy, index, condition));
            match find(&self.atoms, &atom).and_then(|at| truths.get(at)) {
                Some(Truth::OfCaller) => {
                    for (level, request) in levels.iter_mut().zip(requests) {
                        if statement.condition_holds(condition, request) != Some(true) {
                            *level = None;
                        }
                    }
                }
                _ => self.narrow(&atom, &mut cube, space, truths),
            }
        }
        let at_least = |least: Level| {
            let mut cube = cube.clone();
            let holds = |at: usize| levels.get(at).is_some_and(|level| *level >= Some(least));
            space.set(&mut cube, CALLER, &CellSet::from_fn(quotient.callers.len(), holds));
            cube
        };
        Some(StatementCubes {
            effect,
            reached: at_least(Level::Reached),
            named: at_least(Level::Named),
            outright: at_least(Level::Outright),
        })
    }

    fn narrow(&self, atom: &Atom<'_>, cube: &mut Cube, space: &Space, truths: &[Truth]) {
        if let Some(Truth::Cells(dimension, cells)) = find(&self.atoms, atom).and_then(|at| truths.get(at)) {
            space.narrow(cube, *dimension, cells);
        }
    }
}

/// How far a statement that reaches the caller so carries it (IAM User Guide, *Policy evaluation logic*).
pub(crate) fn level(reach: Reach, class: &CallerClass) -> Option<Level> {
    let by_account = matches!(reach, Reach::Account | Reach::NoPrincipal);
    let is_root = class.kind == CallerKind::RootUser;
    match class.standing {
        Standing::Service => (!by_account).then_some(Level::Outright),
        Standing::OtherAccount => Some(Level::Reached),
        Standing::SameAccount if by_account && !is_root => Some(Level::Reached),
        Standing::SameAccount => Some(match reach {
            Reach::Role | Reach::UserOfFederatedSession => Level::Named,
            _ => Level::Outright,
        }),
    }
}

fn is_deny_not_principal(statement: &Statement) -> bool {
    let deny = statement.effect.as_ref().is_some_and(|effect| effect.value == Effect::Deny);
    deny && matches!(statement.principal, Some(PrincipalElement::NotPrincipal(_)))
}

fn names_by_unique_id(statement: &Statement) -> bool {
    let Some(PrincipalElement::Principal(list) | PrincipalElement::NotPrincipal(list)) = &statement.principal
    else {
        return false;
    };
    list.items.iter().any(|entry| matches!(entry.principal, kms_policy::Principal::UniqueId(_)))
}

/// A request that carries one key and nothing else.
pub(crate) fn bare_request(key: &Arn, name: &str, value: &CellValue) -> AuthorizationRequest {
    let root = format!("arn:{}:iam::{}:root", key.partition(), key.account());
    let mut request = AuthorizationRequest {
        caller: kms_authz::Caller::new(kms_policy::Principal::caller(&root), None),
        permission: "kms:DescribeKey",
        resource: kms_authz::RequestResource::Key(key.clone()),
        context: kms_authz::RequestContext::default(),
    };
    match value {
        CellValue::One(value) => put(&mut request.context, name, ContextValues::One(value.clone())),
        CellValue::Many(values) => put(&mut request.context, name, ContextValues::Many(values.clone())),
        CellValue::Absent | CellValue::Bit(_) => {}
    }
    request
}

/// The first of each kind.
fn distinct(
    values: impl Iterator<Item = CellValue>,
    holds: &impl Fn(&CellValue) -> Vec<bool>,
) -> Vec<CellValue> {
    let mut kinds: BTreeMap<Vec<bool>, ()> = BTreeMap::new();
    values.filter(|value| kinds.insert(holds(value), ()).is_none()).collect()
}

/// The sets of values of a multivalued key that differ for its conditions, or in the named keys that they have.
fn sets(
    values: &[String],
    names: &[&str],
    holds: &impl Fn(&CellValue) -> Vec<bool>,
) -> Option<Vec<CellValue>> {
    let named = |values: &[String]| {
        let has = |name: &&str| values.iter().any(|value| value.eq_ignore_ascii_case(name));
        names.iter().map(has).collect::<Vec<bool>>()
    };
    let mut kinds: BTreeMap<(Vec<bool>, Vec<bool>), ()> = BTreeMap::new();
    let mut single: Vec<&String> = Vec::new();
    for value in values {
        let one = std::slice::from_ref(value);
        if kinds.insert((holds(&CellValue::Many(one.to_vec())), named(one)), ()).is_none() {
            single.push(value);
        }
    }
    if single.len() > MOST_SET_VALUES {
        return None;
    }
    kinds.clear();
    let mut found = Vec::new();
    for chosen in 1_u32..1 << single.len() {
        let members: Vec<String> = single
            .iter()
            .enumerate()
            .filter(|(at, _)| chosen >> at & 1 == 1)
            .map(|(_, value)| (*value).clone())
            .collect();
        let several = named(&members);
        let cell = CellValue::Many(members);
        if kinds.insert((holds(&cell), several), ()).is_none() {
            found.push(cell);
        }
    }
    Some(found)
}

impl KeyDimension {
    /// Whether a condition on it has `ForAllValues` or the like is no matter here: whether a cell has the named key.
    pub(crate) fn cell_has_name(&self, cell: usize, name: &str) -> bool {
        match self.cells.get(cell) {
            Some(CellValue::Many(values)) => values.iter().any(|value| value.eq_ignore_ascii_case(name)),
            _ => false,
        }
    }

    /// Which of its cells a request carries the key in.
    pub(crate) fn present(&self) -> CellSet {
        CellSet::from_fn(self.cells.len(), |cell| self.cells.get(cell) != Some(&CellValue::Absent))
    }
}
