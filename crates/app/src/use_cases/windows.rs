//! Announces, lists and changes maintenance windows (integration study, section 6.2; journey J40). What they do to
//! forwarding is in [`super::watch_windows`].

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use lpa_domain::choice::Words as _;
use lpa_domain::window::{Amendment, Announcement, Calendar, Tally, WindowRefusal};
use lpa_domain::{Author, Window, WindowEntry, WindowId};
use lpa_ports::{Clock, Windows, WindowsError};
use thiserror::Error;

/// How often a change is decided anew because others noted theirs first.
const ATTEMPTS: usize = 8;

/// Why a window was not announced, changed or told.
#[derive(Debug, Error)]
pub enum WindowError {
    /// The rules say no: nothing was noted.
    #[error(transparent)]
    Refused(#[from] WindowRefusal),
    /// The journal does not say. What was to be noted may have been: ask for it, or send it again.
    #[error("the windows cannot be read or written now")]
    Away(#[source] WindowsError),
}

/// The announced windows, as far as they were read; shared by all who announce, change and ask within this process.
pub struct WindowBook {
    windows: Arc<dyn Windows>,
    clock: Arc<dyn Clock>,
    calendar: Mutex<Calendar>,
}

impl std::fmt::Debug for WindowBook {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("WindowBook").field("noted", &self.calendar().noted()).finish_non_exhaustive()
    }
}

impl WindowBook {
    /// Nothing has been read yet.
    pub fn new(windows: Arc<dyn Windows>, clock: Arc<dyn Clock>) -> Self {
        Self { windows, clock, calendar: Mutex::default() }
    }

    /// Announces a window; announced again under its id, it is answered as it stands.
    pub async fn announce(&self, wanted: &Announcement, by: &Author) -> Result<Window, WindowError> {
        self.change(wanted.id, |calendar, at| calendar.announce(wanted.clone(), by, at)).await
    }

    /// Extends, ends or cancels a window; asked for twice, it is done once.
    pub async fn amend(
        &self,
        id: WindowId,
        amendment: Amendment,
        by: &Author,
    ) -> Result<Window, WindowError> {
        self.change(id, |calendar, at| calendar.amend(id, amendment, by, at)).await
    }

    /// Every window, in the order of announcement, and the moment at which that was so.
    pub async fn list(&self) -> Result<(Vec<Window>, Timestamp), WindowError> {
        self.look().await?;
        Ok((self.calendar().windows().cloned().collect(), self.clock.now()))
    }

    /// One window, what became of the operations that were accepted during it, and the moment at which that was so.
    pub async fn find(&self, id: WindowId) -> Result<(Window, Tally, Timestamp), WindowError> {
        self.look().await?;
        let window = self.calendar().get(id).cloned().ok_or(WindowRefusal::Unknown)?;
        let tally = self.tally(&window).await.map_err(WindowError::Away)?;
        Ok((window, tally, self.clock.now()))
    }

    /// What became of the operations that were accepted during a window.
    pub(super) async fn tally(&self, window: &Window) -> Result<Tally, WindowsError> {
        self.windows.tally(window.start, window.end).await
    }

    /// The window in force, else the next to come, as far as was read.
    pub fn current_or_next(&self) -> Option<Window> {
        let now = self.clock.now();
        self.calendar().current_or_next(now).cloned()
    }

    /// Reads what was noted since it was last looked.
    pub async fn look(&self) -> Result<(), WindowError> {
        let read = self.calendar().noted();
        let entries = self.windows.entries(read).await.map_err(WindowError::Away)?;
        let mut calendar = self.calendar();
        // Another task may have read some of them meanwhile.
        let known = usize::try_from(calendar.noted() - read).unwrap_or(usize::MAX);
        calendar.read(entries.into_iter().skip(known));
        Ok(())
    }

    /// Notes what `decide` says, and decides anew when others were first.
    async fn change(
        &self,
        id: WindowId,
        decide: impl Fn(&Calendar, Timestamp) -> Result<Option<WindowEntry>, WindowRefusal> + Send + Sync,
    ) -> Result<Window, WindowError> {
        for _ in 0..ATTEMPTS {
            self.look().await?;
            let (number, decided) = self.decide(&decide);
            if let Some(entry) = decided? {
                match self.windows.note(number, &entry).await {
                    Ok(()) => log(&entry),
                    Err(WindowsError::Overtaken) => continue,
                    Err(error) => return Err(WindowError::Away(error)),
                }
                self.look().await?;
            }
            return Ok(self.calendar().get(id).cloned().ok_or(WindowRefusal::Unknown)?);
        }
        Err(WindowError::Away(WindowsError::Overtaken))
    }

    /// What is to be noted, and the number that it takes.
    fn decide(
        &self,
        decide: impl Fn(&Calendar, Timestamp) -> Result<Option<WindowEntry>, WindowRefusal>,
    ) -> (u64, Result<Option<WindowEntry>, WindowRefusal>) {
        let calendar = self.calendar();
        (calendar.noted() + 1, decide(&calendar, self.clock.now()))
    }

    fn calendar(&self) -> MutexGuard<'_, Calendar> {
        self.calendar.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn log(entry: &WindowEntry) {
    let WindowEntry { id, step, start, end, .. } = entry;
    tracing::info!(window.id = %id, step = step.word(), start = %start, end = %end, "maintenance window noted");
}
