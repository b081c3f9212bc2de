//! A register in memory that can be sick call by call, and that counts its callers.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

use async_trait::async_trait;
use jiff::SignedDuration;
use lpa_adapters_memory::MemoryRegister;
use lpa_domain::fees::FeeRecord;
use lpa_domain::{HistoryEntry, Lpa, LpaUid, Operation, Profile};
use lpa_ports::{Applied, Drafted, Register, RegisterError};

/// What a call meets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// It is done and answered.
    Well,
    /// It surely does not happen.
    TurnAway,
    /// It surely does not happen, and the register says for how long it wants to be left alone.
    NotNow(SignedDuration),
    /// It does not happen, and nobody is told so.
    Fail,
    /// It is done and answered after a while.
    After(Duration),
    /// It is done, and the answer is lost.
    LoseAnswer,
    /// It is never answered.
    Hang,
}

/// Whether what is done is answered.
#[derive(PartialEq, Eq)]
enum Met {
    Answer,
    Lose,
}

/// A call: an operation on an LPA, or a question, which may be about one.
#[derive(Clone, Copy, Debug)]
pub struct Asked {
    /// How many came before it.
    pub number: usize,
    /// The LPA that an operation is about; `None` for a question.
    pub operation_on: Option<LpaUid>,
}

type Ways = dyn Fn(Asked) -> Way + Send + Sync;

/// A register in memory that can be sick call by call, and that counts its callers.
pub struct SickRegister {
    inner: MemoryRegister,
    ways: RwLock<Arc<Ways>>,
    calls: AtomicUsize,
    inside: AtomicUsize,
    most: AtomicUsize,
    carried: Mutex<Vec<Vec<LpaUid>>>,
}

/// A caller who is inside; leaves when dropped.
struct Inside<'r>(&'r AtomicUsize);

impl Drop for Inside<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

impl SickRegister {
    /// One that is well.
    pub fn new() -> Arc<Self> {
        Arc::new(Self {
            inner: MemoryRegister::new(Profile::Compatible),
            ways: RwLock::new(Arc::new(|_| Way::Well)),
            calls: AtomicUsize::new(0),
            inside: AtomicUsize::new(0),
            most: AtomicUsize::new(0),
            carried: Mutex::default(),
        })
    }

    /// From now on each call meets what `way` says.
    pub fn behave(&self, way: impl Fn(Asked) -> Way + Send + Sync + 'static) {
        *self.ways.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(way);
    }

    /// How many calls there have been.
    pub fn calls(&self) -> usize {
        self.calls.load(Ordering::SeqCst)
    }

    /// The most callers at once since this was asked last.
    pub fn most_at_once(&self) -> usize {
        self.most.swap(0, Ordering::SeqCst)
    }

    /// The calls with operations since this was asked last, in their order: the LPAs of each.
    pub fn calls_with_operations(&self) -> Vec<Vec<LpaUid>> {
        std::mem::take(&mut *self.carried.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn carried(&self, operations: &[LpaUid]) {
        self.carried.lock().unwrap_or_else(PoisonError::into_inner).push(operations.to_vec());
    }

    fn enter(&self) -> Inside<'_> {
        let inside = self.inside.fetch_add(1, Ordering::SeqCst) + 1;
        self.most.fetch_max(inside, Ordering::SeqCst);
        Inside(&self.inside)
    }

    async fn apply_one(&self, operation: &Operation) -> Result<Applied, RegisterError> {
        if self.meet(Some(operation.uid)).await? == Met::Lose {
            drop(self.inner.apply(operation).await);
            return Err(RegisterError::OutcomeUnknown("the answer was lost".into()));
        }
        self.inner.apply(operation).await
    }

    async fn meet(&self, operation_on: Option<LpaUid>) -> Result<Met, RegisterError> {
        let number = self.calls.fetch_add(1, Ordering::SeqCst);
        let way = Arc::clone(&self.ways.read().unwrap_or_else(PoisonError::into_inner));
        match way(Asked { number, operation_on }) {
            Way::Well => Ok(Met::Answer),
            Way::LoseAnswer => Ok(Met::Lose),
            Way::TurnAway => Err(RegisterError::Offline("turned away".into())),
            Way::NotNow(after) => {
                Err(RegisterError::NotNow { after, source: "left alone for a while".into() })
            }
            Way::Fail if operation_on.is_some() => Err(RegisterError::OutcomeUnknown("failed".into())),
            Way::Fail => Err(RegisterError::Offline("failed".into())),
            Way::After(time) => {
                tokio::time::sleep(time).await;
                Ok(Met::Answer)
            }
            Way::Hang => std::future::pending().await,
        }
    }
}

impl std::fmt::Debug for SickRegister {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SickRegister").field("calls", &self.calls).finish_non_exhaustive()
    }
}

#[async_trait]
impl Register for SickRegister {
    async fn apply(&self, operation: &Operation) -> Result<Applied, RegisterError> {
        let _inside = self.enter();
        self.carried(&[operation.uid]);
        self.apply_one(operation).await
    }

    async fn apply_together(&self, operations: &[Operation]) -> Vec<Result<Applied, RegisterError>> {
        let _inside = self.enter();
        self.carried(&operations.iter().map(|operation| operation.uid).collect::<Vec<_>>());
        futures::future::join_all(operations.iter().map(|operation| self.apply_one(operation))).await
    }

    async fn lpa(&self, uid: LpaUid) -> Result<Option<Lpa>, RegisterError> {
        let _inside = self.enter();
        self.meet(None).await?;
        self.inner.lpa(uid).await
    }

    async fn lpas(&self, uids: &[LpaUid]) -> Result<Vec<Lpa>, RegisterError> {
        let _inside = self.enter();
        self.meet(None).await?;
        self.inner.lpas(uids).await
    }

    async fn history(&self, uid: LpaUid) -> Result<Option<Vec<HistoryEntry>>, RegisterError> {
        let _inside = self.enter();
        self.meet(None).await?;
        self.inner.history(uid).await
    }

    async fn static_copy(&self, uid: LpaUid) -> Result<Option<Lpa>, RegisterError> {
        let _inside = self.enter();
        self.meet(None).await?;
        self.inner.static_copy(uid).await
    }

    async fn draft(&self, uid: LpaUid) -> Result<Option<Drafted>, RegisterError> {
        let _inside = self.enter();
        self.meet(None).await?;
        self.inner.draft(uid).await
    }

    async fn fees(&self, uid: LpaUid) -> Result<Vec<FeeRecord>, RegisterError> {
        let _inside = self.enter();
        self.meet(None).await?;
        self.inner.fees(uid).await
    }
}
