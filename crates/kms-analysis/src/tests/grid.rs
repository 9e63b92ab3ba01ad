//! The grid has a request of every kind: whatever becomes of any request of a cell becomes of one that is listed.

use super::*;
use crate::cube::{CellSet, Steps};
use crate::grid::Grid;
use kms_authz::Decision;

/// Whether a request is allowed whose caller has nothing beside the key policy, and one whose caller has everything;
/// none: such a request cannot be.
fn decided(witness: &Witness, document: &PolicyDocument) -> Option<[bool; 2]> {
    let [nothing, everything] = [Environment::Nothing, Environment::IdentityAllows]
        .map(|environment| Witness { environment, ..witness.clone() }.replay_under(&facts(), document));
    Some([nothing? == Decision::Allowed, everything? == Decision::Allowed])
}

#[test]
fn each_cell_has_a_request_of_every_kind() {
    let mut random = Random(71);
    let gallery = gallery();
    let (mut asked, mut kinds) = (0, 0);
    for round in 0..15 {
        let text = match round % 3 {
            0 => random.of(&gallery).clone(),
            _ => policy(&mut random),
        };
        let parsed = read(&text);
        let document = &parsed.document;
        let quotient = Quotient::new(&[document], &facts()).unwrap();
        let grid = Grid::new(&[document], &facts(), &[]).unwrap();
        let columns = grid.columns(false);
        for row in grid.rows() {
            for column in &columns {
                let cell = grid.requests(row, column);
                let of_cell: Vec<_> =
                    cell.requests.iter().map(|witness| decided(witness, document)).collect();
                kinds += usize::from(of_cell.len() > 1);
                for _ in 0..3 {
                    let Some(witness) = anywhere(&quotient, row, column, &mut random) else { continue };
                    let own = decided(&witness, document);
                    if own.is_none() || !cell.is_complete {
                        continue;
                    }
                    asked += 1;
                    assert!(of_cell.contains(&own), "{own:?} not in {of_cell:?}\n{witness:#?}\n{text}");
                }
            }
        }
    }
    assert!(asked > 1000 && kinds > 50, "{asked} asked, {kinds} cells of several kinds");
}

/// A request of the row's callers for an operation of the column, anywhere.
fn anywhere(
    quotient: &Quotient<'_>,
    row: &crate::grid::GridRow,
    column: &crate::grid::GridColumn,
    random: &mut Random,
) -> Option<Witness> {
    let mut cube = quotient.space.full();
    for dimension in 0..quotient.space.count() {
        let cell = match dimension {
            OPERATION => column.class(),
            CALLER => *random.of(&row.classes()),
            _ => random.below(quotient.space.size(dimension)),
        };
        let only = CellSet::only(quotient.space.size(dimension), cell);
        quotient.space.set(&mut cube, dimension, &only);
    }
    Witness::of(quotient, &cube, Environment::Nothing, &mut Steps::new(10_000))
}

#[test]
fn rows_are_who_is_named_and_everyone_else_and_grave_operations_stand_alone() {
    let text = r#"{"Version":"2012-10-17","Statement":[
        {"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:root"},"Action":"kms:*","Resource":"*"},
        {"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::444455556666:role/Uploads"},"Action":"kms:Encrypt","Resource":"*"}]}"#;
    let parsed = read(text);
    let also = [("arn:aws:iam::111122223333:role/Caller".to_owned(), None)];
    let grid = Grid::new(&[&parsed.document], &facts(), &also).unwrap();
    let rows: Vec<String> = grid
        .rows()
        .iter()
        .map(|row| row.names.iter().map(|name| name.principal.as_str()).collect::<Vec<_>>().join(" "))
        .collect();
    assert_eq!(
        rows,
        [
            "arn:aws:iam::444455556666:role/Uploads",
            "arn:aws:iam::111122223333:role/Caller",
            "arn:aws:iam::111122223333:root",
            "arn:aws:iam::111122223333:user/Other arn:aws:iam::111122223333:role/Other",
            "arn:aws:iam::444455556666:root",
            "arn:aws:iam::999999999999:root",
            "arn:aws:iam::444455556666:user/Other arn:aws:iam::444455556666:role/Other",
            "arn:aws:iam::999999999999:user/Other arn:aws:iam::999999999999:role/Other",
            "other.amazonaws.com",
        ]
    );
    let alone: Vec<&str> = grid
        .columns(false)
        .iter()
        .filter(|column| column.operations.len() == 1)
        .map(|column| column.operations[0].name)
        .collect();
    for grave in ["ScheduleKeyDeletion", "PutKeyPolicy", "CreateGrant", "DeleteImportedKeyMaterial"] {
        assert!(alone.contains(&grave), "{grave} not in {alone:?}");
    }
    let every = grid.columns(true);
    assert_eq!(every[0].operations[0].name, "Decrypt");
    assert_eq!(every.iter().map(|column| column.operations.len()).sum::<usize>(), every.len());
}
