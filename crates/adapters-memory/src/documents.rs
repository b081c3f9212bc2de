//! Scanned images in memory.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use lpa_ports::{ContentHash, Documents, DocumentsError};

use crate::faults::{Faults, InjectedFault};

/// Keeps images until the process ends.
#[derive(Debug, Default)]
pub struct MemoryDocuments {
    kept: Mutex<HashMap<ContentHash, Vec<u8>>>,
    faults: Faults,
}

impl MemoryDocuments {
    /// Nothing kept yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Makes it fail.
    pub fn faults(&self) -> Faults {
        self.faults.clone()
    }

    fn kept(&self) -> MutexGuard<'_, HashMap<ContentHash, Vec<u8>>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn unavailable(fault: InjectedFault) -> DocumentsError {
    DocumentsError::Unavailable(fault.into())
}

#[async_trait]
impl Documents for MemoryDocuments {
    async fn put(&self, hash: ContentHash, bytes: Vec<u8>) -> Result<(), DocumentsError> {
        self.faults.arrive().await.map_err(unavailable)?;
        self.kept().entry(hash).or_insert(bytes);
        self.faults.leave().map_err(unavailable)
    }

    async fn get(&self, hash: ContentHash) -> Result<Option<Vec<u8>>, DocumentsError> {
        self.faults.arrive().await.map_err(unavailable)?;
        Ok(self.kept().get(&hash).cloned())
    }
}
