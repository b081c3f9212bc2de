//! The approvals in memory.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use jiff::Timestamp;
use lpa_domain::approval::{Assessed, Closed, DueDrafts, LedgerEntry, Referral, ReferralId, ReferralQuery};
use lpa_domain::{LpaUid, Version};
use lpa_ports::{Approvals, ApprovalsError};

use crate::faults::{Faults, InjectedFault};
use crate::register::MemoryRegister;

/// The approvals in memory, beside a register in memory: all promises of [`Approvals`] until the process ends. Whatever befalls the
/// register befalls them.
#[derive(Debug)]
pub struct MemoryApprovals {
    register: Arc<MemoryRegister>,
    kept: Mutex<Kept>,
    faults: Faults,
}

#[derive(Debug, Default)]
struct Kept {
    drafts: BTreeMap<LpaUid, Noted>,
    referrals: BTreeMap<ReferralId, Referral>,
}

/// What is known of one draft.
#[derive(Debug, Default)]
struct Noted {
    version: Option<Version>,
    again: Option<Timestamp>,
    taken: Option<Timestamp>,
    ledger: Vec<LedgerEntry>,
}

impl MemoryApprovals {
    /// Approvals beside this register, of which nothing was assessed.
    pub fn beside(register: Arc<MemoryRegister>) -> Self {
        let faults = register.faults();
        Self { register, kept: Mutex::default(), faults }
    }

    async fn kept(&self) -> Result<MutexGuard<'_, Kept>, ApprovalsError> {
        self.faults.arrive().await.map_err(offline)?;
        Ok(self.kept.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[async_trait]
impl Approvals for MemoryApprovals {
    async fn due(&self, due: DueDrafts) -> Result<Vec<LpaUid>, ApprovalsError> {
        let drafts = self.register.drafts();
        let mut kept = self.kept().await?;
        let mut given = Vec::new();
        for (uid, version) in drafts {
            let noted = kept.drafts.entry(uid).or_default();
            if given.len() < due.limit && noted.is_due(version, due.now) {
                noted.taken = Some(due.until);
                given.push(uid);
            }
        }
        Ok(given)
    }

    async fn ledger(&self, uid: LpaUid) -> Result<Vec<LedgerEntry>, ApprovalsError> {
        let kept = self.kept().await?;
        Ok(kept.drafts.get(&uid).map(|noted| noted.ledger.clone()).unwrap_or_default())
    }

    async fn note(&self, assessed: &Assessed) -> Result<(), ApprovalsError> {
        self.kept().await?.note(assessed);
        self.faults.leave().map_err(offline)
    }

    async fn referrals(&self, query: ReferralQuery) -> Result<Vec<Referral>, ApprovalsError> {
        let kept = self.kept().await?;
        let mut all: Vec<&Referral> = kept.referrals.values().collect();
        all.sort_by_key(|each| (each.raised_at, each.id));
        let last = query.after.and_then(|id| kept.referrals.get(&id)).map(|last| (last.raised_at, last.id));
        let after = all.into_iter().filter(|each| last.is_none_or(|last| (each.raised_at, each.id) > last));
        Ok(after.filter(|each| each.state() == query.state).take(query.limit).cloned().collect())
    }

    async fn referral(&self, id: ReferralId) -> Result<Option<Referral>, ApprovalsError> {
        Ok(self.kept().await?.referrals.get(&id).cloned())
    }

    async fn close(&self, id: ReferralId, closed: &Closed) -> Result<Option<Referral>, ApprovalsError> {
        let closed = {
            let mut kept = self.kept().await?;
            kept.referrals.get_mut(&id).map(|referral| {
                referral.closed.get_or_insert_with(|| closed.clone());
                referral.clone()
            })
        };
        self.faults.leave().map_err(offline)?;
        Ok(closed)
    }
}

impl Noted {
    fn is_due(&self, version: Version, now: Timestamp) -> bool {
        let is_behind = self.version.is_none_or(|noted| noted < version);
        let is_again = self.again.is_some_and(|again| again <= now);
        (is_behind || is_again) && self.taken.is_none_or(|taken| taken <= now)
    }
}

impl Kept {
    fn note(&mut self, assessed: &Assessed) {
        let noted = self.drafts.entry(assessed.uid).or_default();
        if noted.version.is_some_and(|version| version > assessed.version) {
            return;
        }
        *noted = Noted {
            version: Some(assessed.version),
            again: assessed.again,
            taken: None,
            ledger: assessed.ledger.clone(),
        };
        for referral in self.referrals.values_mut().filter(|referral| referral.uid == assessed.uid) {
            referral.gone_at.get_or_insert(assessed.at);
        }
        for concern in &assessed.concerns {
            let referral = self.referrals.entry(concern.id).or_insert_with(|| Referral {
                id: concern.id,
                uid: assessed.uid,
                rule: concern.rule.clone(),
                source: concern.source.clone(),
                version: assessed.version,
                raised_at: assessed.at,
                gone_at: None,
                closed: None,
            });
            referral.gone_at = None;
        }
    }
}

fn offline(fault: InjectedFault) -> ApprovalsError {
    ApprovalsError::Offline(fault.into())
}
