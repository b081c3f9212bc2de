//! Every planted fault is found, by an invariant that is named for it.

use lpa_simulation::{How, Invariant, Plant, run};

use crate::spread::over_cores;

/// Within so many seeds every fault must be found.
const SEEDS: u64 = 1_500;

#[test]
fn every_planted_fault_is_found_by_an_invariant_that_is_named_for_it() {
    let plants: Vec<Plant> = Plant::all().collect();
    let searched = over_cores(&plants, |plant| (plant.name(), found(*plant)));
    let missed: Vec<_> =
        searched.into_iter().filter_map(|(name, found)| Some((name, found.err()?))).collect();
    assert!(missed.is_empty(), "not found: {missed:#?}");
}

/// The first seed that finds the fault; else what was broken instead.
fn found(plant: Plant) -> Result<u64, Vec<String>> {
    let mut others = Vec::new();
    for seed in 0..SEEDS {
        let report = run(seed, How { plant: Some(plant), traced: false }).unwrap();
        if report.violations.iter().any(|violation| plant.found_by().contains(&violation.invariant)) {
            return Ok(seed);
        }
        others.extend(report.violations.iter().map(|violation| format!("{seed}: {violation}")));
        others.truncate(5);
    }
    Err(others)
}

#[test]
fn there_are_enough_faults_and_no_two_have_one_name() {
    let mut names: Vec<&str> = Plant::all().map(Plant::name).collect();
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), count);
    assert!(count >= 70, "{count}");
    assert!(Plant::all().all(|plant| Plant::named(plant.name()) == Some(plant)));
}

#[test]
fn every_invariant_about_data_is_shown_to_fail() {
    // Nothing planted panics.
    let shown = |invariant: &Invariant| Plant::all().any(|plant| plant.found_by().contains(invariant));
    let never: Vec<&Invariant> = Invariant::ALL.iter().filter(|invariant| !shown(invariant)).collect();
    assert_eq!(never, [&Invariant::NoPanic]);
}
