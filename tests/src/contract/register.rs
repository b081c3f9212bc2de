//! The promises of [`lpa_ports::Register`]. Every house judges by the compatible profile.
//!
//! What an operation does to an LPA is the domain's business and tested there: here the expected LPA is what
//! [`lpa_domain::decide_lpa()`] says, and what counts is that the register stores it whole, once and in order.

mod applying;
mod at_once;
mod keeping;
mod reading;
mod refusing;
mod repeating;
mod together;

use std::sync::Arc;

use lpa_domain::{Lpa, LpaUid, Operation, Profile, Refusal, decide_lpa};
use lpa_ports::{Register, RegisterError};

use super::House;
use crate::samples::{correction, creation, document, edit, lpa_uid};

promises! { $ register_contract in register, for lpa_ports::Register:
    applying {
        a_creation_is_applied_as_it_was_judged,
        an_update_is_judged_on_the_lpa_as_it_stands,
        versions_begin_at_1_and_rise_by_one,
        a_refused_creation_leaves_nothing,
        a_refused_update_leaves_nothing,
        a_second_creation_is_refused_and_changes_nothing,
        an_update_of_an_unknown_lpa_is_refused,
        what_was_refused_is_applied_under_another_id_when_its_time_has_come,
        updated_at_moves_with_every_version_even_when_the_clocks_disagree,
        what_was_applied_survives_reopening,
    }
    together {
        operations_of_different_lpas_are_each_applied_as_if_alone,
        what_is_refused_together_leaves_the_others_applied,
        what_was_applied_before_is_answered_as_made_then,
        together_and_alone_at_once_each_operation_is_applied_once,
        none_together_is_no_answer,
    }
    repeating {
        an_operation_applied_again_answers_as_made_then_even_when_the_lpa_has_moved_on,
        a_creation_applied_again_answers_as_it_was_created,
        an_operation_applied_by_many_at_once_is_applied_once,
        an_operation_is_remembered_after_reopening,
    }
    refusing {
        what_was_refused_is_refused_again_in_the_same_words_whatever_has_changed_since,
        a_creation_refused_for_its_document_is_refused_for_it_again_when_the_lpa_exists,
        what_was_refused_together_is_refused_again_alone_and_the_other_way_round,
        a_refusal_is_remembered_after_reopening,
        an_operation_that_comes_before_and_after_its_time_at_once_is_applied_or_refused_for_good,
    }
    at_once {
        of_two_creations_at_once_exactly_one_is_applied,
        edits_of_different_fields_at_once_are_both_kept,
        of_two_edits_of_one_field_at_once_one_is_applied_and_one_refused,
        a_call_that_is_dropped_happens_whole_or_not_at_all,
        a_dropped_call_does_not_disturb_what_follows,
    }
    keeping {
        odd_text_is_kept_byte_for_byte,
        a_very_long_text_is_kept,
        moments_keep_their_offset_and_their_digits,
        every_example_is_kept_byte_for_byte,
        findings_of_a_paper_lpa_are_kept,
        the_beginning_of_the_waiting_period_is_kept,
        changes_are_kept_as_they_took_effect,
        authors_and_odd_uids_are_kept,
        the_author_of_the_creation_is_kept,
    }
    reading {
        an_unknown_lpa_is_none,
        the_list_leaves_out_what_is_unknown,
        the_list_names_each_lpa_once_in_the_order_first_named,
        the_list_of_none_is_empty,
        history_is_newest_first_and_ends_with_the_creation,
        the_history_names_operations_by_their_ids,
        updates_in_one_instant_do_not_collide,
        the_static_copy_never_changes,
    }
}

type Registers = dyn House<dyn Register>;

/// What tests are about: the first LPA.
fn lpa() -> LpaUid {
    lpa_uid(1)
}

/// Creates the first LPA with operation 1.
async fn created(house: &Registers) -> Arc<dyn Register> {
    let register = house.open().await;
    register.apply(&creation(1, lpa(), document())).await.unwrap();
    register
}

/// What the domain says.
fn judged(current: Option<&Lpa>, operation: &Operation) -> Lpa {
    decide_lpa(current, operation, operation.requested_at, Profile::Compatible).unwrap().lpa
}

/// The LPA as it stands.
async fn standing(register: &dyn Register) -> Lpa {
    register.lpa(lpa()).await.unwrap().unwrap()
}

/// The same LPA, byte for byte, and what is kept beside it: moments that differ in their offset only are equal to `==`.
fn assert_same(found: &Lpa, expected: &Lpa) {
    let text = |lpa: &Lpa| serde_json::to_string(lpa).unwrap();
    assert_eq!((text(found), &found.kept), (text(expected), &expected.kept));
    assert_eq!(found, expected);
}

/// Operation `n`: the donor's email address.
fn email(n: u32, old: &str, new: &str) -> Operation {
    correction(n, lpa(), vec![edit("/donor/email", old, new)])
}

pub(super) fn refusal(error: &RegisterError) -> &Refusal {
    match error {
        RegisterError::Refused(refusal) => refusal,
        other => panic!("refused, not {other:?}"),
    }
}
