//! The promises of [`lpa_ports::Register`] about fees: a suite of their own, because a register may say that it keeps none
//! (ADR 0015).
//!
//! What may be told is the domain's business ([`lpa_domain::fees::FeeAccount`]) and tested there.

mod at_once;
mod keeping;
mod repeating;

use lpa_domain::fees::{About, FeeRecord};
use lpa_domain::{LpaUid, Operation, RefusalCode};
use lpa_ports::{Applied, Register};

use super::House;
use super::register::refusal;
use crate::samples::{fee, lpa_uid};

promises! { $ fees_contract in fees, for lpa_ports::Register:
    keeping {
        everything_told_is_kept_as_it_was_told_in_its_order,
        where_nothing_was_told_there_is_nothing,
        each_fee_is_its_own,
        a_fee_goes_on_whatever_becomes_of_the_draft_or_the_lpa,
        a_fee_is_no_lpa_and_no_draft,
        fees_are_answered_together_as_alone,
        fees_survive_reopening,
    }
    repeating {
        what_is_applied_again_answers_as_then,
        what_was_told_before_is_superseded_for_good,
        what_was_refused_is_refused_again_in_the_same_words,
    }
    at_once {
        of_payments_at_once_none_is_lost_and_each_counts_once,
        of_two_decisions_of_one_version_at_once_exactly_one_is_kept,
        something_told_by_many_at_once_is_kept_once,
        a_dropped_call_about_a_fee_happens_whole_or_not_at_all,
    }
}

type Registers = dyn House<dyn Register>;

/// What tests are about: the first LPA.
fn lpa() -> LpaUid {
    lpa_uid(1)
}

/// Operation `n`: less is claimed to be paid.
fn claim(n: u32) -> Operation {
    fee(n, lpa(), About::Claim, r#"{ "claim": {"relief":"exemption"} , "evidenceDelivery":"post"}"#)
}

/// Operation `n`: that claim was granted or refused.
fn decision(n: u32, version: u32, ruling: &str) -> Operation {
    let told = format!(
        r#"{{"answers":"exemption","version":{version},"ruling":"{ruling}","by":"urn:opg:sirius:users:34","on":"2026-03-02","reason":"discretion","period":"P6"}}"#
    );
    fee(n, lpa(), About::Decision, &told)
}

async fn applied(register: &dyn Register, operation: &Operation) -> Applied {
    register.apply(operation).await.unwrap()
}

/// It was refused, and these are the places that are named.
async fn refused(register: &dyn Register, operation: &Operation) -> Vec<String> {
    let refused = refusal(&register.apply(operation).await.unwrap_err()).clone();
    assert_eq!(refused.code, RefusalCode::InvalidFee);
    refused.errors.into_iter().map(|problem| problem.source.into_owned()).collect()
}

async fn told(register: &dyn Register) -> Vec<FeeRecord> {
    register.fees(lpa()).await.unwrap()
}

/// The record is that of this operation, byte for byte.
fn assert_is(record: &FeeRecord, operation: &Operation) {
    let lpa_domain::Act::Fee(act) = &operation.act else { panic!("something told of a fee") };
    let text = |told: &lpa_domain::Json| serde_json::to_string(told).unwrap();
    assert_eq!((record.act.about, text(&record.act.told)), (act.about, text(&act.told)));
    assert_eq!((record.id, record.uid, &record.author), (operation.id, operation.uid, &operation.author));
    assert_eq!(record.requested_at, operation.requested_at);
}
