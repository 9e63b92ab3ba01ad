//! The grid of callers and operations.

use super::*;

/// The grid of a policy, with a row for each caller.
fn cells(input: &AnalysisInput, before: Option<&str>) -> Vec<(String, Vec<(String, GridCell)>)> {
    let source = GridSource::read(input, before).unwrap();
    let grid = source.open().unwrap();
    let columns = grid.columns(false);
    let rows = grid.callers().into_iter().enumerate();
    rows.map(|(at, caller)| {
        let heads = columns.iter().map(GridOperations::head);
        (caller.name, heads.zip(grid.row(at, &columns)).collect())
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
    assert_eq!(decrypt.request, input.scenario.requests[0]);
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
    let open = source.open().unwrap();
    let callers = open.callers();
    let batch = callers.iter().find(|caller| caller.name == "role `Batch`").unwrap();
    assert_eq!(batch.notes, ["has a grant"]);
    // The request of a cell gets the cell's decision.
    for (name, row) in &found {
        for (operation, cell) in row {
            let at = found.iter().position(|(other, _)| other == name).unwrap();
            let scenario = open.with_request(at, cell);
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
        let grid = source.open().unwrap();
        let columns = grid.columns(false);
        for (at, caller) in grid.callers().iter().enumerate() {
            let row = grid.row(at, &columns);
            assert_eq!(row.len(), columns.len(), "{}: {}", example.name, caller.name);
            all += row.len();
            partial += row.iter().filter(|cell| cell.is_partial).count();
            let evaluated = row.iter().filter(|cell| cell.decision != Decision::NotEvaluated).count();
            assert_eq!(evaluated, row.len(), "{}: {}: {row:#?}", example.name, caller.name);
        }
    }
    assert!(all > 2000 && partial > 50, "{all} cells, {partial} partial");
}
