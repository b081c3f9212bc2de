//! Two thousand histories, and what they have to have been through for that to mean anything.

use std::collections::BTreeMap;

use lpa_simulation::{How, run};

use crate::spread::over_cores;

const SEEDS: u64 = 2_000;

/// The calls around which a process must have died, on both sides.
const CALLS: [&str; 27] = [
    "journal.record",
    "journal.claim",
    "journal.settle",
    "journal.postpone",
    "journal.receipt",
    "journal.waiting",
    "register.apply",
    "register.lpa",
    "register.static_copy",
    "register.history",
    "uids.reserve",
    "documents.put",
    "journal.backlog",
    "journal.due",
    "journal.told",
    "journal.put_off",
    "webhooks.deliver",
    "register.lpas",
    "journal.unsettled",
    "journal.dossier",
    "journal.release",
    "journal.discard",
    "journal.note",
    "journal.entries",
    "journal.tally",
    "copies.keep",
    "copies.last_known",
];

/// What else must have happened.
const EVENTS: [&str; 43] = [
    "register Refuses",
    "register Hangs",
    "register Slow",
    "register Errs",
    "register Sick",
    "register LosesAnswers",
    "register Flaps",
    "journal Refuses",
    "journal Sick",
    "journal LosesAnswers",
    "issuer Hangs",
    "documents Refuses",
    "answer of register.apply lost",
    "answer of register.apply garbled",
    "answer of journal.record lost",
    "answer of uids.reserve lost",
    "a request delivered twice",
    "a write under way for long",
    "power cut that lost something",
    "clock ahead",
    "clock behind",
    "poison Conflicts",
    "poison Refuses",
    "poison Errs",
    "poison ErrsAfterwards",
    "poison Garbles",
    "parked for failing beside others",
    "a person: Revealed",
    "Released: Done",
    "Released: Settled",
    "Discarded: Done",
    "Discarded: Settled",
    "Discarded: BeingForwarded",
    "Discarded: InDoubt",
    "answer of journal.release lost",
    "answer of journal.discard lost",
    "answer of journal.note lost",
    "a window Announced",
    "a window Extended",
    "a window Ended",
    "a window Cancelled",
    "an LPA deleted",
    "told as last known",
];

#[test]
fn every_invariant_holds_in_every_history_and_the_histories_reach_everything() {
    let seeds: Vec<u64> = (0..SEEDS).collect();
    let reports = over_cores(&seeds, |seed| run(*seed, How::default()).unwrap());
    let broken: Vec<String> = reports
        .iter()
        .flat_map(|report| {
            report.violations.iter().map(|violation| format!("seed {}: {violation}", report.seed))
        })
        .collect();
    assert!(broken.is_empty(), "cargo xtask simulate --seed N shows it:\n{}", broken.join("\n"));
    let mut reached = BTreeMap::new();
    for (place, times) in reports.into_iter().flat_map(|report| report.reached) {
        *reached.entry(place).or_insert(0) += times;
    }
    let crashes =
        CALLS.iter().flat_map(|call| ["before", "after"].map(|side| format!("crash {side} {call}")));
    let missing: Vec<String> =
        crashes.chain(EVENTS.map(str::to_owned)).filter(|place| !reached.contains_key(place)).collect();
    assert!(missing.is_empty(), "never reached: {missing:?}\nreached: {reached:#?}");
}

#[test]
fn a_seed_makes_the_same_history_each_time_event_by_event() {
    // Each run in a thread of its own: whatever hash maps are seeded with differs.
    let seeds: Vec<u64> = (0..60).flat_map(|seed| [seed, seed]).collect();
    let reports = over_cores(&seeds, |seed| run(*seed, How { plant: None, traced: true }).unwrap());
    for pair in reports.chunks(2) {
        let [first, second] = pair else { panic!("every seed twice") };
        assert!(first.trace.len() > 50, "seed {} does nothing", first.seed);
        assert_eq!(first.trace, second.trace, "seed {}", first.seed);
        assert_eq!(first.digest, second.digest, "seed {}", first.seed);
    }
    assert_ne!(reports[0].digest, reports[2].digest);
}

#[test]
fn tracing_changes_nothing() {
    let of = |traced| run(3, How { plant: None, traced }).unwrap().digest;
    assert_eq!(of(true), of(false));
}
