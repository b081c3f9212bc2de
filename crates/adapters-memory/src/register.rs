//! The register in memory.

mod archive;

use std::sync::{PoisonError, RwLock, RwLockReadGuard};

use async_trait::async_trait;
use lpa_domain::fees::FeeRecord;
use lpa_domain::{HistoryEntry, Lpa, LpaUid, Operation, Profile, Version};
use lpa_ports::{Applied, Drafted, Register, RegisterError};

use crate::faults::{Faults, InjectedFault};
use archive::Archive;

/// The register in memory: all promises of [`Register`] until the process ends. Keeps every version of every LPA.
#[derive(Debug)]
pub struct MemoryRegister {
    archive: RwLock<Archive>,
    profile: Profile,
    faults: Faults,
}

impl MemoryRegister {
    /// A register without LPAs, which judges by `profile`.
    pub fn new(profile: Profile) -> Self {
        Self { archive: RwLock::default(), profile, faults: Faults::default() }
    }

    /// Makes it fail.
    pub fn faults(&self) -> Faults {
        self.faults.clone()
    }

    /// Every draft that was kept and is not deleted, and how many states of it were kept.
    pub(crate) fn drafts(&self) -> Vec<(LpaUid, Version)> {
        self.archive.read().unwrap_or_else(PoisonError::into_inner).drafts()
    }

    /// A question arrives.
    async fn ask(&self) -> Result<RwLockReadGuard<'_, Archive>, RegisterError> {
        self.faults.arrive().await.map_err(offline)?;
        Ok(self.archive.read().unwrap_or_else(PoisonError::into_inner))
    }
}

fn offline(fault: InjectedFault) -> RegisterError {
    RegisterError::Offline(fault.into())
}

#[async_trait]
impl Register for MemoryRegister {
    async fn apply(&self, operation: &Operation) -> Result<Applied, RegisterError> {
        self.faults.arrive().await.map_err(offline)?;
        self.faults.understand(operation.id).map_err(|fault| RegisterError::Unreadable(fault.into()))?;
        let applied = {
            let mut archive = self.archive.write().unwrap_or_else(PoisonError::into_inner);
            archive.apply(operation, self.profile)
        };
        self.faults.leave().map_err(|fault| RegisterError::OutcomeUnknown(fault.into()))?;
        applied.map_err(RegisterError::Refused)
    }

    async fn apply_together(&self, operations: &[Operation]) -> Vec<Result<Applied, RegisterError>> {
        let mut answers = Vec::with_capacity(operations.len());
        for operation in operations {
            answers.push(self.apply(operation).await);
        }
        answers
    }

    async fn lpa(&self, uid: LpaUid) -> Result<Option<Lpa>, RegisterError> {
        Ok(self.ask().await?.lpa(uid).cloned())
    }

    async fn lpas(&self, uids: &[LpaUid]) -> Result<Vec<Lpa>, RegisterError> {
        Ok(self.ask().await?.lpas(uids))
    }

    async fn history(&self, uid: LpaUid) -> Result<Option<Vec<HistoryEntry>>, RegisterError> {
        Ok(self.ask().await?.history(uid))
    }

    async fn static_copy(&self, uid: LpaUid) -> Result<Option<Lpa>, RegisterError> {
        Ok(self.ask().await?.static_copy(uid).cloned())
    }

    async fn draft(&self, uid: LpaUid) -> Result<Option<Drafted>, RegisterError> {
        Ok(self.ask().await?.draft(uid))
    }

    async fn fees(&self, uid: LpaUid) -> Result<Vec<FeeRecord>, RegisterError> {
        Ok(self.ask().await?.fees(uid).to_vec())
    }
}
