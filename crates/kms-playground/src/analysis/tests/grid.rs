//! The grid of callers and operations, and that of callers and jobs.

use super::*;
use crate::KeyState;
use crate::job::group_at;

/// The grid of a policy, with a row for each caller.
fn cells(input: &AnalysisInput, before: Option<&str>) -> Vec<(String, Vec<(String, GridCell)>)> {
    with_columns(input, before, GridColumns::Operations)
}

fn with_columns(
    input: &AnalysisInput,
    before: Option<&str>,
    columns: GridColumns,
) -> Vec<(String, Vec<(String, GridCell)>)> {
    let source = GridSource::read(input, before).unwrap();
    let grid = source.open(columns).unwrap();
    let columns = grid.columns();
    let rows = grid.callers().into_iter().enumerate();
    rows.map(|(at, caller)| {
        let heads = columns.iter().map(GridColumn::head);
        (caller.name, heads.zip(grid.row(at)).collect())
    })
    .collect()
}

fn word(cells: &[(String, Vec<(String, GridCell)>)], name: &str, operation: &str) -> &'static str {
    let (_, row) =
        cells.iter().find(|(caller, _)| caller == name).unwrap_or_else(|| panic!("{name}: {cells:#?}"));
    let cell = row.iter().find(|(head, _)| head.starts_with(operation));
    cell.map_or("none", |(_, cell)| cell.word())
}

#[test]
fn a_cell_of_the_grid_says_what_becomes_of_its_request_among_the_policies_of_the_scenario() {
    let mut input = input(&format!("{ROOT},{APP},{PARTNER}"));
    input.scenario.requests = vec![Request {
        principal: "arn:aws:iam::111122223333:role/Reader".to_owned(),
        action: "kms:Decrypt".to_owned(),
        ..Request::default()
    }];
    input.scenario.identity_policies = Some(Vec::new());
    input.scenario.grants = vec![Grant {
        grantee_principal: Some("arn:aws:iam::111122223333:role/Batch".to_owned()),
        operations: vec!["Decrypt".to_owned()],
        constraints: Some(GrantConstraints {
            encryption_context_subset: Some([("data", "reports".to_owned())].into_iter().collect()),
            ..GrantConstraints::default()
        }),
        ..Grant::default()
    }];
    let found = cells(&input, None);
    // Of requests that get as far, a cell shows the scenario's own.
    let (_, reader) = found.iter().find(|(name, _)| name == "role `Reader`").unwrap();
    let (_, decrypt) = reader.iter().find(|(head, _)| head.starts_with("Decrypt")).unwrap();
    assert_eq!(decrypt.requests, input.scenario.requests);
    // What the scenario has of the caller's policies counts for the caller of its requests, and is unknown of others.
    assert_eq!(word(&found, "role `Reader`", "Decrypt"), "denied");
    assert_eq!(word(&found, "other users and roles in account 111122223333", "Decrypt"), "depends");
    assert_eq!(word(&found, "role `App`", "Decrypt"), "allowed");
    assert_eq!(word(&found, "role `App`", "PutKeyPolicy"), "depends");
    assert_eq!(word(&found, "the root user of account 111122223333", "PutKeyPolicy"), "allowed");
    assert_eq!(word(&found, "other users and roles in account 444455556666", "Decrypt"), "depends");
    assert_eq!(word(&found, "users and roles in any other account", "Decrypt"), "denied");
    assert_eq!(word(&found, "role `Batch`", "Decrypt"), "allowed if");
    let source = GridSource::read(&input, None).unwrap();
    let open = source.open(GridColumns::Operations).unwrap();
    let callers = open.callers();
    let batch = callers.iter().find(|caller| caller.name == "role `Batch`").unwrap();
    assert_eq!(batch.notes, ["has a grant"]);
    // The request of a cell gets the cell's decision.
    for (name, row) in &found {
        for (operation, cell) in row {
            let at = found.iter().position(|(other, _)| other == name).unwrap();
            let scenario = open.with_cell(at, cell);
            assert_eq!(run(&scenario).requests[1].decision, cell.decision, "{name}: {operation}");
        }
    }
}

#[test]
fn a_cell_that_an_edit_changed_is_marked() {
    let before = input(ROOT);
    let found = cells(&input(&format!("{ROOT},{APP}")), Some(before.scenario.key_policy.text()));
    let changed: Vec<(&str, &str)> = found
        .iter()
        .flat_map(|(name, row)| {
            row.iter().filter(|(_, cell)| cell.is_changed).map(|(head, _)| (name.as_str(), head.as_str()))
        })
        .collect();
    assert_eq!(changed, [("role `App`", "Decrypt"), ("role `App`", "ScheduleKeyDeletion")]);
}

