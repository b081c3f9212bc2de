//! The store of scanned images.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use lpa_ports::{ContentHash, Documents, DocumentsError};

use crate::life::Life;
use crate::planted::Plant;
use crate::weather::{Mode, Weather};
use crate::world::{World, lock};

/// What is kept, whichever process asks.
pub(crate) type Shelves = Arc<Mutex<BTreeMap<ContentHash, Vec<u8>>>>;

/// The store as one process sees it.
#[derive(Debug)]
pub(crate) struct DocumentsLink {
    pub(crate) world: Arc<World>,
    pub(crate) life: Life,
    pub(crate) weather: Arc<Weather>,
    pub(crate) kept: Shelves,
}

impl DocumentsLink {
    async fn arrive(&self, name: &str) -> Result<(), DocumentsError> {
        self.life.crash_point(|| format!("before documents.{name}")).await;
        self.world.pause(0..=3).await;
        match self.weather.mode() {
            Mode::Refuses | Mode::Sick => Err(DocumentsError::Unavailable("disk full".into())),
            _ => Ok(()),
        }
    }
}

#[async_trait]
impl Documents for DocumentsLink {
    async fn put(&self, hash: ContentHash, bytes: Vec<u8>) -> Result<(), DocumentsError> {
        self.arrive("put").await?;
        if !self.world.has(Plant::DocumentsForget) {
            lock(&self.kept).insert(hash, bytes);
        }
        self.life.crash_point(|| "after documents.put".to_owned()).await;
        Ok(())
    }

    async fn get(&self, hash: ContentHash) -> Result<Option<Vec<u8>>, DocumentsError> {
        self.arrive("get").await?;
        let found = lock(&self.kept).get(&hash).cloned();
        self.life.crash_point(|| "after documents.get".to_owned()).await;
        Ok(found)
    }
}
