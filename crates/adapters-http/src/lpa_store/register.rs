//! The port: the register in front of today's LPA Store.

use std::sync::Arc;

use async_trait::async_trait;
use futures::{StreamExt as _, TryStreamExt as _, stream};
use lpa_domain::fees::FeeRecord;
use lpa_domain::{HistoryEntry, Lpa, LpaUid, Operation, Refusal};
use lpa_ports::{Applied, Clock, Documents, Drafted, Register, RegisterError};
use reqwest::Method;

use super::answer::asked;
use super::apply;
use super::lanes::Lanes;
use super::sent::SentBefore;
use super::standing::Standing;
use super::store::{ASKER, BadLpaStore, Caller, LpaStore};
use super::wire::{Entry, Listed, Listing, Record};

/// The store takes no more in one question (contract section 7), and drops what is beyond 16 MB without a word.
const LISTED_AT_ONCE: usize = 25;

/// So many LPAs at a time: each costs several calls, and the store does one thing per call.
const AT_ONCE: usize = 8;

/// The register in front of today's LPA Store.
///
/// An operation that may have been sent before is looked for first: a creation in the LPA and its static copy, an update in
/// the history, by author, type, changes and second. Only what surely did not happen is sent again; what cannot be told is
/// [`RegisterError::InDoubt`], for a person.
///
/// What that API cannot give is not pretended: entries of the history carry the store's ids, not the operations'; the
/// creation's author is unknown; versions are counted from the history, so that an entry that the store loses (W3) lowers
/// them; a repeat is answered with the LPA as it stands when the steps since cannot be retraced. A writer that is not
/// Causeway can make an update vanish at any time (W2), and an identical change of the same author, made elsewhere since
/// the operation was accepted, is taken for ours. See `docs/adr/0015-in-front-of-todays-lpa-store.md`.
pub struct LpaStoreRegister {
    inner: Arc<Inner>,
}

pub(super) struct Inner {
    pub(super) caller: Caller,
    pub(super) store: LpaStore,
    pub(super) documents: Arc<dyn Documents>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) lanes: Lanes,
    pub(super) sent: SentBefore,
}

impl LpaStoreRegister {
    /// In front of `store`; nothing is sent yet, and it need not be there. `documents` holds the scans that operations name.
    pub fn new(
        store: LpaStore,
        documents: Arc<dyn Documents>,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, BadLpaStore> {
        let caller = Caller::new(&store, Arc::clone(&clock))?;
        let sent = SentBefore::from(clock.now(), store.clocks_differ, store.senders);
        let inner = Inner { caller, store, documents, clock, lanes: Lanes::default(), sent };
        Ok(Self { inner: Arc::new(inner) })
    }
}

#[async_trait]
impl Register for LpaStoreRegister {
    async fn apply(&self, operation: &Operation) -> Result<Applied, RegisterError> {
        apply::apply(&self.inner, operation).await
    }

    async fn apply_together(&self, operations: &[Operation]) -> Vec<Result<Applied, RegisterError>> {
        let applied: Vec<_> = operations.iter().map(|operation| self.apply(operation)).collect();
        stream::iter(applied).buffered(AT_ONCE).collect().await
    }

    async fn lpa(&self, uid: LpaUid) -> Result<Option<Lpa>, RegisterError> {
        Ok(self.inner.standing(uid).await?.map(|standing| standing.lpa()))
    }

    async fn lpas(&self, uids: &[LpaUid]) -> Result<Vec<Lpa>, RegisterError> {
        let mut named: Vec<LpaUid> = Vec::with_capacity(uids.len());
        for uid in uids {
            if !named.contains(uid) {
                named.push(*uid);
            }
        }
        let mut found = Vec::new();
        for some in named.chunks(LISTED_AT_ONCE) {
            found.extend(list(&self.inner, some).await?);
        }
        Ok(found)
    }

    async fn history(&self, uid: LpaUid) -> Result<Option<Vec<HistoryEntry>>, RegisterError> {
        self.inner.standing(uid).await?.map(|standing| standing.history()).transpose()
    }

    async fn static_copy(&self, uid: LpaUid) -> Result<Option<Lpa>, RegisterError> {
        let Some(standing) = self.inner.standing(uid).await? else { return Ok(None) };
        // W9: a creation that failed half-way never got one.
        let lost = || RegisterError::Unreadable("the store has lost the static copy of this LPA".into());
        standing.created().ok_or_else(lost).map(Some)
    }

    async fn draft(&self, _uid: LpaUid) -> Result<Option<Drafted>, RegisterError> {
        Err(RegisterError::Refused(Refusal::no_drafts()))
    }

    async fn fees(&self, _uid: LpaUid) -> Result<Vec<FeeRecord>, RegisterError> {
        Err(RegisterError::Refused(Refusal::no_fees()))
    }
}

impl Inner {
    /// What the store shows of one LPA; `None` when it says that it holds none.
    pub(super) async fn standing(&self, uid: LpaUid) -> Result<Option<Standing>, RegisterError> {
        let (record, entries, copy) =
            tokio::try_join!(self.record(uid), self.entries(uid), self.static_copy(uid))?;
        Ok(record.map(|record| Standing::new(record, copy, entries)))
    }

    /// The LPA as it stands.
    pub(super) async fn record(&self, uid: LpaUid) -> Result<Option<Lpa>, RegisterError> {
        let found = asked::<Record>(self.caller.get(&format!("lpas/{uid}")).await)?;
        Ok(found.map(|Record(lpa)| lpa))
    }

    /// Its history, newest first; empty also when there is no such LPA (contract section 9, W25).
    pub(super) async fn entries(&self, uid: LpaUid) -> Result<Vec<Entry>, RegisterError> {
        let found = asked(self.caller.get(&format!("lpas/{uid}/updates")).await)?;
        Ok(found.unwrap_or_default())
    }

    async fn static_copy(&self, uid: LpaUid) -> Result<Option<Lpa>, RegisterError> {
        let found = asked::<Record>(self.caller.get(&format!("lpas/{uid}/static")).await)?;
        Ok(found.map(|Record(lpa)| lpa))
    }

    /// What the store shows of one LPA beside what it listed.
    async fn listed(&self, uid: LpaUid, lpas: &[Record]) -> Result<Option<Standing>, RegisterError> {
        let Some(Record(record)) = lpas.iter().find(|Record(lpa)| lpa.uid == uid) else {
            return self.standing(uid).await;
        };
        let entries = self.entries(uid).await?;
        let copy = if entries.is_empty() { None } else { self.static_copy(uid).await? };
        Ok(Some(Standing::new(record.clone(), copy, entries)))
    }
}

impl std::fmt::Debug for LpaStoreRegister {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LpaStoreRegister").field("store", &self.inner.store).finish_non_exhaustive()
    }
}

/// Those of `uids` that exist, in their order. What the store leaves out is asked for by itself: it may have been dropped
/// for length (contract section 9, W24), which is not absence.
async fn list(inner: &Inner, uids: &[LpaUid]) -> Result<Vec<Lpa>, RegisterError> {
    let reply = inner.caller.write(Method::POST, "lpas", ASKER, &Listing { uids }).await;
    let Some(Listed { lpas }) = asked(reply)? else {
        return Err(RegisterError::Unreadable("a list was answered as absent".into()));
    };
    let asked: Vec<_> = uids.iter().map(|uid| inner.listed(*uid, &lpas)).collect();
    let found: Vec<Option<Standing>> = stream::iter(asked).buffered(AT_ONCE).try_collect().await?;
    Ok(found.iter().flatten().map(Standing::lpa).collect())
}