#[test]
fn every_cell_of_every_example_gets_the_decision_of_its_request() {
    let (mut all, mut partial) = (0, 0);
    for example in crate::EXAMPLES {
        let scenario = crate::Scenario::from_json(example.json).unwrap();
        let input = AnalysisInput { scenario, is_scenario: true };
        let Ok(source) = GridSource::read(&input, None) else { continue };
        let grid = source.open(GridColumns::Operations).unwrap();
        let columns = grid.columns();
        for (at, caller) in grid.callers().iter().enumerate() {
            let row = grid.row(at);
            assert_eq!(row.len(), columns.len(), "{}: {}", example.name, caller.name);
            all += row.len();
            partial += row.iter().filter(|cell| cell.is_partial).count();
            let evaluated = row.iter().filter(|cell| cell.decision != Decision::NotEvaluated).count();
            assert_eq!(evaluated, row.len(), "{}: {}: {row:#?}", example.name, caller.name);
        }
    }
    assert!(all > 2000 && partial > 50, "{all} cells, {partial} partial");
}

const S3: &str = r#"{"Sid":"Objects","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:role/Uploader"},"Action":["kms:GenerateDataKey","kms:Decrypt"],"Resource":"*","Condition":{"StringEquals":{"kms:ViaService":"s3.us-east-1.amazonaws.com","kms:EncryptionContext:aws:s3:arn":"arn:aws:s3:::orders"}}}"#;

#[test]
fn a_cell_says_whether_a_caller_can_have_a_service_do_a_job() {
    let mut input = input(&format!("{ROOT},{S3}"));
    input.is_scenario = true;
    let found = with_columns(&input, None, GridColumns::Jobs);
    // Services do not ask services for anything.
    let names: Vec<&str> = found.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names,
        [
            "role `Uploader`",
            "the root user of account 111122223333",
            "other users and roles in account 111122223333",
            "the root user of any other account",
            "users and roles in any other account",
        ]
    );
    // The bucket is taken from the condition; the ARN of an object is not that of the bucket.
    let put = "Amazon S3: Put an object";
    let (_, uploader) = &found[0];
    let (_, cell) = uploader.iter().find(|(head, _)| head == put).unwrap();
    assert_eq!((cell.decision, cell.is_partial), (Decision::Allowed, true), "{cell:#?}");
    assert_eq!(cell.requests[0].encryption_context.get("aws:s3:arn").unwrap(), "arn:aws:s3:::orders");
    assert_eq!(word(&found, "the root user of account 111122223333", put), "allowed");
    assert_eq!(word(&found, "users and roles in any other account", put), "denied");
    assert_eq!(word(&found, "role `Uploader`", "Amazon RDS: "), "depends");
    // The services that the policy names are known.
    let source = GridSource::read(&input, None).unwrap();
    let open = source.open(GridColumns::Jobs).unwrap();
    let columns = open.columns();
    let is_named = |column: &&GridColumn| matches!(column, GridColumn::Job { is_named: true, .. });
    let named: Vec<String> = columns.iter().filter(is_named).map(GridColumn::all).collect();
    // Athena and CloudTrail reach KMS through S3 as well.
    let names = |service: &str| named.iter().any(|job| job.starts_with(service));
    assert!(names("Amazon S3: ") && names("Amazon Athena: ") && !names("Amazon RDS: "), "{named:?}");
    // Without the statement nobody else's jobs change.
    let narrower = self::input(ROOT).scenario;
    let before = with_columns(&input, Some(narrower.key_policy.text()), GridColumns::Jobs);
    for (name, row) in &before {
        for (head, cell) in row {
            let is_uploads = name == "role `Uploader`" && head.starts_with("Amazon S3: ");
            assert!(is_uploads || !cell.is_changed, "{name}: {head}");
        }
    }
    assert!(before[0].1.iter().any(|(_, cell)| cell.is_changed));
}

#[test]
fn a_job_on_a_disabled_key_fails_whoever_asks() {
    let mut input = input(ROOT);
    input.is_scenario = true;
    input.scenario.key.key_state = Some(KeyState::Disabled);
    let found = with_columns(&input, None, GridColumns::Jobs);
    let put = "Amazon S3: Put an object";
    assert_eq!(word(&found, "the root user of account 111122223333", put), "fails");
    // Nobody asks that far.
    assert_eq!(word(&found, "users and roles in any other account", put), "denied");
}

/// The heading of the group that a cell adds says what the cell says.
#[test]
fn a_cell_of_a_job_gets_the_verdict_of_the_requests_that_it_adds() {
    let mut tried = 0;
    for (nth, example) in crate::EXAMPLES.iter().enumerate() {
        let scenario = crate::Scenario::from_json(example.json).unwrap();
        let known = scenario.requests.len();
        let input = AnalysisInput { scenario, is_scenario: true };
        let Ok(source) = GridSource::read(&input, None) else { continue };
        let grid = source.open(GridColumns::Jobs).unwrap();
        let columns = grid.columns();
        for (at, caller) in grid.callers().iter().enumerate() {
            let row = grid.row(at);
            assert_eq!(row.len(), columns.len(), "{}: {}", example.name, caller.name);
            for (column, cell) in row.iter().enumerate().skip(nth % 97).step_by(97) {
                let opened = grid.with_cell(at, cell);
                let report = run(&opened);
                let group = group_at(&opened.requests, &report.requests, known).unwrap();
                let name = columns[column].head();
                assert_eq!(group.decision, cell.decision, "{}: {}: {name}", example.name, caller.name);
                assert_eq!(group.name, name);
                assert!(cell.begins_at(&opened.requests, known), "{}: {name}", example.name);
                tried += 1;
            }
        }
    }
    assert!(tried > 300, "{tried} cells");
}
