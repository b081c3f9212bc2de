//! The issuer of sequence numbers.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use async_trait::async_trait;
use lpa_ports::{UidBlock, Uids, UidsError};

use crate::known_windows::KnownWindows;
use crate::life::Life;
use crate::planted::Plant;
use crate::register::PATIENCE;
use crate::weather::{Mode, Weather};
use crate::world::World;

/// The issuer as one process sees it; the numbers that it has handed out outlive every process.
#[derive(Debug)]
pub(crate) struct IssuerLink {
    pub(crate) world: Arc<World>,
    pub(crate) life: Life,
    pub(crate) weather: Arc<Weather>,
    pub(crate) handed_out: Arc<AtomicU64>,
    /// What the process has been told of windows.
    pub(crate) windows: Arc<KnownWindows>,
}

#[async_trait]
impl Uids for IssuerLink {
    async fn reserve(&self, count: u32) -> Result<UidBlock, UidsError> {
        self.life.crash_point(|| "before uids.reserve".to_owned()).await;
        self.windows.calls("reserve");
        self.world.pause(0..=4).await;
        let mode = self.weather.mode();
        match mode {
            Mode::Refuses | Mode::Sick => return Err(UidsError::Offline("connection refused".into())),
            Mode::Hangs => {
                tokio::time::sleep(PATIENCE).await;
                return Err(UidsError::Offline("no answer".into()));
            }
            _ => {}
        }
        let block = UidBlock { first: self.next(count) + 1, count };
        self.world.note(format_args!("uids.reserve from {}", block.first));
        self.life.crash_point(|| "after uids.reserve".to_owned()).await;
        if mode == Mode::LosesAnswers && self.world.chance(500) {
            self.world.reach("answer of uids.reserve lost".to_owned());
            return Err(UidsError::Offline("connection reset".into()));
        }
        Ok(block)
    }
}

impl IssuerLink {
    /// The last number handed out before.
    fn next(&self, count: u32) -> u64 {
        let step = match () {
            () if self.world.has(Plant::UidsHandOutABlockAgain) => 0,
            () if self.world.has(Plant::UidsOverlap) => 1,
            () => u64::from(count),
        };
        self.handed_out.fetch_add(step, Ordering::Relaxed)
    }
}
