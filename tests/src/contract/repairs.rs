//! The promises of [`lpa_ports::Repairs`], on the journal that they are about.
//!
//! Not here, because the ports cannot show them: that reasons are sealed at rest, and that one that cannot be read back is
//! listed. Adapters prove those themselves.

mod discarding;
mod listing;
mod looking;
mod releasing;

use jiff::Timestamp;
use lpa_domain::{
    Claim, Discard, Lease, OperationId, Outcome, Postponement, Query, Reason, Recorded, Release, Repaired,
    Standing,
};
use lpa_ports::{Journal, Notices, Repairs};

use super::House;
use crate::samples::{at, entry, lpa_uid, operation_id};

promises! { $ repairs_contract in repairs, for crate::contract::repairs::Kept:
    listing {
        nothing_is_listed_of_an_empty_journal_or_of_what_is_settled,
        held_and_parked_are_listed_oldest_first,
        a_list_is_narrowed_down_by_state_and_by_lpa,
        pages_go_on_after_a_place_and_miss_nothing,
        a_standing_tells_who_asked_and_how_the_attempts_went,
        a_standing_tells_who_stands_before_and_who_waits_behind,
        an_operation_is_in_doubt_once_an_answer_was_lost_and_for_good,
        an_operation_is_in_doubt_while_its_lease_is_not_given_back_and_for_good,
        an_operation_parked_in_doubt_says_so_in_its_receipt,
        an_operation_that_was_only_recorded_is_in_no_doubt,
    }
    looking {
        there_is_no_dossier_of_what_was_never_recorded,
        a_dossier_holds_the_latest_ten_failed_attempts_oldest_first,
        a_dossier_tells_what_became_of_a_settled_operation,
        what_people_did_is_in_the_dossier_with_who_and_why,
        a_dossier_survives_reopening,
        content_is_revealed_only_with_a_line_in_the_audit_trail,
        content_of_a_settled_operation_is_gone_and_no_look_is_noted,
        content_of_a_superseded_state_is_kept_and_revealed,
    }
    releasing {
        what_was_never_recorded_cannot_be_repaired,
        a_released_operation_is_held_again_and_due_at_once,
        a_released_operation_keeps_its_place_before_those_behind_it,
        a_release_forgets_the_failures_that_were_counted,
        a_released_state_of_a_draft_in_doubt_is_not_superseded,
        a_release_makes_a_postponed_operation_due_at_once,
        a_release_out_of_turn_lets_nothing_overtake,
        a_release_leaves_a_lease_in_force_alone,
        a_settled_operation_is_not_released,
        a_release_asked_twice_is_harmless,
        releases_survive_reopening,
    }
    discarding {
        a_discarded_operation_is_settled_and_says_so,
        the_next_in_line_comes_to_its_turn_after_a_discard,
        a_discard_in_the_middle_of_a_line_frees_nobody,
        an_operation_behind_a_parked_one_can_be_discarded_and_the_parked_one_stays,
        a_discard_asked_twice_says_what_became_of_it,
        what_is_applied_is_not_discarded,
        a_lease_in_force_wins_over_a_discard,
        a_lease_that_has_run_out_leaves_doubt,
        what_is_in_doubt_is_discarded_only_when_that_is_acknowledged,
        a_discard_that_was_not_done_leaves_no_trace,
        an_old_lease_settles_nothing_after_a_discard,
        of_a_settlement_and_a_discard_at_once_one_is_written,
        a_parked_operation_that_is_given_up_makes_another_notice,
        discards_survive_reopening,
    }
}

/// A journal, what people see of it and do about it, and what its callers are told.
pub trait Kept: Journal + Repairs + Notices {}

impl<T: Journal + Repairs + Notices + ?Sized> Kept for T {}

type Houses = dyn House<dyn Kept>;

/// When leases end that are not meant to run out in a test.
fn late() -> Timestamp {
    at(100_000)
}

/// Records the `n`-th operation of an LPA.
async fn recorded(kept: &dyn Kept, n: u32, lpa: u64) -> Option<Lease> {
    match kept.record(&entry(n, lpa_uid(lpa)), Some(late())).await.unwrap() {
        Recorded::Leased(lease) => Some(lease),
        Recorded::Waiting => None,
        other => panic!("recorded anew, not {other:?}"),
    }
}

/// Records the `n`-th operation, alone of its LPA, and parks it at second 5.
async fn parked(kept: &dyn Kept, n: u32, lpa: u64) {
    let lease = recorded(kept, n, lpa).await.unwrap();
    kept.settle(&lease, &parking(false), at(5)).await.unwrap();
}

fn parking(in_doubt: bool) -> Outcome {
    Outcome::Parked { reason: "the register cannot read it".to_owned(), in_doubt }
}

fn postponed(until: Timestamp) -> Postponement {
    Postponement {
        at: at(3),
        until,
        cause: "the register is away".to_owned(),
        counted: false,
        in_doubt: false,
    }
}

const fn everything() -> Query {
    Query { state: None, uid: None, after: None, limit: 1_000 }
}

/// Lists everything.
async fn list(kept: &dyn Kept) -> Vec<Standing> {
    kept.unsettled(everything()).await.unwrap()
}

fn ids(standings: &[Standing]) -> Vec<OperationId> {
    standings.iter().map(|standing| standing.receipt.id).collect()
}

/// Claims everything that is due, for a minute.
async fn claimed(kept: &dyn Kept, now: Timestamp) -> Vec<lpa_domain::Leased> {
    let until = now + jiff::SignedDuration::from_mins(1);
    kept.claim(Claim { uid: None, now, until, limit: 1_000 }).await.unwrap()
}

async fn claimed_ids(kept: &dyn Kept, now: Timestamp) -> Vec<OperationId> {
    claimed(kept, now).await.iter().map(|leased| leased.lease.id).collect()
}

async fn outcome(kept: &dyn Kept, n: u128) -> Outcome {
    kept.receipt(operation_id(n)).await.unwrap().unwrap().outcome
}

fn case_manager() -> lpa_domain::Author {
    "urn:opg:sirius:users:34".parse().unwrap()
}

fn releasing(n: u128) -> Release {
    let reason = Some(Reason::kept("the register was mended"));
    Release { id: operation_id(n), by: case_manager(), reason, at: at(20) }
}

fn discarding(n: u128) -> Discard {
    let reason = Reason::kept("Mrs Vone sent it twice");
    Discard { id: operation_id(n), by: case_manager(), reason, acknowledged: false, at: at(30) }
}

async fn release(kept: &dyn Kept, n: u128) -> Repaired {
    kept.release(&releasing(n)).await.unwrap().unwrap()
}

async fn discard(kept: &dyn Kept, n: u128) -> Repaired {
    kept.discard(&discarding(n)).await.unwrap().unwrap()
}

/// The words of the audit trail of the `n`-th operation.
async fn trail(kept: &dyn Kept, n: u128) -> Vec<String> {
    let dossier = kept.dossier(operation_id(n)).await.unwrap().unwrap();
    dossier.trail.iter().map(|entry| entry.event.word().to_owned()).collect()
}
