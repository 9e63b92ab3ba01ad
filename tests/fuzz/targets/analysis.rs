//! Any two key policies, compared: no panic, bounded, the same turned round, a policy the same as itself; and the list
//! of who has access to each; the suite of one decides as it expects; a cell of the grid says what becomes of its request.

#![no_main]

use kms_playground::analysis::{
    AnalysisInput, ChangeDirection, CoverageSource, GridColumns, GridSource, PolicyRelation, access,
    compare, suite,
};
use kms_playground::{decide, run};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data);
    // Two policies, parted by a line of its own.
    let (old, new) = text.split_once("\n---\n").unwrap_or((&text, &text));
    let (Ok(old), Ok(new)) = (AnalysisInput::read(old), AnalysisInput::read(new)) else { return };
    if let Ok(report) = access(&old) {
        for way in &report.ways {
            assert!(!way.text.is_empty() && !way.callers.is_empty() && !way.operations.is_empty());
        }
    }
    // A suite compares the policy with many others.
    let is_small = old.scenario.key_policy.text().len() < 2_000;
    let suite = is_small.then(|| suite(&old).ok()).flatten();
    for scenario in suite.iter().flat_map(|suite| &suite.scenarios) {
        let expected = scenario.requests.iter().filter_map(|request| request.expect);
        assert!(expected.eq(decide(scenario)), "{:?}", scenario.requests);
    }
    if is_small && let Ok(source) = GridSource::read(&old, Some(new.scenario.key_policy.text())) {
        for columns in [GridColumns::Operations, GridColumns::Jobs] {
            let Ok(grid) = source.open(columns) else { continue };
            // Of the jobs there are very many.
            let (rows, step) = if columns == GridColumns::Jobs { (2, 29) } else { (8, 1) };
            for at in 0..grid.callers().len().min(rows) {
                for cell in grid.row(at).iter().step_by(step) {
                    let opened = grid.with_cell(at, cell);
                    if !cell.is_job {
                        assert_eq!(decide(&opened).last(), Some(&cell.decision), "{:?}", cell.requests);
                    }
                }
            }
        }
    }
    if is_small && let Ok(source) = CoverageSource::read(&old) {
        let mut open = source.open();
        for _ in 0..20 {
            open.step();
        }
        open.finish(&run(&old.scenario));
    }
    let Ok(forth) = compare(&old, &new) else { return };
    if old == new {
        assert!(matches!(forth.relation, PolicyRelation::Same | PolicyRelation::CannotTell));
    }
    if old.scenario.key != new.scenario.key || old.is_scenario != new.is_scenario {
        return;
    }
    let Ok(back) = compare(&new, &old) else { return };
    if forth.cannot_tell.is_empty() && back.cannot_tell.is_empty() {
        let count = |report: &kms_playground::analysis::ComparisonReport, direction| {
            report.findings.iter().filter(|finding| finding.direction == direction).count()
        };
        let (wider, narrower) = (ChangeDirection::Wider, ChangeDirection::Narrower);
        assert_eq!(count(&forth, wider) > 0, count(&back, narrower) > 0);
        assert_eq!(count(&forth, narrower) > 0, count(&back, wider) > 0);
    }
});
