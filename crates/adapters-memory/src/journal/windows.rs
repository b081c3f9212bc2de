//! The announced windows, beside the operations that wait for their end.

use async_trait::async_trait;
use jiff::Timestamp;
use lpa_domain::WindowEntry;
use lpa_domain::window::Tally;
use lpa_ports::{Windows, WindowsError};

use super::MemoryJournal;
use crate::faults::InjectedFault;

fn unavailable(fault: InjectedFault) -> WindowsError {
    WindowsError::Unavailable(fault.into())
}

#[async_trait]
impl Windows for MemoryJournal {
    async fn note(&self, number: u64, entry: &WindowEntry) -> Result<(), WindowsError> {
        self.faults.arrive().await.map_err(unavailable)?;
        if !self.book().note(number, entry) {
            return Err(WindowsError::Overtaken);
        }
        self.faults.leave().map_err(unavailable)
    }

    async fn entries(&self, read: u64) -> Result<Vec<WindowEntry>, WindowsError> {
        self.faults.arrive().await.map_err(unavailable)?;
        Ok(self.book().entries(read))
    }

    async fn tally(&self, from: Timestamp, to: Timestamp) -> Result<Tally, WindowsError> {
        self.faults.arrive().await.map_err(unavailable)?;
        Ok(self.book().tally(from..to))
    }
}
