//! The promises of [`lpa_ports::Journal`].
//!
//! Not here, because the port cannot show them: that content is sealed at rest, that the audit row is written in the same
//! transaction, that what cannot be read back is parked, and that a power cut loses nothing. Adapters prove those themselves.

mod claiming;
mod freeing;
mod recording;
mod settling;
mod superseding;
mod telling;

use jiff::{SignedDuration, Timestamp};
use lpa_domain::{Claim, Entry, Lease, Leased, OperationId, Outcome, Postponement, Recorded, Version};
use lpa_ports::Journal;

use super::House;
use crate::samples::at;

promises! { $ journal_contract in journal, for lpa_ports::Journal:
    recording {
        an_operation_alone_in_its_line_is_leased_at_once,
        an_operation_behind_an_unsettled_one_waits,
        operations_of_different_lpas_do_not_wait_for_each_other,
        a_repeat_of_an_id_answers_with_the_first_receipt,
        a_repeat_after_settling_answers_with_the_settled_receipt,
        an_id_with_other_content_is_key_reused,
        a_repeat_of_a_key_answers_with_the_first_receipt,
        a_key_with_other_content_is_key_reused,
        two_consumers_may_choose_the_same_key,
        of_many_at_once_under_one_key_exactly_one_is_recorded,
        of_many_at_once_with_one_id_exactly_one_is_recorded,
        of_many_at_once_of_one_lpa_exactly_one_is_leased,
        an_answered_entry_is_settled_from_the_start,
        an_answered_entry_does_not_stand_in_line,
        a_repeat_of_an_answered_key_answers_with_the_answer,
        what_was_recorded_survives_reopening,
        content_comes_back_as_it_was_given,
        a_creation_comes_back_byte_for_byte,
        a_call_that_is_dropped_records_whole_or_not_at_all,
    }
    claiming {
        a_leased_operation_is_claimed_only_after_its_lease_has_run_out,
        each_lease_has_another_token,
        only_the_first_of_each_line_is_claimed_oldest_first,
        order_is_that_of_recording_whatever_the_clocks_said,
        no_more_than_the_limit_are_claimed,
        a_claim_for_one_lpa_gets_only_that_one,
        many_claimers_at_once_get_each_operation_once,
        attempts_count_the_claims_before,
        a_postponed_operation_is_not_claimed_before_its_time,
        nothing_overtakes_a_postponed_operation,
        failures_that_are_counted_are_told_with_the_next_lease,
    }
    settling {
        an_applied_operation_says_so_in_its_receipt,
        a_refused_operation_says_why_in_its_receipt,
        every_settled_outcome_frees_the_line,
        a_parked_operation_blocks_its_line_and_no_other,
        a_settled_operation_never_changes_again,
        a_parked_operation_is_not_settled_by_its_old_lease,
        a_lease_that_has_run_out_settles_nothing,
        an_old_lease_settles_nothing_once_the_operation_is_claimed_again,
        a_lease_that_was_never_given_settles_nothing,
        of_two_settlements_at_once_one_is_written,
        a_postponed_lease_settles_nothing,
        a_lost_lease_postpones_nothing,
        settling_tells_whether_more_waits,
        the_answer_is_kept_for_a_request_with_a_key,
        settlements_survive_reopening,
    }
    freeing {
        settled_by_a_refusal_that_judges_nothing_an_operation_gives_its_key_back,
        its_id_is_not_given_back,
        a_key_that_was_given_back_stays_so_after_reopening,
        a_lost_lease_gives_no_key_back,
        answered_by_a_refusal_that_judges_nothing_an_entry_is_not_written,
        a_repeat_is_recognised_whatever_it_would_be_answered,
    }
    superseding {
        a_state_of_a_draft_takes_the_place_of_the_earlier_ones_that_wait,
        a_state_comes_to_its_turn_at_once_when_all_before_it_is_superseded,
        what_surely_did_not_arrive_is_superseded_once_it_is_leased_to_nobody,
        what_may_have_been_applied_is_not_superseded_and_is_sent_again,
        a_state_of_which_a_lease_was_lost_is_never_superseded,
        a_leased_state_is_not_superseded_in_force_or_run_out,
        a_parked_state_is_not_superseded,
        a_state_that_was_known_later_is_not_superseded,
        of_states_known_at_one_moment_the_one_asked_for_later_supersedes,
        nothing_is_superseded_across_an_operation_that_is_not_on_the_draft,
        behind_a_parked_operation_states_are_superseded_all_the_same,
        a_deletion_supersedes_all_states_that_wait,
        nothing_is_superseded_once_a_deletion_stands_in_the_line,
        states_of_other_lpas_are_not_touched,
        a_repeat_of_a_superseded_state_is_answered_so_and_supersedes_nothing,
        nothing_is_settled_before_it_was_asked_for,
        recorded_at_once_no_state_waits_before_a_later_one,
        of_a_claim_and_a_later_state_at_once_one_comes_first,
        what_was_superseded_stays_so_after_reopening,
    }
    telling {
        an_unknown_operation_has_no_receipt,
        a_new_operation_is_held,
        the_first_unsettled_operation_of_an_lpa_is_waiting,
        a_parked_operation_is_waiting,
        an_empty_backlog_is_empty,
        the_backlog_counts_held_and_parked_and_names_the_oldest_held,
    }
}

type Journals = dyn House<dyn Journal>;

/// When leases end that are not meant to run out in a test.
fn late() -> Timestamp {
    at(100_000)
}

/// Records an entry whose turn it is at once.
async fn leased(journal: &dyn Journal, entry: &Entry) -> Lease {
    match journal.record(entry, Some(late())).await.unwrap() {
        Recorded::Leased(lease) => lease,
        other => panic!("leased at once, not {other:?}"),
    }
}

/// Records an entry that waits behind another.
async fn waits(journal: &dyn Journal, entry: &Entry) {
    assert_eq!(journal.record(entry, Some(late())).await.unwrap(), Recorded::Waiting);
}

/// Puts off until a moment, and counts nothing against the operation.
fn until(until: Timestamp) -> Postponement {
    Postponement {
        at: at(1),
        until,
        cause: "the register is away".to_owned(),
        counted: false,
        in_doubt: false,
    }
}

/// Asks for everything whose turn it is, for a minute.
fn claim(now: Timestamp) -> Claim {
    Claim { uid: None, now, until: now + SignedDuration::from_secs(60), limit: 1_000 }
}

/// Claims everything whose turn it is.
async fn claim_all(journal: &dyn Journal, now: Timestamp) -> Vec<Leased> {
    journal.claim(claim(now)).await.unwrap()
}

/// Claims the one operation whose turn it is.
async fn claim_one(journal: &dyn Journal, now: Timestamp) -> Leased {
    let [leased] = <[Leased; 1]>::try_from(claim_all(journal, now).await).unwrap();
    leased
}

/// Which operations were claimed, in order.
fn ids(leased: &[Leased]) -> Vec<OperationId> {
    leased.iter().map(|each| each.lease.id).collect()
}

fn applied(version: u64) -> Outcome {
    Outcome::Applied { version: Version(version), answer: None }
}

fn parked() -> Outcome {
    Outcome::Parked { reason: "the register cannot read it".to_owned(), in_doubt: false }
}
