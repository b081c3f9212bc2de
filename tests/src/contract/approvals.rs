//! The promises of [`lpa_ports::Approvals`], beside the register that keeps the drafts.

mod assessing;
mod referring;

use std::sync::Arc;

use lpa_domain::approval::{Assessed, Concern, DueDrafts, ReferralId};
use lpa_domain::{LpaUid, Version};
use lpa_ports::{Approvals, Register};
use uuid::Uuid;

use super::House;
use crate::samples::{at, draft, draft_state, lpa_uid};

/// The approvals and the register that they belong to.
pub trait Desk: Send + Sync {
    /// The approvals.
    fn approvals(&self) -> &dyn Approvals;
    /// The register.
    fn register(&self) -> &dyn Register;
}

/// Approvals beside a register.
pub struct Beside {
    /// The approvals.
    pub approvals: Arc<dyn Approvals>,
    /// The register.
    pub register: Arc<dyn Register>,
}

impl Desk for Beside {
    fn approvals(&self) -> &dyn Approvals {
        &*self.approvals
    }

    fn register(&self) -> &dyn Register {
        &*self.register
    }
}

promises! { $ approvals_contract in approvals, for crate::contract::approvals::Desk:
    assessing {
        a_state_that_is_kept_is_due_until_it_is_noted,
        a_later_state_is_due_again,
        whoever_takes_a_draft_has_it_alone_until_the_lease_ends,
        what_is_to_be_looked_at_again_is_due_then,
        a_draft_that_is_deleted_is_due_no_more,
        a_ledger_is_read_as_it_was_noted,
        an_earlier_state_noted_late_changes_nothing,
        approvals_survive_reopening,
    }
    referring {
        the_same_concern_is_one_referral,
        a_concern_that_is_found_no_more_is_gone_until_it_is_found_again,
        the_concerns_of_one_draft_are_not_those_of_another,
        a_referral_is_closed_once_and_stays_closed,
        what_is_not_there_is_not_closed,
        referrals_are_told_page_by_page_the_oldest_first,
    }
}

type Desks = dyn House<dyn Desk>;

/// Keeps the `n`-th state of a draft.
async fn keep(desk: &dyn Desk, n: u32, uid: LpaUid) {
    let told = draft(r#"{ "lpaType": "personal-welfare" }"#);
    desk.register().apply(&draft_state(n, uid, at(n.into()), told)).await.unwrap();
}

/// Everything that is due in some second, taken for ten.
async fn due(desk: &dyn Desk, second: i64) -> Vec<LpaUid> {
    let due = DueDrafts { now: at(second), until: at(second + 10), limit: 100 };
    let mut all = desk.approvals().due(due).await.unwrap();
    all.sort();
    all
}

/// That state `version` of the first draft was assessed in some second, with these concerns.
fn assessed(version: u64, second: i64, concerns: &[u128]) -> Assessed {
    Assessed {
        uid: lpa_uid(1),
        version: Version(version),
        at: at(second),
        again: None,
        ledger: Vec::new(),
        concerns: concerns.iter().copied().map(concern).collect(),
    }
}

fn concern(n: u128) -> Concern {
    Concern { id: id(n), rule: "B16".to_owned(), source: "/attorneys/0".to_owned() }
}

fn id(n: u128) -> ReferralId {
    ReferralId(Uuid::from_u128(0x0190_0000_0000_8000_8000_2000_0000_0000 + n))
}
