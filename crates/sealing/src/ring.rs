//! Several keys: one seals, all open.

use std::fmt;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};

use thiserror::Error;

use crate::fingerprint::Fingerprint;
use crate::seal::{Seal, SealError};

/// What a record begins with that says its key: these four bytes, then the key's fingerprint. A record without is older,
/// and was sealed with the first key that its journal had.
pub const MARK: [u8; 4] = *b"CWK1";

/// How long mark and fingerprint are together.
const HEAD: usize = 20;

/// Where keys come from: asked again whenever a key is needed that is not on the ring.
pub trait KeySource: Send + Sync {
    /// The keys that are given now, the newest first.
    ///
    /// # Errors
    /// [`KeysUnreadable`] when they cannot be had.
    fn keys(&self) -> Result<Vec<Seal>, KeysUnreadable>;
}

/// The keys cannot be had now.
#[derive(Debug, Error)]
#[error("the keys cannot be read")]
pub struct KeysUnreadable(#[source] pub Box<dyn std::error::Error + Send + Sync>);

/// Several keys: one seals, all open. Clones are the same ring.
///
/// Which one seals is said by [`KeyRing::seal_with`], until then the newest. A key that is missing is looked for in the
/// source once more, so that a key added while a process runs is found by it.
#[derive(Clone)]
pub struct KeyRing(Arc<Ring>);

struct Ring {
    source: Option<Box<dyn KeySource>>,
    keys: RwLock<Keys>,
}

/// Never empty.
struct Keys {
    sealing: Arc<Seal>,
    all: Vec<Arc<Seal>>,
}

impl KeyRing {
    /// The keys of `source`, which is asked again when one is missing.
    ///
    /// # Errors
    /// [`KeysUnreadable`], also when there is none.
    pub fn of(source: impl KeySource + 'static) -> Result<Self, KeysUnreadable> {
        let all: Vec<Arc<Seal>> = source.keys()?.into_iter().map(Arc::new).collect();
        let newest = all.first().ok_or_else(|| KeysUnreadable("there is none".into()))?;
        let keys = RwLock::new(Keys { sealing: Arc::clone(newest), all });
        Ok(Self(Arc::new(Ring { source: Some(Box::new(source)), keys })))
    }

    /// The newest of the keys that are given.
    pub fn newest(&self) -> Option<Fingerprint> {
        self.read().all.first().map(|key| key.fingerprint())
    }

    /// The key that seals.
    pub fn sealing(&self) -> Fingerprint {
        self.read().sealing.fingerprint()
    }

    /// Whether a key is given; looked for in the source when it is not on the ring.
    pub fn holds(&self, key: Fingerprint) -> bool {
        self.find(key).is_some()
    }

    /// From now on this key seals; whether it is given.
    pub fn seal_with(&self, key: Fingerprint) -> bool {
        let Some(seal) = self.find(key) else { return false };
        self.0.keys.write().unwrap_or_else(PoisonError::into_inner).sealing = seal;
        true
    }

    /// Reads the source again: keys that are no longer given are forgotten, but for the one that seals.
    ///
    /// # Errors
    /// [`KeysUnreadable`]: the ring stays as it was.
    pub fn read_again(&self) -> Result<(), KeysUnreadable> {
        let Some(source) = &self.0.source else { return Ok(()) };
        let mut all: Vec<Arc<Seal>> = source.keys()?.into_iter().map(Arc::new).collect();
        let mut keys = self.0.keys.write().unwrap_or_else(PoisonError::into_inner);
        if !all.iter().any(|key| key.fingerprint() == keys.sealing.fingerprint()) {
            all.push(Arc::clone(&keys.sealing));
        }
        keys.all = all;
        Ok(())
    }

    /// Seals `plain` for `place`, as [`Seal::close`] does, and says with which key.
    ///
    /// # Errors
    /// [`SealError::Failed`].
    pub fn close(&self, place: &[u8], plain: &[u8]) -> Result<Vec<u8>, SealError> {
        let seal = Arc::clone(&self.read().sealing);
        let mut record = [&MARK[..], &seal.fingerprint().0].concat();
        record.append(&mut seal.close(place, plain)?);
        Ok(record)
    }

    /// Opens what any of the keys sealed for `place`.
    ///
    /// # Errors
    /// [`SealError::KeyMissing`] when its key was not given; [`SealError::NotOurs`].
    pub fn open(&self, place: &[u8], record: &[u8]) -> Result<Vec<u8>, SealError> {
        let Some(marked) = marked(record) else { return self.open_with_any(place, record) };
        let seal = self.find(marked).ok_or(SealError::KeyMissing(marked))?;
        seal.open(place, record.get(HEAD..).unwrap_or_default())
    }

    /// The tag says which key fits.
    fn open_with_any(&self, place: &[u8], record: &[u8]) -> Result<Vec<u8>, SealError> {
        let all = self.read().all.clone();
        all.iter().find_map(|key| key.open(place, record).ok()).ok_or(SealError::NotOurs)
    }

    fn find(&self, key: Fingerprint) -> Option<Arc<Seal>> {
        self.on_the_ring(key).or_else(|| {
            self.read_again().ok()?;
            self.on_the_ring(key)
        })
    }

    fn on_the_ring(&self, key: Fingerprint) -> Option<Arc<Seal>> {
        self.read().all.iter().find(|seal| seal.fingerprint() == key).cloned()
    }

    fn read(&self) -> RwLockReadGuard<'_, Keys> {
        self.0.keys.read().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Which key a record says that it was sealed with; `None` when it says none.
pub fn marked(record: &[u8]) -> Option<Fingerprint> {
    let rest = record.strip_prefix(&MARK)?;
    rest.get(..HEAD - MARK.len()).and_then(|key| Fingerprint::try_from(key).ok())
}

impl From<Seal> for KeyRing {
    /// One key, for good.
    fn from(seal: Seal) -> Self {
        let sealing = Arc::new(seal);
        let keys = RwLock::new(Keys { all: vec![Arc::clone(&sealing)], sealing });
        Self(Arc::new(Ring { source: None, keys }))
    }
}

impl fmt::Debug for KeyRing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeyRing").field("sealing", &self.sealing()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
