//! The promises of [`lpa_ports::Register`] about drafts: a suite of their own, because a register may say that it keeps
//! none (ADR 0015). Every house judges by the compatible profile.
//!
//! Which of two states is the later is the domain's business ([`lpa_domain::DraftOrder`]) and tested there.

mod at_once;
mod ending;
mod keeping;
mod repeating;

use lpa_domain::{Draft, DraftAct, KeptDraft, LpaUid, Operation, RefusalCode};
use lpa_ports::{Applied, Drafted, Register};

use super::House;
use super::register::refusal;
use crate::samples::{at, draft, draft_state, lpa_uid};

promises! { $ drafts_contract in drafts, for lpa_ports::Register:
    keeping {
        a_draft_is_kept_whole,
        a_draft_of_which_nothing_is_known_is_kept,
        who_told_it_and_when_is_kept_to_the_nanosecond,
        the_state_known_later_stays_whatever_order_they_arrive_in,
        of_states_known_at_one_moment_the_one_asked_for_later_stays_then_the_greater_id,
        nothing_is_known_later_than_it_is_told,
        where_no_draft_was_kept_there_is_none,
        a_draft_is_no_lpa,
        each_draft_is_its_own,
        a_draft_survives_reopening,
    }
    ending {
        a_deletion_leaves_a_tombstone_and_retires_the_uid,
        a_deletion_wins_over_a_state_known_later,
        a_uid_without_a_draft_can_be_retired,
        an_lpa_is_created_as_if_there_were_no_draft,
        an_executed_lpa_closes_its_draft,
        acts_on_drafts_are_answered_together_as_alone,
        a_tombstone_survives_reopening,
    }
    repeating {
        a_state_applied_again_answers_as_then,
        a_state_that_came_too_late_came_too_late_for_good,
        a_deletion_applied_again_answers_as_then,
        what_was_refused_of_a_draft_is_refused_again_in_the_same_words,
        what_was_answered_is_remembered_after_reopening,
    }
    at_once {
        of_a_creation_and_a_deletion_at_once_exactly_one_is_applied,
        of_two_deletions_at_once_exactly_one_is_applied,
        of_states_at_once_the_latest_stays_and_none_is_lost,
        a_state_applied_by_many_at_once_is_applied_once,
        nothing_comes_after_a_tombstone_or_an_lpa_that_comes_at_once,
        a_dropped_call_about_a_draft_happens_whole_or_not_at_all,
    }
}

type Registers = dyn House<dyn Register>;

/// What tests are about: the first LPA.
fn lpa() -> LpaUid {
    lpa_uid(1)
}

/// A draft that tells a town and nothing else.
fn town(name: &str) -> Draft {
    draft(&format!(r#"{{"donor":{{"address":{{"town":"{name}"}}}}}}"#))
}

/// Operation `n`, asked for in second `n`: the draft that was known in a second, with a town of its own.
fn state(n: u32, as_at: i64) -> Operation {
    draft_state(n, lpa(), at(as_at), town(&format!("Town {n}")))
}

/// The latest state of the draft of the first LPA.
async fn latest(register: &dyn Register) -> KeptDraft {
    match register.draft(lpa()).await.unwrap() {
        Some(Drafted::Draft(kept)) => *kept,
        other => panic!("a draft, not {other:?}"),
    }
}

async fn applied(register: &dyn Register, operation: &Operation) -> Applied {
    register.apply(operation).await.unwrap()
}

async fn refused(register: &dyn Register, operation: &Operation) -> RefusalCode {
    let refused = refusal(&register.apply(operation).await.unwrap_err()).clone();
    assert_eq!(refused.errors, []);
    refused.code
}

/// The state is the latest, byte for byte.
fn assert_is(kept: &KeptDraft, operation: &Operation) {
    let Some(DraftAct::Keep { draft, beside, .. }) = operation.act.on_draft() else { panic!("a state") };
    let text = |draft: &Draft| serde_json::to_string(draft).unwrap();
    assert_eq!(text(&kept.draft), text(draft));
    assert_eq!(kept.draft, **draft);
    assert_eq!(kept.beside, **beside);
    assert_eq!((kept.uid, &kept.author), (operation.uid, &operation.author));
    assert_eq!(Some(kept.order), operation.draft_order());
}
