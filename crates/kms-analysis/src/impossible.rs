//! What no request is, as boxes that every question leaves out.
//!
//! Which keys a request carries follows from its operation, its caller and its way of arrival; the pairs of an
//! encryption context and the list of their keys are one thing. An operation that does not work across accounts is
//! beyond the callers of other accounts, whatever policies and grants say.

use kms_authz::Arrival;
use kms_catalog::CrossAccount;

use crate::cube::{CellSet, Cube};
use crate::kinds::place_of;
use crate::quotient::{CALLER, CellValue, KEYS, OPERATION, OperationClass, Quotient, Standing};
use crate::ties::{Presence, both, of_arrival, of_operation};
use crate::values::context_name;

/// The boxes of what cannot be.
pub(crate) fn impossible(quotient: &Quotient<'_>) -> Vec<Cube> {
    let mut cubes = Vec::new();
    let space = &quotient.space;
    let callers = |holds: &dyn Fn(usize) -> bool| CellSet::from_fn(quotient.callers.len(), holds);
    let unsupported = CellSet::from_fn(quotient.operations.len(), &|at| {
        let operation = quotient.operations.get(at).and_then(OperationClass::first);
        operation.is_some_and(|operation| operation.cross_account != CrossAccount::Supported)
    });
    let foreign =
        callers(&|at| quotient.callers.get(at).is_some_and(|class| class.standing == Standing::OtherAccount));
    let mut across = space.full();
    space.set(&mut across, OPERATION, &unsupported);
    space.set(&mut across, CALLER, &foreign);
    cubes.push(across);
    for (at, dimension) in quotient.keys.iter().enumerate() {
        let at = KEYS + at;
        let Some(key) = dimension.key else { continue };
        let present = dimension.present();
        let size = dimension.cells.len();
        let absent = CellSet::from_fn(size, &|cell| !present.contains(cell));
        let of_callers: Vec<Presence> =
            quotient.callers.iter().map(|class| of_arrival(key, class.arrival, class.kind)).collect();
        let by_presence = [Presence::Always, Presence::Never, Presence::Either].map(|wanted| {
            let is_wanted = |operation| of_operation(key, operation) == wanted;
            let operations = CellSet::from_fn(quotient.operations.len(), &|at| {
                quotient.operations.get(at).and_then(OperationClass::first).is_some_and(is_wanted)
            });
            (wanted, operations)
        });
        // Operations under which the same callers carry the key make one box.
        let mut groups: Vec<((bool, CellSet), CellSet)> = Vec::new();
        for (of_operation, operations) in by_presence {
            for (wanted, is_never) in [(Presence::Never, true), (Presence::Always, false)] {
                let who = callers(&|at| {
                    of_callers.get(at).is_some_and(|arrival| both(of_operation, *arrival, key) == wanted)
                });
                let group = (is_never, who);
                match place_of(&groups, &group, |(known, _)| known) {
                    Ok(place) => groups.get_mut(place).into_iter().for_each(|(_, all)| all.join(&operations)),
                    Err(place) => groups.insert(place, (group, operations.clone())),
                }
            }
        }
        for ((is_never, who), operations) in groups {
            let mut cube = space.full();
            space.set(&mut cube, OPERATION, &operations);
            space.set(&mut cube, CALLER, &who);
            space.set(&mut cube, at, if is_never { &present } else { &absent });
            cubes.push(cube);
        }
        if key.name == "kms:GrantIsForAWSResource" {
            let mut cube = space.full();
            let through = callers(&|at| {
                quotient.callers.get(at).is_some_and(|class| class.arrival == Arrival::ForwardAccessSession)
            });
            space.set(&mut cube, CALLER, &through);
            let no = CellSet::from_fn(
                size,
                &|cell| matches!(dimension.cells.get(cell), Some(CellValue::One(value)) if value == "false"),
            );
            space.set(&mut cube, at, &no);
            cubes.push(cube);
        }
        if let Some(name) = context_name(Some(key), &dimension.name) {
            pair_and_list(quotient, at, name, &mut cubes);
        }
    }
    cubes.retain(|cube| !space.is_empty(cube));
    cubes
}

/// A pair of the encryption context is there if and only if the list of its keys has its name.
fn pair_and_list(quotient: &Quotient<'_>, pair: usize, name: &str, cubes: &mut Vec<Cube>) {
    let is_list = |dimension: &crate::quotient::KeyDimension| {
        dimension.key.is_some_and(|key| key.name == "kms:EncryptionContextKeys")
    };
    let Some(list) = quotient.keys.iter().position(is_list) else { return };
    let (Some(list_dimension), Some(pair_dimension)) =
        (quotient.keys.get(list), quotient.keys.get(pair - KEYS))
    else {
        return;
    };
    let present = pair_dimension.present();
    for has in [true, false] {
        let mut cube = quotient.space.full();
        let pairs = CellSet::from_fn(pair_dimension.cells.len(), &|cell| present.contains(cell) == has);
        let lists = CellSet::from_fn(list_dimension.cells.len(), &|cell| {
            list_dimension.cell_has_name(cell, name) != has
        });
        quotient.space.set(&mut cube, pair, &pairs);
        quotient.space.set(&mut cube, KEYS + list, &lists);
        cubes.push(cube);
    }
}
